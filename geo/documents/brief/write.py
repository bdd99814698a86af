"""From a request to a PDF: the content as JSON, the layout in ``brief.typ``."""

import json
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from geo.border import Border
from geo.data.provenance import provenance
from geo.documents.brief.area import area_content, changes_section
from geo.documents.brief.blocks import Pictures
from geo.documents.brief.port import port_content
from geo.documents.report_tables import Report
from geo.documents.request import Request
from geo.files import ExportError
from geo.maps.printed.fonts import FAMILY, font_folder, in_font
from geo.maps.symbols import COLOURS
from geo.words.document_words import Words
from geo.words.numbers import locale_of

__all__ = ["write_brief"]

_PAPERS: Final = {"letter": "us-letter", "a4": "a4"}
_TEMPLATE: Final = "brief.typ"
_SHORT_TITLE: Final = 45


def write_brief(border: Border, path: Path, request: Request) -> None:
    """Write the brief of the border, a region, a state, a pair of states or a port.

    The PDF is tagged, titled and names its language (PDF/UA-1); its fonts are embedded.
    """
    words = Words(request.lang)
    report = Report(border=border, selection=request.selection, words=words)
    pictures = Pictures()
    content = port_content if request.selection.port else area_content
    body = _frame(report, request) | content(report, pictures)
    if request.changes is not None:
        body["sections"].insert(-1, changes_section(report, request.changes))
    body["title_size"] = 24 if len(body["heading"]) < _SHORT_TITLE else 19
    _compile(body, pictures, path)


def _frame(report: Report, request: Request) -> dict[str, Any]:
    words, about = report.words, provenance(report.border)
    short = words.short
    return {
        "title": f"{short('title')}: {report.subject()}",
        "kicker": short("brief"),
        "heading": short("title"),
        "subject": report.subject(),
        "footer": report.footers(),
        "pages": words.long("page", n="{n}", m="{m}"),
        "font": FAMILY,
        "accent": COLOURS["accent"],
        "lang": words.tag,
        "region": locale_of(words.tag).territory,
        "paper": _PAPERS[request.paper],
        "date": [about.date.year, about.date.month, about.date.day],
        "compact": report.selection.port is not None,
        "keywords": [about.edition, about.licence_in(words.lang)],
    }


def _compile(body: dict[str, Any], pictures: Pictures, path: Path) -> None:
    import typst

    with TemporaryDirectory(prefix="border-ports-brief-") as name:
        folder = Path(name)
        template = folder / _TEMPLATE
        template.write_bytes(files(__package__).joinpath(_TEMPLATE).read_bytes())
        (folder / "brief.json").write_text(
            json.dumps(_settable(body), ensure_ascii=False), encoding="utf-8"
        )
        for file, content in pictures.files.items():
            (folder / file).write_bytes(content)
        try:
            typst.compile(
                str(template),
                output=str(path),
                root=str(folder),
                font_paths=[str(font_folder())],
                ignore_system_fonts=True,
                pdf_standards="ua-1",
            )
        except typst.TypstError as error:
            message = f"{path}: the brief cannot be set: {error}"
            raise ExportError(message) from error


def _settable(value: Any) -> Any:  # noqa: ANN401
    """Return the content with no text that the typeface cannot show."""
    match value:
        case str():
            return in_font(value)
        case dict():
            return {key: _settable(item) for key, item in value.items()}
        case list() | tuple():
            return [_settable(item) for item in value]
        case _:
            return value
