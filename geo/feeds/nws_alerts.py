"""Alerts of the US weather service in force at ports: the US side alone.

The form is GeoJSON with the properties of the Common Alerting Protocol, as the OpenAPI document of
https://api.weather.gov describes it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import shapely
from shapely.geometry import shape

from geo.data.frames import BorderFrames
from geo.feeds.fetch import Answer, Fetcher, PayloadError, Validators
from geo.feeds.json_members import LackError, member, moment_in, read_object, text_in
from geo.feeds.live import LiveFeed, RowReport, keep_rows
from geo.feeds.settings import FeedSettings

__all__ = ["ALERTS", "SEVERITIES", "alerts_in_force"]

_NAME: Final = "alerts"
_ADDRESS: Final = "https://api.weather.gov/alerts/active"
SEVERITIES: Final = ("Extreme", "Severe", "Moderate", "Minor", "Unknown")
"""From the worst on, as the Common Alerting Protocol names them."""
_AHEAD: Final = timedelta(hours=1)
_ON_THE_LINE_DEG: Final = 0.01
"""Ports stand on the line, where the areas of alerts end: about a kilometre is allowed for."""


def alerts_in_force(
    rows: Sequence[Mapping[str, Any]], now: datetime, port_id: str | None = None
) -> list[Mapping[str, Any]]:
    """Return the alerts that have not ended, the worst first, of one port or of all."""
    alerts = [
        row
        for row in rows
        if datetime.fromisoformat(row["ends"] or row["expires"]) > now
        and (port_id is None or port_id in row["port_ids"])
    ]
    return sorted(alerts, key=lambda row: (SEVERITIES.index(row["severity"]), row["onset"]))


def _ask(
    fetcher: Fetcher, settings: FeedSettings, border: BorderFrames, before: Validators
) -> Answer:
    states = {state for state in border.records("ports").columns["us_state"] if state}
    area = ",".join(sorted(state.removeprefix("US-") for state in states))
    return fetcher.content(
        settings.address(_NAME, _ADDRESS),
        ("json",),
        parameters={"area": area},
        headers={"Accept": "application/geo+json"},
        before=before,
    )


def _read(content: bytes, border: BorderFrames, now: datetime) -> RowReport:
    document = read_object(content, "NWS")
    try:
        features = member(document, "features", list)
        ports = _Ports(border)
        rows = [row for feature in features if (row := _row(feature, ports)) is not None]
    except LackError as lack:
        raise PayloadError(f"NWS: alerts: {lack}", content.decode(errors="replace")) from None
    published = moment_in(document, "updated") or now
    if published > now + _AHEAD:
        raise PayloadError(f"NWS: alerts: {published:%Y-%m-%d %H:%M} UTC is to come", "")
    beside = [row for row in rows if row["port_ids"]]
    return RowReport(
        published=published, rows=tuple(beside), counted={"elsewhere": len(rows) - len(beside)}
    )


class _Ports:
    """Which ports an alert is for: those in its area, or where it has none in its counties."""

    def __init__(self, border: BorderFrames) -> None:
        counties = border.records("counties").columns
        self._ids = list(border.records("ports").columns["id"])
        self._points = list(border.geometries("ports"))
        self._of_county = {
            code: ports
            for code, ports, country in zip(
                counties["code"], counties["port_ids"], counties["country"], strict=True
            )
            if country == "US" and ports
        }

    def of(self, geometry: Any, codes: Sequence[str]) -> tuple[list[str], str]:  # noqa: ANN401
        if geometry is None:
            named = {port for code in codes for port in self._of_county.get(code, ())}
            return [port for port in self._ids if port in named], "county"
        try:
            area = shape(geometry)
            near = [bool(shapely.dwithin(area, point, _ON_THE_LINE_DEG)) for point in self._points]
        except (AttributeError, KeyError, TypeError, ValueError, shapely.errors.ShapelyError):
            raise LackError("an area that is no geometry") from None
        return [port for port, is_near in zip(self._ids, near, strict=True) if is_near], "area"


def _row(feature: object, ports: _Ports) -> dict[str, Any] | None:
    """Return an alert, ``None`` where it is an exercise, or takes one back."""
    said = member(feature, "properties", dict)
    texts = {name: member(said, name, str) for name in ("id", "event", "severity")}
    if member(said, "status", str) != "Actual" or said.get("messageType") == "Cancel":
        return None
    moments = {name: moment_in(said, name) for name in ("sent", "onset", "expires", "ends")}
    if moments["expires"] is None or moments["sent"] is None:
        raise LackError("an alert without a moment at which it was sent, or ends")
    if texts["severity"] not in SEVERITIES:
        raise LackError(f"a severity that is none: {texts['severity'][:40]!r}")
    same = member(said, "geocode", dict).get("SAME") or []
    codes = [str(code)[1:] for code in same]
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    port_ids, by = ports.of(geometry, codes)
    return {
        **texts,
        **{name: text_in(said, name) for name in ("headline", "areaDesc", "senderName", "urgency",
                                                  "certainty", "instruction")},
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
        "onset": (moments["onset"] or moments["sent"]).isoformat(),
        "port_ids": port_ids,
        "placed_by": by,
    }  # fmt: skip


ALERTS: Final = LiveFeed(
    name=_NAME,
    summary="weather and flood alerts at ports",
    publisher="US National Weather Service",
    address=_ADDRESS,
    minutes=10,
    ask=_ask,
    read=_read,
    keep=keep_rows(_NAME),
)
