"""``border-ports data diff``: what changed between two versions of the data."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Final

import click
import orjson
from tabulate import tabulate

from geo.cli.store import opened_version
from geo.data.difference import Difference, difference
from geo.layers import LAYERS

__all__ = ["DIFFERENCE_FORMATS", "diff", "text_of_difference"]

_HEADINGS: Final = {
    "layer": "layer",
    "rows_old": "rows before",
    "rows_new": "rows after",
    "rows_added": "rows added",
    "rows_removed": "rows removed",
    "rows_changed": "rows changed",
    "cells_changed": "cells changed",
    "column": "column",
    "subject": "port, code or crossing",
    "from_month": "from",
    "to_month": "to",
    "change": "change",
    "key": "row",
    "old": "before",
    "new": "after",
}
_LONGEST_CELL: Final = 80


def text_of_difference(between: Difference, form: str, limit: int) -> str:
    """Return a difference as ``table``, ``markdown`` or ``json``.

    JSON holds every change; the others name the first ``limit`` changed cells and rows of layers
    that no month dates, and sum up the rest.
    """
    return _WRITERS[form](between, limit)


def _json(between: Difference, _limit: int) -> str:
    body = {
        "old": {"version": between.old_version, "date": between.old_date},
        "new": {"version": between.new_version, "date": between.new_date},
        "layers": between.layers(),
        "columns": between.columns(),
        "subjects": between.subjects(),
        "changes": [asdict(change) for change in between.changes],
    }
    return orjson.dumps(body, option=orjson.OPT_INDENT_2).decode()


def _markdown(between: Difference, limit: int) -> str:
    return _text(between, limit, "# ", "## ", "github")


def _table(between: Difference, limit: int) -> str:
    return _text(between, limit, "", "", "simple")


def _text(between: Difference, limit: int, first: str, below: str, style: str) -> str:
    title = (
        f"{first}Changed from {between.old_version} ({between.old_date}) "
        f"to {between.new_version} ({between.new_date})"
    )
    if not between.changes:
        return f"{title}\n\nNothing."
    touched = [row for row in between.layers() if _is_touched(row)]
    parts = [title, f"{below}By layer", _rows(touched, style)]
    quiet = len(between.rows) - len(touched)
    if quiet:
        parts.append(f"Not changed: {quiet} other layers and tables.")
    if columns := between.columns():
        parts += [f"{below}By column", _rows(columns, style)]
    parts += [f"{below}By port, port code or crossing", _rows(_subjects(between), style)]
    listed = _listed(between)
    if listed:
        parts += [f"{below}Changes", _rows(listed[:limit], style)]
    if len(listed) > limit:
        parts.append(f"And {len(listed) - limit:,} more; --format json has them all.")
    return "\n\n".join(parts)


def _is_touched(row: dict[str, Any]) -> bool:
    return bool(row["rows_added"] or row["rows_removed"] or row["cells_changed"])


def _subjects(between: Difference) -> list[dict[str, Any]]:
    """Return the rows by subject, months without their day."""
    return [
        row | {name: _month(row[name]) for name in ("from_month", "to_month")}
        for row in between.subjects()
    ]


def _month(value: date | None) -> str:
    return "" if value is None else value.isoformat()[:7]


def _listed(between: Difference) -> list[dict[str, Any]]:
    """Return the changes to name one by one: not the rows of months, which come in thousands."""
    return [
        {
            "layer": change.layer,
            "key": change.key,
            "change": change.kind,
            "column": change.column,
            "old": change.old,
            "new": change.new,
        }
        for change in between.changes
        if change.column is not None or LAYERS[change.layer].time is None
    ]


def _rows(rows: Sequence[dict[str, Any]], style: str) -> str:
    names = list(rows[0])
    cells = [[_cell(row[name]) for name in names] for row in rows]
    headers = [_HEADINGS[name] for name in names]
    return tabulate(cells, headers=headers, tablefmt=style, disable_numparse=True)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, tuple):
        value = "; ".join(str(item) for item in value)
    text = " ".join(str(value).split()).replace("|", "\\|")
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"


_WRITERS: Final[dict[str, Callable[[Difference, int], str]]] = {
    "table": _table,
    "markdown": _markdown,
    "json": _json,
}
DIFFERENCE_FORMATS: Final = tuple(_WRITERS)
"""The formats of a difference."""


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--format", "form", type=click.Choice(DIFFERENCE_FORMATS), default="table", show_default=True
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    help="Most changes that table and markdown name one by one.",
)
def diff(old: str, new: str, form: str, limit: int) -> None:
    """Show what changed from OLD to NEW: per layer, per column, per port, row by row.

    Each is a folder of published data, a version that the store keeps, postgresql://…, or
    embedded, which is the data set of this installation.

    Example: border-ports data diff embedded /srv/border-ports --format markdown
    """
    between = difference(opened_version(old, "OLD"), opened_version(new, "NEW"))
    click.echo(text_of_difference(between, form, limit))
