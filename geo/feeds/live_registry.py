"""Every feed that is asked all the time: a new one is a file and a line here."""

from typing import Final

from geo.feeds.cbp_waits import WAITS
from geo.feeds.history import History
from geo.feeds.ibwc_stations import STATIONS
from geo.feeds.live import LiveFeed
from geo.feeds.nws_alerts import ALERTS
from geo.feeds.nws_rivers import RIVERS
from geo.feeds.peso_rate import RATE
from geo.feeds.settings import FeedSettings, feed_settings, live_database, live_folder

__all__ = ["LIVE_FEEDS", "feeds_asked", "kept_history", "live_settings"]

LIVE_FEEDS: Final[dict[str, LiveFeed]] = {
    feed.name: feed for feed in (WAITS, RIVERS, ALERTS, STATIONS, RATE)
}
"""The feeds by name, the most wanted first."""


def live_settings() -> FeedSettings:
    """Return the settings of the live feeds; ``InvalidValueError`` if one is not allowed."""
    return feed_settings(tuple(LIVE_FEEDS))


def feeds_asked(settings: FeedSettings) -> tuple[LiveFeed, ...]:
    """Return the feeds that are to be asked; one whose token is not set is not."""
    return tuple(
        feed
        for name, feed in LIVE_FEEDS.items()
        if name in settings.live.feeds and (feed is not RATE or settings.banxico_token)
    )


def kept_history(folder: str = "", database: str = "") -> History:
    """Return what is kept of the feeds, where a setting, a variable or the usual place says."""
    return History(live_folder(folder), live_database(database))
