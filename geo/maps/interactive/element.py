"""What every Folium element of the border shares: its script, its style, and safe data."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, TypedDict, cast

import folium
from branca.element import Element, Figure, MacroElement
from folium.map import Layer
from folium.template import Template
from folium.utilities import get_obj_in_upper_tree
from jinja2.utils import htmlsafe_json_dumps

from geo.maps.interactive.assets import element_script, element_style
from geo.maps.interactive.frame_rows import in_degrees
from geo.maps.symbols import LineStyle, Symbol
from geo.maps.wording import phrases
from geo.words.catalogue import words

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = [
    "BorderElement",
    "BorderLayer",
    "LayerOptions",
    "LegendKey",
    "Verbatim",
    "safe_markup",
    "script_json",
]

_TEMPLATE_START: Final = re.compile(r"\{(?=[{%#])")
"""A brace that starts a Jinja tag; JSON has it inside strings only."""


def script_json(value: Any) -> str:  # noqa: ANN401 - what JSON can hold
    r"""Return JSON that is safe in an inline script and in Folium.

    Folium reads what a macro renders as a template once more, so that a text of the data with
    two braces would be evaluated: such braces become ``\u007b``, which JSON reads as a brace.
    """
    return _TEMPLATE_START.sub(
        r"\\u007b", str(htmlsafe_json_dumps(value, separators=(",", ":"), ensure_ascii=False))
    )


def safe_markup(markup: str) -> str:
    """Return markup that Folium can read as a template once more and finds no tag in."""
    # Markup of markupsafe would escape the replacement.
    return str(markup).replace("{", "&#123;")


class Verbatim(Element):
    """A text of the page that Folium does not read as a template."""

    _template = Template("{{ this.text }}")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class BorderElement(MacroElement):
    """A Folium element whose script and style come with it, once a page."""

    script_name: ClassVar[str] = ""
    """The class of our script that the element makes."""
    phrase_keys: ClassVar[tuple[str, ...]] = ()
    """The phrases that the script says."""
    lang = "en"

    @property
    def map_name(self) -> str:
        """Return the script's name of the map; ``ValueError`` if the element is on none."""
        parent = get_obj_in_upper_tree(self, folium.Map)
        return str(parent.get_name())

    def texts(self) -> dict[str, Any]:
        """Return the phrases that the script says, in the element's language."""
        known = phrases(self.lang)
        return {key: known[key] for key in self.phrase_keys}

    def settings(self) -> dict[str, Any]:
        """Return what the script is told beside the data, as plain JSON values."""
        return {
            "lang": self.lang,
            "locale": words(self.lang).tag,
            "texts": self.texts(),
        }

    @property
    def settings_json(self) -> str:
        """Return the settings as JSON that is safe in the page."""
        return script_json(self.settings())

    def render(self, **kwargs: Any) -> None:  # type: ignore[override]  # noqa: ANN401 - as folium
        """Add the element to the page, and its script and style if they are not there yet."""
        head = cast("Figure", self.get_root()).header
        head.add_child(Verbatim(f"<style>{element_style()}</style>"), name="border_ports_style")
        head.add_child(Verbatim(f"<script>{element_script()}</script>"), name="border_ports_script")
        super().render(**kwargs)  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendKey:
    """A line of the legend: a symbol, line or area, and what it means.

    ``kind`` is ``symbol``, ``line``, ``area`` or ``note``; ``style`` a ``Symbol`` or
    ``LineStyle`` of ``geo.maps.symbols`` (none for a note); ``figure`` stands after the
    text; a line with a ``choice`` has a box of its own, which shows what has that value.
    """

    text: str
    kind: Literal["symbol", "line", "area", "note"]
    style: Symbol | LineStyle | None = None
    figure: str = ""
    choice: str = ""


