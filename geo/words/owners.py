"""Names of public owners in every language; companies and persons keep their names."""

import re
from collections.abc import Mapping
from typing import Any, Final

from geo.words.catalogue import SOURCE, words
from geo.words.messages import in_context, message

__all__ = ["owner_name", "owner_text", "owners_text"]

_NAMES: Final = frozenset(
    {
        message("Government of Mexico"),
        message("U.S. Government"),
        message("U.S. General Services Administration"),
        message("U.S. General Services Administration, on land of the Quechan Tribe"),
        message("U.S. Customs and Border Protection"),
        message("U.S. National Park Service"),
        message("Boquillas del Carmen (municipality of Ocampo)"),
        message("Texas Department of Transportation (TxDOT)"),
        message("Cameron County International Bridge System"),
        message("International Boundary and Water Commission (U.S. Section)"),
        message("International Boundary and Water Commission (Mexican Section)"),
        message("Cities of McAllen, Mission, Hidalgo, and Granjeno"),
        message("Reyna family"),
    }
)
_PATTERNS: Final = (
    (re.compile(r"City of (?P<name>.+)"), message("City of {name}")),
    (re.compile(r"[Ss]tate of (?P<name>.+)"), message("State of {name}")),
    (re.compile(r"(?P<name>.+) County"), in_context("owner", "{name} County")),
)


def owner_name(row: Mapping[str, Any], role: str, lang: str) -> str | None:
    """Return a port's owner or operator in a language; ``None`` if not known.

    ``role`` is a column of ``ports`` such as ``us_owner``; the data themselves hold its Spanish.
    """
    own: str | None = row.get(f"{role}_{lang}")
    name: str | None = row[role]
    return own or (name and owner_text(name, lang))


def owner_text(owner: str, lang: str) -> str:
    """Return the name of a government, city, county or agency in a language, others as they are."""
    if lang == SOURCE:
        return owner
    if owner in _NAMES:
        return words(lang).say(owner)
    for pattern, named in _PATTERNS:
        match = pattern.fullmatch(owner)
        if match:
            return words(lang).say(named, name=match["name"])
    return owner


def owners_text(owners: str, lang: str) -> str:
    """Return names with semicolons between, each in a language as ``owner_text`` says it."""
    return "; ".join(owner_text(owner, lang) for owner in owners.split("; "))
