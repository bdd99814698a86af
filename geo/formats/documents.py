"""The papers for people: brief, slides, workbook and maps."""

from importlib import import_module
from pathlib import Path
from typing import Final

from geo.border import Border
from geo.documents.request import Request
from geo.extras import DOCUMENTS
from geo.formats.model import FileWriter, Format
from geo.words.messages import message

__all__ = ["BRIEF", "MAP_PNG", "MAP_SVG", "SLIDES", "SUMMARY", "WORD", "WORKBOOK"]

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"


def _late(module: str, name: str) -> FileWriter:
    """Return a writer of papers whose module is imported when it first writes one."""

    def write(border: Border, path: Path, request: Request) -> None:
        writer: FileWriter = getattr(import_module(module), name)
        writer(border, path, request)

    return write


BRIEF: Final = Format(
    name="pdf",
    suffix=".pdf",
    media_type="application/pdf",
    title=message("Brief (PDF)"),
    purpose=message("Printed brief for a delegation, Letter or A4."),
    content="document",
    write=_late("geo.documents.brief", "write_brief"),
    options=("paper",),
    stem="brief",
    in_pack=True,
    per_state=True,
    extra=DOCUMENTS,
)
SUMMARY: Final = Format(
    name="summary",
    suffix=".pdf",
    media_type="application/pdf",
    title=message("Summary (PDF)"),
    purpose=message("The first page of the brief alone; a file name that begins with summary."),
    content="document",
    write=_late("geo.documents.brief", "write_summary"),
    options=("paper",),
    stem="summary",
    in_pack=True,
    extra=DOCUMENTS,
)
WORD: Final = Format(
    name="docx",
    suffix=".docx",
    media_type=f"{_OFFICE}.wordprocessingml.document",
    title=message("Brief to edit (Word)"),
    purpose=message("The brief with real headings, tables and captions, for clearance."),
    content="document",
    write=_late("geo.documents.word", "write_word"),
    options=("paper",),
    stem="brief",
    in_pack=True,
    extra=DOCUMENTS,
)
SLIDES: Final = Format(
    name="pptx",
    suffix=".pptx",
    media_type=f"{_OFFICE}.presentationml.presentation",
    title=message("Slides (PowerPoint)"),
    purpose=message("Slides with editable charts and speaker notes."),
    content="document",
    write=_late("geo.documents.slides", "write_slides"),
    options=("projects",),
    stem="slides",
    in_pack=True,
    extra=DOCUMENTS,
)
WORKBOOK: Final = Format(
    name="xlsx",
    suffix=".xlsx",
    media_type=f"{_OFFICE}.spreadsheetml.sheet",
    title=message("Workbook (Excel)"),
    purpose=message("Tables with filters and a chart, for analysts."),
    content="document",
    write=_late("geo.documents.workbook", "write_workbook"),
    stem="workbook",
    in_pack=True,
    extra=DOCUMENTS,
)
MAP_SVG: Final = Format(
    name="svg",
    suffix=".svg",
    media_type="image/svg+xml",
    title=message("Map (SVG)"),
    purpose=message("Map to edit or to print at any size."),
    content="document",
    write=_late("geo.documents.picture", "write_map_svg"),
    stem="map",
    extra=DOCUMENTS,
)
MAP_PNG: Final = Format(
    name="png",
    suffix=".png",
    media_type="image/png",
    title=message("Map (PNG, 300 dpi)"),
    purpose=message("Map as a picture for documents."),
    content="document",
    write=_late("geo.documents.picture", "write_map_png"),
    stem="map",
    extra=DOCUMENTS,
)
