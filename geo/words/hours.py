"""Hours of crossing in every language, from the English that the data hold."""

import re
from typing import Final

from geo.words.catalogue import SOURCE, words
from geo.words.messages import in_context, message
from geo.words.numbers import locale_of

__all__ = ["hours_text"]

_CLOCK: Final = r"(?:\d{1,2}(?::\d{2})? ?[ap]m|[Mm]idnight|[Nn]oon)"
_DAY: Final = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_SPAN: Final = rf"{_DAY}(?:-{_DAY})?"
_ENTRY: Final = re.compile(
    r"(?:(?P<who>[A-Za-z ]+): )?"
    r"(?:(?P<season>winter|summer) \((?P<months>\w{3}-\w{3})\) )?"
    rf"(?:(?P<days>{_SPAN}(?: and {_SPAN})*) )?"
    rf"(?:(?P<always>24 hours|24/7)|(?P<opens>{_CLOCK})-(?P<closes>{_CLOCK}))"
    r"(?P<daily> daily)?"
    r"(?: \((?P<note>[^)]*)\))?"
)
_TIME: Final = re.compile(r"(\d{1,2})(?::(\d{2}))? ?([ap])m")
_ABOUT: Final = re.compile(r"about (\d{4})")
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
_WHO: Final = {
    "pedestrians and passenger vehicles": message("pedestrians and passenger vehicles"),
    "passenger vehicles": message("passenger vehicles"),
    "pedestrians": in_context("hours", "pedestrians"),
    "passengers": message("passengers"),
    "commercial": message("commercial"),
    "import": message("import"),
}
_NOTES: Final = {
    "conditions permitting": message("conditions permitting"),
    "days not stated": message("days not stated"),
    "southbound": message("southbound"),
}
_SEASONS: Final = {"winter": message("winter"), "summer": message("summer")}
_RANGE: Final = in_context("hours", "{opens} to {closes}")


def hours_text(text: str, lang: str) -> str:
    """Return hours as they are in English, in other languages with a 24-hour clock.

    What does not read as hours stays as it is.
    """
    if lang == SOURCE:
        return text
    parts = re.split(r"[;,] ", text)
    entries = [entry for part in parts if (entry := _ENTRY.fullmatch(part))]
    if len(entries) < len(parts):
        return text
    said = ""
    shown = []
    for entry in entries:
        who = _who(entry)
        shown.append(_entry(entry, lang, "" if who == said else who))
        said = who or said
    return "; ".join(shown)


def _who(entry: "re.Match[str]") -> str:
    """Return whom an entry is for, which stands before its times or in brackets after them."""
    note = entry["note"] or ""
    return entry["who"] or (note if note.lower() in _WHO else "")


def _entry(entry: "re.Match[str]", lang: str, who: str) -> str:
    say = words(lang).say
    note = "" if entry["note"] == _who(entry) else entry["note"]
    parts = []
    if who:
        named = _WHO.get(who.lower())
        parts.append(f"{_like(who[0], say(named)) if named else who}: ")
    if entry["season"]:
        first, last = entry["months"].split("-")
        months = say("{first} to {last}", first=_month(first, lang), last=_month(last, lang))
        parts.append(f"{say(_SEASONS[entry['season']])} ({months}): ")
    parts.append(", ".join([*_days(entry, lang), _times(entry, lang)]))
    if note:
        about = _ABOUT.fullmatch(note)
        shown = say("about {year}", year=about[1]) if about else say(_NOTES.get(note, note))
        parts.append(f" ({shown})")
    return "".join(parts)


def _days(entry: "re.Match[str]", lang: str) -> list[str]:
    say = words(lang).say
    if entry["daily"] and not entry["always"]:
        return [say("every day")]
    if not entry["days"]:
        return []
    first, _and, last = entry["days"].partition(" and ")
    if not last:
        return [_span(first, lang)]
    return [say("{first} and {last}", first=_span(first, lang), last=_span(last, lang))]


def _span(days: str, lang: str) -> str:
    first, _to, last = days.partition("-")
    if not last:
        return _day(first, lang)
    ends = {"first": _day(first, lang), "last": _day(last, lang)}
    if _DAYS.index(last) - _DAYS.index(first) == 1:
        return words(lang).say("{first} and {last}", **ends)
    return words(lang).say("{first} to {last}", **ends)


def _times(entry: "re.Match[str]", lang: str) -> str:
    say = words(lang).say
    if entry["always"]:
        return say("24 hours")
    closes = _in_24_hours(entry["closes"])
    return say(_RANGE, opens=_in_24_hours(entry["opens"]),
               closes="24:00" if closes == "0:00" else closes)  # fmt: skip


def _in_24_hours(clock: str) -> str:
    match = _TIME.fullmatch(clock)
    if match is None:
        return "12:00" if clock.lower() == "noon" else "0:00"
    hour = int(match[1]) % 12 + (12 if match[3] == "p" else 0)
    return f"{hour}:{match[2] or '00'}"


def _day(name: str, lang: str) -> str:
    from babel.dates import get_day_names

    names = get_day_names("abbreviated", locale=locale_of(lang))
    return str(names[_DAYS.index(name)]).rstrip(".")


def _month(name: str, lang: str) -> str:
    from babel.dates import get_month_names

    names = get_month_names("abbreviated", locale=locale_of(lang))
    return str(names[_MONTHS.index(name) + 1]).rstrip(".")


def _like(letter: str, text: str) -> str:
    return text[:1].upper() + text[1:] if letter.isupper() else text[:1].lower() + text[1:]
