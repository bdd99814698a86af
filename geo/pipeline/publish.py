"""The whole build, from verified inputs to published files, all or nothing."""

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.data.linear_reference import MeasuredLine
from geo.files import unfinished_folder, writing
from geo.layers import LAYERS
from geo.pipeline.citations import with_citations
from geo.pipeline.context import build_context
from geo.pipeline.counties import build_counties, build_plans
from geo.pipeline.facts import read_facts
from geo.pipeline.geometry import build_geometry
from geo.pipeline.ports import build_ports
from geo.pipeline.provenance import DESCRIPTOR, Edition, read_edition, write_datapackage
from geo.pipeline.register import build_register
from geo.pipeline.sources import Source, verify_sources
from geo.pipeline.tables import build_tables
from geo.pipeline.trade import build_trade
from geo.pipeline.volumes import build_volumes
from geo.pipeline.write import GEOPACKAGE, write_geopackage, write_parquet

__all__ = ["build_dataset"]

Progress = Callable[[str, int, int], None]

_STAGES: Final = 14
"""Stages that a build reports, the geometry's own among them."""


def build_dataset(
    sources: Path, curated: Path, out: Path, progress: Progress | None = None
) -> None:
    """Build the published data set into a folder; the same inputs give the same bytes.

    Nothing in ``out`` changes until everything has been built beside it.

    Parameters
    ----------
    sources
        Folder of the raw inputs that ``inputs.csv`` lists; each is checked by its sha256.
    curated
        Folder of the tables that people maintain (``data/curated``).
    out
        Folder of the published files (``data/published``); made if absent.
    progress
        Called before each stage with its name, how many are done, and how many there are.

    Raises
    ------
    DatasetError
        An input is missing or is not the recorded one, or a value does not fit its layer.
    ExportError
        The files cannot be written.
    """
    done = count()

    def step(name: str) -> None:
        if progress:
            progress(name, min(next(done), _STAGES - 1), _STAGES)

    step("Checking the raw inputs")
    raw = verify_sources(sources, curated)
    edition = read_edition(curated)
    frames = _build_frames(sources, curated, step)
    step("Writing the published files")
    with writing(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        with unfinished_folder(out.parent, f".{out.name}-") as folder:
            _write(folder, frames, edition, raw, curated)
            _publish(folder, out)
    if progress:
        progress("Done", _STAGES, _STAGES)


def _build_frames(
    sources: Path, curated: Path, step: Callable[[str], None]
) -> dict[str, pd.DataFrame]:
    frames: dict[str, pd.DataFrame] = dict(build_geometry(sources, curated, step))
    step("Reading the curated tables")
    facts = read_facts(curated)
    frames.update(build_tables(curated, facts), facts=facts)
    step("Placing the ports on the boundary")
    line = _whole_line(gpd.GeoDataFrame(frames["boundary"]))
    segments = gpd.GeoDataFrame(frames["river_segments"])
    frames["ports"] = build_ports(curated, line, segments, facts, frames["port_modes"])
    step("Drawing the background of the maps")
    frames.update(build_context(sources, curated, gpd.GeoDataFrame(frames["boundary"])))
    step("Cutting the counties onto the line")
    boundary = gpd.GeoDataFrame(frames["boundary"])
    frames["counties"] = build_counties(sources, curated, boundary, line, frames["ports"])
    frames["border_plans"] = build_plans(curated, boundary)
    step("Reading the planning register")
    frames.update(build_register(curated, gpd.GeoDataFrame(frames["ports"])))
    step("Counting crossings and trade")
    frames.update(build_volumes(sources, curated))
    frames.update(build_trade(sources, curated))
    known = frames["sources"]
    return {name: with_citations(name, frame, known) for name, frame in frames.items()}


def _whole_line(boundary: gpd.GeoDataFrame) -> MeasuredLine:
    """Return the boundary as one measured line from the Gulf to the Pacific."""
    pieces = [
        shapely.get_coordinates(piece)
        for piece in boundary.sort_values("from_boundary_km").geometry
    ]
    return MeasuredLine(np.vstack([pieces[0], *(piece[1:] for piece in pieces[1:])]))


def _write(
    folder: Path,
    frames: dict[str, pd.DataFrame],
    edition: Edition,
    raw: list[Source],
    curated: Path,
) -> None:
    write_geopackage(frames, folder / GEOPACKAGE, edition.date)
    for name, definition in LAYERS.items():
        if definition.time is not None:
            write_parquet(frames[name], definition, folder / f"{name}.parquet")
    write_datapackage(folder, edition, frames, raw, curated)


def _publish(folder: Path, out: Path) -> None:
    """Move the built files into place, the descriptor last: readers check files against it."""
    out.mkdir(exist_ok=True)
    built = sorted(folder.iterdir(), key=lambda path: (path.name == DESCRIPTOR, path.name))
    for path in built:
        shutil.move(path, out / path.name)
