"""Points of a table of text, in whatever form people have it."""

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.batch.beginnings import kind_of
from geo.batch.degrees import degrees_of_text, number_of_text
from geo.batch.delimited import HEAD_BYTES, Layout, UnreadTableError, layout_of
from geo.batch.systems import in_degrees
from geo.errors import InvalidValueError, MissingValueError
from geo.words.catalogue import Phrase, said
from geo.words.messages import message
from web.api.bulk_points import LARGEST_DEGREES, Points, check_cells
from web.http.operation import CSV
from web.http.problems import TooLargeError

if TYPE_CHECKING:
    from geo.batch.positions import Positions

__all__ = ["TableOptions", "points_of_table"]

_MANY_POINTS: Final = message("more than {most} points; at most so many are taken in one request")
_ROWS: Final = message("rows below the header")
_CELLS: Final = message("{count} cells as in the header; is it the right delimiter?")
_SO_MANY_CELLS: Final = message("{count} cells")
_LINE: Final = message("body: line {line}")
_CELL: Final = message("body: line {line}, column {column}")
_COLUMNS: Final = message("columns lon and lat; lon= and lat= name others")
_TEXT: Final = message("a table of text, such as CSV")
_READABLE: Final = message("CSV that can be read; {reason}")
_IN_ENCODING: Final = message(
    "CSV in {encoding} with a header line ({error}); encoding= names another"
)
_A_NUMBER: Final = message("a number, such as 361000.5; decimal=, reads commas before decimals")
_A_PLACE: Final = message("a place in {system}, easting or longitude first")
_OF_COLUMN: Final = message("degrees from {low} to {high}")
_WITH_COMMAS: Final = message(
    "degrees from {low} to {high}; decimal=, reads commas before decimals"
)
_SWAPPED: Final = message(
    "degrees from {low} to {high}; lon= and lat= name the columns if they are the other way round"
)
_PROJECTED: Final = message(
    "degrees from {low} to {high}; crs= names the system of other numbers, such as EPSG:32613"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """How a table of text is to be read; ``None`` leaves it to the table itself."""

    lon: str | None = None
    lat: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    encoding: str | None = None
    crs: str | None = None


def points_of_table(body: bytes, max_points: int, options: TableOptions) -> Points:
    """Return the points of a table of text.

    Raises
    ------
    InvalidValueError
        The table cannot be read, or a position is none.
    TooLargeError
        There are more points than ``max_points``, or more than ``MAX_CELLS`` cells.
    """
    layout, positions = _layout(body[:HEAD_BYTES], options)
    try:
        text = io.StringIO(body.decode(layout.encoding).removeprefix("\ufeff"), newline="")
        lines = csv.reader(text, strict=True, delimiter=layout.delimiter)
        next(lines)
        rows = list(_counted(lines, len(layout.names), max_points))
    except (UnicodeDecodeError, csv.Error) as error:
        allowed = said(_IN_ENCODING, encoding=layout.encoding, error=error)
        raise InvalidValueError("body", CSV, allowed) from None
    if not rows:
        raise InvalidValueError("body", ", ".join(layout.names)[:200], _ROWS)
    columns = [
        (name, layout.names.index(name), axis)
        for name, axis in zip(positions.columns, positions.axes, strict=True)
    ]
    pairs = [
        [_number(line, name, row[index], axis, options.decimal) for name, index, axis in columns]
        for line, row in rows
    ]
    for pair in pairs:
        if any(map(math.isnan, pair)):
            pair[:] = math.nan, math.nan
    places = [line for line, _ in rows]
    lon, lat = _transformed(positions.crs, options.crs, places, pairs)
    beside = [dict(zip(layout.names, row, strict=True)) for _, row in rows]
    return Points(lon, lat, beside, has_table=True)


def _layout(head: bytes, options: TableOptions) -> tuple[Layout, "Positions"]:
    """Return how a table is written and where its positions are; errors as of the whole."""
    from geo.batch.positions import positions_of_columns

    kind = kind_of(head)
    if kind is not None:
        raise InvalidValueError("body", kind.name, _TEXT)
    try:
        layout = layout_of(
            head, "body", delimiter=options.delimiter, encoding=options.encoding,
            lon=options.lon, lat=options.lat,
        )  # fmt: skip
        return layout, positions_of_columns(layout.names, options.lon, options.lat, options.crs)
    except UnreadTableError as error:
        raise InvalidValueError("body", CSV, _readable(error.reason)) from None
    except MissingValueError:
        raise InvalidValueError("body", ", ".join(layout.names)[:200], said(_COLUMNS)) from None
    except InvalidValueError as error:
        raise _of_body(error) from None


def _transformed(
    system: str | None, name: str | None, lines: list[int], pairs: list[list[float]]
) -> tuple[list[float], list[float]]:
    """Return longitudes and latitudes of positions in a system; what is no place in it is named."""
    x, y = (np.array(values, np.float64) for values in zip(*pairs, strict=True))
    lon, lat = in_degrees(system, x, y)
    lost = np.flatnonzero(np.isnan(lon) & ~np.isnan(x))
    if len(lost):
        line, pair = lines[int(lost[0])], pairs[int(lost[0])]
        raise InvalidValueError(said(_LINE, line=line), pair, said(_A_PLACE, system=name))
    return lon.tolist(), lat.tolist()


def _of_body(error: InvalidValueError) -> InvalidValueError:
    """Return what the reader of tables says of options as the parameters of a request."""
    field = error.field.removeprefix("--")
    if error.value is None:
        return MissingValueError(field, _without_dashes(error.phrase))
    return InvalidValueError(field, error.value, _without_dashes(error.phrase))


def _readable(reason: Phrase) -> Phrase:
    """Return why a table is not read, its options being the parameters of the request."""
    plain = _without_dashes(reason)
    return Phrase(lambda words: words.say(_READABLE, reason=plain.make(words)))


def _without_dashes(phrase: object) -> Phrase:
    """Return words on options of the command line as words on parameters of a request."""
    given = phrase if isinstance(phrase, Phrase) else str(phrase)
    return Phrase(lambda words: words.say(given).replace("--", ""))


def _number(line: int, name: str, cell: str, axis: str, decimal: str | None) -> float:
    """Return the degrees of a cell, or a number if it is on no ``axis``; NaN for an empty one.

    ``InvalidValueError`` names the place of a cell that is none.
    """
    if not cell.strip():
        return math.nan
    field = said(_CELL, line=line, column=repr(name))
    if not axis:
        number = number_of_text(cell, decimal or ".")
        if math.isfinite(number):
            return number
        raise InvalidValueError(field, cell[:80], _A_NUMBER)
    degrees = degrees_of_text(cell, axis, decimal or ".")
    if abs(degrees) <= LARGEST_DEGREES[axis]:
        return degrees
    most = f"{LARGEST_DEGREES[axis]:g}"
    allowed = said(_hint(cell, axis, degrees, decimal), low=f"-{most}", high=most)
    raise InvalidValueError(field, cell[:80], allowed)


def _hint(cell: str, axis: str, degrees: float, decimal: str | None) -> str:
    """Return what is allowed instead of a cell, with the parameter that may help."""
    if decimal is None and "," in cell and not math.isnan(degrees_of_text(cell, axis, ",")):
        return _WITH_COMMAS
    if math.isnan(degrees):
        return _OF_COLUMN
    return _SWAPPED if abs(degrees) <= LARGEST_DEGREES["lon"] else _PROJECTED


def _counted(
    lines: Any,  # noqa: ANN401 - a reader of the module csv
    columns: int,
    limit: int,
) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells of the rows that are not empty, refusing too many while read."""
    for count, row in enumerate(filter(None, lines), 1):
        if count > limit:
            raise TooLargeError(said(_MANY_POINTS, most=f"{limit:,}"))
        check_cells(count * columns)
        if len(row) != columns:
            given, allowed = said(_SO_MANY_CELLS, count=len(row)), said(_CELLS, count=columns)
            raise InvalidValueError(said(_LINE, line=lines.line_num), given, allowed)
        yield lines.line_num, row
