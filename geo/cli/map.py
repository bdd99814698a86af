"""``border-ports map``: the interactive map as one file."""

from pathlib import Path

import click

from geo.cli.interruption import ending_cleanly
from geo.cli.store import opened
from geo.errors import InvalidValueError
from geo.files import new_file
from geo.words.catalogue import languages

__all__ = ["map_command"]


@click.command("map")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--lang", type=click.Choice(languages()), default="en", show_default=True)
@ending_cleanly()
def map_command(out: Path, lang: str) -> None:
    """Write the interactive map as one HTML file that works from disk without a network.

    Example: border-ports map border.html --lang es
    """
    if out.suffix.lower() not in {".html", ".htm"}:
        raise InvalidValueError("OUT", str(out), "a file name that ends in .html")
    from geo.maps.interactive.map_page import map_file

    text = map_file(opened(), lang)
    with new_file(out) as file:
        file.write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"{out}: {out.stat().st_size:,} bytes", err=True)
