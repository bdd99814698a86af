"""What one version of the data holds otherwise than another: facts and figures, in words."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any, Final

from geo.data.difference import GEOMETRY, Change, difference
from geo.data.frames import BorderFrames
from geo.errors import InvalidValueError
from geo.layers import LAYERS
from geo.layers.own import OWN_PREFIX
from geo.queries.answer import Row
from geo.words.catalogue import said, said_in_all, words
from geo.words.messages import message

__all__ = ["compared", "data_changes", "day_of", "day_words", "is_version", "keeps_versions"]

_A_START: Final = message(
    "a day such as 2025-06-10, the id of a meeting such as plenary-2025-06-10, or a version of the "
    "data ({kept})"
)
_A_VERSION: Final = message("a version of the data, as the other is")
_ONE_OF_VERSIONS: Final = message("a version of the data, as the other is: {kept}")
_VERSION_FROM: Final = message("a version from {day} on")
_EVIDENCE: Final = frozenset({"facts", "sources", "not_known"})
"""Tables that tell where the others come from, and what they lack."""
_YEAR: Final = "year"
_EVENTS: Final = frozenset({"project_events", "permits", "meetings"})
"""Tables whose new rows are changes by themselves."""
_UNSAID: Final = frozenset({"sources", "source_ids"})
_PRECISION: Final = "_precision"
_PORT_CODE: Final = "port_code"
_OF_CODE: Final = message("Port code {code}")
_COMES: Final = message("New: {what}")
_GOES: Final = message("No longer there: {what}")
_UNKNOWN: Final = message("not known")
_POSITION: Final = message("Position")


def keeps_versions(border: BorderFrames) -> bool:
    """Return whether the store keeps another version of the data than the border's own."""
    return bool(set(border.kept_versions()) - {border.version})


def is_version(border: BorderFrames, word: str | BorderFrames) -> bool:
    """Return whether a word names a version of the data, or is one."""
    return isinstance(word, BorderFrames) or word in {border.version, *border.kept_versions()}


def day_words(border: BorderFrames) -> tuple[str, ...]:
    """Return the words that stand for days: ids of meetings, names of versions of the data."""
    versions = dict.fromkeys([*border.kept_versions(), border.version])
    return (*border.records("meetings").columns["id"], *versions)


def day_of(border: BorderFrames, field: str, word: str) -> date:
    """Return a day, or the first day of the meeting with that id.

    Raises
    ------
    InvalidValueError
        The word is neither; ``field`` is what the message calls it.
    """
    meetings = border.records("meetings")
    if word in meetings:
        day: date = meetings.columns["first_day"][meetings.position(word)]
        return day
    try:
        return date.fromisoformat(word)
    except (TypeError, ValueError):
        kept = ", ".join(dict.fromkeys([*border.kept_versions(), border.version]))
        raise InvalidValueError(field, word, said(_A_START, kept=kept)) from None


def compared(
    border: BorderFrames, since: str | BorderFrames, until: str | BorderFrames | None
) -> tuple[BorderFrames, BorderFrames] | None:
    """Return the two versions of the data to compare; ``None`` if none is kept for these days.

    Raises
    ------
    InvalidValueError
        One is a version and the other is none, or the first was published later.
    DatasetError
        A version cannot be read.
    """
    if is_version(border, since):
        old = _version(border, "since", since)
        new = border if until is None else _version(border, "until", until)
        if new.date < old.date:
            raise InvalidValueError("until", new.version, said(_VERSION_FROM, day=old.date))
        return old, new
    if isinstance(until, BorderFrames):
        raise InvalidValueError("since", since, _A_VERSION)
    first = day_of(border, "since", str(since))
    last = border.date if until is None else day_of(border, "until", until)
    pair = _published_by(border, first), _published_by(border, last)
    return None if pair[0] is None or pair[1] is None else (pair[0], pair[1])


