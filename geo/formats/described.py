"""What catalogues are told of an export: the same facts in every format of metadata."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from geo.border import Border
from geo.data.provenance import Provenance, layer_provenance, provenance
from geo.documents.request import Request
from geo.formats.layer_rows import Box, LayerRows, box_of, requested_rows
from geo.layers import LAYERS
from geo.words.catalogue import SOURCE, Words, languages, words
from geo.words.credits import NOT_OFFICIAL
from geo.words.document_words import Words as DocumentWords
from geo.words.messages import message

__all__ = ["KEYWORDS", "MAINTAINERS", "Described", "Distribution", "described", "distributions"]

MAINTAINERS: Final = "Border Ports maintainers"
"""Who publishes the data set."""
KEYWORDS: Final = (
    message("ports of entry"),
    message("international boundary"),
    message("Mexico"),
    message("United States"),
)
"""Words by which catalogues find the data set, as messages."""
_NAME: Final = "border-ports"
_DECIMALS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A data set or one layer of it.

    ``title`` and ``abstract`` are by language. ``box`` is west, south, east and north in degrees,
    ``period`` the first and last day that rows are of; either is ``None`` where rows have none.
    """

    identifier: str
    title: dict[str, str]
    abstract: dict[str, str]
    about: Provenance
    rows: int
    box: Box | None
    period: tuple[date, date] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """A file of the data: its format, media type and, where a service sends it, its address."""

    title: str
    media_type: str
    address: str


def described(border: Border, request: Request) -> tuple[Described, list[Described]]:
    """Return what a request chooses, as a whole and layer by layer."""
    parts = [_layer(border, name, request) for name in request.layers]
    about = provenance(border)
    whole = {
        lang: " ".join((reader.pick(about, "counting_rule"), reader.say(NOT_OFFICIAL)))
        for lang, reader in _readers()
    }
    return (
        Described(
            identifier="-".join(filter(None, (_NAME, request.selection.slug))),
            title={lang: _titled(border, request, about, reader) for lang, reader in _readers()},
            abstract=whole,
            about=about,
            rows=sum(part.rows for part in parts),
            box=_around([part.box for part in parts]),
            period=_spanned([part.period for part in parts]),
        ),
        parts,
    )


def distributions(request: Request) -> list[Distribution]:
    """Return the files of the data set; with no address none can be fetched."""
    from geo.formats.registry import FORMATS

    start = f"{request.address}/exports/" if request.address else ""
    return [
        Distribution(
            title=words(SOURCE).say(form.title),
            media_type=form.media_type,
            address=start and f"{start}{form.file_name}",
        )
        for form in FORMATS.values()
        if form.content == "layers" and not form.is_metadata
    ]


def _readers() -> list[tuple[str, Words]]:
    return [(lang, words(lang)) for lang in languages()]


def _titled(border: Border, request: Request, about: Provenance, reader: Words) -> str:
    from geo.documents.report_tables import Report

    title = reader.pick(about, "title")
    if request.selection.is_whole:
        return title
    said = DocumentWords(reader.leading)
    report = Report(border=border, selection=request.selection, words=said)
    return f"{title} ({report.subject()})"


def _layer(border: Border, name: str, request: Request) -> Described:
    layer = LAYERS[name]
    rows = requested_rows(border, name, request)
    return Described(
        identifier="-".join(filter(None, (_NAME, request.selection.slug, name))),
        title={lang: reader.pick(layer, "title") for lang, reader in _readers()},
        abstract={lang: reader.pick(layer, "description") for lang, reader in _readers()},
        about=layer_provenance(border, name),
        rows=len(rows.rows),
        box=_box(rows),
        period=_period(rows),
    )


def _box(rows: LayerRows) -> Box | None:
    box = box_of(rows)
    if box is None:
        return None
    west, south, east, north = (round(side, _DECIMALS) for side in box)
    return west, south, east, north


def _period(rows: LayerRows) -> tuple[date, date] | None:
    if rows.layer.time is None:
        return None
    column = rows.records.columns[rows.layer.time]
    days = [day for row in rows.rows if (day := column[row]) is not None]
    return (min(days), max(days)) if days else None


def _around(boxes: Sequence[Box | None]) -> Box | None:
    known = [box for box in boxes if box is not None]
    if not known:
        return None
    west, south, east, north = zip(*known, strict=True)
    return min(west), min(south), max(east), max(north)


def _spanned(periods: Sequence[tuple[date, date] | None]) -> tuple[date, date] | None:
    known = [period for period in periods if period is not None]
    if not known:
        return None
    first, last = zip(*known, strict=True)
    return min(first), max(last)
