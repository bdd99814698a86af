"""The command line: each question is a command."""

import importlib
import sys
from typing import Final

import click

from geo.cli.questions import question_commands
from geo.cli.store import STORE_VARIABLE
from geo.errors import BorderError

__all__ = ["cli", "run"]

_BAD_INPUT: Final = 2
_LATE: Final = {
    "data": "geo.cli.data:data",
    "db": "geo.cli.db:db",
    "layers": "geo.cli.layers:layers",
    "map": "geo.cli.map:map_command",
    "export": "geo.cli.export:export_command",
    "pack": "geo.cli.export:pack_command",
    "feeds": "geo.cli.feeds:feeds",
}
"""Commands whose modules are loaded when one is asked for: a question need not wait for them."""


class _LateGroup(click.Group):
    """A group that loads some of its commands when they are first asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_LATE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = super().get_command(ctx, cmd_name)
        if found is None and cmd_name in _LATE:
            module, _, name = _LATE[cmd_name].partition(":")
            found = getattr(importlib.import_module(module), name)
            self.add_command(found)
        return found


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


@click.group(cls=_LateGroup, context_settings={"help_option_names": ["-h", "--help"]})
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


for _question in question_commands():
    cli.add_command(_question)
