"""Lengths: those stated against those measured again, and against the published figures."""

from dataclasses import dataclass
from typing import Final

import shapely

from geo.checks.model import Check, without_problems
from geo.data.frames import BorderFrames
from geo.geodesy import GEOD, KM_PER_MILE

__all__ = ["check_lengths"]

STATED_TOLERANCE_KM: Final = 0.002
"""Rounding of the stated lengths (1 m) and of the stored coordinates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A published length of a part of the boundary, and how far ours may be from it.

    A river's length depends on how finely it is drawn: our line of 2023 is drawn more finely
    than the one behind the published figures, and rivers move. The tolerances are half a
    percent on land and the measured difference rounded up elsewhere (docs/data-build.md).
    """

    name: str
    kind: str
    river: str | None
    miles: float
    percent: float
    source: str


PUBLISHED: Final = (
    Published(name="land boundary", kind="land", river=None, miles=675.0, percent=0.5,
              source="IBWC as widely quoted: 534 and 141 miles overland"),
    Published(name="Colorado River", kind="river", river="Colorado River", miles=24.0,
              percent=3.0, source="IBWC, brochure Colorado River Projects"),
    Published(name="Rio Grande", kind="river", river="Rio Grande", miles=1255.0, percent=2.0,
              source="IBWC as widely quoted"),
    Published(name="whole boundary", kind="", river=None, miles=1954.0, percent=1.5,
              source="IBWC, quoted by azcentral.com on 2017-09-23"),
)  # fmt: skip


def check_lengths(border: BorderFrames) -> list[Check]:
    """Check that stated lengths are geodesic lengths of the full lines, and near the published."""
    return [
        _stated(border, "boundary"),
        _stated(border, "river_segments"),
        _chainage(border),
        *(_against(border, figure) for figure in PUBLISHED),
    ]


def _measured_km(shape: shapely.Geometry) -> float:
    return float(GEOD.geometry_length(shape)) / 1000.0


def _stated(border: BorderFrames, name: str) -> Check:
    columns = border.records(name).columns
    problems = []
    for key, shape, km, miles in zip(
        columns["id"],
        border.geometries(name, "full"),
        columns["length_km"],
        columns["length_mi"],
        strict=True,
    ):
        measured = _measured_km(shape)
        if max(abs(measured - km), abs(miles * KM_PER_MILE - km)) > STATED_TOLERANCE_KM:
            problems.append(f"{key}: states {km} km ({miles} mi), measured {measured:.3f}")
    return without_problems(f"stated lengths of {name}", problems, f"{len(columns['id'])} rows")


def _chainage(border: BorderFrames) -> Check:
    columns = border.records("boundary").columns
    problems = [
        f"{key}: {start} to {end} is not {km} km"
        for key, start, end, km in zip(
            columns["id"],
            columns["from_boundary_km"],
            columns["to_boundary_km"],
            columns["length_km"],
            strict=True,
        )
        if abs(end - start - km) > STATED_TOLERANCE_KM
    ]
    return without_problems("chainage of the boundary", problems, f"{len(columns['id'])} pieces")


def _against(border: BorderFrames, figure: Published) -> Check:
    columns = border.records("boundary").columns
    km = sum(
        _measured_km(shape)
        for shape, kind, river in zip(
            border.geometries("boundary", "full"), columns["kind"], columns["river"], strict=True
        )
        if figure.kind in {"", kind} and figure.river in {None, river}
    )
    miles = km / KM_PER_MILE
    percent = (miles / figure.miles - 1.0) * 100.0
    return Check(
        name=f"length of the {figure.name}",
        passed=abs(percent) <= figure.percent,
        found=f"{miles:,.1f} mi ({percent:+.1f} %)",
        expected=f"{figure.miles:,.0f} mi, within {figure.percent:g} %",
        detail=figure.source,
    )
