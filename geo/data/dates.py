"""Dates of which a day, a month or only a year is known."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from datetime import date

__all__ = ["known_part"]

_CHARACTERS: Final = {"day": 10, "month": 7, "year": 4}
"""How much of an ISO 8601 date each precision knows."""


def known_part(row: Mapping[str, Any], name: str) -> str | None:
    """Return what is known of a date as ISO 8601: ``2025``, ``2025-09`` or ``2025-09-30``.

    ``row`` has the date under ``name`` and how much of it is known under ``<name>_precision``,
    without which it is a day; ``None`` if there is no date.
    """
    when: date | None = row[name]
    return (
        None
        if when is None
        else when.isoformat()[: _CHARACTERS[row.get(f"{name}_precision", "day")]]
    )
