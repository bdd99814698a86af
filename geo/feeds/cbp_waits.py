"""The waits of CBP as a feed that is asked all the time."""

from datetime import datetime
from typing import Final

from geo.data.frames import BorderFrames
from geo.feeds.fetch import Answer, Fetcher, Validators
from geo.feeds.history import FeedState, History
from geo.feeds.live import LiveFeed
from geo.feeds.settings import FeedSettings
from geo.feeds.waits import WaitReport, places_of, refuse_future, wait_report

__all__ = ["CBP_WAITS", "CBP_WAITS_ADDRESS", "WAITS"]

CBP_WAITS: Final = "waits"
CBP_WAITS_ADDRESS: Final = "https://bwt.cbp.gov/api/bwtnew"
_MEDIA: Final = ("json", "xml")


def _ask(
    fetcher: Fetcher, settings: FeedSettings, border: BorderFrames, before: Validators
) -> Answer:
    del border
    address = settings.address(CBP_WAITS, CBP_WAITS_ADDRESS)
    return fetcher.content(address, _MEDIA, before=before)


def _read(content: bytes, border: BorderFrames, now: datetime) -> WaitReport:
    report = wait_report(content, places_of(border))
    refuse_future(report, now, content)
    return report


def _keep(history: History, report: WaitReport, state: FeedState) -> int:
    return history.keep(CBP_WAITS, report, state)


WAITS: Final = LiveFeed(
    name=CBP_WAITS,
    summary="waiting times at the ports of entry",
    publisher="US Customs and Border Protection",
    address=CBP_WAITS_ADDRESS,
    minutes=10,
    ask=_ask,
    read=_read,
    keep=_keep,
)
