"""Layers that an organisation supplied, as tables of a document that say whose they are."""

from typing import Any, Final

from geo.documents.report import CellKind, ReportColumn, ReportTable
from geo.documents.report_tables import Report
from geo.layers import KINDS, LAYERS, Column, Layer
from geo.layers.own import OWN_PREFIX
from geo.words.catalogue import words
from geo.words.numbers import short_partial_day
from geo.words.units import unit_symbol

__all__ = ["own_layers", "own_note", "own_tables"]

_MAX_ROWS: Final = 500
_MAX_COLUMNS: Final = 6
_UNPRINTED: Final = frozenset(
    {"port_id", "port_code", "joined_ports", "states", "supplied_by", "sources"}
)
"""Columns for which the names of the ports and the note stand."""
_YEAR: Final = "year"
_LETTERS: Final = 12
"""Letters of a column that is one part wide."""
_NARROWEST, _WIDEST = 0.7, 3.0


def own_layers() -> list[Layer]:
    """Return the layers supplied by others, in the order of their files."""
    return [layer for name, layer in LAYERS.items() if name.startswith(OWN_PREFIX)]


def own_tables(report: Report) -> list[ReportTable]:
    """Return a table for each layer supplied by others that has rows in the selection.

    It has the first columns of the layer and the ports to which its rows are joined; notes name
    the supplier and say what is left out.
    """
    tables = (_table(report, layer) for layer in own_layers())
    return [table for table in tables if table.rows]


def own_note(report: Report, layer: Layer) -> list[str]:
    """Return who supplied a layer, which is not part of the data set, in each language."""
    about = report.border.package["borderPorts"]["layers"].get(layer.name, {})
    day = str(about.get("date") or "")
    texts = [words(lang).pick(layer, "description") for lang in report.words.langs]
    if not day:
        return texts
    return [
        f"{text} ({short_partial_day(day, lang)})"
        for text, lang in zip(texts, report.words.langs, strict=True)
    ]


def _table(report: Report, layer: Layer) -> ReportTable:
    chosen = [column for column in layer.columns if column.name not in _UNPRINTED][:_MAX_COLUMNS]
    rows = report.rows(layer.name)
    shown = rows[:_MAX_ROWS]
    ports = report.border.records("ports").columns
    names = dict(zip(ports["id"], words(report.words.lang).column(ports, "short_name"),
                     strict=True))  # fmt: skip
    beyond = len(rows) - _MAX_ROWS
    notes = [own_note(report, layer)]
    if beyond > 0:
        notes.append([
            words(lang).plural("{n} more row stands in the workbook.",
                               "{n} more rows stand in the workbook.", beyond)
            for lang in report.words.langs
        ])  # fmt: skip
    return ReportTable(
        key=layer.name,
        title=report.words.pick(layer.title_en, layer.title_es),
        columns=(
            *(_column(report, column, shown) for column in chosen),
            ReportColumn(label=report.words.say("Ports of entry"), width=_WIDEST),
        ),
        rows=[
            (
                *(_cell(column, row[column.name]) for column in chosen),
                _ports(names, row["joined_ports"]),
            )
            for row in shown
        ],
        notes=notes,
    )  # fmt: skip


def _column(report: Report, column: Column, rows: list[dict[str, Any]]) -> ReportColumn:
    unit = unit_symbol(column.unit)
    label = report.words.pick(column.label_en, column.label_es)
    kind: CellKind = KINDS[column.kind].sheet
    if column.kind == "integer" and column.name.endswith(_YEAR):
        kind = "year"
    elif column.kind == "number" and all(_is_whole(row[column.name]) for row in rows):
        kind = "integer"
    label = f"{label} ({unit})" if unit else label
    longest = max([len(label), *(len(str(_cell(column, row[column.name]))) for row in rows)])
    return ReportColumn(
        label=label,
        kind=kind,
        width=min(max(longest / _LETTERS, _NARROWEST), _WIDEST),
    )


def _is_whole(value: float | None) -> bool:
    return value is None or float(value).is_integer()


def _cell(column: Column, value: Any) -> Any:  # noqa: ANN401 - a cell may hold anything
    if value is None:
        return None
    if column.kind == "number" and _is_whole(value):
        return int(value)
    return value if KINDS[column.kind].sheet != "text" else KINDS[column.kind].text(value)


def _ports(names: dict[str, str], ids: tuple[str, ...] | None) -> str | None:
    return "; ".join(names[one] for one in ids or ()) or None
