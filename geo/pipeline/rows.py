"""Reading the curated CSV files of the line: plain text cells, header checked."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from geo.errors import DatasetError

__all__ = ["cited", "number", "read_rows", "text"]


def read_rows(folder: Path, name: str, columns: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of ``folder/name.csv`` in file order, cells as stripped text.

    Raises
    ------
    DatasetError
        The file is missing, or its header is not exactly ``columns``.
    """
    path = folder / f"{name}.csv"
    if not path.is_file():
        message = f"{path}: the file is missing"
        raise DatasetError(message)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != tuple(columns):
            message = f"{path.name}: columns are {reader.fieldnames}, expected {list(columns)}"
            raise DatasetError(message)
        return [{key: (cell or "").strip() for key, cell in row.items()} for row in reader]


def cited(row: Mapping[str, str]) -> dict[str, Any]:
    """Return the ids of a row's sources as a list; the build puts them into words at its end."""
    return {
        "source_ids": row["source_ids"].split(";") if row["source_ids"] else [],
        "sources": None,
    }


def text(cell: str) -> str | None:
    """Return a cell's text, ``None`` if the cell is empty."""
    return cell or None


def number(cell: str, where: str) -> float | None:
    """Return a cell as a number, ``None`` if it is empty; ``DatasetError`` names ``where``."""
    try:
        return float(cell) if cell else None
    except ValueError:
        message = f"{where}: {cell!r} is not a number"
        raise DatasetError(message) from None
