"""How a layer is described: its columns, their kinds, units and allowed values."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from geo.layers.kinds import KINDS, Kind

__all__ = [
    "CARGO",
    "CROSSING_TYPES",
    "DIRECTIONS",
    "LEVELS",
    "MEXICAN_STATES",
    "MODES",
    "OPEN_TO",
    "PRECISIONS",
    "PROGRAMMES",
    "REGIONS",
    "STATES",
    "US_STATES",
    "Column",
    "GeometryType",
    "Kind",
    "Layer",
    "Part",
]

GeometryType = Literal["Point", "LineString", "MultiPolygon"]
Part = Literal["ports", "states", "km", "course", "columns", "rows", "places", "all"]
"""How a row belongs to a part of the border: it is a port or a state of it; its kilometres, or the
ends of its line, lie on it; columns name ports, codes or states of it, or (``layer``, ``row``) a
row that does; its lists of ports, states and modes and its region do (``places``); or it always
does."""

MODES: Final = ("pedestrian", "pov", "bus", "commercial", "rail")
"""Modes of crossing; ``pov`` is a privately owned vehicle."""
CROSSING_TYPES: Final = ("bridge", "rail_bridge", "dam", "ferry", "land", "rail")
DIRECTIONS: Final = ("northbound", "southbound")
OPEN_TO: Final = ("all", "sentri", "fast", "air_passengers", "nobody")
"""Who may cross: everyone, holders of a programme, ticketed passengers of the airport, nobody."""
CARGO: Final = ("loaded", "empty")
"""What trucks and trains may carry."""
PROGRAMMES: Final = ("sentri_lane", "ready_lane", "fast_lane", "unified_cargo_processing")
"""Columns of ``port_modes`` that say which trusted-traveler and cargo programmes serve a mode."""
PRECISIONS: Final = ("day", "month", "year")
"""How much of a date is known."""
US_STATES: Final = ("US-CA", "US-AZ", "US-NM", "US-TX")
MEXICAN_STATES: Final = ("MX-BCN", "MX-SON", "MX-CHH", "MX-COA", "MX-NLE", "MX-TAM")
STATES: Final = US_STATES + MEXICAN_STATES
"""The ten border states by ISO 3166-2 code, each country from west to east."""
REGIONS: Final = ("west", "east")
"""BBBXG's two regional groups: ``west`` is the land boundary, ``east`` the river boundary."""
LEVELS: Final[dict[str, int]] = {"full": 0, "detail": 25, "web": 150, "overview": 1000}
"""Levels of generalisation: name to tolerance in metres. Lengths always come from ``full``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a layer or table.

    ``unit`` is a UCUM code (``km``, ``m``, ``[mi_i]``) or empty. ``required`` says that no row
    may leave the cell empty; elsewhere an empty cell means "not known". ``allowed`` closes the
    vocabulary (of the items, for a ``list``).
    """

    name: str
    kind: Kind = "string"
    label_en: str
    label_es: str
    description: str
    unit: str = ""
    required: bool = False
    allowed: tuple[str, ...] = ()

    @property
    def arrow(self) -> str:
        """Return the Arrow type of the column by name; a list with a unit holds numbers."""
        return "list<double>" if self._lists_numbers else KINDS[self.kind].arrow

    @property
    def sql(self) -> str:
        """Return the PostgreSQL type of the column; a list with a unit holds numbers."""
        return "double precision[]" if self._lists_numbers else KINDS[self.kind].sql

    @property
    def json_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of a known value, with the closed vocabulary if it has one."""
        schema = dict(KINDS[self.kind].json_schema)
        if self._lists_numbers:
            schema["items"] = {"type": "number"}
        elif self.allowed and self.kind == "list":
            schema["items"] = {"type": "string", "enum": list(self.allowed)}
        elif self.allowed:
            schema["enum"] = list(self.allowed)
        return schema

    @property
    def _lists_numbers(self) -> bool:
        return self.kind == "list" and bool(self.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer (with a geometry, WGS 84 longitude/latitude) or table (without).

    The first column is the key.

    Parameters
    ----------
    name, title_en, title_es, description_en, description_es
        What it is called, and what it holds.
    geometry, geometry_required
        Type of the geometry, ``None`` for a table; whether every row has one.
    columns
        The columns in order, without the geometry.
    levels
        Whether generalised copies of the geometry exist (see ``LEVELS``).
    time
        The column that dates each row, if any.
    licence
        Under which terms the rows may be used.
    part
        How rows belong to a part of the border; see ``Part``.
    km
        For ``part="km"``: the columns of a row's first and last boundary kilometre.
    style
        How maps draw a row: a name of ``geo.maps.symbols`` that may hold columns in braces, such
        as ``boundary_{kind}``; empty for what its type of geometry is drawn as.
    label
        The column that maps write beside a row, if any.
    is_background
        Whether maps only draw it behind the others: it is generalised, and nothing is measured
        on it. Files of all layers hold it where it is asked for by name.
    """

    name: str
    title_en: str
    title_es: str
    description_en: str
    description_es: str
    geometry: GeometryType | None
    columns: tuple[Column, ...]
    levels: bool = False
    geometry_required: bool = True
    time: str | None = None
    licence: str = ""
    part: Part = "columns"
    km: tuple[str, str] | None = None
    style: str = ""
    label: str = ""
    is_background: bool = False

    @property
    def key(self) -> str:
        """Return the name of the column that identifies a row."""
        return self.columns[0].name

    @property
    def column_names(self) -> tuple[str, ...]:
        """Return the column names in order, without the geometry."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column of that name; ``KeyError`` if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
