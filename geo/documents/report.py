"""Tables of a report: raw values with their kinds, shown alike in every document."""

import re
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from geo.geodesy import KM_PER_MILE
from geo.words.catalogue import words
from geo.words.numbers import change, short_partial_day
from geo.words.source_words import source_said

__all__ = [
    "KM_PER_MILE",
    "CellKind",
    "ReportColumn",
    "ReportTable",
    "quoted_sources",
    "shown",
    "source_for_readers",
]

CellKind = Literal[
    "text", "integer", "decimal", "percent", "share", "year", "degrees", "date", "formula"
]
CellStyle = Literal["plain", "names", "towns"]
_COMPILERS_NOTE: Final = re.compile(
    r" \((?:second-hand copy|copy|commit)[^()]*\)|, (?:tests|commit)[^,;()]*"
)
_ISO_DATE: Final = re.compile(r"\b(?:1[89]|20)\d\d-[01]\d(?:-[0-3]\d)?\b")
_NOT_KNOWN: Final = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportColumn:
    """A column: its heading, kind of values, share of the width, and a note with the unit.

    In a column of ``names`` further lines are names in the other language, in one of ``towns``
    the second line is the Mexican town. ``lang`` is the one whose signs its figures have.
    """

    label: str
    kind: CellKind = "text"
    width: float = 1.0
    note: str = ""
    style: CellStyle = "plain"
    lang: str = "en"

    @property
    def is_number(self) -> bool:
        """Return whether its values are numbers, set to the right; a year heads its row."""
        return self.kind not in {"text", "year"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTable:
    """A table with its title and notes (a paragraph per language); ``None`` is "not known".

    ``groups`` maps the number of a row to a heading that stands before it.
    """

    key: str
    title: str
    columns: tuple[ReportColumn, ...]
    rows: list[tuple[Any, ...]]
    notes: list[list[str]] = field(default_factory=list)
    groups: dict[int, str] = field(default_factory=dict)

    def texts(self) -> list[list[str]]:
        """Return every cell as text for print."""
        return [
            [
                shown(value, column.kind, column.lang)
                for value, column in zip(row, self.columns, strict=True)
            ]
            for row in self.rows
        ]


def shown(value: Any, kind: CellKind, lang: str = "en") -> str:  # noqa: ANN401
    """Return a value as a language prints it: 1,234.5 with a dash for "not known"."""
    if value is None or value == "":
        return _NOT_KNOWN
    if isinstance(value, str):
        return value
    match kind:
        case "integer":
            return f"{value:,}"
        case "decimal":
            return f"{value:,.1f}"
        case "degrees":
            return f"{value:.5f}"
        case "percent":
            return change(value, lang)
        case _:
            return str(value)


def source_for_readers(text: str) -> str:
    """Return a source without what only its compiler needs: copies, commits, names of files."""
    return _COMPILERS_NOTE.sub("", text)


def quoted_sources(text: str, lang: str) -> str:
    """Return sources as readers have them: titles as they are, the rest in a language or both."""
    said = source_said(source_for_readers(text), lang)
    return _ISO_DATE.sub(
        lambda found: words(lang).each(lambda one: short_partial_day(found[0], one)), said
    )
