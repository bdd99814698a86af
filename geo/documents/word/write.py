"""From the content of the brief to a Word document."""

from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.border import Border
from geo.data.provenance import provenance
from geo.documents.brief.write import brief_content
from geo.documents.repeatable import without_times
from geo.documents.request import Request
from geo.words.document_words import Words

if TYPE_CHECKING:
    from geo.documents.word.page import WordPage

__all__ = ["write_word"]


def write_word(border: Border, path: Path, request: Request) -> None:
    """Write the brief as a Word document of real headings, tables, captions and fields."""
    words = Words(request.lang)
    content, pictures = brief_content(border, request, form="png")
    from geo.documents.word.page import WordPage  # Here: while the pictures are being drawn.

    language = words.language
    other = "en-US" if language.startswith("es") else "es-MX"
    page = WordPage(content["title"], language, other, request.paper)
    parts = content["pages"][0].replace("{m}", "{n}").split("{n}")
    page.frame(content["running"], content["footer"], parts)
    _paragraphs(page, content["kicker"], is_note=True)
    page.paragraph(content["day"], is_note=True)
    page.heading(content["heading"], 1)
    for name in content["names"]:
        page.paragraph(name, is_other=True)
    _paragraphs(page, content["subject"])
    writer = _Writer(page, words, pictures.drawn)
    for block in (*content["cover"], *content["after"]):
        writer.add(block, level=2)
    titles = [section["title"] for section in content["sections"]]
    page.contents(words.short("contents"), titles)
    for section in content["sections"]:
        page.heading(section["title"], 2)
        writer.title = section["title"]
        for block in section["blocks"]:
            writer.add(block, level=3)
    path.write_bytes(without_times(page.saved(), provenance(border).date))


class _Writer:
    """Adds the blocks of a brief; ``title`` is the heading above the block."""

    def __init__(
        self, page: "WordPage", words: Words, drawn: dict[str, Callable[[], bytes]]
    ) -> None:
        self.title = ""
        self._page = page
        self._words = words
        self._drawn = drawn

    def add(self, block: dict[str, Any], *, level: int) -> None:
        """Add a block, whose headings are of a level."""
        page = self._page
        match block["kind"]:
            case "heading":
                self.title = block["title"]
                page.heading(block["title"], level)
            case "columns":
                for inner in chain.from_iterable(block["parts"]):
                    self.add(inner, level=level)
            case "tiles":
                page.tiles(block["tiles"])
            case "picture":
                caption = self._words.say("Figure"), block["caption"] or self.title
                page.picture(self._drawn[block["file"]], block["alt"], block["width"], caption)
            case "table":
                page.table(block, (self._words.say("Table"), self.title))
            case _:
                self._add_text(block)

    def _add_text(self, block: dict[str, Any]) -> None:
        if block["kind"] == "list":
            for text in block["items"]:
                self._page.item(text)
        elif block["kind"] == "sentences":
            for texts in block["texts"]:
                _paragraphs(self._page, texts)
        elif block["kind"] == "quoted":
            is_other = self._words.tag != "en"
            for text in block["texts"]:
                self._page.paragraph(text, is_note=True, is_other=is_other)
        else:
            is_kept = block["kind"] == "notes"
            is_note = is_kept or block["kind"] == "remark"
            _paragraphs(self._page, block["texts"], is_note=is_note, is_kept=is_kept)


def _paragraphs(
    page: "WordPage", texts: list[str], *, is_note: bool = False, is_kept: bool = False
) -> None:
    for index, text in enumerate(texts):
        page.paragraph(text, is_note=is_note, is_other=index > 0, is_kept=is_kept)
