"""Writing answers, whatever their format and place: whole files or none.

A format is one file in ``geo.batch.writers`` and one line in ``FORMS``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final, Literal, Protocol, TypeAlias

import pyarrow as pa

from geo.batch.places import Place, new_place
from geo.batch.points import separated_type
from geo.batch.positions import Positions, geo_metadata
from geo.data.geoparquet import geometry_column, geoparquet_metadata
from geo.errors import DatasetError, InvalidValueError
from geo.files import ExportError
from geo.geodesy import CRS84

__all__ = [
    "FORMS",
    "GEOMETRY",
    "PROVENANCE_KEY",
    "OutputForm",
    "Sink",
    "open_sink",
    "output_form",
    "written_type",
]

PROVENANCE_KEY: Final = b"border_ports"
"""Key in a Parquet or Arrow file's metadata: data set version and question, as JSON."""
GEOMETRY: Final = "geometry"
"""Column of points that answers have where the input has none, or its own is not carried over."""
_KEPT_OF_COLUMN: Final = ("encoding", "geometry_types", "crs", "edges", "orientation")

_Position: TypeAlias = Literal["carried", "or added", "degrees", "points"]


@dataclass(frozen=True, slots=True)
class OutputForm:
    """A format of answers.

    Positions of the input's geometry are ``carried`` over (or points ``added`` where it has
    none), or written anew in WGS 84: as two columns of ``degrees`` or as ``points``. ``module``
    writes the format; ``texts`` says that it knows no dictionaries of texts.
    """

    suffix: str
    module: str
    position: _Position
    texts: bool = False


FORMS: Final = (
    OutputForm(".parquet", "parquet", "carried"),
    OutputForm(".geoparquet", "parquet", "or added"),
    OutputForm(".arrow", "arrow", "carried"),
    OutputForm(".feather", "arrow", "carried"),
    OutputForm(".csv", "text", "degrees", texts=True),
    OutputForm(".csv.gz", "text", "degrees", texts=True),
    OutputForm(".gpkg", "vector", "points", texts=True),
    OutputForm(".fgb", "vector", "points", texts=True),
    OutputForm(".geojsonl", "vector", "points", texts=True),
    OutputForm(".geojsons", "vector", "points", texts=True),
)


class Sink(Protocol):
    """Takes batches of answers in order."""

    def write_batch(self, batch: pa.RecordBatch) -> None:
        """Write one batch."""


def output_form(name: str) -> OutputForm:
    """Return the format of a file's name; ``InvalidValueError`` if its suffix is not known."""
    for form in FORMS:
        if name.lower().endswith(form.suffix):
            return form
    raise InvalidValueError("--output", name, ", ".join(form.suffix for form in FORMS))


def written_type(kind: pa.DataType, form: OutputForm) -> pa.DataType:
    """Return as which type a column is written; what a format cannot hold is left to its writer.

    An Arrow file has one dictionary for a column, where batches of an input may have several. Text
    is of one type, so that formulas are looked for in all of it. GDAL would round what is beyond
    53 bits.
    """
    if form.module == "parquet":
        return kind
    if pa.types.is_dictionary(kind):
        return written_type(kind.value_type, form)
    is_text = pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    if form.texts and (is_text or pa.types.is_null(kind)):
        return pa.string()
    return pa.int64() if form.module == "vector" and pa.types.is_uint64(kind) else kind


@contextmanager
def open_sink(place: Place, schema: pa.Schema, provenance: dict[str, Any]) -> Iterator[Sink]:
    """Open an output that appears at its place only when all is written.

    Raises
    ------
    DatasetError
        The file cannot be written.
    """
    form = output_form(place.name)
    writer: Any = import_module(f"geo.batch.writers.{form.module}")
    try:
        with new_place(place) as new, writer.open_sink(new, schema, provenance) as sink:
            yield sink
    except ExportError as error:
        raise DatasetError(str(error)) from error
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise DatasetError(f"{place}: cannot be written: {error}") from error


def answer_metadata(positions: Positions, schema: pa.Schema, *, added: bool) -> dict[bytes, bytes]:
    """Return the GeoParquet 1.1 metadata of the columns that are written.

    Columns carried over from the input, ``schema``, keep what the input says of their encoding,
    CRS and edges; what names further columns (``covering``) or speaks of all its rows (``bbox``)
    is not taken over. ``added`` says that a column of WGS 84 points is written beside them.
    """
    described = geo_metadata(schema).get("columns", {})
    columns: dict[str, Any] = {
        name: {"geometry_types": []}
        | {key: details[key] for key in _KEPT_OF_COLUMN if key in details}
        for name, details in described.items()
        if name in schema.names
    }
    primary = GEOMETRY if added else positions.geometry
    if added or primary not in columns:
        crs = None if added else positions.crs
        columns[primary] = geometry_column(["Point"] if added else [], crs or CRS84)
        native = None if added else separated_type(schema.field(primary).type)
        if native is not None:
            axes = "".join(native.names).removeprefix("xy").upper()
            types = [f"Point {axes}".rstrip()]
            columns[primary] |= {"encoding": "point", "geometry_types": types}
    described = geoparquet_metadata(columns, primary)
    return {key.encode(): text.encode() for key, text in described.items()}
