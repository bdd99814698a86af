"""How feeds are asked, read from environment variables ``BORDER_PORTS_*``."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from geo.errors import InvalidValueError

__all__ = ["CONTACT", "FEED_VARIABLES", "SOCRATA_TOKEN", "FeedSettings", "address_variable",
           "feed_settings"]  # fmt: skip

CONTACT: Final = "BORDER_PORTS_CONTACT"
SOCRATA_TOKEN: Final = "BORDER_PORTS_SOCRATA_TOKEN"  # noqa: S105 - the name of a variable
FEED_VARIABLES: Final[Mapping[str, str]] = {
    CONTACT: "mail address or page by which a publisher can reach who asks; sent as User-Agent",
    SOCRATA_TOKEN: "application token of the publisher's Socrata site; without it answers are few",
}
"""Variables of all feeds and what they mean; the address of each feed has one of its own."""
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSettings:
    """What a feed is asked with. ``addresses`` has those that stand for a feed's own."""

    contact: str = ""
    socrata_token: str = ""
    addresses: Mapping[str, str]

    def address(self, feed: str, usual: str) -> str:
        """Return the address of a feed."""
        return self.addresses.get(feed) or usual


def address_variable(feed: str) -> str:
    """Return the variable that names another address of a feed."""
    return f"BORDER_PORTS_{feed.upper()}_URL"


def feed_settings(feeds: tuple[str, ...], environment: Mapping[str, str] | None = None
                  ) -> FeedSettings:  # fmt: skip
    """Return the settings of some feeds.

    Raises
    ------
    InvalidValueError
        An address is not https, nor http of this machine itself.
    """
    variables = os.environ if environment is None else environment
    addresses = {}
    for feed in feeds:
        text = variables.get(address_variable(feed), "")
        if text:
            addresses[feed] = _checked(text, address_variable(feed))
    return FeedSettings(
        contact=variables.get(CONTACT, ""),
        socrata_token=variables.get(SOCRATA_TOKEN, ""),
        addresses=addresses,
    )


def _checked(text: str, variable: str) -> str:
    parts = urlsplit(text)
    known = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    if not (known and parts.hostname) or parts.username or parts.query:
        allowed = "https://host/path, or http:// of this machine"
        raise InvalidValueError(variable, "(not shown)" if "@" in text else text, allowed)
    return text
