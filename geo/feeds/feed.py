"""What a feed is that renews a layer of the data set."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from geo.data.frames import BorderFrames
from geo.feeds.fetch import Fetcher
from geo.feeds.settings import FeedSettings
from geo.feeds.socrata import Known

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Asking", "Decisions", "Feed", "Revision", "Sent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """How much is asked for.

    Parameters
    ----------
    today
        The day on which it is asked; nothing may be of a later one.
    months_back
        Months that we have and ask for again, to see what was corrected.
    page_rows
        Rows of one page.
    before
        The answer that was taken last.
    """

    today: date
    months_back: int = 12
    page_rows: int = 10_000
    before: Known = field(default_factory=Known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a publisher sent: every row from the first day ``since`` on, cells as it writes them.

    ``unchanged`` says that it sent nothing, for all is as it was when ``known`` was taken.
    ``sha256`` is that of the rows.
    """

    rows: "pd.DataFrame"
    unchanged: bool
    known: Known
    since: date
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """What a person has decided of what a feed sends.

    Parameters
    ----------
    settled
        The value to keep of a row that comes with several, by the id of the row.
    ended_notes
        Ids of notes on the counts to end.
    allow_new
        Take port codes that we do not know.
    allow_unusual
        Take months far above or below those before.
    allow_changes_percent
        How many percent of the rows that we have may change or go.
    """

    settled: Mapping[str, int] = field(default_factory=dict)
    ended_notes: tuple[str, ...] = ()
    allow_new: bool = False
    allow_unusual: bool = False
    allow_changes_percent: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """The frames that a feed changes, and what a person should know of it.

    ``objections`` say why it should not be published; ``replaced_inputs`` names inputs of the
    layer of which nothing is left.
    """

    frames: "Mapping[str, pd.DataFrame]"
    messages: tuple[str, ...] = ()
    objections: tuple[str, ...] = ()
    replaced_inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A publication on the network from which a layer of the data set is renewed.

    Parameters
    ----------
    name
        Its name on the command line; ``BORDER_PORTS_<NAME>_URL`` is another address of it.
    summary
        What it holds, in a few words.
    publisher, title, credit, licence
        Whose it is and under what terms, as the data set names its sources.
    address, page
        Where programs ask, and where people read about it.
    layer
        The layer that it renews.
    fetch
        Returns what is newer than a border, validated; ``FeedError`` if it cannot be had,
        ``PayloadError`` if it lacks what it must have.
    revise
        Returns the frames of a border after what was sent; ``DatasetError`` if it does not fit.
    """

    name: str
    summary: str
    publisher: str
    title: str
    credit: str
    licence: str
    address: str
    page: str
    layer: str
    fetch: Callable[[Fetcher, FeedSettings, BorderFrames, Asking], Sent]
    revise: Callable[[BorderFrames, Sent, Decisions], Revision]
