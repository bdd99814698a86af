"""The tables that only the workbook has: whole layers, changes as formulas, months, dictionary."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import shapely

from geo.border import Border
from geo.documents.report import CellKind, ReportColumn, ReportTable
from geo.documents.report_own import own_layers, own_note
from geo.documents.report_tables import Report
from geo.documents.report_volumes import BACK_YEARS, ReportVolumes
from geo.layers import KINDS, LAYERS, Column, Layer
from geo.queries.selection import Selection
from geo.queries.trade import LEFT_OUT, trade
from geo.volumes.ledger import BTS, Series
from geo.words.catalogue import words
from geo.words.cells import cell_word
from geo.words.document_words import Words
from geo.words.source_words import source_said
from geo.words.units import unit_symbol

__all__ = [
    "Formula",
    "by_month",
    "changes",
    "fact_tables",
    "own_sheets",
    "trade_by_code",
]

_MONTHS: Final = 36
"""The sheet of months goes back so far: three years."""
_WHOLE_LAYERS: Final = (
    "ports", "port_modes", "port_codes", "tolls", "projects", "project_events", "permits",
    "counties",
)  # fmt: skip
"""Layers whose columns the dictionary explains: those with a sheet of their own."""
_LEADING: Final = {
    "ports": (
        "number", "name", "us_city", "mx_city", "us_state", "mx_state", "crossing_type", "modes",
        "hours", "cbp_port_code", "opened_year",
    ),
    "port_modes": (
        "port_id", "mode", "lanes_northbound", "sentri_lane", "ready_lane", "fast_lane",
        "unified_cargo_processing", "hours_cbp", "hours_mexican_customs",
    ),
    "projects": ("name", "kind", "stage", "stage_date", "lead_us", "lead_mx", "next_step", "cost"),
    "permits": ("name", "holder", "issued", "lapses_on", "work", "citation"),
}  # fmt: skip
"""Columns that stand first, since they print; of those in two languages, that of the reader."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in a cell: ``text`` holds {row} for the number of its row; ``value`` is its result.

    ``value`` is what programs show that do not calculate.
    """

    text: str
    value: float | None

    def at(self, row: int) -> str:
        """Return the formula in a row, counted from one."""
        return self.text.replace("{row}", str(row))


def fact_tables(border: Border, selection: Selection, lang: str) -> dict[str, ReportTable]:
    """Return the tables without counts by their keys, in a language or ``both``."""
    report = Report(border=border, selection=selection, words=Words(lang))
    tables = [
        *(_layer_table(report, name) for name in _WHOLE_LAYERS),
        report.per_state(), report.segments(), report.gaps(), report.not_counted(),
        report.totals(), _dictionary(report),
    ]  # fmt: skip
    return {table.key: table for table in tables}


def _layer_table(report: Report, name: str) -> ReportTable:
    """Return the selected rows of a layer with all columns, its codes in the report's words."""
    layer = LAYERS[name]
    described = _ordered(report.words, layer)
    rows = [
        tuple(_cell(report.words, layer, column, row[column.name]) for column in described)
        for row in report.rows(name)
    ]
    columns = _layer_columns(report.words, layer, described)
    if layer.geometry == "Point":
        positions = report.selection.rows(report.border, name)
        shapes = report.border.geometries(name, "full")[positions]
        axes = zip(shapely.get_x(shapes).tolist(), shapely.get_y(shapes).tolist(), strict=True)
        rows = [
            (*row, *(None if math.isnan(axis) else axis for axis in point))
            for row, point in zip(rows, axes, strict=True)
        ]
        columns += [
            ReportColumn(label=report.words.short(axis), kind="degrees", note="° WGS 84")
            for axis in ("longitude", "latitude")
        ]
    title = report.words.pick(layer.title_en, layer.title_es)
    return ReportTable(key=name, title=title, columns=tuple(columns), rows=rows)


def own_sheets(report: Report) -> list[ReportTable]:
    """Return each layer supplied by others with all columns, and whose it is."""
    return [
        replace(_layer_table(report, layer.name), notes=[own_note(report, layer)])
        for layer in own_layers()
    ]


def _ordered(words_of: Words, layer: Layer) -> list[Column]:
    """Return the columns of a layer, those first that print."""
    first = _LEADING.get(layer.name, ())
    names = [*first, *(f"{name}_{words_of.tag}" for name in first)]
    places = {name: place % len(first) for place, name in enumerate(names)}
    return sorted(layer.columns, key=lambda column: places.get(column.name, len(first)))


def _layer_columns(words_of: Words, layer: Layer, columns: Sequence[Column]) -> list[ReportColumn]:
    return [
        ReportColumn(
            label=_label(words_of, layer, column),
            kind=_kind(column),
            note=_note(column, words_of),
        )
        for column in columns
    ]


def _label(words_of: Words, layer: Layer, column: Column) -> str:
    """Return the heading of a column; one that has another in Spanish beside it is in English."""
    if f"{column.name}_es" not in layer.column_names:
        return words_of.pick(column.label_en, column.label_es)
    texts = {"label_en": column.label_en, "label_es": column.label_es}
    return words_of.each(
        lambda lang: words(lang).say("{label} (English)", label=words(lang).pick(texts, "label"))
    )


def _kind(column: Column) -> CellKind:
    if column.name.endswith("_year"):
        return "year"
    if column.unit == "deg":
        return "degrees"
    return "date" if column.kind == "date" else KINDS[column.kind].sheet


def _note(column: Column, words_of: Words) -> str:
    unit = unit_symbol(column.unit)
    described = " ".join(words_of.lines(column.description))
    return f"{column.name}: {described}" + (f" [{unit}]" if unit else "")


