"""Every feed that renews the data set: a new one is a file and a line here."""

from typing import Final

from geo.feeds.bts_volumes import VOLUMES
from geo.feeds.feed import Feed

__all__ = ["DATA_FEEDS"]

DATA_FEEDS: Final[dict[str, Feed]] = {feed.name: feed for feed in (VOLUMES,)}
"""The feeds by name."""
