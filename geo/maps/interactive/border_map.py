"""The Folium map of the border: Leaflet by Folium, content and behaviour by our own scripts."""

import html
import re
from typing import TYPE_CHECKING, Any, Final, cast

import folium
from branca.element import Element, Figure, MacroElement
from folium.template import Template
from jinja2.utils import htmlsafe_json_dumps

from geo.maps.interactive.assets import jquery_script, map_script, map_style
from geo.maps.interactive.config import OVERLAYS, map_config
from geo.maps.interactive.tiles import Tiles
from geo.maps.wording import phrase

if TYPE_CHECKING:
    from geo.border import Border

__all__ = ["BorderContent", "BorderMap", "border_figure", "folium_map", "script_json"]

_ALONE_STYLE: Final = (
    "html,body{height:100%;margin:0}.bp-canvas{height:100%;font-family:system-ui,sans-serif}"
    ":root{--page:#fff;--raised:#f6f5f1;--ink:#1d2530;--soft:#56606c;--rule:#d5d1c6;"
    "--edge:#8a8d90;--accent:#0b4f8a;color-scheme:light}"
)
"""Styles of a Folium map without the site's page around it."""
_TEMPLATE_START: Final = re.compile(r"\{(?=[{%#])")
"""A brace that starts a Jinja tag; JSON has it inside strings only."""
_CENTRE: Final = (29.3, -107.1)
_MOST_ZOOM: Final = 17
_LEAST_ZOOM: Final = 4
_AROUND: Final = ((5.0, -150.0), (56.0, -62.0))
"""South-west and north-east corners beyond which the map does not pan."""


class BorderMap(folium.Map):
    """A Folium map that names no other host: its assets are ours or stand in the page."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium reads it from the class
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _template = Template(
        """
        {% macro html(this, kwargs) %}
        <div class="folium-map bp-canvas" id="{{ this.get_name() }}" tabindex="0" role="application"
          aria-label="{{ this.label|e }}"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }},
          {{ this.options|tojavascript }});
        {{ this.get_name() }}.setView({{ this.location|tojson }}, {{ this.options.zoom|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, label: str) -> None:
        super().__init__(
            location=_CENTRE,
            zoom_start=6,
            tiles=None,
            control_scale=False,
            zoomControl=False,
            maxZoom=_MOST_ZOOM,
            minZoom=_LEAST_ZOOM,
            zoomSnap=0.25,
            zoomDelta=1,
            fadeAnimation=False,
            maxBounds=_AROUND,
            maxBoundsViscosity=0.8,
        )
        self.label = label


class BorderContent(MacroElement):
    """Hands the feature groups and the configuration to our script, which draws and listens."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        BorderPorts.start({{ this._parent.get_name() }}, {
          {%- for name, group in this.groups.items() %}
          {{ name|tojson }}: {{ group.get_name() }},
          {%- endfor %}
        }, {{ this.config_json }});
        {% endmacro %}
        """
    )

    def __init__(self, groups: dict[str, folium.FeatureGroup], config: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "BorderContent"
        self.groups = groups
        self.config_json = script_json(config)


def script_json(value: Any) -> str:  # noqa: ANN401 - what JSON can hold
    r"""Return JSON that is safe in an inline script and in Folium.

    Folium reads what a macro renders as a template once more, so that a text of the data with
    two braces would be evaluated: such braces become ``\u007b``, which JSON reads as a brace.
    """
    return _TEMPLATE_START.sub(r"\\u007b", str(htmlsafe_json_dumps(value)))


def folium_map(border: "Border", lang: str = "en") -> folium.Map:
    """Return the map of the border as a Folium map with everything it needs inside.

    More Folium layers may be added to it; ``save`` writes a page that works without a network.
    ``border-ports map`` writes the same map with search, filters and table around it.

    Parameters
    ----------
    border
        The layers to draw.
    lang
        Language of names and legends, ``en`` or ``es``.
    """
    found = _border_map(lang, map_config(border, lang))
    figure = cast("Figure", found.get_root())
    figure.title = phrase("file_title", lang, n=border.port_totals()["ports"])
    head = figure.header
    head.add_child(_verbatim(f"<style>{_ALONE_STYLE}{map_style()}</style>"), name="bp_style")
    head.add_child(_verbatim(f"<script>{jquery_script()}</script>"), name="bp_jquery")
    head.add_child(_verbatim(f"<script>{map_script()}</script>"), name="bp_script")
    return found


def border_figure(lang: str, config: dict[str, Any], tiles: Tiles | None = None) -> tuple[str, str]:
    """Return the map's markup and its script, for a page that brings the assets itself.

    The same arguments give the same bytes, so that a page's policy may name the script's hash.
    """
    found = _border_map(lang, config, tiles)
    figure = cast("Figure", found.get_root())
    found.render()  # type: ignore[no-untyped-call]
    script = figure.script.render()
    return figure.html.render(), "\n".join(line.strip() for line in script.splitlines())


def _border_map(lang: str, config: dict[str, Any], tiles: Tiles | None = None) -> BorderMap:
    found = BorderMap(phrase("map_label", lang))
    found._id = "border"  # noqa: SLF001 - folium's ids are random, ours repeat
    if tiles is not None:
        layer = folium.TileLayer(
            tiles=tiles.url, attr=html.escape(tiles.attribution), name=tiles.name,
            max_zoom=min(tiles.most_zoom, _MOST_ZOOM),
        )  # fmt: skip
        layer._id = "tiles"  # noqa: SLF001
        layer.add_to(found)
    groups = {}
    for name, shown in OVERLAYS.items():
        group = folium.FeatureGroup(name=phrase(f"layer_{name}", lang), show=shown)
        group._id = name  # noqa: SLF001
        group.add_to(found)
        groups[name] = group
    content = BorderContent(groups, config)
    content._id = "content"  # noqa: SLF001
    content.add_to(found)
    return found


def _verbatim(text: str) -> Element:
    return Element("{% raw %}" + text + "{% endraw %}")
