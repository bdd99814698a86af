"""Dates in conditional requests."""

from datetime import datetime

from werkzeug.http import parse_date

__all__ = ["moment_of"]


def moment_of(text: str | None) -> datetime | None:
    """Return the moment that an HTTP date names; ``None`` for what is none, such as year 10^10."""
    try:
        return parse_date(text)
    except (OverflowError, ValueError):
        return None
