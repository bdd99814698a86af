"""The command line: each question is a command."""

import importlib
import sys
from typing import Final

import click

from geo.cli.store import STORE_VARIABLE
from geo.errors import BorderError
from geo.queries.registry import QUESTIONS

__all__ = ["LATE", "cli", "run"]

_BAD_INPUT: Final = 2
LATE: Final = {
    "data": "geo.cli.data:data",
    "db": "geo.cli.db:db",
    "layers": "geo.cli.layers:layers",
    "map": "geo.cli.map:map_command",
    "export": "geo.cli.export:export_command",
    "pack": "geo.cli.export:pack_command",
    "feeds": "geo.cli.feeds:feeds",
}
"""Commands beside the questions, each loaded when it is asked for; ``web`` enters its own."""


class _LateGroup(click.Group):
    """A group that makes questions and the other late commands when they are first asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *LATE, *QUESTIONS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            return command
        if cmd_name in LATE:
            module, _, name = LATE[cmd_name].partition(":")
            command = getattr(importlib.import_module(module), name)
        elif cmd_name in QUESTIONS:
            from geo.cli.questions import question_command

            command = question_command(cmd_name)
        else:
            return None
        self.add_command(command, cmd_name)
        return command


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
    except OSError as error:  # of a path or a stream, such as a name too long or a folder shut
        _fail(": ".join(str(part) for part in (error.filename, error.strerror or error) if part))


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
