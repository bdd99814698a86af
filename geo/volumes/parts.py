"""The series whose counts add up to those of an area, and the port codes that reach beyond it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.layers.measures import MEASURES
from geo.volumes.areas import Area
from geo.volumes.ledger import BTS, CBP, Ledger, Series

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Beyond", "Parts", "counted_measures", "parts_of"]


@dataclass(frozen=True, slots=True)
class Beyond:
    """A series that counts more than the area: its further ports, which it cannot be divided by."""

    series: Series
    also_covers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What an area's counts of a measure are made of.

    ``series`` add up to the area; ``beyond`` count it together with other ports, so that they are
    not in its sum. ``first`` and ``last`` are the months between which all series are held.
    """

    series: tuple[Series, ...]
    beyond: tuple[Beyond, ...]
    first: "pd.Timestamp | None"
    last: "pd.Timestamp | None"

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the sources of the series, BTS first."""
        return tuple(sorted({series.source for series in self.series}))


def parts_of(ledger: Ledger, area: Area, measure: str) -> Parts:
    """Return the series that make up a measure of an area.

    A port code is taken whole where all its ports that carry the measure are in the area. Where
    it reaches beyond, the counts of the area's own crossings are taken if all of them have some;
    otherwise the code is named and not added. A single port has its crossing's own counts first.
    """
    if area.kind in {"border", "code"}:
        codes = [area.id] if area.kind == "code" else sorted(ledger.code_names)
        whole = tuple(Series(BTS, code) for code in codes)
        return _parts(ledger, area, measure, [one for one in whole if ledger.has(measure, one)], [])
    series: list[Series] = []
    beyond: list[Beyond] = []
    for code in sorted(ledger.members):
        if not ledger.members[code].isdisjoint(area.ports):
            _add_code(ledger, area, measure, code, (series, beyond))
    return _parts(ledger, area, measure, series, beyond)


def counted_measures(ledger: Ledger, area: Area) -> list[str]:
    """Return the measures that an area has any count of, or a code that reaches beyond it."""
    by_measure = {name: parts_of(ledger, area, name) for name in MEASURES}
    return [name for name, parts in by_measure.items() if parts.series or parts.beyond]


def _add_code(
    ledger: Ledger,
    area: Area,
    measure: str,
    code: str,
    parts: tuple[list[Series], list[Beyond]],
) -> None:
    series, beyond = parts
    whole = Series(BTS, code)
    crossings = _crossings(ledger, measure, code)
    carriers = _carriers(ledger, measure, code, crossings)
    mine = carriers & area.ports
    inside = [one for one in crossings if ledger.crossings[one.key] <= area.ports]
    covered = frozenset().union(*(ledger.crossings[one.key] for one in inside))
    is_whole = carriers <= area.ports and (
        bool(mine) or (ledger.members[code] <= area.ports and not _is_elsewhere(area, measure))
    )
    if mine and mine <= covered and (area.kind == "port" or not is_whole):
        series += inside
    elif is_whole:
        series += [whole] if ledger.has(measure, whole) else []
    elif mine:
        beyond += _sharing(ledger, area, measure, whole, carriers, crossings)


def _is_elsewhere(area: Area, measure: str) -> bool:
    """Return whether the counts are of tracks that do not cross at the port of the code."""
    return area.kind == "port" and MEASURES[measure].mode == "rail"


def _sharing(
    ledger: Ledger,
    area: Area,
    measure: str,
    whole: Series,
    carriers: frozenset[str],
    crossings: list[Series],
) -> Iterable[Beyond]:
    """Yield the series that count ports of the area together with others, the narrowest first."""
    shared = [one for one in crossings if not ledger.crossings[one.key].isdisjoint(area.ports)]
    for one in shared:
        yield Beyond(one, tuple(sorted(ledger.crossings[one.key] - area.ports)))
    if not shared and ledger.has(measure, whole):
        yield Beyond(whole, tuple(sorted(carriers - area.ports)))


def _crossings(ledger: Ledger, measure: str, code: str) -> list[Series]:
    """Return the crossings' own series of a measure under a port code."""
    return [
        Series(CBP, name)
        for name, ports in sorted(ledger.crossings.items())
        if ports <= ledger.members[code] and ledger.has(measure, Series(CBP, name))
    ]


def _carriers(ledger: Ledger, measure: str, code: str, crossings: list[Series]) -> frozenset[str]:
    """Return the ports of a code that carry a measure: by their modes, or by their own counts."""
    mode = MEASURES[measure].mode
    by_mode = {port for port in ledger.members[code] if mode in ledger.ports[port].modes}
    return frozenset(by_mode).union(*(ledger.crossings[one.key] for one in crossings))


def _parts(
    ledger: Ledger, area: Area, measure: str, series: list[Series], beyond: list[Beyond]
) -> Parts:
    ends = [ledger.held[measure, one.source] for one in series]
    first = max((start for start, _ in ends), default=None)
    if area.kind == "port":
        first = _since_it_opened(ledger, area.id, measure, first)
    return Parts(
        series=tuple(series),
        beyond=tuple(beyond),
        first=first,
        last=min((end for _, end in ends), default=None),
    )


def _since_it_opened(
    ledger: Ledger, port_id: str, measure: str, first: "pd.Timestamp | None"
) -> "pd.Timestamp | None":
    """Return the first month in which a series is the port's own and not its predecessor's."""
    import pandas as pd

    if first is None:
        return None
    starts = [first]
    opened = ledger.ports[port_id].opened_year
    if opened is not None:
        starts.append(pd.Timestamp(opened, 1, 1))
    for note in ledger.notes:
        if note.kind == "predecessor" and port_id in note.port_ids and note.is_about(measure):
            starts += [note.last + pd.offsets.MonthBegin(1)] if note.last is not None else []
    return max(starts)