def _version(border: BorderFrames, field: str, word: str | BorderFrames) -> BorderFrames:
    if isinstance(word, BorderFrames):
        return word
    if word == border.version:
        return border
    if word not in border.kept_versions():
        kept = ", ".join(dict.fromkeys([*border.kept_versions(), border.version]))
        raise InvalidValueError(field, word, said(_ONE_OF_VERSIONS, kept=kept))
    opened = border.derived(_opened)
    if word not in opened:
        opened[word] = border.at_version(word)
    return opened[word]


def _opened(_border: BorderFrames) -> dict[str, BorderFrames]:
    return {}


def _published_by(border: BorderFrames, day: date) -> BorderFrames | None:
    """Return the newest version of the data published by a day; ``None`` if none is kept."""
    if border.date <= day:
        return border
    for name in reversed(border.kept_versions()):
        edition = _version(border, "since", name)
        if edition.date <= day:
            return edition
    return None


def data_changes(old: BorderFrames, new: BorderFrames) -> list[Row]:
    """Return a row per fact that changed and per code or crossing whose counts did.

    New events, permits and meetings are left out: they tell of themselves.
    """
    known = [name for name in LAYERS if not name.startswith(OWN_PREFIX) and name not in _EVIDENCE]
    before = old.package["borderPorts"]["layers"]
    every = difference(old, new, [name for name in known if name in before]).changes
    said = [change for change in every if not _counts(change.layer) and _is_said(change)]
    fresh = [
        key
        for key in dict.fromkeys((change.layer, change.column) for change in said)
        if key[1] not in {None, GEOMETRY} and _is_empty(old, *key)
    ]
    facts = [
        _fact(old, new, change) for change in said if (change.layer, change.column) not in fresh
    ]
    facts = [_column(new, *key) for key in fresh] + facts
    counts = [change for change in every if _counts(change.layer)]
    counts.sort(key=lambda change: (known.index(change.layer), _counted(change)))
    figures = [
        row
        for (layer, subject), group in groupby(counts, key=lambda one: (one.layer, _counted(one)))
        if (row := _figure(new, layer, subject, group)) is not None
    ]
    return [_layer(new, name) for name in known if name not in before] + facts + figures


def _is_empty(old: BorderFrames, layer: str, column: str | None) -> bool:
    """Return whether a version knows a column in no row, as one published without it."""
    return all(value is None for value in old.records(layer).columns[str(column)])


def _column(new: BorderFrames, layer: str, column: str | None) -> Row:
    """Return the row of a column that the earlier version does not know in any row."""

    def told(lang: str) -> str:
        say = words(lang)
        return say.say(_COMES, what=say.pick(LAYERS[layer].column(str(column)), "label"))

    names = said_in_all("name", lambda lang: words(lang).pick(LAYERS[layer], "title"))
    about = {**names, **said_in_all("text", told), "about": None}
    return _row(new, "data", f"{layer}:{column}", about)


def _counts(layer: str) -> bool:
    """Return whether the rows of a layer count months or years."""
    return LAYERS[layer].time is not None or _YEAR in LAYERS[layer].column_names


def _counted(change: Change) -> str:
    """Return the code or crossing whose counts changed, which its key begins with."""
    return change.subject.partition(":")[0]


def _layer(new: BorderFrames, name: str) -> Row:
    """Return the row of a layer that the earlier version was published without."""

    def told(lang: str) -> str:
        n = len(new.records(name))
        return words(lang).plural("New: a table of {n} row", "New: a table of {n} rows", n)

    names = said_in_all("name", lambda lang: words(lang).pick(LAYERS[name], "title"))
    return _row(new, "data", name, {**names, **said_in_all("text", told), "about": None})


def _is_said(change: Change) -> bool:
    if change.column is None:
        return not (change.layer in _EVENTS and change.kind == "added")
    return change.column not in _UNSAID and not change.column.endswith(_PRECISION)


def _row(new: BorderFrames, subject: str, row_id: str, about: Row) -> Row:
    day = new.date
    return {
        "date": day.isoformat(), "first": day, "last": day, "subject": subject, "id": row_id,
        "sources": None, **about,
    }  # fmt: skip


