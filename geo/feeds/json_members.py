"""Members of JSON that a payload must have, or may have."""

from collections.abc import Mapping
from datetime import UTC, datetime
from math import isfinite
from typing import Any, Final, TypeVar

import orjson

from geo.feeds.fetch import PayloadError

__all__ = ["LackError", "member", "moment_in", "number_in", "read_object", "text_in"]


_Kind = TypeVar("_Kind")
_MISSING_BELOW: Final = -998


class LackError(Exception):
    """A member that must be there is not, or is not as it must be."""


def read_object(content: bytes, publisher: str) -> Mapping[str, Any]:
    """Return the object that some bytes are.

    Raises
    ------
    PayloadError
        They are no JSON, or no object.
    """
    try:
        value = orjson.loads(content)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise PayloadError(f"{publisher}: no object of JSON", content.decode(errors="replace"))
    return value


def member(held: object, name: str, kind: type[_Kind]) -> _Kind:
    """Return a member of a kind; ``LackError`` where it is missing or of another."""
    value = held.get(name) if isinstance(held, dict) else None
    if not isinstance(value, kind):
        raise LackError(f"{name} is missing, or no {kind.__name__}")
    return value


def text_in(held: Mapping[str, Any], name: str) -> str | None:
    """Return a text that may be missing."""
    value = held.get(name)
    return value if isinstance(value, str) and value else None


def number_in(held: Mapping[str, Any], name: str) -> float | None:
    """Return a number that may be missing; one below -998 says so too."""
    value = held.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if isfinite(value) and value > _MISSING_BELOW else None


def moment_in(held: Mapping[str, Any], name: str) -> datetime | None:
    """Return a moment with its zone in UTC; ``None`` where there is none, or of year 1."""
    try:
        moment = datetime.fromisoformat(held.get(name) or "")
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None or moment.year < 1970:  # noqa: PLR2004
        return None
    return moment.astimezone(UTC)
