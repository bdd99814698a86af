"""A meeting: the cover of its pack, and its entry for calendars."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from geo.border import Border
from geo.data.provenance import provenance
from geo.documents.brief.area import register_sections
from geo.documents.brief.blocks import Pictures, heading, items, table
from geo.documents.brief.write import compile_brief, frame
from geo.documents.report import ReportColumn, ReportTable
from geo.documents.report_tables import Report
from geo.documents.request import Request
from geo.words.catalogue import words
from geo.words.document_words import Words
from geo.words.messages import message
from geo.words.numbers import day

__all__ = ["AGENDA", "CALENDAR_HOST", "Meeting", "calendar", "write_agenda", "write_cover"]

_TITLE: Final = message("Documents for the meeting")
AGENDA: Final = message("Agenda: projects, openings and permits")
"""What the annex is called."""
CALENDAR_HOST: Final = "border-ports"
"""What follows the at sign in the ids of entries of calendars."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """When and where a meeting is, and who takes part; what is not known is left out."""

    date: dt.date | None = None
    place: str = ""
    participants: tuple[str, ...] = ()


def write_cover(
    border: Border, path: Path, request: Request, meeting: Meeting, files: Mapping[str, str]
) -> None:
    """Write the cover of a meeting pack: what, when, where, who, and the titles of its files."""
    report = Report(border=border, selection=request.selection, words=Words(request.lang))
    say = report.words.say
    rows = [(say("Subject"), report.subject())]
    if meeting.date:
        on = meeting.date
        rows.append((say("Date"), report.words.each(lambda lang: day(on, lang))))
    if meeting.place:
        rows.append((say("Place"), meeting.place))
    if meeting.participants:
        rows.append((say("Participants"), "\n".join(meeting.participants)))
    facts = ReportTable(
        key="meeting", title=say("Meeting"),
        columns=(ReportColumn(label=say("Meeting")), ReportColumn(label="", width=4)),
        rows=[*rows],
    )  # fmt: skip
    titles = [words(lang).say(_TITLE) for lang in report.words.langs]
    listed = [f"{say(title)}: {file}" for file, title in files.items()]
    body: dict[str, Any] = frame(report, request) | {
        "heading": titles[0],
        "names": titles[1:],
        "subject": [],
        "cover": [table(facts, 10), heading(report.words.short("documents")), items(listed)],
        "after": [],
        "sections": [],
    }
    compile_brief(body, Pictures(border), path)


def calendar(border: Border, request: Request, meeting: Meeting) -> bytes:
    """Return the meeting as a calendar file (RFC 5545); a meeting without a date has none."""
    if meeting.date is None:
        reason = "a meeting without a date is in no calendar"
        raise ValueError(reason)
    from icalendar import Calendar, Event

    report = Report(border=border, selection=request.selection, words=Words(request.lang))
    about = provenance(border)
    key = f"{meeting.date.isoformat()} {meeting.place} {report.subject()}"
    event = Event()
    event.add("uid", f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@{CALENDAR_HOST}")
    event.add("dtstamp", about.moment)
    event.add("dtstart", meeting.date)
    event.add("dtend", meeting.date + dt.timedelta(days=1))
    event.add("summary", f"{report.words.say(_TITLE)}: {report.subject()}")
    if meeting.place:
        event.add("location", meeting.place)
    event.add("description", "; ".join([about.edition, *meeting.participants]))
    entry = Calendar()
    entry.add("prodid", f"-//Border Ports//{about.version}//EN")
    entry.add("version", "2.0")
    entry.add_component(event)
    return bytes(entry.to_ical())


def write_agenda(border: Border, path: Path, request: Request) -> None:
    """Write the agenda annex: projects, openings that moved and permits that lapse."""
    report = Report(border=border, selection=request.selection, words=Words(request.lang))
    titles = [words(lang).say(AGENDA) for lang in report.words.langs]
    body: dict[str, Any] = frame(report, request) | {
        "heading": titles[0],
        "names": titles[1:],
        "subject": [report.subject()],
        "cover": [block for part in register_sections(report) for block in part["blocks"]],
        "after": [],
        "sections": [],
    }
    compile_brief(body, Pictures(border), path)
