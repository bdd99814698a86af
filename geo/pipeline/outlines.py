"""Reading the outlines of the ten states as the two statistical offices publish them."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.errors import DatasetError
from geo.extras import require

__all__ = [
    "DECIMALS",
    "read_mexican_outlines",
    "read_municipalities",
    "read_us_outlines",
    "rounded",
    "us_states_file",
]

DECIMALS: Final = 7
"""Decimals of a degree that the full layers keep: about 1 cm."""
_FIPS: Final[Mapping[str, str]] = {"06": "US-CA", "04": "US-AZ", "35": "US-NM", "48": "US-TX"}
_INEGI: Final[Mapping[str, str]] = {
    "MX-BCN": "AGEM_02.geojson",
    "MX-SON": "AGEM_26.geojson",
    "MX-CHH": "AGEM_08_from_parts.geojson",
    "MX-COA": "AGEM_05.geojson",
    "MX-NLE": "AGEM_19.geojson",
    "MX-TAM": "AGEM_28.geojson",
}


def us_states_file() -> Path:
    """Return the Census Bureau's 1:500,000 states of 2016, as the package plotly-geo carries them.

    Raises
    ------
    MissingExtraError
        The package is not installed (extra ``build``).
    """
    require("build")
    folder = Path(str(files("_plotly_geo")))
    return folder / "package_data" / "cb_2016_us_state_500k.shp"


def read_us_outlines() -> dict[str, shapely.Geometry]:
    """Return the four US border states by ISO code, NAD 83 taken as WGS 84 (under 2 m)."""
    states = gpd.read_file(us_states_file(), encoding="utf-8").set_index("STATEFP").geometry
    return {code: rounded(states[fips]) for fips, code in _FIPS.items()}


def read_mexican_outlines(sources: Path) -> dict[str, shapely.Geometry]:
    """Return the six Mexican border states by ISO code: INEGI's municipalities dissolved.

    Raises
    ------
    DatasetError
        A file is missing, or its municipalities overlap or leave gaps.
    """
    outlines = {}
    for code, name in _INEGI.items():
        path = sources / "inegi" / name
        if not path.is_file():
            message = f"{path}: the file is missing"
            raise DatasetError(message)
        municipalities = gpd.read_file(path).geometry.to_numpy()
        if not shapely.coverage_is_valid(municipalities):
            message = f"{name}: the municipalities are not a gapless coverage"
            raise DatasetError(message)
        outlines[code] = rounded(shapely.coverage_union_all(municipalities))
    return outlines


def read_municipalities(sources: Path) -> dict[str, shapely.Geometry]:
    """Return the municipalities of the six Mexican border states by INEGI's code."""
    outlines: dict[str, shapely.Geometry] = {}
    for name in _INEGI.values():
        frame = gpd.read_file(sources / "inegi" / name)
        outlines |= dict(zip(frame["cvegeo"], frame.geometry, strict=True))
    return outlines


def rounded(shape: shapely.Geometry) -> shapely.Geometry:
    """Return a shape with the decimals that the full layers keep."""
    return shapely.transform(shape, lambda lon_lat: np.round(lon_lat, DECIMALS))
