"""The publications behind what documents show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from geo.border import Border
from geo.documents.report import source_for_readers
from geo.words.catalogue import words
from geo.words.messages import message

__all__ = ["Publication", "shown_publications"]

_SHOWN: Final = frozenset(
    {
        "boundary", "crossing_volumes", "lakes", "ports", "river_segments", "states", "volumes",
    }
)  # fmt: skip
"""Layers made from publications that documents print or draw."""
_SOURCE: Final = message("Source")
_SPANISH_CREDIT: Final = "Fuente: "
"""How the credit begins that INEGI asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What one publisher's files are called, their version, and their address if all share it."""

    title: str
    version: str
    address: str


def shown_publications(
    border: Border, lang: str, more: frozenset[str] = frozenset()
) -> list[Publication]:
    """Return the publications behind what documents show, files of one and the same together.

    ``more`` names layers that one document shows and others do not.
    """
    shown = _SHOWN | more
    together: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for source in border.package["sources"]:
        if shown.intersection(source.get("layers", shown)):
            key = source.get("credit", source["title"]), source.get("version", "")
            together.setdefault(key, []).append(source)
    return [
        _publication(credit, version, files, lang) for (credit, version), files in together.items()
    ]


def _publication(
    credit: str, version: str, files: Sequence[dict[str, Any]], lang: str
) -> Publication:
    names = "; ".join(
        name for file in files if (name := _own_name(credit, source_for_readers(file["title"])))
    )
    if credit.startswith(_SPANISH_CREDIT):
        credit = f"{words(lang).say(_SOURCE)}: {credit.removeprefix(_SPANISH_CREDIT)}"
    addresses = {file.get("path", "") for file in files}
    return Publication(
        title=f"{credit}: {names}" if names else credit,
        version=source_for_readers(version),
        address=addresses.pop() if len(addresses) == 1 else "",
    )


def _own_name(credit: str, title: str) -> str:
    """Return the title without the credit, and without a product that the credit names too."""
    name = title.removeprefix(credit).removeprefix(": ")
    product, comma, rest = name.partition(", ")
    return rest if comma and product.partition(" (")[0] in credit else name
