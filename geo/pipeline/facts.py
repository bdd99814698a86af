"""The table ``facts``: read, checked, numbered, and compiled into the columns that it fills."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from geo.data.fact_columns import FILLS, VALUE, fact_columns, part_of_fact
from geo.data.facts import WHOLE_COLUMN
from geo.errors import DatasetError
from geo.layers import Column, layer
from geo.pipeline.curated import read_curated, read_value
from geo.pipeline.frames import records

__all__ = ["add_sources", "compiled", "read_facts"]


_FILE: Final = "facts.csv"


def read_facts(curated: Path) -> pd.DataFrame:
    """Return the facts with their ids, in file order: layer, row, column and running number.

    Raises
    ------
    DatasetError
        The file is not allowed, a fact is about a layer or column that does not exist, or two
        shown facts are about one cell.
    """
    facts = read_curated(curated, "facts")
    keys = [":".join(parts) for parts in facts[["layer", "row", "column"]].itertuples(index=False)]
    ids: list[str] = []
    for key in keys:
        number = sum(fact_id.rpartition(":")[0] == key for fact_id in ids[-10:]) + 1
        ids.append(f"{key}:{number}")
    facts.insert(0, "id", pd.Series(ids, dtype="object"))
    _check_places(facts)
    shown = [key for key, is_shown in zip(keys, facts["shown"], strict=True) if is_shown]
    repeated = sorted({key for key in shown if shown.count(key) > 1})
    if repeated:
        message = f"{_FILE}: {repeated[0]}: two shown facts about one cell"
        raise DatasetError(message)
    return facts


def _check_places(facts: pd.DataFrame) -> None:
    for name, column in set(zip(facts["layer"], facts["column"], strict=True)):
        if column not in layer(name).column_names:
            message = f"{_FILE}: {name} has no column {column!r}"
            raise DatasetError(message)


def compiled(table: pd.DataFrame, name: str, facts: pd.DataFrame) -> pd.DataFrame:
    """Return a curated table with the columns that its shown facts fill.

    Raises
    ------
    DatasetError
        A fact is about a row that the table lacks, or its value is not of the column's kind.
    """
    own = facts[(facts["layer"] == name) & facts["shown"] & (facts["row"] != WHOLE_COLUMN)]
    cells: dict[tuple[str, str], Any] = {}
    for fact in records(own):
        for target, part in FILLS.get(name, {}).get(fact["column"], ()):
            cells[fact["row"], target] = _cell(layer(name).column(target), part, fact)
    _check_rows(table, name, facts)
    made = {
        column.name: pd.Series([cells.get((row, column.name)) for row in table["id"]],
                               dtype="object")
        for column in layer(name).columns
        if column.name in fact_columns(name)
    }  # fmt: skip
    return pd.concat([table, pd.DataFrame(made)], axis="columns")


def _check_rows(table: pd.DataFrame, name: str, facts: pd.DataFrame) -> None:
    named = set(facts["row"][facts["layer"] == name]) - {WHOLE_COLUMN}
    unknown = sorted(named - set(table["id"]))
    if unknown:
        message = f"{_FILE}: {name} has no row {unknown[0]!r}"
        raise DatasetError(message)


def _cell(column: Column, part: str, fact: Mapping[str, Any]) -> Any:  # noqa: ANN401
    written = part_of_fact(fact, part)
    return read_value(f"{_FILE}: {fact['id']}", column, written) if part == VALUE else written


def add_sources(table: pd.DataFrame, name: str, facts: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose rows name, after their own, the sources of their shown facts."""
    own = facts[(facts["layer"] == name) & facts["shown"]]
    by_row: dict[str, list[str]] = {}
    for row, ids in zip(own["row"], own["source_ids"], strict=True):
        by_row.setdefault(row, []).extend(ids)
    joined = [
        list(dict.fromkeys([*ids, *by_row.get(row, ())]))
        for row, ids in zip(table["id"], table["source_ids"], strict=True)
    ]
    return table.assign(source_ids=pd.Series(joined, dtype="object", index=table.index))
