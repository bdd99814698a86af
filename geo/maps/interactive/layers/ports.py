"""The ports of entry as a Folium layer."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final, Unpack

import numpy as np

from geo.data.dates import known_part
from geo.maps.interactive.element import BorderLayer, LayerOptions, LegendKey
from geo.maps.interactive.frame_rows import located_rows, row_ids, texts
from geo.maps.interactive.style_json import symbol_json
from geo.maps.symbols import PICTOGRAMS, SYMBOLS
from geo.maps.wording import phrases
from geo.words.hours import hours_text
from geo.words.numbers import as_of

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["PortsLayer"]

_COLUMNS: Final = (
    "other_names", "us_state", "mx_state", "us_city", "mx_city", "us_county", "mx_municipality",
    "crossing_type", "modes", "river_km", "boundary_km", "opened_year", "hours", "hours_as_of",
    "us_owner", "us_operator", "mx_owner", "mx_operator", "cbp_port_code",
)  # fmt: skip


class PortsLayer(BorderLayer):
    """Ports of entry as symbols by type of crossing; those that would overlap stand in rows."""

    key = "ports"
    title_key = "layer_ports"
    script_name = "PortsLayer"
    phrase_keys: ClassVar[tuple[str, ...]] = (
        "boundary_km", "boundary_km_note", "close", "details", "group", "group_more",
        "group_range", "gulfward", "hours", "modes", "mx_side", "not_known", "opened",
        "pacificward", "river_km", "type", "us_side", "cross", "view_empty", "view_moved",
        "view_moved_more",
    )  # fmt: skip

    def __init__(
        self,
        frame: "gpd.GeoDataFrame",
        *,
        page: str = "",
        programmes: Mapping[str, str] | None = None,
        **options: Unpack[LayerOptions],
    ) -> None:
        """Make the layer.

        Parameters
        ----------
        frame
            Points, such as ``border.ports`` or some of its rows. Other columns than the geometry
            may be missing: then less is said.
        page
            Address of a port's own page without its id; empty for none.
        programmes
            Names of trusted-traveller and cargo programmes by id of a port: the search finds them.
        **options
            See ``LayerOptions``.

        Raises
        ------
        InvalidValueError
            The frame has no CRS. (That it has points is checked when the map is rendered.)
        """
        super().__init__(_as_known(frame), **options)
        self.page = page
        self.programmes = programmes or {}

    def content(self) -> dict[str, Any]:
        """Return the ports from the Gulf to the Pacific, if the frame has ``boundary_km``."""
        frame = self.frame
        if "boundary_km" in frame.columns:
            frame = frame.sort_values("boundary_km", kind="stable")
        short = dict(zip(row_ids(frame), texts(frame, "short_name"), strict=True))
        more = {"short": short, "programmes": self.programmes}
        return {
            "rows": [
                row | {key: value for key, known in more.items() if (value := known.get(row["id"]))}
                for row in located_rows(frame, _COLUMNS)
            ]
        }

    def settings(self) -> dict[str, Any]:
        """Return symbols, words and links."""
        known = phrases(self.lang)
        return super().settings() | {
            "symbols": {
                name: symbol_json(symbol) | {"pictogram": PICTOGRAMS[name]}
                for name, symbol in SYMBOLS.items()
            },
            "symbol": symbol_json(SYMBOLS["bridge"]),
            "types": known["types_by_id"],
            "modes": known["modes_by_id"],
            "mode_words": known["mode_words"],
            "hours": self._said("hours", hours_text),
            "as_of": self._said("hours_as_of", as_of),
            "page": self.page,
        }

    def _said(self, column: str, say: Callable[[str, str], str]) -> dict[str, str]:
        """Return the texts of a column in the reader's language by what the frame holds."""
        if column not in self.frame.columns:
            return {}
        said = {text: say(text, self.lang) for text in map(str, self.frame[column].dropna())}
        return {text: said[text] for text in sorted(said) if said[text] != text}

    def legend_keys(self) -> list[LegendKey]:
        """Return a line per type of crossing that the frame has."""
        there = set(self.frame.get("crossing_type", ()))
        names = phrases(self.lang)["types_by_id"]
        return [
            LegendKey(text=names[name], kind="symbol", style=symbol)
            for name, symbol in SYMBOLS.items()
            if name in there
        ]


def _as_known(frame: "gpd.GeoDataFrame") -> "gpd.GeoDataFrame":
    """Return the frame with the date of the hours as text, as much of it as is known."""
    columns = ("hours_as_of", "hours_as_of_precision")
    if not set(columns) <= set(frame.columns):
        return frame
    rows = frame[list(columns)].astype(object).where(frame[list(columns)].notna(), None)
    cells = zip(rows[columns[0]], rows[columns[1]], strict=True)
    known = [known_part(dict(zip(columns, pair, strict=True)), columns[0]) for pair in cells]
    return frame.assign(hours_as_of=np.array(known, dtype=object))
