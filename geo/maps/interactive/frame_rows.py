"""The rows of a frame as plain JSON values in degrees: what the map's script can read."""

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geo.errors import InvalidValueError
from geo.geodesy import FRAME_CRS

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = ["in_degrees", "json_value", "located_rows", "names", "row_ids", "rows", "texts"]

_POINT_DECIMALS: Final = 6


def in_degrees(frame: "gpd.GeoDataFrame") -> "gpd.GeoDataFrame":
    """Return the frame in longitude and latitude, WGS 84.

    Raises
    ------
    InvalidValueError
        The frame does not say what its coordinates are.
    """
    if frame.crs is None:
        raise InvalidValueError("frame", "no CRS", "a GeoDataFrame whose crs is set")
    is_wgs84 = frame.crs.equals(FRAME_CRS, ignore_axis_order=True)
    return frame if is_wgs84 else frame.to_crs(FRAME_CRS)


def json_value(value: Any) -> Any:  # noqa: ANN401 - a cell of a frame
    """Return a cell as JSON has it: ``None`` where it is not known, dates as ISO 8601."""
    import pandas as pd

    if isinstance(value, list | tuple | np.ndarray):
        return [json_value(item) for item in value]
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124 - NaN
        return None
    if isinstance(value, date):
        return value.isoformat()[:10]
    return value.item() if isinstance(value, np.generic) else value


def rows(frame: "pd.DataFrame", columns: Iterable[str]) -> list[dict[str, Any]]:
    """Return a dictionary per row of those columns that the frame has."""
    there = [name for name in columns if name in frame.columns]
    values = [[json_value(value) for value in frame[name]] for name in there]
    return [dict(zip(there, row, strict=True)) for row in zip(*values, strict=True)] or [
        {} for _ in range(len(frame))
    ]


def row_ids(frame: "pd.DataFrame") -> list[str]:
    """Return the ids of the rows: the column ``id``, else the frame's index."""
    return [str(key) for key in (frame["id"] if "id" in frame.columns else frame.index)]


def texts(frame: "pd.DataFrame", stem: str) -> list[dict[str, str] | None]:
    """Return, for each row, a text by language, from the columns ``stem_en``, ``stem_es`` ….

    ``None`` stands where no language has it.
    """
    columns = re.compile(rf"{stem}_([a-z]{{2}})")
    matches = [match for name in map(str, frame.columns) if (match := columns.fullmatch(name))]
    languages = {match[0]: match[1] for match in matches}
    said: list[dict[str, str] | None] = []
    for row in rows(frame, languages):
        known = {languages[name]: str(value) for name, value in row.items() if value}
        said.append(known or None)
    return said


def names(frame: "pd.DataFrame") -> list[dict[str, str]]:
    """Return the names of the rows by language; English is there: ``name``, else the id."""
    plain = frame["name"] if "name" in frame.columns else row_ids(frame)
    named = zip(texts(frame, "name"), plain, strict=True)
    return [{"en": str(json_value(other) or "")} | (name or {}) for name, other in named]


def located_rows(frame: "gpd.GeoDataFrame", columns: Iterable[str]) -> list[dict[str, Any]]:
    """Return the rows that have a point, with ``id``, ``name``, ``lon`` and ``lat`` in degrees."""
    located = in_degrees(frame)
    located = located[located.geometry.notna() & ~located.geometry.is_empty]
    lons, lats = _degrees(located.geometry)
    kept = zip(row_ids(located), names(located), lons, lats, rows(located, columns), strict=True)
    return [
        {"id": key, "name": name, "lon": lon, "lat": lat} | row for key, name, lon, lat, row in kept
    ]


def _degrees(points: "gpd.GeoSeries") -> tuple[list[float], list[float]]:
    if not (points.geom_type == "Point").all():
        raise InvalidValueError("frame", "shapes that are no points", "a GeoDataFrame of points")
    lons, lats = (
        [round(float(value), _POINT_DECIMALS) for value in axis] for axis in (points.x, points.y)
    )
    return lons, lats
