"""Northbound crossings of an area per year or month, and their change between two years."""

from typing import TYPE_CHECKING, Final

from geo.data.frames import BorderFrames
from geo.layers import MODES
from geo.layers.measures import MEASURES
from geo.layers.series import NOTE_KINDS
from geo.queries.answer import Answer, Row
from geo.queries.fields import result
from geo.queries.question import Field, Nested, Question
from geo.volumes import change
from geo.volumes.about import about_of
from geo.volumes.areas import FAMILIES, area_of
from geo.volumes.groups import PERIODS, divided, volumes_by
from geo.volumes.ledger import ledger_of
from geo.volumes.like_for_like import REASONS, change_of
from geo.volumes.sentences import Sentences
from geo.volumes.yearly import checked_measures
from geo.words.messages import message

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BY", "CHANGE", "VOLUMES", "YEARS", "volume_change", "volumes"]

_NORTHBOUND: Final = message("Entries into the United States; these sources count northbound only.")
_MAX_REMARKS: Final = 8
_FIRST_YEAR, _LAST_YEAR = 1996, 2199
_LANGUAGES: Final = ("en", "es")
"""Languages that answers hold side by side."""


def volumes(
    border: BorderFrames,
    of: str = "border",
    mode: str | None = None,
    measure: str | None = None,
    *,
    per: str = "year",
    by: str | None = None,
    since: int | None = None,
    until: int | None = None,
) -> Answer:
    """Return the crossings of an area, or of its parts, per year or month or added up over years.

    With sources, months and notes. With ``by`` the rows are of the areas of that kind that lie in
    the area; those that reach beyond it are named.

    Raises
    ------
    InvalidValueError, UnknownModeError
        A word is not known, or ``until`` is before ``since``.
    """
    held = volumes_by(border, by, of, per=per, since=since, until=until, measure=measure, mode=mode)
    period = ["since", "until"] if per == "total" else [per]
    names = ["of", "measure", *period, "value", "months", "months_expected", "full"]
    measures = checked_measures(measure, mode)
    ledger = ledger_of(border)
    division = divided(ledger, area_of(ledger, of), by)
    reaching = {} if by is None else {"by": by, "reaching_beyond": list(division.reaching)}
    return Answer(
        columns={name: _plain(held[name]) if name in held else [] for name in names},
        border=border,
        about={
            "of": area_of(ledger, of).id,
            "per": per,
            **reaching,
            "note": _NORTHBOUND,
            "measures": [item for name in measures for item in _measure(border, of, name)],
            "notes": _notes(border, of, measures),
        },
    )


def volume_change(
    border: BorderFrames,
    of: str = "border",
    since: int = 2019,
    until: int | None = None,
    mode: str | None = None,
    measure: str | None = None,
) -> Answer:
    """Return how the crossings of an area changed between two years, like for like.

    Raises
    ------
    InvalidValueError, UnknownModeError
        A word is not known, or ``since`` is not before ``until``.
    """
    frame = change(border, of, since, until, measure, mode)
    ledger = ledger_of(border)
    area = area_of(ledger, of)
    columns = {str(name): _plain(frame[name]) for name in frame.columns}
    columns["percent"] = _plain(frame["percent"].round(2))
    for lang in _LANGUAGES:
        say = Sentences(border, lang)
        columns[f"basis_{lang}"] = [
            " ".join(say.basis(change_of(ledger, area, name, since, last)))
            for name, last in zip(frame["measure"], frame["until"].astype(int), strict=True)
        ]
    return Answer(columns=columns, border=border, about={"of": area.id, "note": _NORTHBOUND})


def _plain(values: "pd.Series") -> list[object]:
    """Return values as plain Python, months as ISO days, ``None`` where missing."""
    import pandas as pd

    if isinstance(values.dtype, pd.DatetimeTZDtype) or values.dtype.kind == "M":
        return [f"{value:%Y-%m-%d}" for value in values]
    missing = values.isna() if values.dtype != object else pd.Series(data=False, index=values.index)
    plain: list[object] = values.astype(object).where(~missing, None).tolist()
    return plain


