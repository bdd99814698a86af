"""A feed of what happened to projects, permits and ports, for feed readers (Atom, RFC 4287)."""

from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from geo.border import Border
from geo.data.provenance import provenance
from geo.documents.request import Request
from geo.formats.model import Format
from geo.queries.answer import Row
from geo.queries.changes import changed
from geo.words.catalogue import words
from geo.words.credits import NOT_OFFICIAL
from geo.words.messages import message
from geo.words.source_words import source_said

__all__ = ["ATOM"]

_NAMESPACE: Final = "http://www.w3.org/2005/Atom"
_BEGIN: Final = "1983-01-01"
"""The binational group has met since 1983."""
_MAX_ENTRIES: Final = 100
_ID: Final = "tag:border-ports,2026"


def _write(border: Border, path: Path, request: Request) -> None:
    say, about = words(request.lang), provenance(border)
    feed = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": say.tag})
    _text(feed, "id", f"{_ID}:changes")
    _text(feed, "title", say.say("What happened at the US-Mexico border crossings"))
    _text(feed, "subtitle", f"{about.edition}. {say.say(NOT_OFFICIAL)}")
    _text(feed, "updated", about.moment.isoformat())
    _text(SubElement(feed, "author"), "name", "Border Ports")
    for row in _chosen(border, request)[:_MAX_ENTRIES]:
        entry = SubElement(feed, "entry")
        _text(entry, "id", f"{_ID}:{row['subject']}:{row['id']}")
        _text(entry, "title", f"{say.pick(row, 'name')}: {say.pick(row, 'text')}")
        _text(entry, "updated", _moment(row["date"]))
        SubElement(entry, "category", {"term": row["subject"]})
        told = source_said(row["sources"] or "", say.lang)
        _text(entry, "summary", f"{say.pick(row, 'text')} ({row['date']}). {told}")
    path.write_bytes(tostring(feed, encoding="utf-8", xml_declaration=True))


def _chosen(border: Border, request: Request) -> list[Row]:
    """Return what happened in the selection, newest first; meetings are of every part."""
    _, _, rows = changed(border, _BEGIN)
    if request.selection.is_whole:
        return rows
    ids = {
        border.records(layer).columns["id"][row]
        for layer in ("ports", "projects", "permits")
        for row in request.selection.rows(border, layer)
    }
    return [row for row in rows if row["subject"] == "meeting" or row["about"] in ids]


def _moment(known: str) -> str:
    """Return what is known of a day as a moment: the start of the day, month or year."""
    return f"{known}{'-01' * (3 - len(known.split('-')))}T00:00:00+00:00"


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


ATOM: Final = Format(
    name="atom",
    suffix=".atom",
    media_type="application/atom+xml",
    title=message("Feed of changes (Atom)"),
    purpose=message("What happened to projects, permits and ports, for feed readers."),
    content="document",
    write=_write,
    stem="changes",
)
