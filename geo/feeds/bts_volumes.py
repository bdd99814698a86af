"""Crossings per port code, month and measure: the Border Crossing/Entry Data of BTS on Socrata.

BTS publishes a month about two months after its end, and corrects months that it published before.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import orjson

from geo.data.frames import BorderFrames
from geo.data.freshness import freshness
from geo.feeds.feed import Asking, Decisions, Feed, Revision, Sent
from geo.feeds.fetch import Fetcher, PayloadError
from geo.feeds.settings import FeedSettings
from geo.feeds.socrata import Query, fetch_rows
from geo.layers.measures import BTS_MEASURES

__all__ = ["DATE_FORM", "HEADINGS", "VOLUMES"]

HEADINGS: Final = {
    "port_name": "Port Name",
    "state": "State",
    "port_code": "Port Code",
    "date": "Date",
    "measure": "Measure",
    "value": "Value",
}
"""The fields of the feed, and BTS's headings of the same in its files."""
DATE_FORM: Final = "%Y-%m-%dT%H:%M:%S.%f"
_BORDER: Final = "US-Mexico Border"
_MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])-01T00:00:00\.000")
_CODE: Final = re.compile(r"\d{4}")
_COUNT: Final = re.compile(r"\d{1,9}")


def _first_month(border: BorderFrames, months_back: int) -> date:
    """Return the month to ask from: some before the newest that every measure has."""
    import pandas as pd

    newest = freshness(border).newest
    if set(newest) != set(BTS_MEASURES):
        return date(1996, 1, 1)
    return (pd.Period(min(newest.values()), "M") - months_back).start_time.date()


def _fetch(fetcher: Fetcher, settings: FeedSettings, border: BorderFrames, asking: Asking) -> Sent:
    import pandas as pd

    since = _first_month(border, asking.months_back)
    query = Query(
        address=settings.address(VOLUMES.name, VOLUMES.address),
        select=("border", *HEADINGS),
        where=f"border='{_BORDER}' AND date >= '{since.isoformat()}T00:00:00'",
        order=("date", "port_code", "measure", ":id"),
        page_rows=asking.page_rows,
        token=settings.socrata_token,
    )
    fetched = fetch_rows(fetcher, query, asking.before)
    fault = None if fetched.unchanged else _fault(fetched.rows, since, asking.today)
    if fault is not None:
        raise PayloadError(f"BTS: {fault}", list(fetched.rows))
    rows = [{heading: row[name] for name, heading in HEADINGS.items()} for row in fetched.rows]
    return Sent(
        rows=pd.DataFrame(rows, columns=list(HEADINGS.values()), dtype=object),
        unchanged=fetched.unchanged,
        known=fetched.known,
        since=since,
        sha256=hashlib.sha256(orjson.dumps(rows)).hexdigest(),
    )


def _fault(rows: Sequence[Mapping[str, Any]], since: date, today: date) -> str | None:
    """Return what is wrong with the first row that lacks something or was not asked for."""
    if not rows:
        return f"not one row since {since.isoformat()[:7]}"
    wanted = ("border", *HEADINGS)
    for row in rows:
        missing = [name for name in wanted if name not in row]
        if missing:
            return f"a row without {missing[0]}: {_shown(row)}"
        wrong = [name for name in wanted if not _is_right(name, row[name])]
        if wrong:
            return f"{wrong[0]} is not as it should be: {_shown(row)}"
        if not since.isoformat() <= row["date"][:10] <= today.isoformat():
            return f"a month that was not asked for, or is to come: {_shown(row)}"
    return None


def _is_right(name: str, value: object) -> bool:
    """Return whether a cell is a text of the form that BTS writes."""
    if not isinstance(value, str) or not value.strip():
        return False
    form = {"date": _MONTH, "port_code": _CODE, "value": _COUNT}.get(name)
    return form.fullmatch(value) is not None if form else name != "border" or value == _BORDER


def _shown(row: Mapping[str, Any]) -> str:
    text = ", ".join(f"{name}={row[name]!r}" for name in ("border", *HEADINGS) if name in row)
    return text[:200]


def _revise(border: BorderFrames, sent: Sent, decisions: Decisions) -> Revision:
    from geo.pipeline.newer import newer_volumes
    from geo.pipeline.volumes import BTS_NEWER_FILE

    newer = newer_volumes(
        border,
        sent.rows,
        sent.since,
        date_form=DATE_FORM,
        settled=decisions.settled,
        ended=decisions.ended_notes,
    )
    objections = []
    if newer.new_codes and not decisions.allow_new:
        codes = ", ".join(newer.new_codes)
        objections.append(f"port codes that we do not know: {codes} (--allow-new takes them)")
    if newer.unusual and not decisions.allow_unusual:
        objections.append(f"{'; '.join(newer.unusual)} (--allow-unusual takes them)")
    return Revision(
        frames={"volumes": newer.volumes, "series_notes": newer.series_notes},
        messages=newer.messages,
        objections=tuple(objections),
        replaced_inputs=(BTS_NEWER_FILE,) if newer.is_first_hand else (),
    )


VOLUMES: Final = Feed(
    name="volumes",
    summary="northbound crossings per port code, month and measure",
    publisher="US Bureau of Transportation Statistics",
    title="Border Crossing/Entry Data (keg4-3bc2), US-Mexico rows, from the publisher",
    credit="US Bureau of Transportation Statistics, Border Crossing/Entry Data",
    licence="US government work",
    address="https://data.bts.gov/resource/keg4-3bc2.json",
    page="https://data.bts.gov/d/keg4-3bc2",
    layer="volumes",
    fetch=_fetch,
    revise=_revise,
)
