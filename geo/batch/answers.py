"""From a batch of positions to a batch of answers, column by column."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from geo.batch.engine import NearestEngine
from geo.batch.exact import Nearest
from geo.batch.places import Place
from geo.batch.points import in_iso_wkb, is_bytes, separated, separated_type, storage_of
from geo.batch.stream import Stream
from geo.batch.write import GEOMETRY, OutputForm, answer_metadata, output_form, written_type
from geo.errors import DatasetError, InvalidValueError
from geo.geodesy import Floats

__all__ = ["AnswerTable", "answer_names", "answer_table", "port_columns", "port_fields"]

_WKB_POINT: Final = np.dtype([("order", "u1"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")])
_FEW_TEXTS: Final = 10_000
_PER_METRE: Final = 1_000.0
_PER_DEGREE: Final = 10_000.0
"""Steps to which distances (1 mm) and bearings are rounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTable:
    """How answers are laid out: the input's kept columns, a position if wanted, the ports.

    ``position`` is ``geometry`` (a WKB column is added), ``degrees`` (columns ``lon`` and
    ``lat`` are added) or empty.
    """

    engine: NearestEngine
    stream: Stream
    kept: tuple[str, ...]
    position: str
    schema: pa.Schema
    is_text: bool

    def fill(
        self, batch: pa.RecordBatch, lon: Floats, lat: Floats, nearest: Nearest
    ) -> pa.RecordBatch:
        """Return the answers of one batch of the input."""
        columns = [self._carried(batch, name) for name in self.kept]
        valid = nearest[0][:, 0] >= 0
        if self.position == "degrees":
            columns += [_array(pa.float64(), values, valid) for values in (lon, lat)]
        elif self.position == "geometry":
            columns.append(_points(lon, lat, valid))
        for rank in range(self.engine.k):
            columns += port_columns(self.engine, nearest, rank, is_text=self.is_text)
        columns += self.engine.more_columns(nearest)
        return pa.RecordBatch.from_arrays(columns, schema=self.schema)

    def _carried(self, batch: pa.RecordBatch, name: str) -> pa.Array:
        """Return a column as it is written; ``DatasetError`` for a value that has no room there."""
        column, kind = batch.column(name), self.schema.field(name).type
        is_geometry = name == self.stream.positions.geometry
        if is_geometry and is_bytes(storage_of(column.type)):
            column = in_iso_wkb(column)
        if column.type == kind:
            return column
        if is_geometry and separated_type(column.type) == kind:
            return separated(column)
        try:
            return column.cast(kind)
        except pa.ArrowInvalid as error:
            raise DatasetError(f"column {name} cannot be written as {kind}: {error}") from error


def port_columns(
    engine: NearestEngine, nearest: Nearest, rank: int, *, is_text: bool
) -> list[pa.Array]:
    """Return ids (strings if ``is_text``, else a dictionary), kilometres and bearings of a rank."""
    index = np.ascontiguousarray(nearest[0][:, rank])
    valid = index >= 0
    ids = _texts(engine.ports.ids, index, valid) if is_text else _ids(engine, index, valid)
    km = np.rint(nearest[1][:, rank] * _PER_METRE) / (1000.0 * _PER_METRE)
    degrees = np.rint(nearest[2][:, rank] * _PER_DEGREE) / _PER_DEGREE
    degrees[degrees == 360.0] = 0.0  # noqa: PLR2004
    return [
        ids,
        _array(pa.float64(), km, valid),
        _array(pa.float64(), degrees, valid),
    ]


def _ids(
    engine: NearestEngine, index: npt.NDArray[np.int16], valid: npt.NDArray[np.bool_]
) -> pa.Array:
    rows = _array(pa.int16(), index, valid)
    return pa.DictionaryArray.from_arrays(rows, _strings(engine.ports.ids, None))


def _texts(
    names: tuple[str, ...], index: npt.NDArray[np.int16], valid: npt.NDArray[np.bool_]
) -> pa.Array:
    """Return the name of each row; few are put together without loading Arrow's functions."""
    if len(index) > _FEW_TEXTS:
        rows = _array(pa.int16(), index, valid)
        return pa.DictionaryArray.from_arrays(rows, _strings(names, None)).dictionary_decode()
    return _strings([names[row] if row >= 0 else "" for row in index.tolist()], _validity(valid))


