"""The ten border states: polygons cut onto the one line, facts, neighbours across it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import shapely

from geo.errors import DatasetError
from geo.layers import STATES
from geo.pipeline.boundary import Piece
from geo.pipeline.frames import layer_frame, level_frame
from geo.pipeline.rows import cited, number, read_rows, text
from geo.pipeline.simplify import Level

__all__ = ["build_states"]

_COLUMNS: Final = (
    "id",
    "name_en",
    "name_es",
    "country",
    "abbreviation",
    "official_name_en",
    "official_name_es",
    "capital",
    "fips",
    "inegi_cve_ent",
    "area_km2",
    "area_land_km2",
    "area_source",
    "population",
    "population_date",
    "population_source",
    "source_ids",
    "as_of",
)


def build_states(
    curated: Path,
    polygons: Mapping[str, shapely.MultiPolygon],
    pieces: Sequence[Piece],
    levels: Mapping[str, Level],
) -> dict[str, gpd.GeoDataFrame]:
    """Return the layer ``states``, in the order of ``STATES``, and its copies ``states_<level>``.

    Raises
    ------
    DatasetError
        ``states.csv`` does not hold exactly the ten states in their order.
    """
    rows = read_rows(curated, "states", _COLUMNS)
    if tuple(row["id"] for row in rows) != STATES:
        message = f"states.csv: the ids must be {', '.join(STATES)}, in this order"
        raise DatasetError(message)
    full = [polygons[code] for code in STATES]
    frames = {"states": layer_frame("states", [_row(row, pieces) for row in rows], full)}
    for name, level in levels.items():
        frames[f"states_{name}"] = level_frame(STATES, [level.states[code] for code in STATES])
    return frames


def _row(facts: Mapping[str, str], pieces: Sequence[Piece]) -> dict[str, Any]:
    where = f"states.csv: {facts['id']}"
    own, other = ("us_state", "mx_state") if facts["country"] == "US" else ("mx_state", "us_state")
    westward = [piece for piece in reversed(pieces) if piece.facts[own] == facts["id"]]
    shared = [round(piece.length_km, 2) for piece in westward]
    population = number(facts["population"], where)
    return {
        **{column: text(facts[column]) for column in _COLUMNS},
        **cited(facts),
        "area_km2": number(facts["area_km2"], where),
        "area_land_km2": number(facts["area_land_km2"], where),
        "population": None if population is None else int(population),
        "neighbours": [piece.facts[other] for piece in westward],
        "neighbour_km": shared,
        "boundary_km": round(sum(shared), 2),
    }
