"""The commands ``db load`` and ``db info``: the data set in PostGIS."""

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


def _check(address: str) -> None:
    from geo.stores.database import is_database

    if not is_database(address):
        allowed = "an address such as postgresql://user@host/gis"
        raise InvalidValueError("URL", "(not shown)", allowed)
