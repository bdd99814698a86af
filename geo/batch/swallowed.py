"""Rows of a table of text that a quotation mark has made part of a cell."""

import csv
import io
import math
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from geo.batch.delimited import Layout
from geo.batch.positions import Positions

__all__ = ["is_misquoted", "record_of", "swallowing_cell"]


def swallowing_cell(
    batch: pa.RecordBatch, layout: Layout, positions: Positions
) -> tuple[int, str, int] | None:
    """Return row, column and further lines of the first cell that looks like several rows.

    Each of its lines has as many delimiters as a row, or what is left of one, and where a row has
    its position there are degrees. ``None`` if there is no such cell.
    """
    found = None
    for name in batch.schema.names:
        content = batch.column(name).buffers()[2]
        if content is None or b"\n" not in content.to_pybytes():
            continue
        for row, text in _of_so_many_delimiters(batch.column(name), layout):
            if (found is None or row < found[0]) and _holds_rows(text, name, layout, positions):
                found = row, name, text.count("\n")
                break
    return found


def _of_so_many_delimiters(column: pa.Array, layout: Layout) -> Iterator[tuple[int, str]]:
    """Return the rows whose cells have as many delimiters as the rows that begin in them."""
    import pyarrow.compute as pc

    breaks, delimiters = (
        pc.count_substring(column, text).to_numpy(zero_copy_only=False)
        for text in ("\n", layout.delimiter)
    )
    rows = np.flatnonzero((breaks > 0) & (delimiters == breaks * (len(layout.names) - 1)))
    return zip(rows.tolist(), column.take(pa.array(rows)).to_pylist(), strict=True)


def _holds_rows(text: str, name: str, layout: Layout, positions: Positions) -> bool:
    """Return whether the lines of a cell are the end of a row, whole ones, the beginning of one."""
    place, count = layout.names.index(name), len(layout.names)
    if text[text.rindex("\n") :].count(layout.delimiter) != place:
        return False
    lines = [line.split(layout.delimiter) for line in text.split("\n")]
    lines[0] = [""] * place + lines[0]
    lines[-1] += [""] * (count - 1 - place)
    if any(len(line) != count for line in lines):
        return False
    cells = [
        (line[layout.names.index(column)].strip(), axis)
        for line in lines
        for column, axis in zip(positions.columns, positions.axes, strict=True)
        if column != name
    ]
    numbers = [positions.cell(cell, axis) for cell, axis in cells if cell]
    return bool(numbers) and all(map(math.isfinite, numbers))


def record_of(text: pa.NativeFile, layout: Layout, row: int) -> tuple[int, list[str]]:
    """Return the line, from 1, at which a row below the header begins, and its lines.

    ``csv.Error`` where a cell before it is too long to be told.
    """
    lines: list[str] = []

    def remembered() -> Iterator[str]:
        for line in io.TextIOWrapper(text, layout.encoding, newline=""):
            lines.append(line)
            yield line

    reader = csv.reader(remembered(), delimiter=layout.delimiter)
    records, begin = -1, 1
    for record in reader:
        records += bool(record)  # empty lines are no rows
        if records == row + 1:
            break
        lines.clear()
        begin = reader.line_num + 1
    return begin, lines


def is_misquoted(lines: list[str], layout: Layout) -> bool:
    """Return whether text follows a closing quotation mark in a row."""
    try:
        list(csv.reader(lines, delimiter=layout.delimiter, strict=True))
    except csv.Error:
        return True
    return False
