"""The command line: each question is a command."""

import sys
from collections.abc import Callable
from typing import Final, TypeAlias

import click

from geo.border import Border, load
from geo.cli.batch import batch_options
from geo.cli.printing import FORMATS, text_of_answer, text_of_row
from geo.errors import BorderError
from geo.layers import MODES, STATES
from geo.queries.along import DIRECTIONS, next_along
from geo.queries.along import between as between_ports
from geo.queries.answer import Answer
from geo.queries.counts import GROUPS, counts
from geo.queries.filters import ports_where
from geo.queries.gaps import gaps as boundary_gaps
from geo.queries.locate import locate as locate_point
from geo.queries.nearest import nearest as nearest_ports
from geo.queries.nearest import within as ports_within

__all__ = ["cli", "run"]

_Command: TypeAlias = Callable[..., None]
_NUMBERS: Final = {"ignore_unknown_options": True}
"""Lets a negative longitude be an argument rather than an option."""
_PORT_COLUMNS: Final = ("id", "name_en", "name_es", "us_state", "mx_state", "modes")
_NEAR_COLUMNS: Final = ("distance_km", "bearing_deg", "id", "name_en", "name_es", "modes")
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
def cli() -> None:
    """Ask about the US-Mexico land border: 55 ports of entry, ten states and the river.

    Example: border-ports nearest -106.45 31.75 --mode commercial
    """


def _format(command: _Command) -> _Command:
    return click.option(
        "--format", "form", type=click.Choice(list(FORMATS)), default="table", show_default=True
    )(command)


def _mode(command: _Command) -> _Command:
    return click.option("--mode", type=click.Choice(MODES), help="Only ports with this mode.")(
        command
    )


def _state(command: _Command) -> _Command:
    return click.option("--state", type=click.Choice(STATES), help="Only this state.")(command)


def _border() -> Border:
    return load()


def _print(answer: Answer, form: str, columns: tuple[str, ...]) -> None:
    click.echo(text_of_answer(answer, form, columns))


@cli.command()
@_mode
@_state
@_format
def ports(mode: str | None, state: str | None, form: str) -> None:
    """List the ports of entry, from west to east.

    Example: border-ports ports --state US-AZ --format csv
    """
    _print(ports_where(_border(), mode=mode, state=state), form, _PORT_COLUMNS)


@cli.command()
@click.option("--by", type=click.Choice(GROUPS), default="state", show_default=True)
@_mode
@_format
def states(by: str, mode: str | None, form: str) -> None:
    """Count the ports per state, or per county, municipality, river segment or region.

    Example: border-ports states --mode rail
    """
    found = counts(_border(), by, mode)
    _print(found, form, ("id", "name_en", "name_es", "ports", *MODES))


@cli.command(context_settings=_NUMBERS)
@click.argument("lon", required=False)
@click.argument("lat", required=False)
@click.option(
    "--k", default="1", show_default=True, help="How many ports, 1 to 55 (1 to 5 with --input)."
)
@_mode
@_state
@click.option("--open-at", help="Only ports open then, such as 2026-11-23T07:30-06:00.")
@_format
@batch_options
def nearest(
    lon: str,
    lat: str,
    k: str,
    mode: str | None,
    state: str | None,
    open_at: str | None,
    form: str,
) -> None:
    """Find the nearest ports of entry to a point, or to each row of a file, by geodesic distance.

    Example: border-ports nearest -106.45 31.75 --k 3 --mode commercial

    Example: border-ports nearest --input trucks.parquet --output nearest.parquet
    """
    found = nearest_ports(
        _border(),
        _number("LON", lon),
        _number("LAT", lat),
        k=_whole("--k", k),
        mode=mode,
        state=state,
        open_at=open_at,
    )
    _print(found, form, _NEAR_COLUMNS)
    unknown = found.about.get("hours_not_known", [])
    if unknown:
        names = ", ".join(item["id"] for item in unknown)
        click.echo(f"nearer, but hours not known: {names}", err=True)


@cli.command(context_settings=_NUMBERS)
@click.argument("lon")
@click.argument("lat")
@click.argument("km")
@_mode
@_state
@_format
def within(lon: str, lat: str, km: str, mode: str | None, state: str | None, form: str) -> None:
    """Find the ports of entry within KM kilometres of a point.

    Example: border-ports within -106.45 31.75 50
    """
    found = ports_within(
        _border(), _number("LON", lon), _number("LAT", lat), _number("KM", km), mode=mode,
        state=state,
    )  # fmt: skip
    _print(found, form, _NEAR_COLUMNS)


@cli.command()
@click.argument("port")
@click.option("--direction", type=click.Choice(DIRECTIONS), default="downstream", show_default=True)
@click.option("--k", default="1", show_default=True, help="How many ports, 1 to 55.")
@_mode
@_format
def along(port: str, direction: str, k: str, mode: str | None, form: str) -> None:
    """Find the next crossings up or down the line from a port.

    Example: border-ports along del-rio --direction downstream --k 2
    """
    found = next_along(_border(), port, direction=direction, k=_whole("--k", k), mode=mode)
    _print(found, form, ("along_km", "straight_km", "basis", "id", "name_en", "name_es"))


@cli.command()
@click.argument("port_a")
@click.argument("port_b")
@_format
def between(port_a: str, port_b: str, form: str) -> None:
    """Measure the way between two ports along the line and as the crow flies.

    Example: border-ports between del-rio laredo-world-trade
    """
    click.echo(text_of_row(between_ports(_border(), port_a, port_b), form))


@cli.command(context_settings=_NUMBERS)
@click.option("--min-km", default="0", show_default=True, help="Leave out shorter stretches.")
@_mode
@_state
@_format
def gaps(min_km: str, mode: str | None, state: str | None, form: str) -> None:
    """List the stretches of boundary without a port of entry, longest first.

    Example: border-ports gaps --min-km 100
    """
    found = boundary_gaps(_border(), min_km=_number("--min-km", min_km), mode=mode, state=state)
    _print(found, form, ("km", "straight_km", "kind", "from_port", "to_port", "states"))


@cli.command(context_settings=_NUMBERS)
@click.argument("lon")
@click.argument("lat")
@_format
def locate(lon: str, lat: str, form: str) -> None:
    """Say where a point is: side, state, distance to the boundary, river segment.

    Example: border-ports locate -99.5 27.5
    """
    found = locate_point(_border(), _number("LON", lon), _number("LAT", lat))
    click.echo(text_of_row(found, form))


def _number(name: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        message = f"{name}: {value!r} is not allowed; allowed: a number"
        raise click.BadParameter(message) from None


def _whole(name: str, value: str) -> int:
    try:
        return int(value)
    except ValueError:
        message = f"{name}: {value!r} is not allowed; allowed: a whole number"
        raise click.BadParameter(message) from None


def _register_more() -> None:
    from geo.cli.data import data
    from geo.cli.db import db
    from geo.cli.export import export_command, pack_command
    from geo.cli.map import map_command

    cli.add_command(data)
    cli.add_command(db)
    cli.add_command(map_command)
    cli.add_command(export_command)
    cli.add_command(pack_command)


_register_more()
