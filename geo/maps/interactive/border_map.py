"""The Folium map of the border: its layers and controls put together."""

import html
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, cast

import folium
from folium.template import Template

from geo.layers import PROGRAMMES
from geo.maps.interactive.assets import font_data, jquery_script, leaflet_script, leaflet_style
from geo.maps.interactive.controls.ask import AskNearest
from geo.maps.interactive.controls.legend import Legend
from geo.maps.interactive.controls.search import SearchPorts
from geo.maps.interactive.controls.whole_border import WholeBorder
from geo.maps.interactive.element import BorderLayer, LayerOptions, Verbatim, safe_markup
from geo.maps.interactive.layers.counties import CountiesLayer
from geo.maps.interactive.layers.lines import BoundaryLayer, RiverLayer
from geo.maps.interactive.layers.places import AreaNames, TownsLayer
from geo.maps.interactive.layers.points import NotCountedLayer, RiverPointsLayer
from geo.maps.interactive.layers.ports import PortsLayer
from geo.maps.interactive.layers.projects import ProjectsLayer
from geo.maps.interactive.layers.shapes import (
    GapsLayer,
    GraticuleLayer,
    LandLayer,
    LaPazLayer,
    RailwaysLayer,
    WaterLayer,
)
from geo.maps.interactive.layers.states import StatesLayer
from geo.maps.interactive.layers.supplied import supplied_layers
from geo.maps.interactive.levels import COUNTIES, FIRST_LEVEL, LATER
from geo.maps.interactive.view import (
    AROUND,
    MAX_ZOOM,
    MIN_ZOOM,
    PADDING,
    WHOLE_BORDER,
    Box,
    corners,
)
from geo.maps.interactive.volume_content import VOLUMES, volume_content
from geo.maps.wording import phrase
from geo.queries.access import closed_by_mode

if TYPE_CHECKING:
    import geopandas as gpd
    from branca.element import Figure

    from geo.border import Border

__all__ = ["BorderMap", "border_layers", "folium_map", "layer_contents"]

_STYLE: Final = (
    "html,body{height:100%;margin:0}.bp-canvas{position:relative;height:100%;"
    'font-family:"Source Sans 3 Variable","Source Sans 3",system-ui,sans-serif}'
)
"""Styles of the map without a page around it."""
_LONG_GAP_KM: Final = 50.0
_INLINE_LEVELS: Final = ("web", "detail")
"""The closer levels that a map carries in itself: its lines are exact to 25 m."""


