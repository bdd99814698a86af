"""Numbers, distances and dates as the readers of a language write them.

``lang`` is a language or ``both``: numbers then follow English, whose figures Mexican Spanish
writes alike, and dates stand in both.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

from geo.geodesy import KM_PER_MILE
from geo.words.catalogue import SOURCE, words
from geo.words.messages import message

if TYPE_CHECKING:
    from babel.core import Locale

__all__ = [
    "area",
    "as_of",
    "change",
    "day",
    "days_in_words",
    "distance",
    "file_size",
    "listing",
    "locale_of",
    "miles",
    "month_day",
    "number",
    "partial_day",
    "percent",
    "period",
    "rounded",
    "short_day",
    "short_partial_day",
    "within",
]

_ISO_DAY: Final = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b")
_MILLION: Final = 1_000_000
_THOUSAND: Final = 1_000
_MINUS: Final = "\N{MINUS SIGN}"
_PERCENT: Final = message("{number}%")
_QUARTER: Final = message("Q{quarter} {year}")
_AS_OF: Final = {
    3: message("as of {day}"),
    2: message("as of {month}"),
    1: message("as of {year}"),
}
"""By the number of parts that a date has."""


def number(value: float, lang: str, decimals: int = 0) -> str:
    """Return a number with grouped digits, rounded to ``decimals`` places."""
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=locale_of(lang))


def percent(value: float, lang: str, decimals: int = 1) -> str:
    """Return a percentage of which 100 is the whole."""
    return words(words(lang).leading).say(_PERCENT, number=number(value, lang, decimals))


def change(value: float, lang: str, decimals: int = 1) -> str:
    """Return a percentage with its sign: a plus, or the minus sign of typography."""
    shown = percent(abs(value), lang, decimals)
    if number(value, lang, decimals).strip("-") == number(0, lang, decimals):
        return shown
    sign = "+" if value > 0 else _MINUS
    return f"{sign}{shown}"


def distance(km: float, lang: str, decimals: int = 1) -> str:
    """Return a distance in kilometres, then in statute miles."""
    return f"{number(km, lang, decimals)} km ({miles(km, lang, decimals)})"


def miles(km: float, lang: str, decimals: int = 1) -> str:
    """Return kilometres as statute miles, with the unit."""
    return f"{number(km / KM_PER_MILE, lang, decimals)} mi"


def area(km2: float, lang: str) -> str:
    """Return an area in square kilometres, then in square miles."""
    return f"{number(km2, lang)} km² ({number(km2 / KM_PER_MILE**2, lang)} mi²)"


def rounded(total: int, lang: str) -> str:
    """Return a total in words where it is a million or more: ``76.9 million``."""
    if total < _MILLION:
        return number(total, lang)
    return words(lang).say("{number} million", number=number(total / _MILLION, lang, 1))


def file_size(length: int, lang: str) -> str:
    """Return a length in bytes as kilobytes, from a thousand of them on as megabytes."""
    kilobytes = length / _THOUSAND
    if kilobytes < _THOUSAND:
        return f"{number(kilobytes, lang)} kB"
    return f"{number(kilobytes / _THOUSAND, lang, 1)} MB"


def listing(items: Sequence[str], lang: str, *, names: bool = False) -> str:
    """Return things of one list as a phrase, with "and" before the last.

    Those after the first begin with a small letter, unless they are ``names``.
    """
    from babel.lists import format_list

    if names or not items:
        inside = list(items)
    else:
        inside = [items[0], *(within(item) for item in items[1:])]
    return format_list(inside, locale=locale_of(lang)) if inside else ""


def day(when: date, lang: str) -> str:
    """Return a date in full: ``November 23, 2026``."""
    return words(lang).each(lambda one: _date(when, one, "long"))


def short_day(when: date, lang: str) -> str:
    """Return a date for a table: ``Nov 23, 2026``."""
    return words(lang).each(lambda one: _date(when, one, "medium"))


def month_day(when: date, lang: str) -> str:
    """Return a date whose year is known: ``Nov 23``."""
    from babel.dates import format_skeleton

    return words(lang).each(lambda one: str(format_skeleton("MMMd", when, locale=locale_of(one))))


def partial_day(text: str, lang: str) -> str:
    """Return a day, month or year given as ISO 8601; another text as it is."""
    return words(lang).each(lambda one: _partial(text, one, "long", "yMMMM"))


def short_partial_day(text: str, lang: str) -> str:
    """Return a day, month or year given as ISO 8601 for a table; another text as it is."""
    return words(lang).each(lambda one: _partial(text, one, "medium", "yMMM"))


def period(text: str, lang: str) -> str:
    """Return a year, month or quarter such as ``2026-Q2`` for a table; another text as it is."""
    year, mark, quarter = text.partition("-Q")
    if not mark:
        return short_partial_day(text, lang)
    return words(lang).say(_QUARTER, year=year, quarter=quarter)


def days_in_words(text: str, lang: str) -> str:
    """Return a text whose days in ISO 8601 are written in full, as a sentence has them."""
    return _ISO_DAY.sub(lambda found: partial_day(found[0], lang), text)


def as_of(text: str, lang: str) -> str:
    """Return since when a fact is known to hold: a day, month or year given as ISO 8601."""
    parts = len(text.split("-"))
    name = {3: "day", 2: "month"}.get(parts, "year")
    return words(lang).each(
        lambda one: words(one).say(_AS_OF.get(parts, _AS_OF[1]), **{name: partial_day(text, one)})
    )


def _partial(text: str, lang: str, form: str, month: str) -> str:
    from babel.dates import format_skeleton

    try:
        match len(text):
            case 10:
                return _date(date.fromisoformat(text), lang, form)
            case 7:
                first = date.fromisoformat(f"{text}-01")
                return format_skeleton(month, first, locale=locale_of(lang))
            case _:
                return text
    except ValueError:
        return text


def _date(when: date, lang: str, form: str) -> str:
    from babel.dates import format_date

    return format_date(when, form, locale=locale_of(lang))


def within(text: str) -> str:
    """Return a phrase as it stands inside a sentence; abbreviations keep their capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def locale_of(lang: str) -> "Locale":
    """Return the locale of a language; that of English where Babel knows none."""
    return _locale_of_name(words(lang).locale)


@cache
def _locale_of_name(name: str) -> "Locale":
    from babel.core import Locale, UnknownLocaleError

    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(words(SOURCE).locale)
