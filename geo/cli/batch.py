"""``nearest --input FILE --output FILE``: the options and the run, for files and folders."""

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from geo.cli.interruption import interruptible
from geo.errors import InvalidValueError
from geo.extras import require
from geo.files import new_file
from geo.queries.access import closed_remark
from geo.routing.choice import router_of_environment

if TYPE_CHECKING:
    from geo.batch.files import BatchQuestion, Progress
    from geo.batch.parts import PartRunner
    from geo.batch.summary import Summary
    from geo.border import Border
    from geo.cli.batch_places import BatchPlaces

__all__ = ["batch_options"]

_SUMMARY_COLUMNS: Final = ("id", "name_en", "points", "share", "median_km", "p95_km")
_PATH: Final = click.Path(path_type=Path)
_OPTIONS: Final = (
    click.option(
        "--input",
        "source",
        help="File, folder, pattern ('trucks/*.parquet') or address (s3://…) of positions; - for "
        "standard input.",
    ),
    click.option(
        "--output",
        "target",
        help="File, folder or address of answers to write; - for standard output.",
    ),
    click.option(
        "--output-format",
        help="Format of what is written to standard output, by its suffix; csv without it.",
    ),
    click.option("--lon", "lon_column", help="Column of longitudes, in degrees."),
    click.option("--lat", "lat_column", help="Column of latitudes, in degrees."),
    click.option("--geometry", help="Column of points, instead of --lon and --lat."),
    click.option("--crs", help="System of the positions, such as EPSG:32613, if not WGS 84."),
    click.option("--layer", help="Layer of a GeoPackage; without it, the first."),
    click.option("--delimiter", help="What stands between cells of a .csv; told by its header."),
    click.option(
        "--decimal", type=click.Choice([".", ","]), help="What stands before decimals in a .csv."
    ),
    click.option("--encoding", help="Encoding of a .csv, such as cp1252; otherwise UTF-8."),
    click.option("--keep", help="Columns to carry over, separated by commas; without it, all."),
    click.option(
        "--max-without-position",
        "most_without",
        type=click.FloatRange(0, 1),
        default=1.0,
        help="Largest share of rows without a position, 0 to 1; all never may be.",
    ),
    click.option("--strict", is_flag=True, help="Stop at the first row without a position."),
    click.option("--resume", is_flag=True, help="Leave out parts of a folder that are done."),
    click.option("--summary", type=_PATH, help="Points per port, as .csv, .json or .svg (a map)."),
    click.option("--engine", type=click.Choice(["plain", "dask"]), default="plain"),
    click.option("--scheduler", help="Dask scheduler, such as tcp://host:8786."),
)
_NAMES: Final = (
    "source", "target", "lon_column", "lat_column", "geometry", "layer", "keep", "strict", "resume",
    "summary", "engine", "scheduler", "most_without", "delimiter", "decimal", "encoding",
    "output_format", "crs",
)  # fmt: skip

_DEFAULTS: Final = {"engine": "plain", "most_without": 1.0}


def batch_options(command: Callable[..., None]) -> Callable[..., None]:
    """Let a question about one point (``lon``, ``lat``) also be asked of a file of points."""

    @functools.wraps(command)
    def either(**values: Any) -> None:  # noqa: ANN401
        batch = {name: values.pop(name) for name in _NAMES}
        if batch["source"] is None:
            _refuse_batch_options(batch)
            if values["lon"] is None or values["lat"] is None:
                message = "give LON and LAT, or --input and --output"
                raise click.UsageError(message)
            command(**values)
            return
        of_one = ("lon", "open_at", "max_km")
        if batch["target"] is None or any(values[name] is not None for name in of_one):
            message = "--input needs --output and takes no LON and LAT, --open-at or --max-km"
            raise click.UsageError(message)
        _run(batch, values)

    for option in reversed(_OPTIONS):
        either = option(either)
    return either


def _refuse_batch_options(batch: dict[str, Any]) -> None:
    for name, value in batch.items():
        if value and _DEFAULTS.get(name) != value:
            option = {"target": "output", "lon_column": "lon", "lat_column": "lat"}.get(name, name)
            message = f"--{option.replace('_', '-')} needs --input"
            raise click.UsageError(message)


def _run(batch: dict[str, Any], values: dict[str, Any]) -> None:
    from geo.cli.store import opened

    border = opened()
    places = _checked_places(batch)
    if values["form"] == "geojson":
        raise InvalidValueError("--format", "geojson", "table, json or csv with --input")
    question = _by_road(_question(border, batch, values), batch, values)
    if places.is_several:
        summary = _run_folder(question, places, batch)
    else:
        summary = _run_file(question, places)
    _report(border, summary, values["form"], batch["summary"], err=places.is_piped)
    left_out = question.engine.ports.left_out
    remark = closed_remark([{"id": port, "open_to": group} for port, group in left_out])
    if remark:
        click.echo(remark, err=True)


def _checked_places(batch: dict[str, Any]) -> "BatchPlaces":
    """Return where the input is and the answers go; what cannot go well is refused before work."""
    from geo.cli.batch_places import batch_places, check_output

    require("cluster" if batch["engine"] == "dask" else None)
    if batch["scheduler"] is not None and batch["engine"] != "dask":
        raise InvalidValueError("--scheduler", batch["scheduler"], "it beside --engine dask only")
    places = batch_places(batch["source"], batch["target"], batch["output_format"])
    if not places.is_several and (batch["engine"] == "dask" or batch["resume"]):
        raise InvalidValueError(
            "--input", batch["source"], "a folder of .parquet files, for --engine dask and --resume"
        )
    check_output("--output", places.target, places)
    summary = batch["summary"]
    if summary is not None:
        if summary.suffix not in {".csv", ".json", ".svg"}:
            raise InvalidValueError("--summary", str(summary), "a name in .csv, .json or .svg")
        check_output("--summary", summary, places)
        if isinstance(places.target, Path) and summary.resolve() == places.target.resolve():
            raise InvalidValueError("--summary", str(summary), "another place than the output")
    return places


