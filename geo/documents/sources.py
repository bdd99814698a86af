"""The publications behind what documents show, in the reader's language."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Final

from geo.border import Border
from geo.documents.report import source_for_readers
from geo.words.catalogue import words
from geo.words.messages import message
from geo.words.numbers import short_partial_day

__all__ = ["Publication", "publications_of", "shown_publications"]

# What the publications are called: a test holds that each shown one has words in every language.
_TITLES: Final = (
    message("Made with Natural Earth"),
    message("1:10m lakes and reservoirs of the whole world"),
    message("1:10m lakes, North America supplement"),
    message("1:10m railroads, North America supplement"),
    message("1:10m rivers and lake centerlines of the whole world"),
    message("1:10m rivers, North America supplement"),
    message("US Bureau of Transportation Statistics, Border Crossing/Entry Data"),
    message("US-Mexico rows, January 1996 to February 2025"),
    message("trucks at US-Mexico ports, March 2025 to August 2026"),
    message("US Bureau of Transportation Statistics, TransBorder Freight Data"),
    message(
        "US-Mexico, summed per port code, month, mode and direction, January 2020 to September 2024"
    ),
    message("US Bureau of Transportation Statistics; compiled by the University of North Texas"),
    message("TransBorder Freight per Texas port, year, mode and direction, 1993 to 2025"),
    message("TransBorder Freight, US totals per year, mode and direction, 1993 to 2025"),
    message("US Census Bureau"),
    message("Cartographic boundary files 2016, counties 1:500,000"),
    message("Cartographic boundary files 2016, states 1:500,000"),
    message(
        "US Census Bureau, TIGER/Line 2023; US-Mexico line provided by the International Boundary "
        "and Water Commission"
    ),
    message("international boundary of the United States"),
    message("US Customs and Border Protection; compiled by the University of North Texas"),
    message("Northbound crossings per Texas bridge, month and mode, 2008 to 2025"),
    message("municipalities of Baja California"),
    message("municipalities of Chihuahua (joined from several answers)"),
    message("municipalities of Coahuila"),
    message("municipalities of Nuevo León"),
    message("municipalities of Sonora"),
    message("municipalities of Tamaulipas"),
)
_COPY: Final = message("copy of {date}")
_SECOND_HAND_COPY: Final = message("second-hand copy of {date}")
_MONTHS: Final = message("months to {date}")
_DATED: Final = re.compile(r"(copy of|second-hand copy of|months to) ([\d-]+)")
_DATED_AS: Final = {
    "copy of": _COPY, "second-hand copy of": _SECOND_HAND_COPY, "months to": _MONTHS,
}  # fmt: skip
_SHOWN: Final = frozenset(
    {
        "boundary", "crossing_volumes", "lakes", "ports", "river_segments", "states", "volumes",
    }
)  # fmt: skip
"""Layers made from publications that documents print or draw."""
_COUNTS: Final = frozenset({"crossing_volumes", "volumes"})
_SOURCE: Final = message("Source")
_TO: Final = "\N{EN DASH}"
_SPANISH_CREDIT: Final = "Fuente: "
"""How the credit begins that INEGI asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What one publisher's files are called, their version, and their address if all share it."""

    title: str
    version: str
    address: str


def shown_publications(
    border: Border, lang: str, more: frozenset[str] = frozenset(), *, has_counts: bool = True
) -> list[Publication]:
    """Return the publications behind what documents show, files of one and the same together.

    ``more`` names layers that one document shows and others do not; one of a stretch without a
    port has no counts.
    """
    return publications_of(border, lang, (_SHOWN if has_counts else _SHOWN - _COUNTS) | more)


def publications_of(border: Border, lang: str, layers: AbstractSet[str]) -> list[Publication]:
    """Return the publications that layers, given by name, are made from, as documents name them."""
    together: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for source in border.package["sources"]:
        if not layers.isdisjoint(source.get("layers", layers)):
            key = source.get("credit", source["title"]), source.get("version", "")
            together.setdefault(key, []).append(source)
    return [
        _publication(credit, version, files, lang) for (credit, version), files in together.items()
    ]


def _publication(
    credit: str, version: str, files: Sequence[dict[str, Any]], lang: str
) -> Publication:
    own = [_own_name(credit, source_for_readers(file["title"])) for file in files]
    names = "; ".join(words(lang).say(name) for name in own if name)
    if credit.startswith(_SPANISH_CREDIT):
        credit = f"{words(lang).say(_SOURCE)}: {credit.removeprefix(_SPANISH_CREDIT)}"
    else:
        credit = words(lang).say(credit)
    addresses = {file.get("path", "") for file in files}
    return Publication(
        title=f"{credit}: {names}" if names else credit,
        version=_version(source_for_readers(version), lang),
        address=addresses.pop() if len(addresses) == 1 else "",
    )


def _own_name(credit: str, title: str) -> str:
    """Return the title without the credit, and without a product that the credit names too."""
    name = title.removeprefix(credit).removeprefix(": ")
    product, comma, rest = name.partition(", ")
    return rest if comma and product.partition(" (")[0] in credit else name


def _version(text: str, lang: str) -> str:
    """Return a version: a date, a span of years, of when a copy is, or its last month."""
    found = _DATED.fullmatch(text)
    if found is None:
        return short_partial_day(text.replace("-", _TO) if _is_span(text) else text, lang)
    said = _DATED_AS[found[1]]
    return words(lang).each(lambda one: words(one).say(said, date=short_partial_day(found[2], one)))


def _is_span(text: str) -> bool:
    first, _mark, last = text.partition("-")
    return len(first) == len(last) == len("2017")