def _cell(words_of: Words, layer: Layer, column: Column, value: Any) -> Any:  # noqa: ANN401
    if value is None:
        return None
    if column.kind == "date":
        return _day(value)
    if column.kind == "boolean":
        return words_of.code("answer", str(value).lower())
    kind = KINDS[column.kind]
    if kind.sheet != "text":
        return value
    items = value if isinstance(value, tuple | list) else (kind.text(value),)
    return "; ".join(_said(words_of, layer, column, str(item)) for item in items)


def _said(words_of: Words, layer: Layer, column: Column, text: str) -> str:
    if column.name == "sources":  # In both languages are its remarks, not the whole list.
        return source_said(text, words_of.lang)
    return words_of.each(lambda lang: cell_word(layer.name, column.name, text, lang))


def _day(value: Any) -> Any:  # noqa: ANN401
    return date.fromisoformat(value) if isinstance(value, str) else value


def changes(report: Report, volumes: ReportVolumes) -> ReportTable:
    """Return the changes like for like: sums of the same months of both years, and a formula."""
    say = report.words.say
    rows = []
    for about in volumes.counted():
        for back in BACK_YEARS:
            moved = volumes.area_volumes.change(about, volumes.year - back)
            if moved.before is None or moved.after is None:
                continue
            share = None if moved.percent is None else moved.percent / 100
            rows.append((
                volumes.label(about), moved.since, moved.until, moved.before, moved.after,
                Formula('=IF(D{row}=0,"",E{row}/D{row}-1)', share), moved.months,
                moved.months_possible,
            ))  # fmt: skip
    columns = (
        ReportColumn(label=report.words.short("measure")),
        ReportColumn(label=say("Earlier year"), kind="year"),
        ReportColumn(label=say("Later year"), kind="year"),
        ReportColumn(label=say("Earlier year, same months"), kind="integer"),
        ReportColumn(label=say("Later year, same months"), kind="integer"),
        ReportColumn(label=say("Change"), kind="formula", note="%"),
        ReportColumn(label=say("Months compared"), kind="integer"),
        ReportColumn(label=report.words.short("months_expected"), kind="integer"),
    )
    return ReportTable(
        key="changes", title=say("Change, like for like"), columns=columns, rows=rows,
        notes=volumes.method(),
    )  # fmt: skip


def by_month(report: Report, volumes: ReportVolumes) -> ReportTable:
    """Return the last three years month by month of each port code of the selection."""
    say, short = report.words.say, report.words.short
    ledger = volumes.area_volumes.ledger
    rows: list[tuple[Any, ...]] = []
    for about in volumes.area_volumes.measures:
        for code, name in volumes.codes().items():
            series = Series(BTS, code)
            if not ledger.has(about.measure, series):
                continue
            months = ledger.months_of(about.measure, [series])
            counts = months.counts[:, 0].tolist()
            last = max(
                (row for row, count in enumerate(counts) if not math.isnan(count)), default=0
            )
            first = max(0, last + 1 - _MONTHS)
            label = volumes.bts_label(about)
            rows += [
                (code, name, label, months.dates[row].date(), int(counts[row]))
                for row in range(first, last + 1)
                if not math.isnan(counts[row])
            ]
    columns = (
        ReportColumn(label=short("cbp_code")),
        ReportColumn(label=short("place")),
        ReportColumn(label=short("measure")),
        ReportColumn(label=say("Month"), kind="date"),
        ReportColumn(label=short("northbound"), kind="integer"),
    )
    return ReportTable(
        key="months", title=say("Volumes by month"), columns=columns, rows=rows,
        notes=volumes.method(),
    )  # fmt: skip


def trade_by_code(report: Report, codes: Mapping[str, str]) -> ReportTable:
    """Return the trade of each port code per year, in US dollars; ``codes`` holds their names."""
    say, short = report.words.say, report.words.short
    rows = [
        (
            code, name, row["year"], row["months"], row["exports_usd"], row["imports_usd"],
            row["value_usd"], row["share_percent"], row["change_percent"], row["months_compared"],
        )
        for code, name in codes.items()
        for row in trade(report.border, code).records()
        if row["value_usd"]
    ]  # fmt: skip
    columns = (
        ReportColumn(label=short("cbp_code")),
        ReportColumn(label=short("place")),
        ReportColumn(label=short("year"), kind="year"),
        ReportColumn(label=short("months"), kind="integer"),
        ReportColumn(label=say("Exports to Mexico"), kind="integer", note="US$"),
        ReportColumn(label=say("Imports from Mexico"), kind="integer", note="US$"),
        ReportColumn(label=say("Both together"), kind="integer", note="US$"),
        ReportColumn(label=say("Share of all trade, %"), kind="decimal", note="%"),
        ReportColumn(label=say("Change"), kind="percent", note="%"),
        ReportColumn(label=say("Months compared"), kind="integer"),
    )
    return ReportTable(
        key="trade", title=say("Trade by port code, US dollars"), columns=columns, rows=rows,
        notes=[report.words.lines(LEFT_OUT)],
    )  # fmt: skip


def _dictionary(report: Report) -> ReportTable:
    """Return what every column of the sheets of whole layers means."""
    short, words_of = report.words.short, report.words
    rows = []
    for layer in (*map(LAYERS.__getitem__, _WHOLE_LAYERS), *own_layers()):
        title = words_of.pick(layer.title_en, layer.title_es)
        rows += [
            (
                title, _label(words_of, layer, column), column.name,
                unit_symbol(column.unit) or None, " ".join(words_of.lines(column.description)),
            ) for column in layer.columns
        ]  # fmt: skip
    columns = tuple(
        ReportColumn(label=short(key))
        for key in ("layer", "column", "name_in_data", "unit", "meaning")
    )
    return ReportTable(
        key="dictionary", title=report.words.say("Data dictionary"), columns=columns, rows=rows
    )
