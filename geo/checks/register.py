"""The planning register: dates, promises, lapses by rule, trade twice compiled, people, areas."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import shapely

from geo.checks.model import Check, equal, without_problems
from geo.data.frames import BorderFrames
from geo.data.lapses import lapse_day
from geo.layers.register import PROMISES

__all__ = ["check_register"]

_PEOPLE_TOUCHING: Final = 15_535_461
"""Residents of 2020 in the 23 counties and 38 municipalities that touch the line."""
_PEOPLE_WITHIN: Final = 24_502_124
"""Residents of all counties and municipalities with any part within 100 km."""
_PEOPLE_BY_CENTRE: Final = 16_078_187
"""Residents of those whose centroid is within 100 km."""
_LA_PAZ_KM: Final = 100.0
_WHOLE_YEARS: Final = (2021, 2022, 2023)
"""Years of which the months of trade are complete."""
_ON_LINE_DEG: Final = 1e-7
"""A corner of counties put into the line may lie this far off it, about 1 cm."""


def check_register(border: BorderFrames) -> list[Check]:
    """Check projects, events, permits, trade, people and the areas of counties."""
    return [
        _dated(border),
        _promises(border),
        _lapses(border),
        _ports_known(border),
        _trade_twice(border),
        *_people(border),
        *_areas(border),
    ]


def _rows(border: BorderFrames, layer: str) -> Iterator[dict[str, Any]]:
    records = border.records(layer)
    return (records.row(number) for number in range(len(records)))


def _dated(border: BorderFrames) -> Check:
    problems = [f"{row['id']}: stage of {row['stage_date']}" for row in _rows(border, "projects")
                if row["stage_date"] > border.date]  # fmt: skip
    problems += [
        f"{row['id']}: {row['date']}"
        for row in _rows(border, "project_events")
        if (row["date"] is None and row["kind"] not in PROMISES)
        or (row["date"] is not None and row["date"] > border.date)
    ]
    among = f"{len(border.records('project_events'))} events and their projects"
    return without_problems("no event after the data, and only promises undated", problems, among)


def _promises(border: BorderFrames) -> Check:
    problems = []
    for row in _rows(border, "project_events"):
        first, last = row["promised_from"], row["promised_until"]
        said = first is not None and last is not None and first <= last
        if said != (row["kind"] in PROMISES) or (row["stage"] is None) != (row["kind"] != "stage"):
            problems.append(row["id"])
    return without_problems("promises have their days, stages their word", problems, "all events")


def _lapses(border: BorderFrames) -> Check:
    rows = list(_rows(border, "permits"))
    problems = [
        row["id"]
        for row in rows
        if row["lapses_on"] != lapse_day(row["lapse_rule"], row["issued"], begun=row["work_begun"])
    ]
    return without_problems("permits lapse by their rule", problems, f"{len(rows)} permits")


def _ports_known(border: BorderFrames) -> Check:
    ports, projects = border.records("ports"), border.records("projects")
    named = [
        (f"{layer} {row['id']}", port)
        for layer in ("projects", "permits", "waterworks", "counties")
        for row in _rows(border, layer)
        for port in (*(row.get("port_ids") or ()), row.get("near_port"), row.get("port_id"))
        if port is not None
    ]
    problems = [f"{where}: {port}" for where, port in named if port not in ports]
    of = [(layer, row["id"], row["project_id"]) for layer in ("permits", "project_events")
          for row in _rows(border, layer) if row["project_id"] is not None]  # fmt: skip
    problems += [f"{layer} {row}: {one}" for layer, row, one in of if one not in projects]
    return without_problems(
        "ports and projects of the register exist", problems, f"{len(named) + len(of)} references"
    )


def _trade_twice(border: BorderFrames) -> Check:
    """Check the months against the years, which another compiled from the same publisher."""
    months = border.frame("trade")
    months = months.assign(year=months["month"].dt.year)
    months = months[months["year"].isin(_WHOLE_YEARS)]
    keys = ["port_code", "year", "mode", "direction"]
    years = border.frame("trade_years")
    years = years[years["year"].isin(_WHOLE_YEARS)]
    codes = set(years["port_code"].dropna())
    per_code = months[months["port_code"].isin(codes)].groupby(keys)["value_usd"].sum()
    whole = months.groupby(keys[1:])["value_usd"].sum()
    texas = years[years["port_code"].notna()].set_index(keys)["value_usd"]
    all_codes = years[years["port_code"].isna()].set_index(keys[1:])["value_usd"]
    problems = []
    for ours, theirs in ((per_code, texas), (whole, all_codes)):
        both = set(ours.index) | set(theirs.index)
        problems += [str(key) for key in both if ours.get(key, 0) != theirs.get(key, 0)]
    return without_problems(
        "trade by month sums to trade by year", problems, f"{len(texas) + len(all_codes)} sums"
    )


def _people(border: BorderFrames) -> Iterator[Check]:
    rows = list(_rows(border, "counties"))
    touching = [row for row in rows if row["touches_line"]]
    near = [row for row in rows if row["centroid_km"] <= _LA_PAZ_KM]
    sides = [sum(row["country"] == side for row in touching) for side in ("US", "MX")]
    yield equal("counties and municipalities that touch the line", sides, [23, 38])
    for name, chosen, expected in (
        ("that touch the line", touching, _PEOPLE_TOUCHING),
        ("within 100 km by centroid", near, _PEOPLE_BY_CENTRE),
        ("with any part within 100 km", rows, _PEOPLE_WITHIN),
    ):
        people = sum(row["population"] or 0 for row in chosen)
        yield equal(f"people of counties {name}", people, expected, f"{len(chosen)} areas")


def _areas(border: BorderFrames) -> Iterator[Check]:
    shapes = border.geometries("counties")
    country = np.array(border.records("counties").columns["country"])
    good = bool(shapely.is_valid(shapes).all()) and bool(shapely.coverage_is_valid(shapes))
    yield equal("counties: valid polygons that form a coverage", good, expected=True)
    tree = shapely.STRtree(shapes)
    pairs = [(a, b) for a, b in tree.query(shapes, predicate="intersects").T.tolist() if a < b]
    overlap = sum(float(shapely.intersection(shapes[a], shapes[b]).area) for a, b in pairs)
    yield equal("counties: overlap in square degrees", overlap, 0.0, f"{len(pairs)} pairs")
    us, mx = (shapely.coverage_union_all(shapes[country == side]) for side in ("US", "MX"))
    shared = _vertices(shapely.intersection(shapely.boundary(us), shapely.boundary(mx)))
    line = border.geometries("boundary")
    vertices = _vertices(line)
    added = np.array(sorted(shared - vertices))
    whole = shapely.union_all(line)
    away = float(shapely.distance(shapely.points(added), whole).max()) if len(added) else 0.0
    missing = len(vertices - shared)
    yield Check(
        name="counties: both sides share the boundary, vertex by vertex",
        passed=missing == 0 and away <= _ON_LINE_DEG,
        found=f"{missing} vertices missing, {len(added)} corners added, {away:.0e} degree off",
        expected=f"0 missing, at most {_ON_LINE_DEG:.0e} degree off",
        detail=f"{len(vertices)} vertices",
    )


def _vertices(shapes: Any) -> set[tuple[float, float]]:  # noqa: ANN401 - shapely geometries
    return {(lon, lat) for lon, lat in shapely.get_coordinates(shapes).tolist()}
