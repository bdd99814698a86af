"""Features as GeoJSON text, made once per row where a layer is small enough to keep."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import orjson
import shapely

from geo.data.frames import BorderFrames
from geo.data.records import Records
from geo.queries.answer import Answer, Row

__all__ = [
    "FeatureWriter",
    "answer_features",
    "feature_collection",
    "geometry_json",
    "layer_collection",
    "properties_json",
]

_KEPT_ROWS: Final = 1000
"""Layers of up to this many rows keep the text of every feature."""


def geometry_json(shapes: npt.NDArray[np.object_] | list[Any]) -> list[bytes]:
    """Return each geometry as GeoJSON text, ``null`` for none."""
    texts = shapely.to_geojson(np.asarray(shapes, dtype=object))
    return [b"null" if text is None else text.encode() for text in texts.tolist()]


def properties_json(row: dict[str, Any]) -> bytes:
    """Return a row as a JSON object; dates as YYYY-MM-DD, not known as null."""
    return orjson.dumps(row)


def feature_collection(answer: Answer) -> bytes:
    """Return an answer as a FeatureCollection; what belongs to it as a whole stands first.

    The key of each row becomes the feature's ``id``.
    """
    features = answer_features(answer)
    head = orjson.dumps({"type": "FeatureCollection", **answer.about})[:-1]
    return b"%b,%b" % (
        head,
        b'"numberReturned":%d,"features":[%b]}' % (len(features), b",".join(features)),
    )


def answer_features(answer: Answer) -> list[bytes]:
    """Return the text of each row of an answer as a feature."""
    if answer.layer is not None and answer.shapes is None:
        writer = answer.border.derived(_Writers).of(answer.layer)
        return writer.features(answer.rows, answer.computed())
    rows = answer.records()
    shapes = geometry_json([None] * len(rows) if answer.shapes is None else answer.shapes)
    return [
        _feature_start(row["id"], shape) + properties_json(row) + b"}"
        for row, shape in zip(rows, shapes, strict=True)
    ]


def layer_collection(border: BorderFrames, name: str, rows: list[int] | None = None) -> bytes:
    """Return rows of a layer or table (all for ``None``) as a FeatureCollection."""
    records = border.records(name)
    chosen = list(range(len(records))) if rows is None else rows
    return feature_collection(Answer(columns={}, border=border, layer=name, rows=chosen))


def _feature_start(key: object, shape: bytes) -> bytes:
    return b'{"type":"Feature","id":%b,"geometry":%b,"properties":' % (orjson.dumps(key), shape)


class _Writers:
    """The writers of a border's layers, each made when it is first asked for."""

    def __init__(self, border: BorderFrames) -> None:
        self._border = border
        self._writers: dict[str, FeatureWriter] = {}

    def of(self, name: str) -> "FeatureWriter":
        """Return the writer of a layer or table at full detail."""
        if name not in self._writers:
            records = self._border.records(name)
            shapes = self._border.geometries(name) if records.layer.geometry else None
            self._writers[name] = FeatureWriter(records, shapes)
        return self._writers[name]


class FeatureWriter:
    """Writes rows of a layer as GeoJSON features, with geometries at any level and in any CRS."""

    def __init__(self, records: Records, geometry: npt.NDArray[np.object_] | None) -> None:
        self._records = records
        self._geometry = geometry
        kept = len(records) <= _KEPT_ROWS
        self._kept: dict[int, tuple[bytes, bytes]] | None = {} if kept else None

    def features(self, positions: list[int], beside: list[Row] | None = None) -> list[bytes]:
        """Return the text of the features at these row numbers, in that order.

        ``beside`` holds, for each feature, properties to write before its own.
        """
        written = self._written(positions)
        if beside is None or not any(beside):
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
        key = self._records.columns[self._records.layer.key]
        return [
            (_feature_start(key[row], shape), properties_json(self._records.row(row)) + b"}")
            for row, shape in zip(positions, shapes, strict=True)
        ]