def _measure(border: BorderFrames, of: str, name: str) -> list[Row]:
    """Return what belongs to a measure as a whole; nothing where the area has none of it."""
    ledger = ledger_of(border)
    about = about_of(ledger, area_of(ledger, of), name)
    if about.first is None and not about.parts.beyond:
        return []
    row: Row = {
        "measure": name,
        "name_en": about.label_en,
        "name_es": about.label_es,
        "data_from": None if about.first is None else f"{about.first:%Y-%m}",
        "data_to": None if about.last is None else f"{about.last:%Y-%m}",
        "series": [one.key for one in about.parts.series],
        "also_counted_in": [one.series.key for one in about.parts.beyond],
        "notes": [note.id for note in about.notes],
    }
    for lang in _LANGUAGES:
        say = Sentences(border, lang)
        texts = [say.source(about), say.until(about)] if about.parts.series else []
        texts += [say.beyond(one) for one in about.parts.beyond]
        row[f"source_{lang}"] = " ".join(texts)
    return [row]


def _remark(answer: Answer) -> str | None:
    """Return what the command line says beside the figures: sources, and codes not divided."""
    lines = [f"{item['name_en']}: {item['source_en']}" for item in answer.about["measures"]]
    notes = answer.about["notes"]
    if len(notes) <= _MAX_REMARKS:
        lines += [f"{note['from_month']} {note['text_en']}" for note in notes]
    else:
        lines.append(f"{len(notes)} notes on these figures: --format json")
    return "\n".join(lines) or None


def _notes(border: BorderFrames, of: str, measures: tuple[str, ...]) -> list[Row]:
    ledger = ledger_of(border)
    area = area_of(ledger, of)
    by_id = {note.id: note for name in measures for note in about_of(ledger, area, name).notes}
    return [
        {
            "id": note.id,
            "kind": note.kind,
            "from_month": f"{note.first:%Y-%m}",
            "to_month": None if note.last is None else f"{note.last:%Y-%m}",
            "text_en": note.text_en,
            "text_es": note.text_es,
            "sources": note.sources,
        }
        for note in sorted(by_id.values(), key=lambda note: (note.first, note.id))
    ]


_OF: Final = Field(
    name="of",
    kind="text",
    description=message(
        "The area: border, a state (US-TX), a pair of states (US-TX_MX-TAM), west or east, a port "
        "code (2304) or the id of a port of entry."
    ),
    longest=100,
    required=True,
    example="US-TX_MX-TAM",
    positional=True,
)
_MODE: Final = Field(
    name="mode",
    kind="text",
    allowed=MODES,
    description=message("Only the main measure of this mode."),
)
_MEASURE: Final = Field(
    name="measure", kind="text", allowed=tuple(MEASURES),
    description=message("Only this measure; by default the main ones."),
)  # fmt: skip
BY: Final = Field(
    name="by", kind="text", allowed=FAMILIES,
    description=message(
        "Group by areas of this kind: a row for each that lies in the area that was asked for."
    ),
)  # fmt: skip
YEARS: Final = tuple(
    Field(name=name, kind="integer", low=_FIRST_YEAR, high=_LAST_YEAR, description=description)
    for name, description in (
        ("since", message("Only from this year on.")),
        ("until", message("Only to this year.")),
    )
)
"""Fields that choose years."""
_ABOUT: Final = (
    result("of", "string", "The area."),
    result("note", "string", "What is counted."),
)
_COUNTED: Final = (
    result("months", "integer", "Months counted; a month of each code or crossing counts apart."),
    result("months_expected", "integer", "Months that there should be."),
    result("full", "boolean", "Whether every month is counted."),
)

