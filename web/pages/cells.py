"""Cells of the layers as people read them: units, grouped digits, names in place of ids."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from geo.border import Border
from geo.data.dates import known_part
from geo.data.evidence import is_unknown
from geo.layers import LAYERS, Column, Layer
from geo.words.catalogue import words
from geo.words.cells import cell_word
from geo.words.messages import message
from geo.words.numbers import change, listing, number, period
from geo.words.owners import owner_name
from geo.words.units import unit_symbol
from web.pages.areas import area_name, named_area
from web.pages.port_hours import zone_name

__all__ = ["NAMING", "ShownColumn", "cell_text", "empty_text", "shown_columns"]

_MAX_COLUMNS: Final = 12
"""Columns of a table of items; the page of one item has all."""
NAMING: Final = ("name", "port_id")
"""Columns that name a row."""
_LANGUAGES: Final = ("_en", "_es")
_PRECISION: Final = "_precision"
_LANGUAGE_MARK: Final = re.compile(r" \((?:English|Spanish|inglés|español)\)$")
_ONLY_ALONE: Final = re.compile(
    r"sources|source_ids|.*as_of|opening_hours.*|.*note|basis|coordinate_.*|source_.*|.*_source|"
    r"cbp_port_name|us_county|mx_municipality|bbbxg_region|time_zone|mx_time_zone|other_names|"
    r"short_name|inspection_facility|access.*|"
    r".*river_mile.*|.*_mi|.*structure_year|.*official_.*|fips|inegi_.*"
)
"""Columns that only the page of one item shows."""
_ZONES: Final = ("time_zone", "mx_time_zone")
_WORDS: Final = ("modes", "cargo", "measures")
"""Lists of words, which are read as a phrase; others are lists of names."""
_NAMED_LAYERS: Final = {
    "us_state": "states", "mx_state": "states", "states": "states", "neighbours": "states",
    "project_id": "projects", "port_id": "ports", "port_ids": "ports",
    "river_segment": "river_segments", "permit": "permits",
}  # fmt: skip
_PLACE_OF_A_CELL: Final = ("layer", "row", "column")
_BASES: Final = {
    "river_km": message("River kilometer"), "boundary_km": message("Boundary kilometer")
}  # fmt: skip
"""What kilometers are measured along."""
_DAY_OR_PERIOD: Final = re.compile(r"\d{4}-(?:Q[1-4]|\d\d(?:-\d\d)?)", re.ASCII)
_NOTHING: Final = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownColumn:
    """A column as people read it: those of both languages are one, named without the language."""

    name: str
    label: str
    unit: str
    column: Column

    @property
    def is_figure(self) -> bool:
        """Return whether its cells are numbers, which stand to the right."""
        return self.column.kind in {"integer", "number"}


def shown_columns(layer: Layer, lang: str, *, brief: bool = False) -> list[ShownColumn]:
    """Return the columns of a layer in a language; the main ones alone if ``brief``.

    Of these the one that names a row, if there is one, stands first, and the key is none: rows
    without a name are numbered.
    """
    names = set(layer.column_names)
    shown: dict[str, ShownColumn] = {}
    for column in layer.columns:
        base = _base(column.name, names)
        if column.name.endswith(_PRECISION) or base in shown:
            continue
        label = words(lang).pick(_in_language(layer, base, lang) or column, "label")
        shown[base] = ShownColumn(
            name=base,
            label=_LANGUAGE_MARK.sub("", label),
            unit=unit_symbol(column.unit) if column.unit else "",
            column=column,
        )
    if not brief:
        return list(shown.values())
    kept = [
        one
        for one in shown.values()
        if one.name != layer.key and not _ONLY_ALONE.fullmatch(one.name)
    ]
    kept.sort(key=lambda one: one.name not in NAMING)
    is_named = bool(kept) and kept[0].name in NAMING
    return kept[: _MAX_COLUMNS if is_named else _MAX_COLUMNS - 1]


def cell_text(
    border: Border, layer: Layer, row: Mapping[str, Any], shown: ShownColumn, lang: str
) -> str:
    """Return a cell of a row; empty where it is not known."""
    said = words(lang)
    value = row.get(shown.column.name)
    if shown.column.name.endswith(_LANGUAGES) or f"{shown.name}_es" in row:
        return _owner_or_text(row, shown.name, lang)
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        items = [_item(border, layer, shown, item, lang) for item in value]
        return listing(items, lang) if shown.name in _WORDS else "; ".join(items)
    if isinstance(value, bool):
        return said.code("answer", str(value).lower())
    return _item(border, layer, shown, value, lang, row)


def empty_text(
    border: Border, layer: Layer, row: Mapping[str, Any], shown: ShownColumn, lang: str
) -> str:
    """Return what stands in an empty cell: that no source says it, or a dash: nothing to say."""
    is_asked = is_unknown(border, layer, row, shown.column.name)
    return words(lang).say("not known") if is_asked else _NOTHING


def _base(name: str, names: set[str]) -> str:
    """Return the name of a column without its language."""
    stem, ending = name[:-3], name[-3:]
    if ending not in _LANGUAGES:
        return name
    is_pair = ending == "_en" or stem in names or f"{stem}_en" in names
    return stem if is_pair else name


def _in_language(layer: Layer, base: str, lang: str) -> Column | None:
    name = f"{base}_{lang}"
    return layer.column(name) if name in layer.column_names else None


def _owner_or_text(row: Mapping[str, Any], name: str, lang: str) -> str:
    if name.endswith(("_owner", "_operator")):
        return owner_name(row, name, lang) or ""
    return words(lang).pick(row, name)


def _item(
    border: Border,
    layer: Layer,
    shown: ShownColumn,
    value: Any,  # noqa: ANN401 - what a cell holds
    lang: str,
    row: Mapping[str, Any] | None = None,
) -> str:
    name = shown.name
    if isinstance(value, date):
        is_vague = row is not None and f"{name}{_PRECISION}" in row
        known = known_part(row, name) if row is not None and is_vague else value
        return _day_text(name, str(known), lang)
    if isinstance(value, int | float):
        return _figure(name, value, lang)
    if name == "of":
        return area_name(border, named_area(border, str(value)), lang)
    if name in _PLACE_OF_A_CELL and row is not None and row.get("layer") in LAYERS:
        return _place_of_a_cell(border, LAYERS[row["layer"]], name, str(value), lang)
    if name in _NAMED_LAYERS:
        return _named(border, _NAMED_LAYERS[name], str(value), lang)
    return _word(layer, name, str(value), lang)


def _day_text(name: str, text: str, lang: str) -> str:
    """Return a day, month, quarter or year; the first day of a month stands for the month."""
    return period(text[:7] if name == "month" else text, lang)


def _figure(name: str, value: float, lang: str) -> str:
    if "year" in name:
        return str(value)
    if name in {"percent", "change_percent"}:
        return change(value, lang)
    decimals = 0 if isinstance(value, int) or float(value).is_integer() else 1
    if name in {"source_longitude", "source_latitude"}:
        decimals = 5
    return number(value, lang, decimals)


def _place_of_a_cell(border: Border, of: Layer, name: str, value: str, lang: str) -> str:
    """Return the layer, row or column that a fact is of, as readers call it."""
    said = words(lang)
    if name == "layer":
        return said.pick(of, "title")
    if name == "column":
        return said.pick(of.column(value), "label") if value in of.column_names else value
    return _named(border, of.name, value, lang) or value


def _named(border: Border, layer: str, key: str, lang: str) -> str:
    table = border.records(layer)
    return words(lang).pick(table.row(table.position(key)), "name") if key in table else key


def _word(layer: Layer, name: str, text: str, lang: str) -> str:
    if name in _ZONES:
        return zone_name(text, lang)
    if name == "basis":
        return words(lang).say(_BASES.get(text, text))
    if _DAY_OR_PERIOD.fullmatch(text):
        return _day_text(name, text, lang)
    return cell_word(layer.name, name, text, lang)
