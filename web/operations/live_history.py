"""What live feeds said, where the service shows it."""

from geo.feeds.history import History
from geo.feeds.settings import live_folder
from web.settings import Settings

__all__ = ["live_history"]


def live_history(settings: Settings) -> History | None:
    """Return the history that the service shows, ``None`` where it shows no live data."""
    return None if settings.live == "0" else History(live_folder(settings.live_folder))
