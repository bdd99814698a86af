"""What a file is by its first bytes, whatever its name says."""

from dataclasses import dataclass
from typing import Final

__all__ = ["FileKind", "kind_of"]

_SEEN_BYTES: Final = 256
_LEAST_TEXT: Final = 9
"""No text in UTF-8 has bytes below the tabulator's."""
_AS_CSV: Final = "save its table as CSV"


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its name, the suffix by which it is read, and what helps if that is empty."""

    beginning: bytes
    name: str
    suffix: str = ""
    help: str = "unpack it"

    @property
    def may_be_text(self) -> bool:
        """Return whether text may begin so, as a header line that names such a column."""
        return self.beginning.isalnum()

    @property
    def remedy(self) -> str:
        """Return what helps where a file of this kind has the name of another."""
        return f"let its name end in {self.suffix}" if self.suffix else self.help


_KINDS: Final = (
    FileKind(b"PAR1", "Parquet", ".parquet"),
    FileKind(b"ARROW1", "Arrow", ".arrow"),
    FileKind(b"\xff\xff\xff\xff", "Arrow", ".arrow"),
    FileKind(b"\x1f\x8b", "gzip", ".csv.gz"),
    FileKind(b"\x28\xb5\x2f\xfd", "Zstandard", ".csv.zst"),
    FileKind(b"SQLite format 3\0", "SQLite (GeoPackage)", ".gpkg"),
    FileKind(b"fgb", "FlatGeobuf", ".fgb"),
    FileKind(b"\x1e", "a GeoJSON sequence", ".geojsons"),
    FileKind(b"PK\x03\x04", "ZIP"),
    FileKind(b"BZh", "bzip2"),
    FileKind(b"\xfd7zXZ\0", "XZ"),
    FileKind(b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    FileKind(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a workbook (.xls)", help=_AS_CSV),
    FileKind(b"%PDF-", "PDF", help=_AS_CSV),
)
_OF_WORKBOOKS: Final = (
    (b"[Content_Types].xml", FileKind(b"PK", "a workbook (.xlsx)", help=_AS_CSV)),
    (b"opendocument.spreadsheet", FileKind(b"PK", "a workbook (.ods)", help=_AS_CSV)),
)
"""Archives that are no archives to people, by what stands in their first bytes."""


def kind_of(head: bytes) -> FileKind | None:
    """Return the kind of a file that begins so, ``None`` for text and what is not known.

    A table whose first column is called ``PAR1`` or ``fgb`` is text.
    """
    known = next((kind for kind in _KINDS if head.startswith(kind.beginning)), None)
    if known is None or (known.may_be_text and min(head[:_SEEN_BYTES]) >= _LEAST_TEXT):
        return None
    if known.name == "ZIP":
        return next((kind for sign, kind in _OF_WORKBOOKS if sign in head), known)
    return known
