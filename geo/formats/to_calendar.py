"""A calendar of the days on which permits lapse, and of the meetings of the binational group."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.border import Border
from geo.data.provenance import provenance
from geo.documents.request import Request
from geo.formats.model import Format
from geo.queries.answer import Row
from geo.words.catalogue import words
from geo.words.credits import NOT_OFFICIAL
from geo.words.messages import message
from geo.words.owners import owners_text
from geo.words.source_words import source_said

if TYPE_CHECKING:
    from icalendar import Event

__all__ = ["CALENDAR"]

_LAPSE: Final = message("Permit lapses: {name}")
_UNLESS: Final = message("Unless work has begun.")


def _write(border: Border, path: Path, request: Request) -> None:
    from icalendar import Calendar

    say = words(request.lang)
    about = provenance(border)
    calendar = Calendar()
    calendar.add("prodid", f"-//Border Ports//{about.version}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", say.say("Permits and meetings at the US-Mexico border"))
    calendar.add("x-wr-caldesc", f"{about.edition}. {say.say(NOT_OFFICIAL)}")
    for row, first, last in _days(border, request):
        calendar.add_component(_event(row, (first, last), border, request.lang))
    path.write_bytes(calendar.to_ical())


def _days(border: Border, request: Request) -> Iterator[tuple[Row, date, date]]:
    """Yield what the calendar holds with first and last day: permits that lapse, and meetings."""
    permits = border.records("permits")
    for number in request.selection.rows(border, "permits"):
        row = permits.row(number)
        if row["lapses_on"] is not None:
            yield row, row["lapses_on"], row["lapses_on"]
    meetings = border.records("meetings")
    for number in request.selection.rows(border, "meetings"):
        row = meetings.row(number)
        yield row, row["first_day"], row["last_day"]


def _event(row: Row, days: tuple[date, date], border: Border, lang: str) -> "Event":
    from icalendar import Event

    from geo.documents.meeting import CALENDAR_HOST

    say, event = words(lang), Event()
    event.add("uid", f"{row['id']}@{CALENDAR_HOST}")
    event.add("dtstamp", provenance(border).moment)
    event.add("dtstart", days[0])
    event.add("dtend", days[1] + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    if "lapses_on" in row:
        holder = say.each(lambda one: owners_text(row["holder"] or "", one))
        event.add("summary", say.say(_LAPSE, name=say.pick(row, "name")))
        text = [say.say(_UNLESS), holder, row["citation"], say.pick(row, "work")]
        if row["citation_url"]:
            event.add("url", row["citation_url"])
    else:
        kind = say.code("meeting_kind", row["kind"])
        region = say.code("region", row["bbbxg_region"])
        event.add("summary", f"BBBXG: {kind}, {region}")
        event.add("location", say.pick(row, "place"))
        text = [row["citation"], say.pick(row, "note")]
    told = source_said(row["sources"] or "", say.lang)
    event.add("description", "\n".join(str(one) for one in (*text, told) if one))
    return event


CALENDAR: Final = Format(
    name="ics",
    suffix=".ics",
    media_type="text/calendar",
    title=message("Calendar (ICS)"),
    purpose=message("Days on which permits lapse, and meetings, for any calendar."),
    content="document",
    write=_write,
    stem="calendar",
    in_pack=True,
    extra="documents",
)
