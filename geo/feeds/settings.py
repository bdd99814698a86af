"""How feeds are asked, read from environment variables ``BORDER_PORTS_*``."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from geo.errors import InvalidValueError

__all__ = [
    "BANXICO_TOKEN",
    "CONTACT",
    "FEED_VARIABLES",
    "LIVE_NAMES",
    "LIVE_VARIABLES",
    "SOCRATA_TOKEN",
    "USUAL_FEEDS",
    "FeedSettings",
    "LiveSettings",
    "address_variable",
    "feed_settings",
    "live_database",
    "live_folder",
]

CONTACT: Final = "BORDER_PORTS_CONTACT"
BANXICO_TOKEN: Final = "BORDER_PORTS_BANXICO_TOKEN"  # noqa: S105 - the name of a variable
SOCRATA_TOKEN: Final = "BORDER_PORTS_SOCRATA_TOKEN"  # noqa: S105 - the name of a variable
FEED_VARIABLES: Final[Mapping[str, str]] = {
    CONTACT: "mail address or page by which a publisher can reach who asks; sent as User-Agent",
    SOCRATA_TOKEN: "application token of the publisher's Socrata site; without it answers are few",
}
"""Variables of all feeds and what they mean; the address of each feed has one of its own."""
_FOLDER: Final = "BORDER_PORTS_LIVE_FOLDER"
_DATABASE: Final = "BORDER_PORTS_LIVE_DATABASE"
_FEEDS: Final = "BORDER_PORTS_LIVE_FEEDS"
LIVE_NAMES: Final = ("waits", "rivers", "alerts", "ibwc", "rate")
"""The live feeds."""
USUAL_FEEDS: Final = ("waits", "rivers", "alerts")
"""Feeds that are asked where nobody says which: those that need neither token nor consent."""
_MINUTES: Final = "BORDER_PORTS_LIVE_MINUTES"
_RECORDED_DAYS: Final = "BORDER_PORTS_LIVE_RECORDED_DAYS"
_HOURLY_DAYS: Final = "BORDER_PORTS_LIVE_HOURLY_DAYS"
LIVE_VARIABLES: Final[Mapping[str, str]] = {
    _FOLDER: "folder of what live feeds said (default: ~/.local/state/border-ports)",
    _DATABASE: "postgresql://… that keeps it in place of the folder's SQLite file (default: none)",
    _FEEDS: "feeds to ask, with commas between: waits, rivers, alerts, ibwc, rate "
    "(default: waits,rivers,alerts); ibwc accepts the terms of the portal of the IBWC",
    BANXICO_TOKEN: "token of Banxico's service of series, which the feed rate needs",
    _MINUTES: "minutes between two requests, 10 or more (default: 15)",
    _RECORDED_DAYS: "days that waits are kept as recorded, then by the hour (default: 400)",
    _HOURLY_DAYS: "days that waits are kept by the hour, then by the day (default: 1830)",
}
"""Variables of live feeds and what they mean."""
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSettings:
    """How often a live feed is asked, and for how many days what it says is kept how."""

    feeds: tuple[str, ...] = USUAL_FEEDS
    minutes: int = 15
    recorded_days: int = 400
    hourly_days: int = 1830


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSettings:
    """What a feed is asked with. ``addresses`` has those that stand for a feed's own."""

    contact: str = ""
    socrata_token: str = ""
    banxico_token: str = ""
    addresses: Mapping[str, str]
    live: LiveSettings = field(default_factory=LiveSettings)

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
        banxico_token=variables.get(BANXICO_TOKEN, ""),
        addresses=addresses,
        live=LiveSettings(
            feeds=_named(variables.get(_FEEDS, "")),
            minutes=_whole(variables, _MINUTES, 15, 10),
            recorded_days=_whole(variables, _RECORDED_DAYS, 400, 1),
            hourly_days=_whole(variables, _HOURLY_DAYS, 1830, 1),
        ),
    )


def live_folder(text: str = "", environment: Mapping[str, str] | None = None) -> Path:
    """Return the folder of what live feeds said: the one named, the variable's, or the usual."""
    variables = os.environ if environment is None else environment
    if named := text or variables.get(_FOLDER, ""):
        return Path(named)
    state = variables.get("XDG_STATE_HOME", "")
    return (Path(state) if state else Path.home() / ".local" / "state") / "border-ports"


def live_database(text: str = "", environment: Mapping[str, str] | None = None) -> str:
    """Return the address of the database that keeps what live feeds said, empty if a file does."""
    variables = os.environ if environment is None else environment
    return text or variables.get(_DATABASE, "")


def _named(text: str) -> tuple[str, ...]:
    """Return the feeds that a setting names, in the order in which they are known."""
    wanted = {name.strip() for name in text.split(",") if name.strip()}
    if not wanted:
        return USUAL_FEEDS
    if not wanted <= set(LIVE_NAMES):
        raise InvalidValueError(_FEEDS, text, ", ".join(LIVE_NAMES))
    return tuple(name for name in LIVE_NAMES if name in wanted)


def _whole(variables: Mapping[str, str], name: str, usual: int, least: int) -> int:
    text = variables.get(name, "")
    if not text:
        return usual
    if not text.isdecimal() or int(text) < least:
        raise InvalidValueError(name, text, f"a whole number, {least} or more")
    return int(text)


def _checked(text: str, variable: str) -> str:
    parts = urlsplit(text)
    known = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    if not (known and parts.hostname) or parts.username or parts.query:
        allowed = "https://host/path, or http:// of this machine"
        raise InvalidValueError(variable, "(not shown)" if "@" in text else text, allowed)
    return text
