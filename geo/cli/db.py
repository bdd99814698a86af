"""The commands ``db``: the data set in PostGIS."""

import sys
from contextlib import ExitStack

import click

from geo.cli.store import opened
from geo.errors import InvalidValueError
from geo.extras import require

__all__ = ["db"]


@click.group()
def db() -> None:
    """Load the data set into PostGIS, or say what is there.

    Example: border-ports db load postgresql://loader@localhost/gis
    """


@db.command()
@click.argument("address", metavar="URL")
@click.option("--allow-older", is_flag=True, help="Replace a newer data set by this one.")
def load(address: str, *, allow_older: bool) -> None:
    """Load all layers and tables into schema border_ports, in one transaction.

    The password may come from PGPASSWORD or a password file instead of the URL.

    Example: border-ports db load postgresql://loader@localhost/gis
    """
    from geo.stores.database import public_name

    _check(address)
    require("postgis")
    from tqdm import tqdm

    from geo.stores.load import load_border

    border = opened()
    with ExitStack() as stack:
        bar = stack.enter_context(tqdm(unit="table", disable=not sys.stderr.isatty()))

        def progress(_table: str, done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        replaced = load_border(border, address, allow_older=allow_older, progress=progress)
    was = f", replacing {replaced}" if replaced else ""
    click.echo(f"{public_name(address)}: version {border.version} loaded{was}")


@db.command()
@click.argument("address", metavar="URL")
def info(address: str) -> None:
    """Read the data set from PostGIS, as the service does, and say what it holds.

    Example: border-ports db info postgresql://reader@localhost/gis
    """
    from geo.border import load
    from geo.layers import LAYERS
    from geo.stores.database import public_name

    _check(address)
    border = load(address)
    click.echo(f"{public_name(address)}: Border Ports data set {border.version}, {border.date}")
    for name in LAYERS:
        click.echo(f"{name:22} {len(border.frame(name)):>7,} rows")


@db.command()
@click.argument("address", metavar="URL")
def accept(address: str) -> None:
    """Keep what was changed in the tables by hand, as a version of the database's own.

    Services refuse tables that are not as they were loaded; they take up what is accepted.

    Example: border-ports db accept postgresql://loader@localhost/gis
    """
    _check(address)
    require("postgis")
    from geo.stores.accept import accept_changes
    from geo.stores.database import public_name

    version, changed = accept_changes(address)
    what = f"{', '.join(changed)} accepted as" if changed else "nothing was changed;"
    click.echo(f"{public_name(address)}: {what} version {version}")


@db.command()
@click.argument("address", metavar="URL")
def check(address: str) -> None:
    """Compare the tables with what was loaded: exit code 2 names those that were changed.

    Example: border-ports db check postgresql://reader@localhost/gis
    """
    _check(address)
    require("postgis")
    from geo.stores.database import public_name
    from geo.stores.postgis import PostgisStore

    version = PostgisStore(address).package["version"]
    click.echo(f"{public_name(address)}: version {version}, all tables as loaded")


def _check(address: str) -> None:
    from geo.stores.database import is_database

    if not is_database(address):
        allowed = "an address such as postgresql://user@host/gis"
        raise InvalidValueError("URL", "(not shown)", allowed)
