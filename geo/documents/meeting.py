"""A meeting: the cover of its pack, and its entry for calendars."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from geo.border import Border
from geo.data.provenance import provenance
from geo.documents.brief.blocks import Pictures, heading, items, table
from geo.documents.brief.write import compile_brief, frame
from geo.documents.report import ReportColumn, ReportTable
from geo.documents.report_tables import Report
from geo.documents.request import Request
from geo.words.catalogue import words
from geo.words.document_words import Words
from geo.words.messages import message
from geo.words.numbers import day

__all__ = ["Meeting", "calendar", "write_cover"]

_TITLE: Final = message("Documents for the meeting")
_LINE_BYTES: Final = 75
"""Longest line of a calendar file (RFC 5545, section 3.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """When and where a meeting is, and who takes part; what is not known is left out."""

    date: dt.date | None = None
    place: str = ""
    participants: tuple[str, ...] = ()


def write_cover(
    border: Border, path: Path, request: Request, meeting: Meeting, files: Sequence[str]
) -> None:
    """Write the cover of a meeting pack: what, when, where, who, and the files in it."""
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
    body: dict[str, Any] = frame(report, request) | {
        "heading": titles[0],
        "names": titles[1:],
        "subject": [],
        "cover": [table(facts, 10), heading(report.words.short("documents")), items(files)],
        "after": [],
        "sections": [],
    }
    compile_brief(body, Pictures(), path)


def calendar(border: Border, request: Request, meeting: Meeting) -> bytes:
    """Return the meeting as a calendar file (RFC 5545); a meeting without a date has none."""
    if meeting.date is None:
        reason = "a meeting without a date is in no calendar"
        raise ValueError(reason)
    report = Report(border=border, selection=request.selection, words=Words(request.lang))
    about = provenance(border)
    summary = f"{report.words.say(_TITLE)}: {report.subject()}"
    key = f"{meeting.date.isoformat()} {meeting.place} {report.subject()}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Border Ports//EN",
        "BEGIN:VEVENT",
        f"UID:{hashlib.sha256(key.encode()).hexdigest()[:32]}@border-ports",
        f"DTSTAMP:{about.date:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{meeting.date:%Y%m%d}",
        f"DTEND;VALUE=DATE:{meeting.date + dt.timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(summary)}",
        *([f"LOCATION:{_escaped(meeting.place)}"] if meeting.place else []),
        f"DESCRIPTION:{_escaped('; '.join([about.edition, *meeting.participants]))}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line in pieces of at most 75 bytes, the further ones after a space."""
    parts, current = [], ""
    for letter in line:
        if len((current + letter).encode()) >= _LINE_BYTES:
            parts.append(current)
            current = ""
        current += letter
    return "\r\n ".join([*parts, current])
