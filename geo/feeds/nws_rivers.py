"""Stage, flow and flood category at the gauges beside ports, as the US weather service says.

The form is that of the National Water Prediction Service, https://api.water.noaa.gov/nwps/v1/docs/.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from geo.data.frames import BorderFrames
from geo.feeds.fetch import Answer, Fetcher, PayloadError, Validators
from geo.feeds.gauge_rows import FLOOD_CATEGORIES, gauge_row, river_ports
from geo.feeds.json_members import LackError, member, moment_in, number_in, read_object, text_in
from geo.feeds.live import LiveFeed, RowReport, keep_rows
from geo.feeds.settings import FeedSettings
from geo.geodesy import distance_m, rounded_km

__all__ = ["BESIDE_KM", "RIVERS"]

_NAME: Final = "rivers"
_ADDRESS: Final = "https://api.water.noaa.gov/nwps/v1/gauges"
BESIDE_KM: Final = 10.0
"""A gauge is beside the ports that are no farther from it."""
_MARGIN_DEG: Final = 0.15
_AHEAD: Final = timedelta(hours=1)


def _ask(
    fetcher: Fetcher, settings: FeedSettings, border: BorderFrames, before: Validators
) -> Answer:
    ports = river_ports(border)
    lons, lats = [port["longitude"] for port in ports], [port["latitude"] for port in ports]
    box = {
        "bbox.xmin": min(lons) - _MARGIN_DEG,
        "bbox.ymin": min(lats) - _MARGIN_DEG,
        "bbox.xmax": max(lons) + _MARGIN_DEG,
        "bbox.ymax": max(lats) + _MARGIN_DEG,
    }
    asked = {name: f"{degrees:.3f}" for name, degrees in box.items()} | {"srid": "EPSG_4326"}
    address = settings.address(_NAME, _ADDRESS)
    return fetcher.content(address, ("json",), parameters=asked, before=before)


def _read(content: bytes, border: BorderFrames, now: datetime) -> RowReport:
    document = read_object(content, "NWS")
    try:
        gauges = member(document, "gauges", list)
        ports = river_ports(border)
        read = [row for gauge in gauges for row in _rows(gauge, ports)]
    except LackError as lack:
        raise PayloadError(f"NWS: gauges: {lack}", content.decode(errors="replace")) from None
    if not read:
        raise PayloadError("NWS: no gauge beside a port", content.decode(errors="replace"))
    rows = [row for row in read if row["observed"] is not None]
    newest = max((datetime.fromisoformat(row["observed"]) for row in rows), default=now)
    if newest > now + _AHEAD:
        raise PayloadError(f"NWS: gauges: {newest:%Y-%m-%d %H:%M} UTC is to come", "")
    silent = len(read) - len(rows)
    return RowReport(
        published=newest, rows=tuple(rows), counted={"without_value": silent} if silent else {}
    )


def _rows(gauge: object, ports: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield what a gauge beside ports measures; a row without a moment where it says nothing."""
    lon, lat = _place(gauge)
    name = member(gauge, "name", str).strip()
    beside = _beside(lon, lat, name, ports)
    if not beside:
        return
    observed = member(member(gauge, "status", dict), "observed", dict)
    moment = moment_in(observed, "validTime")
    said = False
    for value_of in ("primary", "secondary"):
        value, unit = number_in(observed, value_of), text_in(observed, f"{value_of}Unit")
        if value is None or unit is None or moment is None:
            continue
        said = True
        yield gauge_row(
            station=member(gauge, "lid", str),
            source="NWS",
            name_en=name,
            name_es=name,
            port_ids=[port for port, _ in beside],
            distance_km=beside[0][1],
            longitude=lon,
            latitude=lat,
            quantity="stage" if unit in {"ft", "m"} else "discharge",
            value=value,
            unit=unit,
            flood_category=_category(observed),
            observed=moment,
        )
    if not said:
        yield {"observed": None}


def _place(gauge: object) -> tuple[float, float]:
    if not isinstance(gauge, dict):
        raise LackError("one is no object")
    lon, lat = number_in(gauge, "longitude"), number_in(gauge, "latitude")
    if lon is None or lat is None or not (-180 <= lon <= 180 and -90 <= lat <= 90):  # noqa: PLR2004
        raise LackError("one has no position")
    return lon, lat


def _beside(
    lon: float, lat: float, name: str, ports: list[dict[str, Any]]
) -> list[tuple[str, float]]:
    """Return the ports beside a gauge on their river, the nearest first, with kilometres."""
    near = []
    for port in ports:
        if str(port["river"]) in name:
            km = distance_m(lon, lat, port["longitude"], port["latitude"])[0] / 1000
            if km <= BESIDE_KM:
                near.append((km, str(port["id"])))
    return [(port, rounded_km(km)) for km, port in sorted(near)]


def _category(observed: Mapping[str, Any]) -> str | None:
    category = text_in(observed, "floodCategory")
    return category if category in FLOOD_CATEGORIES else None


RIVERS: Final = LiveFeed(
    name=_NAME,
    summary="stage, flow and flood category beside ports",
    publisher="US National Weather Service",
    address=_ADDRESS,
    minutes=15,
    ask=_ask,
    read=_read,
    keep=keep_rows(_NAME),
)