def _fact(old: BorderFrames, new: BorderFrames, change: Change) -> Row:
    """Return a row that came or went, or a cell that changed."""
    border = old if change.kind == "removed" else new
    records = border.records(change.layer)
    row = records.row(records.position(change.key))
    about = row.get("port_id") or row.get("project_id") or change.key
    names = _names(border, change, row, str(about))
    texts = said_in_all("text", lambda lang: _told(change, lang))
    key = ":".join(filter(None, (change.layer, change.key, change.column)))
    return _row(new, "data", key, {**names, **texts, "about": about})


def _names(border: BorderFrames, change: Change, row: Row, about: str) -> dict[str, str]:
    """Return the names of what a row is about: its own, its port's or project's, or its key."""
    for layer in (None, "ports", "projects"):
        if layer is None:
            named = row
        elif about in border.records(layer):
            named = border.records(layer).row(border.records(layer).position(about))
        else:
            continue
        if named.get("name_en"):
            english = str(named["name_en"])
            return {"name_en": english, "name_es": str(named.get("name_es") or english)}
    return said_in_all("name", lambda _: change.key)


def _told(change: Change, lang: str) -> str:
    say = words(lang)
    layer = LAYERS[change.layer]
    if change.column is None:
        form = _COMES if change.kind == "added" else _GOES
        return say.say(form, what=say.pick(layer, "title"))
    if change.column == GEOMETRY:
        label = say.say(_POSITION)
    else:
        label = say.pick(layer.column(change.column), "label")
    mode = change.key.partition(":")[2]
    prefix = f"{say.code('mode', mode)}, " if layer.name == "port_modes" else ""
    before, after = (_value(change, value, lang) for value in (change.old, change.new))
    return f"{prefix}{label}: {before} → {after}"


def _value(change: Change, value: Any, lang: str) -> str:  # noqa: ANN401 - a cell of any kind
    if value is None or value == ():
        return words(lang).say(_UNKNOWN)
    if isinstance(value, bool):
        return words(lang).code("answer", str(value).lower())
    coded = words(lang).value(str(change.column), value)
    if coded is not None:
        return coded
    if isinstance(value, tuple):
        return "; ".join(str(item) for item in value)
    return str(value)


def _figure(new: BorderFrames, layer: str, subject: str, changes: Iterable[Change]) -> Row | None:
    """Return what changed of the counts of one code or crossing; ``None`` if no count did."""
    listed = list(changes)
    added = [change for change in listed if change.kind == "added"]
    corrected = [change for change in listed if change.column and _is_count(change)]
    gone = [change for change in listed if change.kind == "removed"]
    if not (added or corrected or gone):
        return None
    of_code = _PORT_CODE in LAYERS[layer].column_names

    def told(lang: str) -> str:
        plural = words(lang).plural
        months = _months([change.month for change in added if change.month])
        parts = [
            plural("{n} new count{months}", "{n} new counts{months}", len(added), months=months)
            if added else "",
            plural("{n} corrected", "{n} corrected", len(corrected)) if corrected else "",
            plural("{n} gone", "{n} gone", len(gone)) if gone else "",
        ]  # fmt: skip
        title = words(lang).pick(LAYERS[layer], "title")
        return f"{title}: {'; '.join(filter(None, parts))}"

    def name(lang: str) -> str:
        return words(lang).say(_OF_CODE, code=subject) if of_code else subject

    about = {**said_in_all("name", name), **said_in_all("text", told), "about": subject}
    return _row(new, "figure", f"{layer}:{subject}", about)


def _is_count(change: Change) -> bool:
    return LAYERS[change.layer].column(str(change.column)).kind in {"integer", "number"}


def _months(months: list[date]) -> str:
    """Return the months as `` (2026-09 – 2026-10)``; nothing for none."""
    if not months:
        return ""
    first, last = min(months).isoformat()[:7], max(months).isoformat()[:7]
    return f" ({first})" if first == last else f" ({first} – {last})"
