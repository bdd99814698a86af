"""The published counts, read and summed by plain Python, apart from the code under test."""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from geo import Border
from geo.volumes.ledger import Ledger, ledger_of

PUBLISHED = Path(__file__).parents[2] / "data" / "published"

CodeCounts = dict[tuple[str, str], dict[tuple[int, int], int]]
"""Counts by (port code, measure) and (year, month), as the source holds them."""
CrossingCounts = dict[tuple[str, str], dict[tuple[int, int], int]]
"""Counts by (port id, or ids joined by +, and mode) and (year, month), as the source holds them."""


@pytest.fixture(scope="session")
def codes() -> CodeCounts:
    """Return what BTS counts per port code."""
    found: CodeCounts = defaultdict(dict)
    for row in pq.read_table(PUBLISHED / "volumes.parquet").to_pylist():
        found[row["port_code"], row["measure"]][row["month"].year, row["month"].month] = row[
            "value"
        ]
    return dict(found)


@pytest.fixture(scope="session")
def crossings() -> CrossingCounts:
    """Return what CBP counts per Texas crossing."""
    found: CrossingCounts = defaultdict(dict)
    for row in pq.read_table(PUBLISHED / "crossing_volumes.parquet").to_pylist():
        key = "+".join(row["port_ids"]), row["mode"]
        found[key][row["month"].year, row["month"].month] = row["value"]
    return dict(found)


@pytest.fixture(scope="session")
def year_of() -> Callable[[dict[tuple[int, int], int], int], int]:
    """Return a function that adds up the months of a year."""

    def add(months: dict[tuple[int, int], int], year: int) -> int:
        return sum(value for (of, _month), value in months.items() if of == year)

    return add


@pytest.fixture(scope="session")
def ledger(border: Border) -> Ledger:
    """Return the counts of the embedded border."""
    return ledger_of(border)
