"""The papers for people: brief, slides, workbook and maps."""

from typing import Final

from geo.documents.brief import write_brief, write_summary
from geo.documents.picture import write_map_png, write_map_svg
from geo.documents.slides import write_slides
from geo.documents.word import write_word
from geo.documents.workbook import write_workbook
from geo.formats.model import Format
from geo.words.messages import message

__all__ = ["BRIEF", "MAP_PNG", "MAP_SVG", "SLIDES", "SUMMARY", "WORD", "WORKBOOK"]

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"

BRIEF: Final = Format(
    name="pdf",
    suffix=".pdf",
    media_type="application/pdf",
    title=message("Brief (PDF)"),
    purpose=message("Printed brief for a delegation, Letter or A4."),
    content="document",
    write=write_brief,
    options=("paper",),
    stem="brief",
    in_pack=True,
    per_state=True,
    extra="documents",
)
SUMMARY: Final = Format(
    name="summary",
    suffix=".pdf",
    media_type="application/pdf",
    title=message("Summary (PDF)"),
    purpose=message("The first page of the brief alone; a file name that begins with summary."),
    content="document",
    write=write_summary,
    options=("paper",),
    stem="summary",
    in_pack=True,
    extra="documents",
)
WORD: Final = Format(
    name="docx",
    suffix=".docx",
    media_type=f"{_OFFICE}.wordprocessingml.document",
    title=message("Brief to edit (Word)"),
    purpose=message("The brief with real headings, tables and captions, for clearance."),
    content="document",
    write=write_word,
    options=("paper",),
    stem="brief",
    in_pack=True,
    extra="documents",
)
SLIDES: Final = Format(
    name="pptx",
    suffix=".pptx",
    media_type=f"{_OFFICE}.presentationml.presentation",
    title=message("Slides (PowerPoint)"),
    purpose=message("Slides with editable charts and speaker notes."),
    content="document",
    write=write_slides,
    options=("projects",),
    stem="slides",
    in_pack=True,
    extra="documents",
)
WORKBOOK: Final = Format(
    name="xlsx",
    suffix=".xlsx",
    media_type=f"{_OFFICE}.spreadsheetml.sheet",
    title=message("Workbook (Excel)"),
    purpose=message("Tables with filters and a chart, for analysts."),
    content="document",
    write=write_workbook,
    stem="workbook",
    in_pack=True,
    extra="documents",
)
MAP_SVG: Final = Format(
    name="svg",
    suffix=".svg",
    media_type="image/svg+xml",
    title=message("Map (SVG)"),
    purpose=message("Map to edit or to print at any size."),
    content="document",
    write=write_map_svg,
    stem="map",
    extra="documents",
)
MAP_PNG: Final = Format(
    name="png",
    suffix=".png",
    media_type="image/png",
    title=message("Map (PNG, 300 dpi)"),
    purpose=message("Map as a picture for documents."),
    content="document",
    write=write_map_png,
    stem="map",
    extra="documents",
)
