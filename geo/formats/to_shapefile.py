"""Layers as zipped Shapefiles, whose column names have at most ten letters."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from geo.border import Border
from geo.data.provenance import provenance
from geo.documents.request import Request
from geo.files import write_zip
from geo.formats.arrow import GEOMETRY, arrow_table
from geo.formats.layer_rows import LayerRows, requested_rows
from geo.formats.model import Format
from geo.formats.readme import readme
from geo.geodesy import FRAME_CRS
from geo.layers import Layer
from geo.words.catalogue import Phrase
from geo.words.messages import message

__all__ = ["SHAPEFILE", "short_names"]

_LONGEST: Final = 10
_PARTS: Final = ("shp", "shx", "dbf", "prj", "cpg")
_LONGEST_TEXT: Final = 254
_NO_NUMBER: Final = Phrase(
    lambda words: words.say(
        "A number that is not known is empty (null); ArcGIS shows it as 0, which it is not."
    )
)
_CUT: Final = message(
    "Texts longer than 254 bytes are cut, here (rows): {columns}. GeoPackage and CSV hold them "
    "whole."
)
_WORDS: Final = {
    "accuracy": "acc",
    "boundary": "bnd",
    "calibrated": "cal",
    "coordinate": "xy",
    "latitude": "lat",
    "longitude": "lon",
    "municipality": "muni",
    "neighbour": "neigh",
    "neighbours": "neighs",
    "official": "off",
    "opening": "open",
    "population": "pop",
    "published": "pub",
    "region": "reg",
    "segment": "seg",
    "source": "src",
    "structure": "struct",
    "current": "cur",
    "operator": "oper",
    "length": "len",
    "river": "riv",
    "abbreviation": "abbrev",
    "confidence": "confid",
    "offset": "offs",
    "crossing": "cross",
}


def _write(border: Border, path: Path, request: Request) -> None:
    """Write the layers as Shapefiles (UTF-8) in one archive with a README.

    Rows without a geometry keep their attributes; texts are cut at 254 bytes, the format's limit.
    """
    members: dict[str, bytes | Path] = {}
    renames = {}
    cut: dict[str, int] = {}
    for name in request.layers:
        renames[name], of_layer = _write_layer(path.parent, requested_rows(border, name, request))
        cut |= of_layer
        for part in _PARTS:
            file = path.parent / f"{name}.{part}"
            members[file.name] = _without_date(file, border) if part == "dbf" else file
    members["README.txt"] = readme(border, request.layers, renames, remarks=_remarks(cut)).encode()
    write_zip(path, members, provenance(border).date)


def short_names(layer: Layer) -> dict[str, str]:
    """Return the columns of a layer by their names of at most ten letters, each different."""
    names: dict[str, str] = {}
    for column in layer.columns:
        words = [_WORDS.get(word, word) for word in column.name.split("_")]
        names[_free_name("_".join(words), names)] = column.name
    return names


def _free_name(wanted: str, taken: Iterable[str]) -> str:
    short = wanted[:_LONGEST].rstrip("_")
    number = 2
    while short in taken:
        short = f"{wanted[: _LONGEST - 1]}{number}"
        number += 1
    return short


def _remarks(cut: Mapping[str, int]) -> list[Phrase]:
    """Return what the format changes: missing numbers, and the texts of which a part is lost."""
    columns = "; ".join(f"{name} ({rows:,})" for name, rows in cut.items())
    remarks = [_NO_NUMBER]
    if columns:
        remarks.append(Phrase(lambda words: words.say(_CUT, columns=columns)))
    return remarks


def _write_layer(folder: Path, rows: LayerRows) -> tuple[dict[str, str], dict[str, int]]:
    """Write the files of one layer.

    Returns its columns by their names there, and in how many rows the text of a column is cut.
    """
    import pyogrio

    layer = rows.layer
    short = short_names(layer)
    table, cut = _cut(arrow_table(rows, flat=True))
    pyogrio.write_arrow(
        table.rename_columns([*short, GEOMETRY]),
        folder / f"{layer.name}.shp",
        layer=layer.name,
        driver="ESRI Shapefile",
        encoding="UTF-8",
        geometry_name=GEOMETRY,
        geometry_type=layer.geometry,
        crs=FRAME_CRS,
    )
    return short, {f"{layer.name}.{column}": count for column, count in cut.items()}


def _cut(table: Any) -> tuple[Any, dict[str, int]]:  # noqa: ANN401
    """Return a table that the format can hold, and how many texts of each column are cut."""
    import pyarrow as pa

    cut: dict[str, int] = {}
    for number, column in enumerate(table.schema):
        if pa.types.is_string(column.type):
            whole = table.column(number).to_pylist()
            texts = [_cut_text(value) for value in whole]
            count = sum(text != value for text, value in zip(texts, whole, strict=True))
            cut |= {column.name: count} if count else {}
            table = table.set_column(number, column, pa.array(texts, type=pa.string()))
        elif pa.types.is_boolean(column.type):
            flags = table.column(number).cast(pa.int32())
            table = table.set_column(number, pa.field(column.name, pa.int32()), flags)
    return table, cut


def _cut_text(text: str | None) -> str | None:
    if text is None:
        return None
    return text.encode()[:_LONGEST_TEXT].decode(errors="ignore")


def _without_date(file: Path, border: Border) -> bytes:
    """Return a dBASE file whose header bears the data's day instead of the day of writing."""
    content = bytearray(file.read_bytes())
    day = border.date
    content[1:4] = bytes([day.year - 1900, day.month, day.day])
    return bytes(content)


SHAPEFILE: Final = Format(
    name="shapefile",
    suffix=".shp.zip",
    media_type="application/zip",
    title=message("Shapefiles (zip)"),
    purpose=message("Layers for older GIS; column names shortened as its README lists."),
    content="layers",
    write=_write,
)