def _question(border: "Border", batch: dict[str, Any], values: dict[str, Any]) -> "BatchQuestion":
    from geo.batch.files import batch_question
    from geo.batch.ports import checked_neighbours
    from geo.batch.stream import Columns

    keep = batch["keep"]
    return batch_question(
        border,
        k=checked_neighbours(values["k"]),
        mode=values["mode"],
        state=values["state"],
        direction=values["direction"],
        program=values["program"],
        columns=Columns(
            lon=batch["lon_column"],
            lat=batch["lat_column"],
            geometry=batch["geometry"],
            layer=batch["layer"],
            keep=None if keep is None else tuple(name for name in keep.split(",") if name),
            delimiter={"\\t": "\t"}.get(batch["delimiter"], batch["delimiter"]),
            decimal=batch["decimal"],
            encoding=batch["encoding"],
            crs=batch["crs"],
        ),
        strict=batch["strict"],
        max_without_position=batch["most_without"],
    )


def _by_road(
    question: "BatchQuestion", batch: dict[str, Any], values: dict[str, Any]
) -> "BatchQuestion":
    """Return the question as one by road, if that is asked for."""
    from geo.queries.by_road import is_by_road

    if not is_by_road(values):
        return question
    if batch["engine"] == "dask":
        raise InvalidValueError("--engine", "dask", "plain, for --by road")
    from geo.batch.by_road import road_engine

    router = router_of_environment()
    return replace(
        question, engine=road_engine(question.engine, router, values["by"], values["mode"])
    )


def _run_file(question: "BatchQuestion", places: "BatchPlaces") -> "Summary":
    from geo.batch.files import answer_file

    with interruptible() as check_interruption, _progress_bar() as show:

        def progress(rows: int, total: int | None) -> None:
            check_interruption()
            show(rows, total)

        return answer_file(question, places.source, places.target, progress)


@contextmanager
def _progress_bar() -> "Iterator[Progress]":
    """Yield what shows rows just written, of all; on a terminal only."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _rows, _total: None
        return
    from tqdm import tqdm

    with tqdm(unit=" rows", unit_scale=True) as bar:

        def show(rows: int, total: int | None) -> None:
            bar.total = total
            bar.update(rows)

        yield show


def _run_folder(
    question: "BatchQuestion", places: "BatchPlaces", batch: dict[str, Any]
) -> "Summary":
    from geo.batch.files import check_share
    from geo.batch.parts import alone_in, find_parts
    from geo.batch.summary import Summary

    source, target = places.folders()
    total = Summary(question.engine.ports.ids)
    with ExitStack() as stack:
        stack.enter_context(alone_in(target))
        parts = find_parts(source, target, pattern=places.pattern, resume=batch["resume"])
        check_interruption = stack.enter_context(interruptible())
        run = _runner(batch, stack)
        show = stack.enter_context(_progress_bar())
        rows = sum(part.rows for part in parts)
        for part, summary in run(question, parts):
            check_interruption()
            total.merge(summary)
            show(part.rows, rows)
    check_share(places.source, total, question.max_without_position)
    return total


def _runner(batch: dict[str, Any], stack: ExitStack) -> "PartRunner":
    from geo.batch.parts import answer_parts

    if batch["engine"] == "plain":
        return answer_parts
    from geo.batch.cluster import answer_parts_with_dask, client_of

    client = stack.enter_context(client_of(batch["scheduler"]))
    return answer_parts_with_dask(client)


def _report(
    border: "Border", summary: "Summary", form: str, path: Path | None, *, err: bool
) -> None:
    from geo.batch.advice import unread_cell
    from geo.batch.summary import catchment_rows
    from geo.cli.printing import text_of_rows
    from geo.queries.far_away import half_far_warning

    rows = catchment_rows(border, summary.per_port())
    totals = summary.totals()
    if path is not None:
        _write_summary(border, rows, totals, path)
    shown = [row for row in rows if row["points"]] if form == "table" else rows
    click.echo(text_of_rows(shown, form, _SUMMARY_COLUMNS, totals), err=err)
    if form != "json":
        click.echo(_sentence(totals), err=True)
    unread = unread_cell(summary.unread) if summary.unread else None
    far = half_far_warning(totals["median_km"]).get("warning_en")
    for warning in (unread, summary.remark or None, far):
        if warning is not None:
            click.echo(f"border-ports: warning: {warning}", err=True)


def _sentence(totals: dict[str, Any]) -> str:
    counted = f"{totals['row_count']:,} rows, {totals['without_position']:,} without a position"
    if totals["median_km"] is None:
        return counted
    return (
        f"{counted}; distance: median {totals['median_km']:,.3f} km, "
        f"95th percentile {totals['p95_km']:,.3f} km"
    )


def _write_summary(
    border: "Border", rows: list[dict[str, Any]], totals: dict[str, Any], path: Path
) -> None:
    from geo.cli.printing import text_of_rows

    if path.suffix == ".svg":
        from geo.batch.catchment import catchment_svg
        from geo.maps.symbols import COLOURS

        text = catchment_svg(border, rows, COLOURS)
    else:
        text = text_of_rows(rows, path.suffix[1:], (), totals) + "\n"
    with new_file(path) as file:
        file.write_text(text, encoding="utf-8")
