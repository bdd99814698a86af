"""What gauges and reservoirs measure, as rows of one kind whoever publishes them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from geo.data.frames import BorderFrames
from geo.feeds.present import OLD, PAST

__all__ = ["FLOOD_CATEGORIES", "GAUGE_COLUMNS", "QUANTITIES", "gauge_row", "in_si",
           "present_gauges", "river_ports"]  # fmt: skip

QUANTITIES: Final = ("stage", "discharge", "storage", "elevation", "filled")
"""Height of the water at a gauge; flow; volume in a reservoir; height of its water above the sea;
share of its conservation capacity."""
FLOOD_CATEGORIES: Final = ("no_flooding", "action", "minor", "moderate", "major")
"""As the National Weather Service names how high a river stands at a gauge."""
GAUGE_COLUMNS: Final = (
    "station", "source", "name_en", "name_es", "port_ids", "distance_km", "longitude", "latitude",
    "quantity", "value", "unit", "value_si", "unit_si", "flood_category", "observed", "is_daily",
)  # fmt: skip
_CUBIC_FOOT: Final = 0.3048**3
_SI: Final[Mapping[str, tuple[float, str]]] = {
    "m": (1.0, "m"),
    "ft": (0.3048, "m"),
    "m^3/s": (1.0, "m3/s"),
    "cms": (1.0, "m3/s"),
    "ft^3/s": (_CUBIC_FOOT, "m3/s"),
    "cfs": (_CUBIC_FOOT, "m3/s"),
    "kcfs": (1000 * _CUBIC_FOOT, "m3/s"),
    "mcm": (1.0, "million m3"),
    "tcm": (0.001, "million m3"),
    "ac-ft": (43_560 * _CUBIC_FOOT / 1e6, "million m3"),
    "%": (1.0, "%"),
}
_OLD_DAILY: Final = timedelta(days=2)
_PAST_DAILY: Final = timedelta(days=4)


def in_si(value: float, unit: str) -> tuple[float | None, str | None]:
    """Return a value in metres, m3/s, million m3 or percent; ``None`` if its unit is another."""
    known = _SI.get(unit.strip().lower())
    return (None, None) if known is None else (value * known[0], known[1])


def gauge_row(**values: Any) -> dict[str, Any]:  # noqa: ANN401 - plain values by column
    """Return a row of ``GAUGE_COLUMNS``; a column that is not given is not known."""
    value_si, unit_si = in_si(values["value"], values["unit"])
    row = dict.fromkeys(GAUGE_COLUMNS) | {"value_si": value_si, "unit_si": unit_si} | values
    return row | {"observed": values["observed"].isoformat(), "is_daily": row["is_daily"] or False}


def present_gauges(rows: tuple[Mapping[str, Any], ...], now: datetime) -> list[dict[str, Any]]:
    """Return rows with ``age_minutes`` and ``age``; of what is past no value is told as of now.

    Old and past are what waits are after the same time; of daily figures, after two and four days.
    """
    shown = []
    for row in rows:
        since = max(timedelta(0), now - datetime.fromisoformat(row["observed"]))
        old, past = (_OLD_DAILY, _PAST_DAILY) if row["is_daily"] else (OLD, PAST)
        age = "past" if since >= past else "old" if since >= old else "fresh"
        hidden = {"value": None, "value_si": None, "flood_category": None} if age == "past" else {}
        minutes = int(since.total_seconds() // 60)
        shown.append({**row, **hidden, "age_minutes": minutes, "age": age})
    return shown


def river_ports(border: BorderFrames) -> list[dict[str, Any]]:
    """Return the ports on a river, from west to east, with their positions."""
    table, points = border.records("ports"), border.geometries("ports")
    rows = (table.row(position) for position in range(len(table)))
    ports = [
        row | {"longitude": point.x, "latitude": point.y}
        for row, point in zip(rows, points, strict=True)
        if row["river"] and point is not None
    ]
    return sorted(ports, key=lambda row: float(row["longitude"]))
