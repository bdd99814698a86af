"""What changed since a day or a meeting: events, permits, meetings, and facts of the data."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from geo.data.dates import known_part
from geo.data.frames import BorderFrames
from geo.errors import InvalidValueError
from geo.layers import LAYERS
from geo.queries.answer import Answer, Row
from geo.queries.fields import result
from geo.queries.question import Field, Question
from geo.words.catalogue import languages, said_in_all, words
from geo.words.messages import message

__all__ = ["CHANGES", "CHANGE_SUBJECTS", "changed", "changes"]

CHANGE_SUBJECTS: Final = ("event", "permit", "lapse", "meeting", "fact")
"""What a change is of."""
_MONTH: Final = 31
_LAPSES: Final = message("The permit lapses unless work has begun")
_ISSUED: Final = message("Permit issued")
_MEETINGS: Final = {
    "plenary": message("Plenary meeting"), "regional": message("Regional meeting")
}  # fmt: skip


def changes(border: BorderFrames, since: str, until: str | None = None) -> Answer:
    """Return what happened from a day to another, newest first.

    ``since`` and ``until`` are days, or ids of meetings, whose first day counts. A date of which
    a month or year is known counts if that period reaches into the time asked about.

    Raises
    ------
    InvalidValueError
        A word is neither a day nor a meeting, or ``until`` is before ``since``.
    """
    first, last, rows = changed(border, since, until)
    names = [column.name for column in CHANGES.columns]
    return Answer(
        columns={name: [row[name] for row in rows] for name in names},
        border=border,
        about={"since": first, "until": last},
    )


def changed(
    border: BorderFrames, since: str, until: str | None = None
) -> tuple[date, date, list[Row]]:
    """Return the days that ``changes`` reads from its words, and its rows in every language."""
    first = _day(border, "since", since)
    last = border.date if until is None else _day(border, "until", until)
    if last < first:
        raise InvalidValueError("until", until, f"a day from {first} on")
    rows = [row for row in _all(border) if row["last"] >= first and row["first"] <= last]
    rows.sort(key=lambda row: (row["first"], row["subject"], row["id"]), reverse=True)
    return first, last, rows


def _day(border: BorderFrames, field: str, word: str) -> date:
    meetings = border.records("meetings")
    if word in meetings:
        day: date = meetings.columns["first_day"][meetings.position(word)]
        return day
    try:
        return date.fromisoformat(word)
    except (TypeError, ValueError):
        allowed = "a day such as 2025-06-10, or the id of a meeting such as plenary-2025-06-10"
        raise InvalidValueError(field, word, allowed) from None


def _all(border: BorderFrames) -> list[Row]:
    """Return all changes, made once for the languages that there are."""
    kept = border.derived(_by_languages)
    if languages() not in kept:
        kept[languages()] = _collected(border)
    return kept[languages()]


def _by_languages(_border: BorderFrames) -> dict[tuple[str, ...], list[Row]]:
    return {}


def _collected(border: BorderFrames) -> list[Row]:
    return [*_events(border), *_permits(border), *_meetings(border), *_facts(border)]


def _row(subject: str, row_id: str, when: tuple[date, date, str], about: Row) -> Row:
    return {
        "date": when[2], "first": when[0], "last": when[1], "subject": subject, "id": row_id,
        **about,
    }  # fmt: skip


def _period(row: Row, name: str) -> tuple[date, date, str] | None:
    """Return the first and last day of what is known of a date, and the date as known."""
    first, known = row[name], known_part(row, name)
    if first is None or known is None:
        return None
    match row[f"{name}_precision"]:
        case "day":
            return first, first, known
        case "month":
            following = (first + timedelta(days=_MONTH)).replace(day=1)
            return first, following - timedelta(days=1), known
        case _:
            return first, date(first.year, 12, 31), known


def _rows(border: BorderFrames, layer: str) -> Iterator[Row]:
    records = border.records(layer)
    return (records.row(number) for number in range(len(records)))


def _events(border: BorderFrames) -> Iterator[Row]:
    projects = {row["id"]: row for row in _rows(border, "projects")}
    for row in _rows(border, "project_events"):
        when = _period(row, "date")
        if when is not None:
            of = projects[row["project_id"]]
            about = {**_names(of), "text_en": row["text_en"], "text_es": row["text_es"],
                     "about": row["project_id"], "sources": row["sources"]}  # fmt: skip
            yield _row("event", row["id"], when, about)


def _permits(border: BorderFrames) -> Iterator[Row]:
    for row in _rows(border, "permits"):
        about = {**_names(row), "about": row["project_id"], "sources": row["sources"]}
        if row["lapses_on"] is not None:
            day = row["lapses_on"]
            texts = _said("text", _LAPSES)
            yield _row("lapse", row["id"], (day, day, day.isoformat()), {**about, **texts})
        when = _period(row, "issued")
        if when is not None and row["project_id"] is None:
            yield _row("permit", row["id"], when, {**about, **_said("text", _ISSUED)})


def _meetings(border: BorderFrames) -> Iterator[Row]:
    for row in _rows(border, "meetings"):
        about = {
            **_said("name", _MEETINGS[row["kind"]]),
            "text_en": row["place_en"], "text_es": row["place_es"], "about": None,
            "sources": row["sources"],
        }  # fmt: skip
        day = row["first_day"]
        yield _row("meeting", row["id"], (day, row["last_day"], day.isoformat()), about)


def _facts(border: BorderFrames) -> Iterator[Row]:
    """Yield the facts about ports of which an earlier source said something else."""
    ports = border.records("ports")
    sources = {row["id"]: row for row in _rows(border, "sources")}
    before = _earlier(border)
    for row in _rows(border, "facts"):
        when, old = _period(row, "source_date"), before.get(_cell(row))
        port = row["row"].partition(":")[0]
        if not row["shown"] or when is None or old is None or port not in ports:
            continue
        if old["source_date"] >= row["source_date"] or old["value"] == row["value"]:
            continue
        about = {
            **_names(ports.row(ports.position(port))), "about": port,
            **_revised(old, row),
            "sources": "; ".join(_publication(sources[one]) for one in row["source_ids"]),
        }  # fmt: skip
        yield _row("fact", row["id"], when, about)


def _said(name: str, message_id: str) -> dict[str, str]:
    return said_in_all(name, lambda lang: words(lang).say(message_id))


def _revised(old: Row, new: Row) -> dict[str, str]:
    """Return what a fact was and is, in every language."""

    def text(lang: str) -> str:
        before, after = (row.get(f"value_{lang}") or row["value"] for row in (old, new))
        return f"{_what(new, lang)}: {before} → {after}"

    return said_in_all("text", text)


def _what(row: Row, lang: str) -> str:
    """Return what a fact is about in a language: the mode, if it is of one, and the column."""
    mode = row["row"].partition(":")[2]
    columns = {column.name: column for column in LAYERS[row["layer"]].columns}
    label = words(lang).pick(columns[row["column"]], "label")
    return f"{words(lang).code('mode', mode)}, {label}" if mode else str(label)


def _earlier(border: BorderFrames) -> dict[tuple[str, str, str], Row]:
    """Return the newest dated value that is not shown, of each cell that has one."""
    found: dict[tuple[str, str, str], Row] = {}
    for row in _rows(border, "facts"):
        if not row["shown"] and row["source_date"] is not None:
            other = found.get(_cell(row))
            if other is None or other["source_date"] < row["source_date"]:
                found[_cell(row)] = row
    return found


def _cell(row: Row) -> tuple[str, str, str]:
    return row["layer"], row["row"], row["column"]


def _publication(source: Row) -> str:
    return f"{source['publisher']}: {source['title']}"


def _names(row: Row) -> dict[str, Any]:
    return {"name_en": row["name_en"], "name_es": row["name_es"] or row["name_en"]}


_WORD: Final = r"^[a-z0-9-]+$"

CHANGES: Final = Question(
    name="changes",
    path="changes",
    operation="changes",
    summary=message("What happened since a day or a meeting, newest first"),
    description=message(
        "Events of projects, permits issued and lapsing, meetings, and facts about ports of which "
        "an earlier source said something else. Two versions of the data are compared by "
        "`data diff`."
    ),
    fields=(
        Field(name="since", kind="text", longest=60, pattern=_WORD, required=True,
              example="2025-06-10", positional=True,
              description=message("A day, or the id of a meeting (plenary-2025-06-10).")),
        Field(name="until", kind="text", longest=60, pattern=_WORD,
              description=message("The last day; by default the date of the data.")),
    ),
    columns=(
        result("date", "string", "The day, or what is known of it."),
        result("subject", "string", "What the change is of.", allowed=CHANGE_SUBJECTS),
        result("id", "string", "Id of the event, permit, meeting or fact."),
        result("about", "string", "Id of the project or port.", required=False),
        result("name_en", "string", "Name in English."),
        result("name_es", "string", "Name in Spanish."),
        result("text_en", "string", "What happened, in English."),
        result("text_es", "string", "What happened, in Spanish."),
        result("sources", "string", "Where it comes from.", required=False),
    ),
    about=(
        result("since", "date", "First day asked about."),
        result("until", "date", "Last day asked about."),
    ),
    shape="rows",
    answer=changes,
    shown=("date", "subject", "name_en", "text_en"),
    example="2025-06-10",
)  # fmt: skip
