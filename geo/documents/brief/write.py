"""From a request to a PDF: the content as JSON, the layout in ``brief.typ``."""

import json
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Literal, cast

from geo.border import Border
from geo.data.provenance import provenance
from geo.documents.brief.area import area_content, area_summary, changes_section, waits_section
from geo.documents.brief.blocks import Pictures
from geo.documents.brief.page_breaks import Layout, break_tables, layout_of
from geo.documents.brief.port import port_content, port_summary
from geo.documents.brief.row_heads import head_columns, tables_of, with_row_heads
from geo.documents.report_tables import Report
from geo.documents.report_waits import waits_table
from geo.documents.request import Request
from geo.files import ExportError
from geo.maps.printed.fonts import FAMILY, font_folder, in_font
from geo.maps.symbols import COLOURS
from geo.words.document_words import Words
from geo.words.numbers import locale_of, short_day

__all__ = ["brief_content", "compile_brief", "frame", "write_brief", "write_summary"]

_PAPERS: Final = {"letter": "us-letter", "a4": "a4"}
_TEMPLATE: Final = "brief.typ"


def write_brief(border: Border, path: Path, request: Request) -> None:
    """Write the brief of the border, a region, a state, a pair of states or a port.

    The PDF is tagged, titled and names its language (PDF/UA-1, PDF/A-2a); its fonts are embedded.
    """
    body, pictures = brief_content(border, request)
    compile_brief(body, pictures, path)


def write_summary(border: Border, path: Path, request: Request) -> None:
    """Write the first page of the brief alone, with its sources."""
    body, pictures = brief_content(border, request, is_summary=True)
    compile_brief(body, pictures, path)


def brief_content(
    border: Border,
    request: Request,
    *,
    is_summary: bool = False,
    form: Literal["svg", "png"] = "svg",
) -> tuple[dict[str, Any], Pictures]:
    """Return what a brief or its first page says, and its pictures in a form."""
    report = Report(border=border, selection=request.selection, words=Words(request.lang))
    pictures = Pictures(border, form)
    if is_summary:
        make = port_summary if request.selection.port else area_summary
    else:
        make = port_content if request.selection.port else area_content
    body = frame(report, request) | make(report, pictures)
    if request.changes is not None and not is_summary:
        body["sections"].insert(-1, changes_section(report, request.changes))
    recorded = waits_table(report, request.waits)
    if recorded.rows and not is_summary:
        body["sections"].insert(-1, waits_section(recorded))
    return body, pictures


def frame(report: Report, request: Request) -> dict[str, Any]:
    """Return what every page and the file itself say of a document."""
    words, about = report.words, provenance(report.border)
    short = words.short
    return {
        "title": f"{short('title')}: {report.subject()}",
        "kicker": [f"{one.words.short('title')} · {one.subject()}" for one in report.by_language()],
        "running": report.subject(),
        "names": [],
        "day": short_day(about.date, words.lang),
        "footer": report.footers(),
        "pages": words.long("page", n="{n}", m="{m}"),
        "font": FAMILY,
        "accent": COLOURS["accent"],
        "lang": words.tag,
        "region": locale_of(words.tag).territory,
        "paper": _PAPERS[request.paper],
        "date": [about.date.year, about.date.month, about.date.day],
        "new_page": not report.selection.port and bool(report.rows("ports")),
        "keywords": [about.edition, about.licence_in(words.lang)],
    }


def compile_brief(body: dict[str, Any], pictures: Pictures, path: Path) -> None:
    """Set a brief's content as a PDF; ``ExportError`` if it cannot be set."""
    import typst

    with TemporaryDirectory(prefix="border-ports-brief-") as name:
        folder = Path(name)
        template = folder / _TEMPLATE
        template.write_bytes(files(__package__).joinpath(_TEMPLATE).read_bytes())
        setting = folder / "brief.json"
        body = _settable(body)
        for file, content in pictures.files.items():
            (folder / file).write_bytes(content)

        def laid_out() -> Layout:
            setting.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
            return layout_of(compiler.query("<layout>", field="value", one=True))

        try:
            compiler = typst.Compiler(
                str(template), root=name, font_paths=[str(font_folder())],
                ignore_system_fonts=True,
            )  # fmt: skip
            break_tables(tables_of(body), laid_out)
            document = cast("bytes", compiler.compile(pdf_standards=["ua-1", "a-2a"]))
        except typst.TypstError as error:
            message = f"{path}: the brief cannot be set: {error}"
            raise ExportError(message) from error
    path.write_bytes(with_row_heads(document, head_columns(body)))


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