class BorderMap(folium.Map):
    """A Folium map over the border that names no other host: its assets stand in the page."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium reads it from the class
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _template = Template(
        """
        {% macro html(this, kwargs) %}
        <div class="folium-map bp-canvas" id="{{ this.get_name() }}" tabindex="0" role="application"
          aria-label="{{ this.label }}"></div>
        <p class="bp-loading bp-with-script" role="status"
          data-failed="{{ this.failed }}">{{ this.loading }}</p>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }},
          {{ this.options|tojavascript }});
        (function (map, box, room) {
          var size = map.getSize();
          map.fitBounds(box, {animate: false,
            paddingTopLeft: [room[0][0] * size.x, room[0][1] * size.y],
            paddingBottomRight: [room[1][0] * size.x, room[1][1] * size.y]});
        })({{ this.get_name() }}, {{ this.first_view|tojson }}, {{ this.room|tojson }});
        {{ this.get_name() }}.attributionControl.setPrefix("");
        {% endmacro %}
        """
    )

    def __init__(self, lang: str = "en", *, bounds: Box | None = None, label: str = "") -> None:
        """Make a map without layers.

        Parameters
        ----------
        lang
            Language of its own words.
        bounds
            West, south, east and north of the first view in degrees; by default the border.
        label
            What assistive technology calls the map.
        """
        box = bounds or WHOLE_BORDER
        super().__init__(
            location=((box[1] + box[3]) / 2, (box[0] + box[2]) / 2),
            tiles=None,
            control_scale=False,
            zoomControl=False,
            maxZoom=MAX_ZOOM,
            minZoom=MIN_ZOOM,
            zoomSnap=0.25,
            zoomDelta=1,
            fadeAnimation=False,
            maxBounds=corners(AROUND),
            maxBoundsViscosity=0.8,
        )
        self.lang = lang
        self.label = label or phrase("title", lang)
        self.loading = phrase("loading", lang)
        self.failed = phrase("load_failed", lang)
        self.first_view = corners(box)
        self.room = PADDING if bounds is None else ((0.0, 0.0), (0.0, 0.0))
        # With a position folium's Control passes its options on in a wrong place.
        titles: dict[str, Any] = {
            f"zoom_{way}_title": phrase(f"zoom_{way}", lang) for way in ("in", "out")
        }
        folium.Control("Zoom", **titles).add_to(self)
        folium.Control("Scale", max_width=140).add_to(self)

    def render(self, **kwargs: Any) -> None:  # type: ignore[override]  # noqa: ANN401 - as folium
        """Put Leaflet and jQuery, which popups call for, into the page, then the map."""
        figure = cast("Figure", self.get_root())
        head = figure.header
        for name, text in (
            ("bp_leaflet_style", f"<style>{font_data()}{_STYLE}{leaflet_style()}</style>"),
            ("bp_jquery", f"<script>{jquery_script()}</script>"),
            ("bp_leaflet", f"<script>{leaflet_script()}</script>"),
        ):
            head.add_child(Verbatim(text), name=name)
        super().render(**kwargs)  # type: ignore[no-untyped-call]


def folium_map(border: "Border", lang: str = "en") -> BorderMap:
    """Return the map of the border as a Folium map with everything it needs inside.

    More Folium layers may be added to it; ``save`` writes a page that works without a network.
    ``border-ports map`` writes the same map with filters, table and print view around it.

    Parameters
    ----------
    border
        The layers to draw.
    lang
        Language of names and legends.
    """
    drawn = BorderMap(lang)
    for layer in border_layers(border, lang, closer=_INLINE_LEVELS):
        layer.add_to(drawn)
    WholeBorder(lang=lang).add_to(drawn)
    SearchPorts(lang=lang).add_to(drawn)
    AskNearest(closed=closed_by_mode(border), lang=lang).add_to(drawn)
    Legend(lang=lang).add_to(drawn)
    title = phrase("file_title", lang, n=border.port_totals()["ports"])
    cast("Figure", drawn.get_root()).title = safe_markup(html.escape(title))
    return drawn


def border_layers(
    border: "Border",
    lang: str,
    *,
    closer: Iterable[str] = _INLINE_LEVELS,
    addresses: Mapping[str, str] | None = None,
    page: str = "",
) -> list[BorderLayer]:
    """Return every layer of the map, in the order of the legend.

    Parameters
    ----------
    border
        The layers to draw.
    lang
        Language of names and legends.
    closer
        Levels of generalisation that are drawn as one zooms in.
    addresses
        Where the page reads the data by level; without it they stand in the page.
    page
        Address of a port's own page without its id; empty for none.
    """
    known = dict(addresses or {})
    shown: LayerOptions = {"lang": lang, "addresses": known}
    late = known | {FIRST_LEVEL: known[LATER]} if LATER in known else known
    hidden: LayerOptions = {"lang": lang, "addresses": late, "show": False}
    own: LayerOptions = {"lang": lang}

    def background(name: str) -> "gpd.GeoDataFrame":
        return cast("gpd.GeoDataFrame", border.layer(name))

    def first(name: str) -> "gpd.GeoDataFrame":
        return cast("gpd.GeoDataFrame", border.layer(name, FIRST_LEVEL))

    def later(name: str) -> "dict[str, gpd.GeoDataFrame]":
        return {level: cast("gpd.GeoDataFrame", border.layer(name, level)) for level in closer}

    later_only = [CountiesLayer(border.counties, **hidden)] if addresses else []
    return [
        LandLayer(background("land"), boundary=first("boundary"), **shown),
        PortsLayer(border.ports, page=page, programmes=border.derived(_programmes), **shown),
        BoundaryLayer(first("boundary"), closer=later("boundary"), **shown),
        RiverLayer(first("river_segments"), closer=later("river_segments"), **hidden),
        StatesLayer(first("states"), closer=later("states"), boundary=border.boundary, **shown),
        RiverPointsLayer(border.river_points, **hidden),
        NotCountedLayer(border.crossings_not_counted, **hidden),
        ProjectsLayer(border.projects, **hidden),
        GapsLayer(border.derived(_long_gaps), **hidden),
        LaPazLayer(background("la_paz_zone"), **hidden),
        TownsLayer(background("towns"), **shown),
        WaterLayer(background("lakes"), background("rivers"), **shown),
        RailwaysLayer(background("railways"), **hidden),
        *later_only,
        *supplied_layers(border, hidden),
        GraticuleLayer(lang=lang, show=False),
        AreaNames(**own),
    ]


def layer_contents(border: "Border", level: str) -> dict[str, Any]:
    """Return what the layers of ``border_layers`` draw at a level, by their keys, or the volumes.

    It is what a page reads that was given ``addresses``.
    """
    if level == VOLUMES:
        return {VOLUMES: volume_content(border)}
    if level == COUNTIES:
        return {COUNTIES: CountiesLayer(border.counties).closer_content(COUNTIES)}
    if level in {FIRST_LEVEL, LATER}:
        layers = border_layers(border, "en", closer=())
        wanted = [layer for layer in layers if layer.show == (level == FIRST_LEVEL)]
        return {layer.key: content for layer in wanted if (content := layer.content())}
    closer = border_layers(border, "en", closer=(level,))
    return {layer.key: drawn for layer in closer if (drawn := layer.closer_content(level))}


def _programmes(border: "Border") -> dict[str, str]:
    """Return the programmes that serve each port, in words to search for."""
    programmes: dict[str, set[str]] = {}
    columns = border.records("port_modes").columns
    for name in PROGRAMMES:
        for port, is_there in zip(columns["port_id"], columns[name], strict=True):
            if is_there:
                programmes.setdefault(port, set()).add(name.replace("_", " "))
    return {key: " ".join(sorted(names)) for key, names in programmes.items() if names}


def _long_gaps(border: "Border") -> "gpd.GeoDataFrame":
    return border.gaps(min_km=_LONG_GAP_KM)