def answer_names(rank: int) -> tuple[str, str, str]:
    """Return the names of the columns of the nearest port (0), the second (1), and so on."""
    after = f"_{rank + 1}" if rank else ""
    return f"port_id{after}", f"distance_km{after}", f"bearing_deg{after}"


def answer_table(engine: NearestEngine, stream: Stream, target: Place) -> AnswerTable:
    """Return the layout of the answers to a stream in a target file.

    Raises
    ------
    InvalidValueError
        A kept column has the name of an answer's column.
    DatasetError
        A kept column cannot stand in a CSV file.
    """
    form = output_form(target.name)
    geometry = stream.positions.geometry
    is_anew = form.position in {"degrees", "points"}
    kept = [name for name in stream.kept.names if not (is_anew and name == geometry)]
    position = _position(stream, form, carried=geometry in kept)
    fields = [
        field.remove_metadata().with_type(
            (separated_type(field.type) if field.name == geometry else None)
            or written_type(field.type, form)
        )
        for field in map(stream.kept.field, kept)
    ]
    if form.position == "degrees":
        _check_text(target, fields)
    if position == "degrees":
        fields += [pa.field("lon", pa.float64()), pa.field("lat", pa.float64())]
    elif position == "geometry":
        fields.append(pa.field(GEOMETRY, pa.binary()))
    fields += [*port_fields(engine.k, is_text=form.texts), *engine.more_fields()]
    _check_names([field.name for field in fields])
    spatial = position == "geometry" or (bool(geometry) and geometry in kept)
    metadata = (
        answer_metadata(stream.positions, stream.kept, added=position == "geometry")
        if spatial
        else None
    )
    return AnswerTable(
        engine=engine,
        stream=stream,
        kept=tuple(kept),
        position=position,
        schema=pa.schema(fields, metadata=metadata),
        is_text=form.texts,
    )


def _position(stream: Stream, form: OutputForm, *, carried: bool) -> str:
    geometry = stream.positions.geometry
    if form.position == "degrees":
        return "degrees" if geometry else ""
    if carried:
        return ""
    return "geometry" if geometry or form.position != "carried" else ""


def port_fields(k: int, *, is_text: bool) -> list[pa.Field]:
    """Return the fields of the columns that ``port_columns`` makes, of all ranks."""
    ids = pa.string() if is_text else pa.dictionary(pa.int16(), pa.string())
    kinds = (ids, pa.float64(), pa.float64())
    return [
        pa.field(name, kind)
        for rank in range(k)
        for name, kind in zip(answer_names(rank), kinds, strict=True)
    ]


def _check_names(names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            allowed = f"columns other than {name}, which the answers have"
            raise InvalidValueError("--keep", name, allowed)


def _check_text(target: Place, fields: list[pa.Field]) -> None:
    for field in fields:
        if pa.types.is_nested(field.type) or is_bytes(field.type):
            raise DatasetError(
                f"{target}: cannot be written: column {field.name} is {field.type}, which CSV "
                "cannot hold; leave it out with --keep"
            )


def _points(lon: Floats, lat: Floats, valid: npt.NDArray[np.bool_]) -> pa.Array:
    points = np.empty(len(lon), _WKB_POINT)
    points["order"], points["type"], points["x"], points["y"] = 1, 1, lon, lat
    offsets = np.arange(len(lon) + 1, dtype=np.int32) * _WKB_POINT.itemsize
    buffers = [_validity(valid), pa.py_buffer(offsets), pa.py_buffer(points)]
    return pa.Array.from_buffers(pa.binary(), len(lon), buffers)


def _array(
    kind: pa.DataType, values: npt.NDArray[np.generic], valid: npt.NDArray[np.bool_]
) -> pa.Array:
    """Return numbers as Arrow without a copy; ``pa.array`` would import pandas."""
    plain = np.ascontiguousarray(values)
    return pa.Array.from_buffers(kind, len(plain), [_validity(valid), pa.py_buffer(plain)])


def _strings(texts: Sequence[str], validity: pa.Buffer | None) -> pa.Array:
    encoded = [text.encode() for text in texts]
    offsets = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    buffers = [validity, pa.py_buffer(offsets), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.string(), len(texts), buffers)


def _validity(valid: npt.NDArray[np.bool_]) -> pa.Buffer | None:
    return None if valid.all() else pa.py_buffer(np.packbits(valid, bitorder="little"))
