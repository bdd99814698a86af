"""Answers as points by GDAL: GeoPackage, FlatGeobuf, sequences of GeoJSON.

GDAL takes batches when it wants them. So it runs in a thread of its own and waits at a short
queue, into which answers are put as they come.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import Full, Queue
from typing import Any, Final

import pyarrow as pa

from geo.batch.write import GEOMETRY, Sink
from geo.errors import DatasetError
from geo.geodesy import FRAME_CRS

__all__ = ["open_sink"]

_LAYER: Final = "nearest"
_KEY: Final = "fid"
"""What GeoPackages call their row numbers."""
_WAITING: Final = 4
"""Batches that may wait for GDAL."""
_PATIENCE_SECONDS: Final = 0.2
"""How often the other side is looked at while a queue is full or empty."""
_DRIVERS: Final[dict[str, tuple[str, dict[str, str]]]] = {
    ".gpkg": ("GPKG", {}),
    # An index would put the rows into another order, and have no room for rows without a position.
    ".fgb": ("FlatGeobuf", {"SPATIAL_INDEX": "NO"}),
    ".geojsonl": ("GeoJSONSeq", {"COORDINATE_PRECISION": "9"}),
    ".geojsons": ("GeoJSONSeq", {"COORDINATE_PRECISION": "9", "RS": "YES"}),
}
"""GDAL's driver of each suffix, and the options of its layer; nine decimals are 0.1 mm."""


class _StoppedError(Exception):
    """No further batch comes, and what there is must not be kept."""


@contextmanager
def open_sink(path: Path, schema: pa.Schema, provenance: dict[str, Any]) -> Iterator[Sink]:  # noqa: ARG001 - these formats have no place for it
    """Open a layer of points in WGS 84.

    Raises
    ------
    DatasetError
        A column cannot stand in such a file.
    """
    flat = _flat_schema(path, schema)
    queue: Queue[pa.RecordBatch | _StoppedError | None] = Queue(_WAITING)
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(_write, path, pa.RecordBatchReader.from_batches(flat, _taken(queue)))
        sink = _Queued(queue, writing, flat)
        try:
            yield sink
            sink.put(None)
        except BaseException:
            sink.put(_StoppedError())
            raise
        writing.result()


class _Queued:
    """Hands batches to the thread in which GDAL writes."""

    def __init__(self, queue: "Queue[Any]", writing: "Future[None]", schema: pa.Schema) -> None:
        self._queue, self._writing, self._schema = queue, writing, schema

    def write_batch(self, batch: pa.RecordBatch) -> None:
        """Write one batch; an error of GDAL's is raised here."""
        self.put(batch.cast(self._schema))
        if self._writing.done():
            self._writing.result()

    def put(self, item: object) -> None:
        """Give an item, unless nobody takes any more."""
        while not self._writing.done():
            try:
                self._queue.put(item, timeout=_PATIENCE_SECONDS)
            except Full:
                continue
            return


def _taken(queue: "Queue[Any]") -> Iterator[pa.RecordBatch]:
    while (item := queue.get()) is not None:
        if isinstance(item, _StoppedError):
            raise item
        yield item


def _write(path: Path, batches: pa.RecordBatchReader) -> None:
    import pyogrio

    suffix = next(suffix for suffix in _DRIVERS if path.name.lower().endswith(suffix))
    driver, options = _DRIVERS[suffix]
    if driver == "GPKG":
        options = {**options, "FID": _key_beside(batches.schema.names)}
    pyogrio.write_arrow(
        batches, path, layer=_LAYER, driver=driver, geometry_name=GEOMETRY,
        geometry_type="Point", crs=FRAME_CRS, layer_options=options,
    )  # fmt: skip


def _key_beside(names: list[str]) -> str:
    """Return a name for the row numbers of a GeoPackage that no column has, which would be them."""
    key, taken = _KEY, {name.lower() for name in names}
    while key in taken:
        key += "_"
    return key


def _flat_schema(path: Path, schema: pa.Schema) -> pa.Schema:
    """Return the schema, of which nothing is nested and no names differ in case alone.

    GDAL takes one such column for the other.
    """
    known: dict[str, str] = {}
    for field in schema:
        if pa.types.is_nested(field.type):
            raise DatasetError(
                f"{path.name}: cannot be written: column {field.name} is {field.type}, which the "
                "format cannot hold; leave it out with --keep"
            )
        other = known.setdefault(field.name.lower(), field.name)
        if other != field.name:
            raise DatasetError(
                f"{path.name}: cannot be written: the format takes columns {other} and "
                f"{field.name} for one; leave one out with --keep"
            )
    return schema.remove_metadata()
