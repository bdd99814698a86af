"""What changed since a day or a meeting: events, permits, meetings, and facts of the data."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final, cast

from geo.data.dates import known_part
from geo.data.frames import BorderFrames
from geo.errors import InvalidValueError
from geo.layers import LAYERS
from geo.queries.answer import Answer, Row
from geo.queries.fields import result
from geo.queries.question import Field, Question
from geo.queries.version_changes import (
    compared,
    data_changes,
    day_of,
    day_words,
    is_version,
    keeps_versions,
)
from geo.words.catalogue import languages, said, said_in_all, words
from geo.words.hours import hours_text
from geo.words.messages import message
from geo.words.opening_hours import hours_in_words

__all__ = ["CHANGES", "CHANGE_SUBJECTS", "changed", "changes", "told_changes"]

_DAY_FROM: Final = message("a day from {day} on")
CHANGE_SUBJECTS: Final = ("event", "permit", "lapse", "meeting", "fact", "data", "figure")
"""What a change is of."""
_OF_THE_REGISTER: Final = {
    "event": "project_events", "permit": "permits", "lapse": "permits", "meeting": "meetings"
}  # fmt: skip
"""Tables whose rows are changes themselves, by what they are changes of."""
_ANSWERS: Final = ("true", "false")
_MONTH: Final = 31
_LAPSES: Final = message("The permit lapses unless work has begun")
_ISSUED: Final = message("Permit issued")
_MEETINGS: Final = {
    "plenary": message("Plenary meeting"), "regional": message("Regional meeting")
}  # fmt: skip


def changes(
    border: BorderFrames, since: str | BorderFrames, until: str | BorderFrames | None = None
) -> Answer:
    """Return what happened from a day, or what changed from a version of the data, newest first.

    ``since`` and ``until`` are days, or ids of meetings, whose first day counts. A date of which
    a month or year is known counts if that period reaches into the time asked about. If the store
    keeps a version published by the first day, what changed of the data since stands beside.

    They may also be two versions of the data: names of versions that the store keeps, or borders.
    The answer is then what the second holds otherwise than the first.

    Raises
    ------
    InvalidValueError
        A word is neither a day nor a meeting nor a version, or ``until`` is before ``since``.
    DatasetError
        A version cannot be read.
    """
    about, rows = told_changes(border, since, until)
    names = [column.name for column in CHANGES.columns]
    columns = {name: [row[name] for row in rows] for name in names}
    return Answer(columns=columns, border=border, about=about)


def told_changes(
    border: BorderFrames, since: str | BorderFrames, until: str | BorderFrames | None = None
) -> tuple[Row, list[Row]]:
    """Return what ``changes`` says of its answer as a whole, and its rows in every language."""
    pair = compared(border, since, until)
    if pair is not None and is_version(border, since):
        first, last, rows = pair[0].date, pair[1].date, _between(*pair)
    else:
        first, last, rows = changed(border, str(since), cast("str | None", until))
        rows = (data_changes(*pair) if pair else []) + rows
    about = {
        "since": first, "until": last,
        "since_version": pair[0].version if pair else None,
        "until_version": pair[1].version if pair else None,
    }  # fmt: skip
    return about, rows


def _between(old: BorderFrames, new: BorderFrames) -> list[Row]:
    """Return what a version of the data holds otherwise than another, the register's rows last."""
    come = [
        row for row in _all(new)
        if (layer := _OF_THE_REGISTER.get(row["subject"])) and not _has(old, layer, row["id"])
    ]  # fmt: skip
    come.sort(key=lambda row: (row["first"], row["subject"], row["id"]), reverse=True)
    return data_changes(old, new) + come


def _has(border: BorderFrames, layer: str, key: str) -> bool:
    return layer in border.package["borderPorts"]["layers"] and key in border.records(layer)


