"""Layers of one's own: checked before the service or a brief takes them."""

from pathlib import Path

import click
from tabulate import tabulate

from geo.cli.store import opened
from geo.stores.own_layers import read_own_layers

__all__ = ["layers"]


@click.group()
def layers() -> None:
    """Check layers of your own: CSV, XLSX, GeoJSON or GeoPackage with a table schema."""


@layers.command()
@click.argument("folder", type=click.Path(path_type=Path))
def check(folder: Path) -> None:
    """Read every layer of FOLDER and say what it holds, or what is wrong with it.

    Example: border-ports layers check plans
    """
    border = opened()
    own_layers = read_own_layers(folder, border.frame("ports"), border.frame("port_codes"))
    rows = [
        (one.file, one.definition.name, len(one.frame), sum(map(bool, one.frame["joined_ports"])),
         one.definition.geometry, one.supplier)
        for one in own_layers
    ]  # fmt: skip
    click.echo(tabulate(rows, headers=("file", "layer", "rows", "joined", "geometry", "supplier")))
