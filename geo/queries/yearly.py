"""Northbound crossings per year of a port: per crossing where counted so, else per port code."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from geo.data.frames import BorderFrames

__all__ = ["MEASURE_OF_MODE", "YearlySeries", "yearly_series"]

MEASURE_OF_MODE: Final = {
    "pedestrian": "pedestrians",
    "pov": "personal_vehicles",
    "bus": "buses",
    "commercial": "trucks",
    "rail": "rail_containers_loaded",
}
"""The measure of BTS that counts each mode."""

_RAIL_TYPES: Final = ("rail", "rail_bridge")
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlySeries:
    """Counts of one mode at a port.

    ``years`` maps each year to (entries northbound, months with a count). ``table`` says where
    they come from: ``crossing_volumes`` counts this crossing (or those in ``covers``),
    ``volumes`` the port code, which may cover the further ports in ``covers``.
    """

    mode: str
    table: str
    years: dict[int, tuple[int, int]]
    covers: tuple[str, ...]
    caveats: tuple[str, ...]

    @property
    def partial(self) -> tuple[int, ...]:
        """Return the years of which some months have no count."""
        return tuple(year for year, (_, months) in self.years.items() if months < _MONTHS)


_Sums = dict[tuple[str, str], dict[int, list[int]]]


def yearly_series(border: BorderFrames, port_id: str) -> list[YearlySeries]:
    """Return a series for each mode of the port that is counted; ``UnknownPortError``.

    A rail crossing has the rail series only, and a crossing without rail none of rail, although
    both may share a port code.
    """
    row = border.records("ports").row(border.port_position(port_id))
    by_crossing, by_code, caveats = border.derived(_sums)
    series = []
    for mode in row["modes"]:
        if (mode == "rail") != (row["crossing_type"] in _RAIL_TYPES):
            continue
        years = by_crossing.get((port_id, mode))
        table, key = ("crossing_volumes", (port_id, mode))
        if years is None:
            table, key = "volumes", (row["cbp_port_code"], MEASURE_OF_MODE[mode])
            years = by_code.get(key)
        if years:
            series.append(
                YearlySeries(
                    mode=mode,
                    table=table,
                    years={
                        year: (total, months) for year, (total, months) in sorted(years.items())
                    },
                    covers=_covers(border, row, mode, table),
                    caveats=tuple(sorted(caveats.get(key, ()))),
                )
            )
    return series


def _covers(border: BorderFrames, row: dict[str, Any], mode: str, table: str) -> tuple[str, ...]:
    """Return the ids of all ports that share the series, this one among them."""
    if table == "crossing_volumes":
        columns = border.records("crossing_volumes").columns
        shared = {tuple(ports) for ports in columns["port_ids"] if row["id"] in ports}
        return tuple(sorted({port for ports in shared for port in ports}))
    ports = border.records("ports")
    return tuple(
        other["id"]
        for other in (ports.row(position) for position in range(len(ports)))
        if other["cbp_port_code"] == row["cbp_port_code"]
        and mode in other["modes"]
        and (other["crossing_type"] in _RAIL_TYPES) == (mode == "rail")
    )


def _sums(border: BorderFrames) -> tuple[_Sums, _Sums, dict[tuple[str, str], set[str]]]:
    caveats: dict[tuple[str, str], set[str]] = defaultdict(set)
    by_crossing: _Sums = {}
    columns = border.records("crossing_volumes").columns
    for ports, mode, month, value, caveat in _rows(columns, "port_ids", "mode"):
        for port in ports:
            _add(by_crossing, caveats, (port, mode), (month.year, value, caveat))
    by_code: _Sums = {}
    columns = border.records("volumes").columns
    wanted = set(MEASURE_OF_MODE.values())
    for code, measure, month, value, caveat in _rows(columns, "port_code", "measure"):
        if measure in wanted:
            _add(by_code, caveats, (code, measure), (month.year, value, caveat))
    return by_crossing, by_code, caveats


def _rows(columns: Mapping[str, list[Any]], *keys: str) -> Any:  # noqa: ANN401 - a zip of columns
    return zip(*(columns[name] for name in (*keys, "month", "value", "caveat")), strict=True)


def _add(
    sums: _Sums,
    caveats: dict[tuple[str, str], set[str]],
    key: tuple[str, str],
    entry: tuple[int, int, str | None],
) -> None:
    year, value, caveat = entry
    place = sums.setdefault(key, {}).setdefault(year, [0, 0])
    place[0] += value
    place[1] += 1
    if caveat:
        caveats[key].add(caveat)