VOLUMES: Final = Question(
    name="volumes",
    path="volumes",
    operation="volumes",
    summary=message("Crossings northbound of an area per year or month"),
    description=message(
        "Sums of the area's own crossings, with the months that they are made of: a missing month "
        "is missing, never zero. A port code that reaches beyond the area is named and not added. "
        "With `by` the parts of the area are the groups: each has its own crossings, and a code "
        "that counts several together is in none of them."
    ),
    fields=(
        _OF,
        _MODE,
        _MEASURE,
        Field(name="per", kind="text", allowed=PERIODS, default="year",
              description=message("Whether a row is a year, a month, or all years added up.")),
        BY,
        *YEARS,
    ),
    columns=(
        result("of", "string", "The area."),
        result("measure", "string", "What is counted.", allowed=tuple(MEASURES)),
        result("year", "integer", "The year, where a row is one.", required=False),
        result("month", "string", "First day of the month, where a row is one.", required=False),
        result("since", "integer", "First year added up, where a row is all.", required=False),
        result("until", "integer", "Last year added up, where a row is all.", required=False),
        result("value", "integer", "Crossings counted; none where no month is.", required=False),
        *_COUNTED,
    ),
    about=(
        *_ABOUT,
        result("per", "string", "What a row is.", allowed=PERIODS),
        result("by", "string", "What the rows are grouped by, if they are.", required=False,
               allowed=FAMILIES),
        result("reaching_beyond", "list", "Areas of that kind that lie partly outside: no group.",
               required=False),
        Nested(
            name="measures",
            description="What belongs to each measure as a whole.",
            is_list=True,
            columns=(
                result("measure", "string", "The measure."),
                result("name_en", "string", "Its name in English."),
                result("name_es", "string", "Its name in Spanish."),
                result("data_from", "string", "First month.", required=False),
                result("data_to", "string", "Last month.", required=False),
                result("series", "list", "Port codes and crossings that are added."),
                result("also_counted_in", "list", "Those that count it together with others."),
                result("source_en", "string", "Whose counts they are, in English."),
                result("source_es", "string", "Whose counts they are, in Spanish."),
                result("notes", "list", "Ids of the notes on it."),
            ),
        ),
        Nested(
            name="notes",
            description="Gaps, breaks, closures and doubtful values.",
            is_list=True,
            columns=(
                result("id", "string", "Id of the note, as in series_notes."),
                result("kind", "string", "Its kind.", allowed=NOTE_KINDS),
                result("from_month", "string", "First month."),
                result("to_month", "string", "Last month; none where it goes on.", required=False),
                result("text_en", "string", "The note in English."),
                result("text_es", "string", "The note in Spanish."),
                result("sources", "string", "Where it comes from."),
            ),
        ),
    ),
    shape="rows",
    answer=volumes,
    shown=("of", "measure", "year", "month", "since", "until", "value", "months",
           "months_expected", "full"),
    example="US-TX_MX-TAM --mode commercial",
    remark=_remark,
)  # fmt: skip
CHANGE: Final = Question(
    name="change",
    path="volume-change",
    operation="volumeChange",
    summary=message("Change of the crossings of an area between two years, like for like"),
    description=message(
        "The same months of both years, code by code; codes that were split are one, a crossing "
        "opened in between counts as growth, a code that stopped reporting is left out and named."
    ),
    fields=(
        _OF,
        Field(name="since", kind="integer", low=_FIRST_YEAR, high=_LAST_YEAR, default=2019,
              description=message("The earlier year.")),
        Field(name="until", kind="integer", low=_FIRST_YEAR, high=_LAST_YEAR,
              description=message(
                  "The later year; by default the last whose December is counted."
              )),
        _MODE,
        _MEASURE,
    ),
    columns=(
        result("of", "string", "The area."),
        result("measure", "string", "What is counted.", allowed=tuple(MEASURES)),
        result("since", "integer", "The earlier year."),
        result("until", "integer", "The later year."),
        result("before", "integer", "Crossings in the months of the earlier year.",
               required=False),
        result("after", "integer", "Crossings in the same months of the later year.",
               required=False),
        result("percent", "number", "Change in per cent; none where not comparable.",
               required=False),
        result("months", "integer", "Months compared."),
        result("months_possible", "integer", "Months of both years, had none been missing."),
        result("opened", "list", "Codes and crossings that count as growth."),
        result("ended", "list", "Those left out, since they no longer report."),
        result("begun", "list", "Those left out, since they did not yet report."),
        result("comparable", "boolean", "Whether the years can be compared."),
        result("reason", "string", "Why it is not comparable.", required=False, allowed=REASONS),
        result("basis_en", "string", "What is compared, in English."),
        result("basis_es", "string", "What is compared, in Spanish."),
    ),
    about=_ABOUT,
    shape="rows",
    answer=volume_change,
    shown=("measure", "since", "until", "before", "after", "percent", "months", "comparable"),
    example="US-CA --since 2019 --mode pedestrian",
)  # fmt: skip
