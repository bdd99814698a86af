"""Gauges and reservoirs of the boundary commission, from the US section's water data portal.

The portal is an AQUARIUS WebPortal whose export gives one series at a time, after its terms have
been accepted in the same session. What it says is provisional.
"""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from math import isfinite
from typing import Any, Final

import orjson

from geo.data.frames import BorderFrames
from geo.feeds.fetch import Answer, FeedError, Fetcher, PayloadError, Validators
from geo.feeds.gauge_rows import gauge_row, in_si, river_ports
from geo.feeds.history import FeedState, History
from geo.feeds.live import LiveFeed, RowReport
from geo.feeds.settings import FeedSettings

__all__ = ["STATIONS", "portal_series", "read_export"]

_NAME: Final = "ibwc"
_ADDRESS: Final = "https://waterdata.ibwc.gov/AQWebportal"
_MEDIA: Final = ("csv", "zip", "octet-stream", "text/plain")
_PAUSE_SECONDS: Final = 1.0
_MAX_BYTES: Final = 8 * 2**20
_AHEAD: Final = timedelta(hours=1)
_QUANTITY: Final = {
    "Discharge": "discharge",
    "Total Storage": "storage",
    "Reservoir Elevation": "elevation",
    "Percentage": "filled",
}
_KINDS: Final = ("gauge", "storage_dam", "reservoir")
_TITLE: Final = re.compile(r"#Data Set Export - (?P<series>.+)")
_ZONE: Final = re.compile(r"Timestamp \(UTC(?P<hours>[+-]\d{2}):(?P<minutes>\d{2})\)")
_UNIT: Final = re.compile(r"Value \((?P<unit>[^()]+)\)")
_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}")


class _LackError(Exception):
    """An export lacks something that it must have."""


