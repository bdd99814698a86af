"""The engine for data frames, as ``map_partitions`` of Dask or Spark's pandas functions call it."""

from typing import TYPE_CHECKING

import numpy as np

from geo.batch.answers import answer_names
from geo.batch.engine import NearestEngine
from geo.batch.systems import in_degrees, named_system
from geo.errors import InvalidValueError
from geo.geodesy import Floats

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["nearest_frame"]


def nearest_frame(
    frame: "pd.DataFrame",
    engine: NearestEngine,
    lon: str = "lon",
    lat: str = "lat",
    crs: str | None = None,
) -> "pd.DataFrame":
    """Return a frame with the nearest ports of each row in further columns.

    ``port_id`` (string), ``distance_km`` and ``bearing_deg`` are added, and the same with ``_2``
    and so on for further ports; missing where a row has no readable position. Index and order
    stay. ``crs`` names the system of the two columns if it is not WGS 84, such as ``EPSG:32613``.

    Raises
    ------
    InvalidValueError
        A column is not in the frame once, holds no numbers or has the name of an answer's, or there
        is no such system.
    """
    import pandas as pd

    x, y = (_numbers(frame, field, name) for field, name in (("lon", lon), ("lat", lat)))
    taken = [name for rank in range(engine.k) for name in answer_names(rank)
             if name in frame.columns]  # fmt: skip
    if taken:
        raise InvalidValueError("frame", taken[0], "columns of other names than the answer's")
    system = None if crs is None else named_system(crs)
    index, metres, bearing = engine.find(*in_degrees(system, x, y))
    ids = np.array([*engine.ports.ids, None], dtype=object)
    answered = frame.copy(deep=False)
    for rank in range(engine.k):
        port_id, distance_km, bearing_deg = answer_names(rank)
        answered[port_id] = pd.array(ids[index[:, rank]], dtype="str")
        answered[distance_km] = metres[:, rank] / 1000.0
        answered[bearing_deg] = bearing[:, rank]
    return answered


def _numbers(frame: "pd.DataFrame", field: str, name: str) -> Floats:
    """Return a column as numbers, NaN where a cell is none; truth values and times never are."""
    import pandas as pd

    column = frame[name] if name in frame.columns else None
    if column is None or column.ndim != 1:
        allowed = f"a column that is there once: {', '.join(map(str, frame.columns))}"
        raise InvalidValueError(field, name, allowed)
    is_of_cells = isinstance(column.dtype, pd.CategoricalDtype) or column.dtype.kind in "OTSU"
    if not is_of_cells and column.dtype.kind not in "iuf":
        raise InvalidValueError(field, str(column.dtype), "numbers of degrees")
    if is_of_cells:
        column = column.astype(object)
        column = column.mask(column.map(lambda cell: isinstance(cell, bool)))
    return pd.to_numeric(column, errors="coerce").to_numpy(float)
