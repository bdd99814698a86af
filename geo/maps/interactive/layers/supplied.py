"""Layers that an organisation supplies, as Folium layers apart from those of the data set."""

from typing import TYPE_CHECKING, Any, Final, Unpack

import shapely

from geo.layers import LAYERS
from geo.layers.own import OWN_PREFIX
from geo.maps.interactive.element import BorderLayer, LayerOptions, LegendKey
from geo.maps.interactive.frame_rows import in_degrees, json_value, rows
from geo.maps.interactive.style_json import symbol_json
from geo.maps.symbols import POINT_SYMBOLS
from geo.maps.wording import phrase

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.border import Border
    from geo.layers.model import Layer

__all__ = ["SuppliedLayer", "supplied_layers"]

MAX_ROWS: Final = 2000
"""Layers of more rows are not drawn: they would hide the border, and are long to send."""
_DECIMALS: Final = 5
_LEFT_OUT: Final = frozenset({"geometry", "supplied_by", "joined_ports", "states"})


class SuppliedLayer(BorderLayer):
    """Rows that others supply, with a symbol of their own and cards that say whose they are."""

    script_name = "SuppliedLayer"
    phrase_keys = ("close",)

    def __init__(
        self, definition: "Layer", frame: "gpd.GeoDataFrame", **options: Unpack[LayerOptions]
    ) -> None:
        """Make the layer from rows that have ``supplied_by``; those without a shape are left out.

        Raises
        ------
        InvalidValueError
            The frame has no CRS.
        """
        self.key = definition.name  # type: ignore[misc]  # of this layer, not of its class
        lang = options.get("lang", "en")
        self.supplier = str(frame["supplied_by"].iloc[0])
        named = definition.title_es if lang == "es" else definition.title_en
        title = phrase("supplied_title", lang, title=named, supplier=self.supplier)
        super().__init__(frame, **({"name": title} | options))
        self.definition = definition

    def settings(self) -> dict[str, Any]:
        """Return the symbol, whose the rows are, and what their columns are called."""
        is_spanish = self.lang == "es"
        return super().settings() | {
            "symbol": symbol_json(POINT_SYMBOLS["own"]),
            "note": phrase("supplied_note", self.lang, supplier=self.supplier),
            "labels": {
                column.name: column.label_es if is_spanish else column.label_en
                for column in self.definition.columns
            },
        }

    def legend_keys(self) -> list[LegendKey]:
        """Return the line of the symbol."""
        text = phrase("supplied_note", self.lang, supplier=self.supplier)
        return [LegendKey(text=text, kind="symbol", style=POINT_SYMBOLS["own"])]

    def content(self) -> dict[str, Any]:
        """Return the rows as places, lines and areas of latitudes and longitudes."""
        frame = in_degrees(self.frame)
        columns = [name for name in frame.columns if name not in _LEFT_OUT]
        parts: dict[str, list[Any]] = {"places": [], "lines": [], "areas": []}
        for row, shape in zip(rows(frame, columns), frame.geometry, strict=True):
            if shape is None or shape.is_empty:
                continue
            facts = [[name, _text(value)] for name, value in row.items() if _text(value)]
            named = str(row.get("name") or row.get("name_en") or next(iter(row.values())))
            for part in shapely.get_parts(shape):
                if part.geom_type == "Point":
                    lat, lon = _pairs(part.coords)[0]
                    parts["places"].append({"name": named, "lon": lon, "lat": lat, "facts": facts})
                elif part.geom_type == "LineString":
                    parts["lines"].append(_pairs(part.coords))
                else:
                    rings = [part.exterior, *part.interiors]
                    parts["areas"].append([_pairs(ring.coords) for ring in rings])
        return parts


def _text(value: Any) -> str:  # noqa: ANN401 - a cell of a frame
    plain = json_value(value)
    if plain is None:
        return ""
    return ", ".join(map(str, plain)) if isinstance(plain, list) else str(plain)


def _pairs(coordinates: Any) -> list[list[float]]:  # noqa: ANN401 - shapely's sequence
    return [[round(float(y), _DECIMALS), round(float(x), _DECIMALS)] for x, y, *_ in coordinates]


def supplied_layers(border: "Border", options: LayerOptions) -> list[SuppliedLayer]:
    """Return the layers that others supply beside a border's own, if they can be drawn."""
    held = border.package.get("borderPorts", {}).get("layers", {})
    drawn = []
    for name in held:
        if not name.startswith(OWN_PREFIX) or name not in LAYERS:
            continue
        frame = border.layer(name)
        if LAYERS[name].geometry and len(frame) <= MAX_ROWS:
            drawn.append(SuppliedLayer(LAYERS[name], frame, **options))  # type: ignore[arg-type]
    return drawn
