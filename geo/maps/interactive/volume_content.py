"""What the map draws of the counts: the years of each port code by mode."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from geo.layers.measures import MEASURE_OF_MODE
from geo.volumes.areas import BORDER, area_of
from geo.volumes.ledger import BTS, CBP, Ledger, Series, ledger_of
from geo.volumes.yearly import Year, years_of, years_of_series

if TYPE_CHECKING:
    from geo.border import Border

__all__ = ["VOLUMES", "volume_content"]

VOLUMES: Final = "volumes"
"""The key under which the page reads the counts, and the name of their address."""


def volume_content(border: "Border") -> dict[str, Any]:
    """Return the yearly counts northbound: of BTS by mode and port code, of CBP by crossing.

    ``codes`` have the ids of their ports and the name of the code, ``crossings`` those of their
    ports by name; totals are of BTS. A year is
    ``[value, months, months of the year that the source holds]``, by year; a year without a
    count is left out.
    """
    ledger = ledger_of(border)
    return {
        "codes": {
            code: {"name": ledger.code_names[code], "ports": sorted(ledger.members[code])}
            for code in sorted(ledger.code_names)
            if ledger.members.get(code)
        },
        "crossings": {name: sorted(ports) for name, ports in sorted(ledger.crossings.items())},
        "modes": {mode: _of_mode(ledger, measure) for mode, measure in MEASURE_OF_MODE.items()},
    }


def _of_mode(ledger: Ledger, measure: str) -> dict[str, Any]:
    total = years_of(ledger, area_of(ledger, BORDER), measure)

    def counted(source: str, keys: Iterable[str]) -> dict[str, dict[str, list[int]]]:
        years = {
            key: _years(years_of_series(ledger, measure, Series(source, key)))
            for key in sorted(keys)
        }
        return {key: of_year for key, of_year in years.items() if of_year}

    return {
        "total": _years(total),
        "full": [year.year for year in total if year.is_full],
        "codes": counted(BTS, ledger.code_names),
        "crossings": counted(CBP, ledger.crossings),
    }


def _years(years: Sequence[Year]) -> dict[str, list[int]]:
    return {
        str(year.year): [year.value, year.months, year.expected]
        for year in years
        if year.value is not None
    }
