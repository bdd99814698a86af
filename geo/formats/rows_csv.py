"""The rows of an answer as CSV, for the command line and HTTP."""

import csv
import io
from collections.abc import Sequence

from geo.data.formula_guard import without_formula
from geo.queries.answer import Row

__all__ = ["csv_of_rows", "flat_row", "plain_cell"]


def csv_of_rows(rows: Sequence[Row], names: tuple[str, ...] = ()) -> str:
    """Return flat rows as CSV, without the last line's end.

    Texts that a spreadsheet would take for a formula get a leading apostrophe. The header is that
    of the first row, or ``names`` where there is none.
    """
    header = tuple(rows[0]) if rows else names
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([without_formula(plain_cell(row[name])) for name in header] for row in rows)
    return text.getvalue().rstrip("\n")


def flat_row(row: Row) -> Row:
    """Return a row with a cell per key in the place of one that is a dictionary."""
    flat: Row = {}
    for name, value in row.items():
        flat |= value if isinstance(value, dict) else {name: value}
    return flat


def plain_cell(value: object) -> object:
    """Return a cell as it is, a list as its items with semicolons between."""
    if isinstance(value, list | tuple):
        return ";".join(str(item) for item in value)
    return value
