"""Addresses by which the keepers of a service can be reached."""

import re
from typing import Final

from geo.errors import InvalidValueError

__all__ = ["checked_contact"]

_CONTACT: Final = re.compile(r"(?:mailto:[^\s@]+@[^\s@]+|https://\S+)")


def checked_contact(setting: str, contact: str) -> str:
    """Return ``mailto:…`` or ``https://…``; ``InvalidValueError`` names the setting otherwise."""
    if not _CONTACT.fullmatch(contact):
        allowed = "mailto:… or https://…"
        raise InvalidValueError(setting, contact, allowed)
    return contact
