"""``border-ports data update``: newer data from their publishers, as a new version of a store."""

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import click

from geo.cli.difference import text_of_difference
from geo.cli.store import STORE_VARIABLE, chosen_store
from geo.errors import InvalidValueError
from geo.extras import require
from geo.feeds.feed import Asking, Decisions
from geo.feeds.fetch import Fetcher, Manner
from geo.feeds.registry import DATA_FEEDS
from geo.feeds.settings import FEED_VARIABLES, address_variable, feed_settings
from geo.stores import is_database
from geo.stores.database import public_name

if TYPE_CHECKING:
    from geo.feeds.update import Outcome

__all__ = ["update"]

_SETTLED: Final = re.compile(r"(\d{4}:\d{4}-\d{2}:[a-z_]+)=(\d+)")
_SHOWN_CHANGES: Final = 20


def _environment() -> str:
    lines = [f"{name}  {meaning}" for name, meaning in FEED_VARIABLES.items()]
    lines += [
        f"{address_variable(feed.name)}  another address of {feed.name} ({feed.address})"
        for feed in DATA_FEEDS.values()
    ]
    return "Settings (environment):\n\n" + "\n\n".join(lines)


@click.command(epilog=_environment())
@click.argument("feeds", metavar="[FEED]...", nargs=-1, type=click.Choice(tuple(DATA_FEEDS)))
@click.option("--store", help="Folder of versions, or postgresql://…, for this update.")
@click.option(
    "--months-back", type=click.IntRange(0, 360), default=12, show_default=True,
    help="Months that we have and ask for again, to see corrections.",
)  # fmt: skip
@click.option(
    "--allow-changes", metavar="PERCENT", type=click.FloatRange(0, 100), default=5.0,
    show_default=True, help="Most of the rows asked for again that may have changed or gone.",
)  # fmt: skip
@click.option("--allow-new", is_flag=True, help="Take port codes that the data set does not know.")
@click.option("--allow-unusual", is_flag=True, help="Take months far from those before.")
@click.option("--settle", metavar="ID=VALUE", multiple=True, help="Keep this of several values.")
@click.option("--end-note", metavar="ID", multiple=True, help="Drop a note on the counts.")
@click.option(
    "--keep", type=click.IntRange(0), default=12, show_default=True,
    help="Versions that the folder keeps beside the new one.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Show what would change; publish nothing.")
def update(feeds: tuple[str, ...], store: str | None, **options: Any) -> None:  # noqa: ANN401
    """Ask publishers for newer data and publish them as a new version of the store.

    Without a FEED all are asked. The new version is written beside, proved by the checks of
    "data check", compared with the version before, and put in place in one step; a service
    takes it up by itself. Nothing is published where a check fails or more of the past changed
    than may.

    Example: border-ports data update volumes --store /srv/border-ports
    """
    require("live")
    from geo.feeds.update import update_data

    store_name = store or chosen_store()
    if not store_name:
        allowed = "a folder or postgresql://…, also as " + STORE_VARIABLE
        raise InvalidValueError("--store", store_name, allowed)
    chosen = [DATA_FEEDS[name] for name in dict.fromkeys(feeds or DATA_FEEDS)]
    settings = feed_settings(tuple(DATA_FEEDS))
    with Fetcher(Manner(contact=settings.contact)) as fetcher:
        outcome = update_data(
            store_name,
            chosen,
            fetcher,
            settings,
            Asking(today=datetime.now(UTC).date(), months_back=options["months_back"]),
            decisions=_decisions(options),
            keep=options["keep"],
            dry_run=options["dry_run"],
        )
    name = public_name(store_name) if is_database(store_name) else store_name
    click.echo(_text(outcome, name, dry_run=options["dry_run"]))


def _decisions(options: dict[str, Any]) -> Decisions:
    return Decisions(
        settled=dict(_settled(text) for text in options["settle"]),
        ended_notes=options["end_note"],
        allow_new=options["allow_new"],
        allow_unusual=options["allow_unusual"],
        allow_changes_percent=options["allow_changes"],
    )


def _settled(text: str) -> tuple[str, int]:
    match = _SETTLED.fullmatch(text)
    if match is None:
        raise InvalidValueError("--settle", text, "such as 2304:2026-03:trucks=12345")
    return match[1], int(match[2])


def _text(outcome: "Outcome", store_name: str, *, dry_run: bool) -> str:
    lines = [f"{name}: asked from {since:%Y-%m} on" for name, since in outcome.since.items()]
    lines += outcome.messages
    if outcome.changes is not None:
        lines += ["", text_of_difference(outcome.changes, "table", _SHOWN_CHANGES), ""]
    if outcome.version is None:
        lines.append(f"{store_name}: nothing new")
    elif dry_run:
        lines.append(f"{store_name}: version {outcome.version} would be published")
    else:
        lines.append(f"{store_name}: version {outcome.version} published")
    return "\n".join(lines)
