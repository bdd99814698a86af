"""``border-ports feeds``: what is asked of publishers all the time, and what came of it."""

import logging
import signal
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from geo.cli.store import opened
from geo.feeds.cbp_records import LANES
from geo.feeds.fetch import Fetcher, Manner
from geo.feeds.history import FeedState, History
from geo.feeds.live import LiveFeed
from geo.feeds.live_registry import LIVE_FEEDS, feeds_asked, kept_history, live_settings
from geo.feeds.nearest_waits import MAX_WAIT, ORDERS, nearest_waits
from geo.feeds.poll import CBP_WAITS, Poller, poll, replay
from geo.feeds.settings import FEED_VARIABLES, LIVE_VARIABLES, FeedSettings, address_variable
from geo.queries.by_road import road_remark
from geo.routing.choice import router_of_environment

if TYPE_CHECKING:
    from geo.feeds.nearest_waits import NearWait
    from geo.feeds.poll import Polled

__all__ = ["feeds", "live_fetcher"]

_SILENT_SECONDS: Final = 20.0
_WHOLE_SECONDS: Final = 60.0
_MAX_BYTES: Final = 8 * 2**20
"""A whole answer of both borders has 0.2 MiB."""
_EXIT_FAILED: Final = 1


def _environment() -> str:
    variables = {
        **LIVE_VARIABLES,
        **{
            address_variable(feed.name): f"another address of {feed.name} ({feed.address})"
            for feed in LIVE_FEEDS.values()
        },
    }
    variables["BORDER_PORTS_CONTACT"] = FEED_VARIABLES["BORDER_PORTS_CONTACT"]
    lines = (f"{name}  {meaning}" for name, meaning in variables.items())
    return "Settings (environment):\n\n" + "\n\n".join(lines)


def live_fetcher(settings: FeedSettings) -> Fetcher:
    """Return what asks a live feed: one request, whose failure the next poll makes good.

    Raises
    ------
    MissingExtraError
        The extra ``live`` is not installed.
    """
    return Fetcher(
        Manner(
            contact=settings.contact,
            silent_seconds=_SILENT_SECONDS,
            whole_seconds=_WHOLE_SECONDS,
            attempts=1,
            max_bytes=_MAX_BYTES,
        )
    )


@click.group(epilog=_environment())
def feeds() -> None:
    """Ask for waiting times, gauges, alerts and the rate of the peso, and keep what is said.

    CBP publishes the present state of the waits alone; what was before is what was kept here. They
    are as CBP records them and no official measurement.
    """


@feeds.command()
def run() -> None:
    """Ask every quarter of an hour until stopped; "serve" with BORDER_PORTS_LIVE=1 does the same.

    Of several such processes one asks; another takes over when it ends.

    Example: border-ports feeds run
    """
    _log_to_standard_error()
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    settings = live_settings()
    with live_fetcher(settings) as fetcher:
        poller = Poller(
            history=kept_history(), border=opened(), fetcher=fetcher, settings=settings,
            feeds=feeds_asked(settings),
        )  # fmt: skip
        poller.run(stop)


_FEED: Final = click.Choice(tuple(LIVE_FEEDS))


@feeds.command()
@click.argument("feed", type=_FEED, default=CBP_WAITS)
def once(feed: str) -> None:
    """Ask a feed once. A request less than ten minutes after another is refused.

    Example: border-ports feeds once alerts
    """
    settings = live_settings()
    with live_fetcher(settings) as fetcher:
        asked, now = LIVE_FEEDS[feed], datetime.now(UTC)
        _say(asked, poll(kept_history(), fetcher, settings, opened(), now, asked))


@feeds.command("replay")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--feed", type=_FEED, default=CBP_WAITS, show_default=True, help="Whose answer.")
def replay_command(file: Path, feed: str) -> None:
    """Keep a stored answer, such as the JSON or XML of CBP, as if it came now.

    Example: border-ports feeds replay bwt.json
    """
    said, now = LIVE_FEEDS[feed], datetime.now(UTC)
    _say(said, replay(kept_history(), opened(), file.read_bytes(), now, said))


