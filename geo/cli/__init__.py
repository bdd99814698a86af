"""The command line: each question is a command."""

import sys
from typing import Final

import click

from geo.cli.questions import question_commands
from geo.cli.store import STORE_VARIABLE
from geo.errors import BorderError

__all__ = ["cli", "run"]

_BAD_INPUT: Final = 2


def run(group: click.Group) -> None:
    """Run a command line and leave the process: 0 done, 2 bad input with one line on stderr."""
    try:
        group.main(standalone_mode=False)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        _fail(error.format_message())
    except BorderError as error:
        _fail(str(error))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


def _fail(message: str) -> None:
    line = " ".join(message.split())
    click.echo(f"border-ports: {line}", err=True)
    sys.exit(_BAD_INPUT)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="border-ports")
@click.option(
    "--store",
    envvar=STORE_VARIABLE,
    show_envvar=True,
    help="Folder of published data, or postgresql://…; else the embedded data set.",
)
def cli(store: str | None) -> None:
    """Ask about the US-Mexico land border: its ports of entry, ten states and the river.

    Example: border-ports nearest -106.45 31.75 --mode commercial
    """
    click.get_current_context().obj = store


def _register_more() -> None:
    from geo.cli.data import data
    from geo.cli.db import db
    from geo.cli.export import export_command, pack_command
    from geo.cli.layers import layers
    from geo.cli.map import map_command

    for command in question_commands():
        cli.add_command(command)
    cli.add_command(data)
    cli.add_command(db)
    cli.add_command(layers)
    cli.add_command(map_command)
    cli.add_command(export_command)
    cli.add_command(pack_command)


_register_more()
