"""The engine for data frames, as ``map_partitions`` of Dask or Spark's pandas functions call it."""

from typing import TYPE_CHECKING

import numpy as np

from geo.batch.answers import answer_names
from geo.batch.engine import NearestEngine
from geo.errors import InvalidValueError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["nearest_frame"]


def nearest_frame(
    frame: "pd.DataFrame", engine: NearestEngine, lon: str = "lon", lat: str = "lat"
) -> "pd.DataFrame":
    """Return a frame with the nearest ports of each row in further columns.

    ``port_id`` (string), ``distance_km`` and ``bearing_deg`` are added, and the same with ``_2``
    and so on for further ports; missing where a row has no readable position. Index and order
    stay.

    Raises
    ------
    InvalidValueError
        A column is not in the frame, or has the name of an answer's column.
    """
    import pandas as pd

    for field, name in (("lon", lon), ("lat", lat)):
        if name not in frame.columns:
            raise InvalidValueError(field, name, ", ".join(map(str, frame.columns)))
    taken = [name for rank in range(engine.k) for name in answer_names(rank)
             if name in frame.columns]  # fmt: skip
    if taken:
        raise InvalidValueError("frame", taken[0], "columns of other names than the answer's")
    degrees = [pd.to_numeric(frame[name], errors="coerce").to_numpy(float) for name in (lon, lat)]
    index, metres, bearing = engine.find(*degrees)
    ids = np.array([*engine.ports.ids, None], dtype=object)
    answered = frame.copy(deep=False)
    for rank in range(engine.k):
        port_id, distance_km, bearing_deg = answer_names(rank)
        answered[port_id] = pd.array(ids[index[:, rank]], dtype="str")
        answered[distance_km] = metres[:, rank] / 1000.0
        answered[bearing_deg] = bearing[:, rank]
    return answered
