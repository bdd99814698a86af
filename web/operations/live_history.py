"""What live feeds said, where the service shows it."""

from geo.feeds.history import History
from geo.feeds.live_registry import kept_history
from web.settings import Settings

__all__ = ["live_history"]


def live_history(settings: Settings) -> History | None:
    """Return the history that the service shows, ``None`` where it shows no live data."""
    if settings.live == "0":
        return None
    return kept_history(settings.live_folder, settings.live_database)
