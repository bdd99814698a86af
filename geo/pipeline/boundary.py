"""The international boundary, split where one state gives way to the next on either side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from geo.errors import DatasetError
from geo.geodesy import Floats
from geo.pipeline.edges import edges, shared_path
from geo.pipeline.frames import layer_frame, level_frame, miles
from geo.pipeline.line import ControlledLine
from geo.pipeline.rows import cited, number, read_rows, text
from geo.pipeline.simplify import Level

__all__ = ["Piece", "boundary_pieces", "build_boundary", "full_stretch"]

_COLUMNS: Final = (
    "id",
    "name_en",
    "name_es",
    "us_state",
    "mx_state",
    "kind",
    "river",
    "official_length_mi",
    "official_length_source",
    "source_ids",
    "as_of",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """The boundary between one US and one Mexican state.

    ``first`` and ``last`` are vertices of the full line, ``first`` nearer the Gulf; ``from_km``
    and ``to_km`` their chainages rounded to metres; ``facts`` the curated row.
    """

    facts: Mapping[str, str]
    first: int
    last: int
    from_km: float
    to_km: float

    @property
    def length_km(self) -> float:
        """Return the geodesic length in kilometres, to three decimals."""
        return round(self.to_km - self.from_km, 3)


def boundary_pieces(
    curated: Path,
    states: Mapping[str, shapely.Geometry],
    line: ControlledLine,
    corners: Sequence[str],
) -> list[Piece]:
    """Return the pieces of the boundary from the Gulf to the Pacific.

    ``corners`` name the points of the line at which states meet; ``state_pairs.csv`` says, in
    the same order, which two states each piece divides, and the polygons confirm it.

    Raises
    ------
    DatasetError
        The curated pairs are not those that the polygons share.
    """
    rows = read_rows(curated, "state_pairs", _COLUMNS)
    inner = sorted(line.vertex[corner] for corner in corners)
    breaks = [0, *inner, len(line.measured.coordinates) - 1]
    if len(rows) != len(breaks) - 1:
        message = f"state_pairs.csv: {len(rows)} rows, but the line has {len(breaks) - 1} pieces"
        raise DatasetError(message)
    km = line.measured.km
    pieces = []
    for row, first, last in zip(rows, breaks, breaks[1:], strict=False):
        piece = Piece(row, first, last, round(float(km[first]), 3), round(float(km[last]), 3))
        shared = shared_path(states[row["us_state"]], states[row["mx_state"]])
        stretch = full_stretch(line.measured.coordinates, piece)
        if not np.array_equal(edges(shared), edges(stretch)):
            message = f"state_pairs.csv: {row['id']} is not where these two states meet"
            raise DatasetError(message)
        pieces.append(piece)
    return pieces


def full_stretch(line: Floats, piece: Piece) -> shapely.LineString:
    """Return the full line between the ends of a piece, from the Gulf towards the Pacific."""
    return shapely.LineString(line[piece.first : piece.last + 1])


def build_boundary(
    pieces: Sequence[Piece], line: ControlledLine, levels: Mapping[str, Level]
) -> dict[str, gpd.GeoDataFrame]:
    """Return the layer ``boundary`` and its generalised copies ``boundary_<level>``."""
    ids = [piece.facts["id"] for piece in pieces]
    full = [full_stretch(line.measured.coordinates, piece) for piece in pieces]
    frames = {"boundary": layer_frame("boundary", [_row(piece) for piece in pieces], full)}
    for name, level in levels.items():
        shapes = [level.stretch(piece.first, piece.last) for piece in pieces]
        frames[f"boundary_{name}"] = level_frame(ids, shapes)
    return frames


def _row(piece: Piece) -> dict[str, Any]:
    facts = piece.facts
    where = f"state_pairs.csv: {facts['id']}"
    return {
        **{column: text(facts[column]) for column in _COLUMNS},
        **cited(facts),
        "official_length_mi": number(facts["official_length_mi"], where),
        "length_km": piece.length_km,
        "length_mi": miles(piece.length_km),
        "from_boundary_km": piece.from_km,
        "to_boundary_km": piece.to_km,
    }