@feeds.command()
def status() -> None:
    """Say how the feeds fare: when they were asked, what came, what was odd, what is kept.

    Example: border-ports feeds status
    """
    history = kept_history()
    waits, now = history.waits(CBP_WAITS), datetime.now(UTC)
    if waits is None:
        click.echo(_no_data(history))
        return
    _say_state(CBP_WAITS, waits.state, now)
    rows, size = history.size()
    click.echo(f"lanes: {len(waits.readings):,}; kept waits: {rows:,} in {size / 2**20:,.1f} MiB")
    for name in LIVE_FEEDS:
        state = history.state(name)
        if name != CBP_WAITS and state.asked is not None:
            _say_state(name, state, now)


def _say_state(name: str, state: FeedState, now: datetime) -> None:
    click.echo(f"{name}:")
    for word, moment in (
        ("asked", state.asked), ("answered", state.answered), ("its clock", state.published),
    ):  # fmt: skip
        if moment is not None:
            minutes = (now - moment).total_seconds() / 60
            click.echo(f"{word}: {moment:%Y-%m-%d %H:%M} UTC, {minutes:,.0f} min ago")
    click.echo(f"requests: {state.polls:,}, unchanged {state.same:,}, failed {state.failures:,}")
    for message in state.messages:
        click.echo(message)
    if state.error:
        click.echo(f"failing since {state.failing:,} requests: {state.error}")


@feeds.command("nearest")
@click.argument("lon", type=float)
@click.argument("lat", type=float)
@click.option(
    "--lane",
    type=click.Choice(LANES),
    default="pov_standard",
    show_default=True,
    help="Kind of lane.",
)
@click.option("-k", type=click.IntRange(1), default=3, show_default=True, help="How many ports.")
@click.option("--max-wait", type=click.IntRange(0, MAX_WAIT), help="Longest wait, in minutes.")
@click.option("--max-km", type=click.FloatRange(0), help="Farthest, in kilometers.")
@click.option(
    "--order",
    type=click.Choice(ORDERS),
    default=ORDERS[0],
    show_default=True,
    help="What comes first: the nearest, the shortest wait, or the least time on the road and "
    "wait together, as the routing engine of BORDER_PORTS_ROUTER says.",
)
def nearest_command(lon: float, lat: float, **choices: Any) -> None:  # noqa: ANN401 - as given
    """List the nearest ports with the wait of now, from what is kept.

    Ports as near whose wait is not known, or longer than asked for, are listed below.

    Example: border-ports feeds nearest -- -106.45 31.75
    """
    history = kept_history()
    waits = history.waits(CBP_WAITS)
    if waits is None:
        click.echo(_no_data(history))
        return
    router = router_of_environment() if choices["order"] == ORDERS[-1] else None
    now = datetime.now(UTC)
    answer = nearest_waits(opened(), waits, lon, lat, now=now, router=router, **choices)
    if note := road_remark(answer.about):
        click.echo(note)
    for one in answer.found:
        click.echo(_line(one))
    if answer.not_counted:
        click.echo("not counted:")
    for one in answer.not_counted:
        click.echo(_line(one))


def _no_data(history: History) -> str:
    return f"{CBP_WAITS}: no live data ({history.name} is not there)"


def _line(one: "NearWait") -> str:
    """Return a port, its distance, and its wait with its age, or why there is none."""
    start = f"{one.port_id}  {one.distance_km:,.1f} km  "
    present = one.present
    if present is None:
        return f"{start}CBP lists no such lanes"
    status = "too old" if present.age == "past" else present.reading.status
    wait = status if one.minutes is None else f"{one.minutes} min"
    if one.total_minutes is not None:
        wait = f"{one.road_minutes:,.0f} + {wait} = {one.total_minutes:,.0f} min"
    return f"{start}{wait}, {present.age_minutes:,} min ago"


def _say(feed: LiveFeed, done: "Polled") -> None:
    if done.state.error:
        sys.exit(_EXIT_FAILED)
    if done.report is None:
        click.echo(f"{feed.name}: the answer is the one before")
    elif feed.name == CBP_WAITS:
        click.echo(f"{feed.name}: {len(done.report):,} lanes, {done.new_rows:,} new waits")
    else:
        click.echo(f"{feed.name}: {done.new_rows:,} rows")


def _log_to_standard_error() -> None:
    logger = logging.getLogger("border_ports")
    logger.setLevel(logging.INFO)
    if not logger.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        logger.addHandler(handler)
