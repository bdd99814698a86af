"""Whom maps and documents credit, and what they are not."""

from typing import Final

from geo.words.catalogue import words
from geo.words.messages import message

__all__ = ["NOT_OFFICIAL", "WAITS_NOTE", "map_credit"]

NOT_OFFICIAL: Final = message("Not an official publication of either government.")
WAITS_NOTE: Final = message(
    "As CBP records them: typed by officers, or measured by readers along the road where RFID "
    "stands. No official measurement; nobody has checked them."
)
"""What stands beside every waiting time."""
_BOUNDARY: Final = message("Boundary: IBWC line, US Census Bureau TIGER/Line 2023.")
_STATES: Final = message("States: US Census Bureau 2016; INEGI, Marco Geoestadístico 2025.")
_CONTEXT: Final = message("Land and towns: Natural Earth; GeoNames (CC BY 4.0).")
_PORTS: Final = message("Ports: compiled from public sources.")
_PURPOSE: Final = message("For mapping purposes only.")


def map_credit(lang: str, *, context: bool = True, ports: bool = False) -> str:
    """Return whose lines a map shows, in a language.

    ``context`` credits land and towns around the states too, ``ports`` the points.
    """
    parts = [_BOUNDARY, _STATES, *([_CONTEXT] if context else []), *([_PORTS] if ports else [])]
    return words(lang).each(
        lambda one: " ".join(words(one).say(part) for part in [*parts, _PURPOSE])
    )