def portal_series(border: BorderFrames) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the series that are asked for, each with the row of its work.

    Of a gauge's flow the series as recorded is taken, where there is one, and not the daily one.
    """
    table = border.records("waterworks")
    listed: list[tuple[str, Mapping[str, Any]]] = []
    for row in (table.row(position) for position in range(len(table))):
        if row["kind"] in _KINDS and row["portal_dataset"]:
            chosen: dict[str, str] = {}
            for series in sorted(row["portal_dataset"], key=_is_daily):
                chosen.setdefault(series.partition(".")[0], series)
            listed += [(series, row) for name, series in chosen.items() if name in _QUANTITY]
    return listed


def read_export(content: bytes, series: str) -> tuple[float, str, datetime] | None:
    """Return the newest value of an export, its unit and its moment; ``None`` if it has no value.

    Raises
    ------
    PayloadError
        It is of another series, or lacks what an export has.
    """
    text = _unpacked(content).decode("utf-8-sig", errors="replace")
    try:
        return _newest(text, series)
    except _LackError as lack:
        raise PayloadError(f"IBWC: {series}: {lack}", text) from None


def _is_daily(series: str) -> bool:
    return "Daily" in series


def _unpacked(content: bytes) -> bytes:
    """Return the one file of a zip, or the content itself where it is none."""
    if content[:2] != b"PK":
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.infolist()
            if len(names) != 1 or names[0].file_size > _MAX_BYTES:
                raise PayloadError("IBWC: a zip that is not of one file, or too large", "")
            with archive.open(names[0]) as file:
                return file.read(_MAX_BYTES)
    except zipfile.BadZipFile:
        raise PayloadError("IBWC: a zip that is not whole", "") from None


def _newest(text: str, series: str) -> tuple[float, str, datetime] | None:
    lines = csv.reader(io.StringIO(text))
    title = _TITLE.fullmatch(next(lines, [""])[0].strip())
    if title is None or title["series"] != series:
        raise _LackError("what came is no export of it")
    head = next(lines, [])
    zone = _ZONE.fullmatch(head[0].strip()) if head else None
    unit = _UNIT.fullmatch(head[1].strip()) if len(head) > 1 else None
    if zone is None or unit is None:
        raise _LackError("its head does not say the zone of its clock, or its unit")
    hours = int(zone["hours"])
    minutes = int(zone["minutes"]) if hours >= 0 else -int(zone["minutes"])
    clock = timezone(timedelta(hours=hours, minutes=minutes))
    newest = max(_values(lines), default=None)
    if newest is None:
        return None
    moment = datetime.strptime(newest[0], "%Y-%m-%d %H:%M:%S").replace(tzinfo=clock)
    return newest[1], unit["unit"], moment.astimezone(UTC)


def _values(lines: Iterator[list[str]]) -> Iterator[tuple[str, float]]:
    """Yield moments as written, with their values; a row without a value has "NaN"."""
    for line in lines:
        if len(line) < 2 or not _MOMENT.fullmatch(line[0]):  # noqa: PLR2004 - moment and value
            continue  # The terms of use are the last row.
        try:
            value = float(line[1])
        except ValueError:
            raise _LackError(f"a value that is no number: {line[1][:40]!r}") from None
        if isfinite(value):
            yield line[0], value


def _ask(
    fetcher: Fetcher, settings: FeedSettings, border: BorderFrames, before: Validators
) -> Answer:
    """Return the exports of all series, read in one session; one that cannot be had is ``None``."""
    del before
    base = settings.address(_NAME, _ADDRESS).rstrip("/")
    back = {"returnUrl": "/AQWebportal/Data"}
    fetcher.content(f"{base}/Disclaimer", ("html",), parameters=back)
    fetcher.agree(f"{base}/AcceptDisclaimer", back)
    texts: dict[str, str | None] = {}
    reasons = []
    for series, _ in portal_series(border):
        fetcher.pause(_PAUSE_SECONDS)
        asked = {"DataSet": series, "DateRange": "Days7", "ExportFormat": "csv"}
        try:
            content = fetcher.content(f"{base}/Export/DataSet", _MEDIA, parameters=asked).value
            texts[series] = _unpacked(content).decode("utf-8-sig", errors="replace")
        except FeedError as error:
            texts[series] = None
            reasons.append(str(error))
    if not any(texts.values()):
        raise FeedError(reasons[0] if reasons else "IBWC: no series to ask for")
    return Answer(url=base, value=orjson.dumps(texts))


def _read(content: bytes, border: BorderFrames, now: datetime) -> RowReport:
    exports = orjson.loads(content)
    rows, messages, counted = [], [], Counter[str]()
    for series, work in portal_series(border):
        if exports.get(series) is None:
            counted["without_answer"] += 1
            messages.append(f"no answer: {series}")
            continue
        try:
            newest = _not_to_come(read_export(exports[series].encode(), series), series, now)
        except PayloadError as error:
            counted["refused"] += 1
            messages.append(str(error))
            continue
        if newest is None:
            counted["without_value"] += 1
            continue
        value, unit, _ = newest
        if in_si(value, unit)[0] is None:
            counted["unknown_units"] += 1
            messages.append(f"unknown unit: {series}: {unit}")
        rows.append(_row(series, work, newest, border))
    if not rows:
        raise PayloadError("IBWC: no series has a value", content.decode(errors="replace"))
    return RowReport(
        published=max(datetime.fromisoformat(row["observed"]) for row in rows),
        rows=tuple(rows),
        counted=dict(counted),
        messages=tuple(messages),
    )


def _not_to_come(
    newest: tuple[float, str, datetime] | None, series: str, now: datetime
) -> tuple[float, str, datetime] | None:
    if newest is not None and newest[2] > now + _AHEAD:
        raise PayloadError(f"IBWC: {series}: {newest[2]:%Y-%m-%d %H:%M} UTC is to come", "")
    return newest


def _keep(history: History, report: RowReport, state: FeedState) -> int:
    """Keep the rows, and of a series that gave none the row before, which ages."""
    before = history.rows(_NAME)
    fresh = {(row["station"], row["quantity"]) for row in report.rows}
    left = [
        row
        for row in (before.rows if before is not None else ())
        if (row["station"], row["quantity"]) not in fresh
    ]
    history.keep_rows(_NAME, [*report.rows, *left], state)
    return len(report.rows)


def _row(
    series: str, work: Mapping[str, Any], newest: tuple[float, str, datetime], border: BorderFrames
) -> dict[str, Any]:
    value, unit, observed = newest
    return gauge_row(
        station=work["id"],
        source="IBWC",
        name_en=work["name_en"],
        name_es=work["name_es"],
        port_ids=[work["port_id"]] if work["port_id"] else _ports_named(border, work),
        quantity=_QUANTITY[series.partition(".")[0]],
        value=value,
        unit=unit,
        observed=observed,
        is_daily=_is_daily(series),
    )


def _ports_named(border: BorderFrames, work: Mapping[str, Any]) -> list[str]:
    """Return the ports on the river at the place by which a gauge is named.

    No source states where the gauges of the portal stand; that of Presidio is named by Presidio.
    """
    return [
        port["id"]
        for port in river_ports(border)
        if any(
            re.search(rf"(?<!\w){re.escape(place)}(?!\w)", work["name_en"])
            for place in (port["us_city"], port["mx_city"], port["short_name_en"])
            if place
        )
    ]


STATIONS: Final = LiveFeed(
    name=_NAME,
    summary="flow of the rivers and storage of the reservoirs",
    publisher="International Boundary and Water Commission, US Section",
    address=_ADDRESS,
    minutes=60,
    ask=_ask,
    read=_read,
    keep=_keep,
)