def changed(
    border: BorderFrames, since: str, until: str | None = None
) -> tuple[date, date, list[Row]]:
    """Return the days that ``changes`` reads from its words, and its rows in every language."""
    first = day_of(border, "since", since)
    last = border.date if until is None else day_of(border, "until", until)
    if last < first:
        raise InvalidValueError("until", until, said(_DAY_FROM, day=first))
    rows = [row for row in _all(border) if row["last"] >= first and row["first"] <= last]
    rows.sort(key=lambda row: (row["first"], row["subject"], row["id"]), reverse=True)
    return first, last, rows


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
        before, after = (_shown(row, lang) for row in (old, new))
        return f"{_what(new, lang)}: {before} → {after}"

    return said_in_all("text", text)


def _shown(row: Row, lang: str) -> str:
    """Return the value of a fact as people write it in a language."""
    value = str(row.get(f"value_{lang}") or row["value"])
    if row["column"].startswith("hours_"):
        return hours_text(hours_in_words(value), lang)
    return words(lang).code("answer", value) if value in _ANSWERS else value


def _what(row: Row, lang: str) -> str:
    """Return what a fact is about in a language: the mode, if it is of one, and the column."""
    mode = row["row"].partition(":")[2]
    columns = {column.name: column for column in LAYERS[row["layer"]].columns}
    label = words(lang).pick(columns[row["column"]], "label")
    return f"{words(lang).code('mode', mode)}, {label}" if mode else str(label)


def _earlier(border: BorderFrames) -> dict[tuple[str, str, str], Row]:
    """Return the newest dated value that is not shown, of each cell that has one."""
    earlier: dict[tuple[str, str, str], Row] = {}
    for row in _rows(border, "facts"):
        if not row["shown"] and row["source_date"] is not None:
            other = earlier.get(_cell(row))
            if other is None or other["source_date"] < row["source_date"]:
                earlier[_cell(row)] = row
    return earlier


def _cell(row: Row) -> tuple[str, str, str]:
    return row["layer"], row["row"], row["column"]


def _publication(source: Row) -> str:
    return f"{source['publisher']}: {source['title']}"


def _names(row: Row) -> dict[str, Any]:
    return {"name_en": row["name_en"], "name_es": row["name_es"] or row["name_en"]}


_WORD: Final = r"^[A-Za-z0-9.+_-]+$"

CHANGES: Final = Question(
    name="changes",
    path="changes",
    operation="changes",
    summary=message("What changed since a day, a meeting or a version of the data, newest first"),
    description=message(
        "Events of projects, permits issued and lapsing, meetings, and facts about ports of which "
        "an earlier source said something else. Between two versions of the data that the store "
        "keeps: what the second holds otherwise, facts and figures. Since a day or a meeting "
        "these stand beside, if a version published by then is kept."
    ),
    fields=(
        Field(name="since", kind="text", longest=60, pattern=_WORD, required=True,
              day_words_of=day_words,
              example="2025-06-10", positional=True, is_version=True,
              description=message("A day, the id of a meeting (plenary-2025-06-10), or a version "
                                  "of the data.")),
        Field(name="until", kind="text", longest=60, pattern=_WORD, is_version=True,
              day_words_of=day_words,
              description=message("The last day or version; by default those of the data.")),
    ),
    columns=(
        result("date", "string", "The day, or what is known of it."),
        result("subject", "string", "What the change is of.", allowed=CHANGE_SUBJECTS),
        result("id", "string", "Id of the event, permit, meeting or fact; of changed data the "
               "layer, row and column."),
        result("about", "string", "Id of the project or port, or code of the port.",
               required=False),
        result("name_en", "string", "Name in English."),
        result("name_es", "string", "Name in Spanish."),
        result("text_en", "string", "What happened, in English."),
        result("text_es", "string", "What happened, in Spanish."),
        result("sources", "string", "Where it comes from.", required=False),
    ),
    about=(
        result("since", "date", "First day asked about."),
        result("until", "date", "Last day asked about."),
        result("since_version", "string", "Earlier version of the data compared, if one is kept.",
               required=False),
        result("until_version", "string", "Later version of the data compared, if one is kept.",
               required=False),
    ),
    shape="rows",
    answer=changes,
    shown=("date", "subject", "name_en", "text_en"),
    example="2025-06-10",
    costly=lambda border, _values: keeps_versions(border),
)  # fmt: skip
