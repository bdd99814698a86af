"""The pieces of a brief's page, as the template reads them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from geo.documents.report import ReportTable

__all__ = [
    "Block",
    "Pictures",
    "heading",
    "items",
    "notes",
    "paragraphs",
    "remark",
    "section",
    "table",
]

Block = dict[str, Any]
_TABLE_POINTS: Final = 7.4


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of one document by file name."""

    files: dict[str, bytes] = field(default_factory=dict)

    def add(self, name: str, content: bytes, alt: str, width_in: float) -> Block:
        """Keep a picture (SVG) and return the block that shows it; ``alt`` says what it shows."""
        self.files[f"{name}.svg"] = content
        return {"kind": "picture", "file": f"{name}.svg", "alt": alt, "width": width_in}


def paragraphs(texts: Sequence[str]) -> Block:
    """Return a paragraph, or two in two languages side by side."""
    return {"kind": "paragraphs", "texts": list(texts)}


def notes(texts: Sequence[str]) -> Block:
    """Return a paragraph in small print that stays with what follows."""
    return {"kind": "notes", "texts": list(texts)}


def remark(texts: Sequence[str]) -> Block:
    """Return a paragraph in small print on what stands before."""
    return {"kind": "remark", "texts": list(texts)}


def heading(title: str) -> Block:
    """Return a heading below the section's."""
    return {"kind": "heading", "title": title}


def items(texts: Sequence[str]) -> Block:
    """Return a list."""
    return {"kind": "list", "items": list(texts)}


def table(found: ReportTable, size: float = _TABLE_POINTS) -> Block:
    """Return a table; ``size`` is that of its letters in points."""
    return {
        "kind": "table",
        "size": size,
        "columns": [
            {"label": column.label, "width": column.width, "number": column.is_number}
            for column in found.columns
        ],
        "rows": found.texts(),
        "groups": {str(row): title for row, title in found.groups.items()},
    }


def section(title: str, blocks: Sequence[Block], *, new_page: bool = False) -> Block:
    """Return a section, on a page of its own or after the one before."""
    return {"title": title, "blocks": list(blocks), "new_page": new_page}
