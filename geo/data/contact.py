"""Addresses by which those who keep the data or a service can be reached."""

import re
from typing import Final

from geo.errors import InvalidValueError

__all__ = ["MAIL", "checked_contact"]

MAIL: Final = "mailto:"
"""How the address of a mailbox begins."""

_CONTACT: Final = re.compile(r"(?:mailto:[^\s@]+@[^\s@]+|https://\S+)")


def checked_contact(setting: str, contact: str) -> str:
    """Return ``mailto:…`` or ``https://…``; ``InvalidValueError`` names the setting otherwise."""
    if not _CONTACT.fullmatch(contact):
        allowed = "mailto:… or https://…"
        raise InvalidValueError(setting, contact, allowed)
    return contact
