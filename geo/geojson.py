"""Features as GeoJSON text, made once per row where a layer is small enough to keep."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import orjson
import shapely

from geo.answers import Answer, Row
from geo.table import Table

__all__ = ["FeatureWriter", "feature_collection", "geometry_json", "properties_json"]

_KEPT_ROWS: Final = 1000
"""Layers of up to this many rows keep the text of every feature."""


def geometry_json(shapes: npt.NDArray[np.object_] | list[Any]) -> list[bytes]:
    """Return each geometry as GeoJSON text, ``null`` for none."""
    texts = shapely.to_geojson(np.asarray(shapes, dtype=object))
    return [b"null" if text is None else text.encode() for text in texts.tolist()]


def properties_json(row: dict[str, Any]) -> bytes:
    """Return a row as a JSON object; dates as YYYY-MM-DD, not known as null."""
    return orjson.dumps(row)


def feature_collection(answer: Answer, ports: "FeatureWriter | None" = None) -> bytes:
    """Return an answer as a FeatureCollection; what belongs to it as a whole stands first.

    The key of each row becomes the feature's ``id``. ``ports``, a writer of the ports, spares
    writing the features of an answer of ports anew.
    """
    if ports is not None and answer.beside is not None:
        features = ports.features(answer.positions, answer.beside)
    else:
        features = _features(answer)
    head = orjson.dumps({"type": "FeatureCollection", **answer.about})[:-1]
    return b"%b,%b" % (
        head,
        b'"numberReturned":%d,"features":[%b]}' % (len(features), b",".join(features)),
    )


def _features(answer: Answer) -> list[bytes]:
    shapes = geometry_json(answer.shapes or [None] * len(answer.rows))
    return [
        _feature_start(row["id"], shape) + properties_json(row) + b"}"
        for row, shape in zip(answer.rows, shapes, strict=True)
    ]


def _feature_start(key: object, shape: bytes) -> bytes:
    return b'{"type":"Feature","id":%b,"geometry":%b,"properties":' % (orjson.dumps(key), shape)


class FeatureWriter:
    """Writes rows of a table as GeoJSON features.

    ``geometry`` replaces the table's own, at another level or in another CRS.
    """

    def __init__(self, table: Table, geometry: npt.NDArray[np.object_] | None = None) -> None:
        self._table = table
        self._geometry = table.geometry if geometry is None else geometry
        self._kept: dict[int, tuple[bytes, bytes]] | None = {} if len(table) <= _KEPT_ROWS else None

    def features(self, positions: list[int], beside: list[Row] | None = None) -> list[bytes]:
        """Return the text of the features at these row numbers, in that order.

        ``beside`` holds, for each feature, properties to write before its own.
        """
        written = self._written(positions)
        if beside is None:
            return [b"".join(parts) for parts in written]
        return [
            b"%b%b,%b" % (start, properties_json(more)[:-1], own[1:])
            for (start, own), more in zip(written, beside, strict=True)
        ]

    def _written(self, positions: list[int]) -> list[tuple[bytes, bytes]]:
        """Return each feature in two parts, before and from the brace of its properties."""
        if self._kept is None:
            return self._made(positions)
        missing = [row for row in positions if row not in self._kept]
        if missing:
            self._kept.update(zip(missing, self._made(missing), strict=True))
        return [self._kept[row] for row in positions]

    def _made(self, positions: list[int]) -> list[tuple[bytes, bytes]]:
        shapes = (
            [b"null"] * len(positions)
            if self._geometry is None
            else geometry_json(self._geometry[positions])
        )
        key = self._table.columns[self._table.layer.key]
        return [
            (_feature_start(key[row], shape), properties_json(self._table.row(row)) + b"}")
            for row, shape in zip(positions, shapes, strict=True)
        ]
