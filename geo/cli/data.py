"""The commands under ``data``: what the data set is, its proof, its build."""

import sys
from pathlib import Path

import click

from geo.cli.difference import diff
from geo.cli.interruption import ending_cleanly
from geo.cli.printing import text_of_row
from geo.cli.store import opened
from geo.cli.update import update
from geo.data.freshness import freshness_text
from geo.layers import LAYERS
from geo.paths import data_dir

__all__ = ["data"]


@click.group()
def data() -> None:
    """Show, prove or build the data set.

    Example: border-ports data check
    """


@data.command()
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
def info(form: str) -> None:
    """Show the version, the counting rule, the layers and their sources.

    Example: border-ports data info
    """
    border = opened()
    described = border.package["borderPorts"]["layers"]
    if form == "json":
        click.echo(text_of_row(dict(border.package), "json"))
        return
    click.echo(f"Border Ports data set {border.version}, {border.date}")
    click.echo(f"{border.counting_rule('en')}\n")
    click.echo(f"{freshness_text(border, 'en')}\n")
    for name in LAYERS:
        layer = described[name]
        click.echo(f"{name:22} {layer['rows']:>7,} rows  {layer['date']}  {layer['licence']}")
        click.echo(f"{'':22} {'; '.join(layer['publishers'])}")


@data.command()
def check() -> None:
    """Prove the data set: counts, geometry, lengths, sources, ids. Exit code 1 if a check fails.

    Example: border-ports data check
    """
    from geo.checks import check_border

    results = check_border(opened())
    for result in results:
        mark = "ok  " if result.passed else "FAIL"
        click.echo(f"{mark} {result.name}: {result.found} (expected {result.expected})")
    failed = sum(not result.passed for result in results)
    click.echo(f"{len(results)} checks, {failed} failed")
    sys.exit(1 if failed else 0)


@data.command()
@click.option(
    "--sources",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of raw sources; without it they are downloaded and verified.",
)
@click.option(
    "--curated",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path("data/curated"),
    show_default=True,
    help="Folder of the tables that people maintain.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of published files; by default the data set's own.",
)
@ending_cleanly()
def build(sources: Path | None, curated: Path, out: Path | None) -> None:
    """Build the published files from raw sources and the curated tables.

    Example: border-ports data build --sources ../shared/sources
    """
    from tqdm import tqdm

    from geo.pipeline import build_dataset, fetch_sources

    folder = sources or fetch_sources(curated)
    with tqdm(unit="step", disable=not sys.stderr.isatty()) as bar:

        def progress(what: str, done: int, total: int) -> None:
            bar.total = total
            bar.n = done
            bar.set_description(what)
            if not sys.stderr.isatty():
                click.echo(f"[{done}/{total}] {what}", err=True)

        build_dataset(folder, curated, out or data_dir(), progress)


@data.command()
def dictionary() -> None:
    """Print the data dictionary as Markdown.

    Example: border-ports data dictionary > docs/data-dictionary.md
    """
    from geo.layers.dictionary import data_dictionary

    click.echo(data_dictionary(), nl=False)


@data.command()
def questions() -> None:
    """Print the reference of the questions as Markdown.

    Example: border-ports data questions > docs/question-reference.md
    """
    from geo.queries.reference import question_reference

    click.echo(question_reference(), nl=False)


data.add_command(diff)
data.add_command(update)