class LayerOptions(TypedDict, total=False):
    """How a layer appears on the map.

    ``name`` is its title in the legend (by default ours), ``lang`` the language of all its words,
    ``show`` whether it shows at first, ``control`` whether the legend has it. With ``addresses``
    the page reads the data from there, by level of generalisation (``overview`` first), instead
    of holding them: an object that has the layer's ``content`` under its ``key``.
    """

    name: str
    lang: str
    show: bool
    control: bool
    addresses: Mapping[str, str]


class BorderLayer(BorderElement, Layer):
    """A layer of the border that can be added to any ``folium.Map``."""

    key: ClassVar[str] = ""
    """The layer's name in addresses and in what the service sends."""
    title_key: ClassVar[str] = ""
    """The phrase that is its title."""
    attribution: ClassVar[str] = ""
    """Whom the map names for it."""
    _template = Template(
        """
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = new BorderPorts.{{ this.script_name }}({{ this.map_name }},
          {{ this.source_json }}, {{ this.settings_json }});
        {% endmacro %}
        """
    )

    def __init__(
        self,
        frame: "gpd.GeoDataFrame | None",
        **options: Any,  # noqa: ANN401 - LayerOptions, spelt out by subclasses
    ) -> None:
        self.lang = options.get("lang", "en")
        self.title = options.get("name") or phrases(self.lang).get(self.title_key, "")
        super().__init__(
            # Leaflet reads a name in its control as markup, Folium as a template.
            name=safe_markup(html.escape(self.title)),
            overlay=True,
            control=options.get("control", True),
            show=options.get("show", True),
        )
        self._name = type(self).__name__
        self.addresses = dict(options.get("addresses") or {})
        self._frame = None if frame is None else in_degrees(frame)

    @property
    def frame(self) -> "gpd.GeoDataFrame":
        """Return the frame that is drawn, in degrees; ``ValueError`` if the layer has none."""
        if self._frame is None:
            message = f"{type(self).__name__} draws no frame"
            raise ValueError(message)
        return self._frame

    def content(self) -> dict[str, Any]:
        """Return what the script draws first: plain JSON values with all languages in them."""
        return {}

    def closer_content(self, level: str) -> dict[str, Any] | None:  # noqa: ARG002 - of subclasses
        """Return what the script draws at a closer level; ``None`` if the layer has it not."""
        return None

    def closer_levels(self) -> tuple[str, ...]:
        """Return the closer levels that the layer has."""
        return ()

    def legend_keys(self) -> list[LegendKey]:
        """Return the lines of the legend below the layer's title."""
        return []

    def settings(self) -> dict[str, Any]:
        """Return what the script is told beside the data, as plain JSON values."""
        return super().settings() | {
            "attribution": html.escape(self.attribution),
            "isListed": self.control,
        }

    @property
    def source_json(self) -> str:
        """Return where the script finds the data: in the page, or at the addresses."""
        if self.addresses:
            return script_json({"key": self.key, "addresses": self.addresses})
        contents = {"overview": self.content()}
        for level in self.closer_levels():
            contents[level] = self.closer_content(level) or {}
        return script_json({"key": self.key, "contents": contents})

    def bounds(self) -> tuple[float, float, float, float] | None:
        """Return west, south, east and north of the data in degrees, if there are any."""
        return None if self._frame is None else self.box(self._frame)

    @staticmethod
    def box(frame: "gpd.GeoDataFrame") -> tuple[float, float, float, float] | None:
        """Return west, south, east and north of a frame, ``None`` if it has no shape."""
        if not frame.geometry.notna().any():
            return None
        west, south, east, north = (float(value) for value in frame.total_bounds)
        return west, south, east, north

    def _repr_html_(self) -> str:
        """Return the layer for a notebook: on its map, or alone on one of its own."""
        from geo.maps.interactive.border_map import BorderMap

        if self._parent is not None:
            return str(cast("folium.Map", get_obj_in_upper_tree(self, folium.Map))._repr_html_())
        alone = BorderMap(self.lang, bounds=self.bounds())
        alone.add_child(self)
        shown = str(alone._repr_html_())
        self._parent = None
        return shown
