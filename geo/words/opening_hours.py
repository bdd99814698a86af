"""Opening hours of OpenStreetMap's syntax in English words, which ``hours_text`` translates."""

import re
from typing import Final

__all__ = ["ALWAYS", "clock_in_words", "hours_in_words"]

ALWAYS: Final = "24/7"
"""Opening hours that never end."""
_EVERY_DAY: Final = "Mo-Su"
_WORDS: Final = {
    "Mo": "Mon", "Tu": "Tue", "We": "Wed", "Th": "Thu", "Fr": "Fri", "Sa": "Sat", "Su": "Sun",
}  # fmt: skip
_SEASONS: Final = {"Nov-Apr": "winter (Nov-Apr)", "May-Oct": "summer (May-Oct)"}
_RULE: Final = re.compile(
    r"(?:(?P<season>[A-Z][a-z]{2}-[A-Z][a-z]{2}) )?(?P<days>[A-Z][a-z][A-Za-z,-]*) "
    r"(?P<spans>[\d:,-]+)(?: open \"(?P<comment>[^\"]+)\")?"
)


def hours_in_words(text: str) -> str:
    """Return hours in English words; what is no rule of weekdays and times stays as it is."""
    if text == ALWAYS:
        return "24 hours daily"
    rules = [_RULE.fullmatch(part) for part in text.split("; ")]
    if not all(rules):
        return text
    return "; ".join(_rule_in_words(rule) for rule in rules if rule)


def _rule_in_words(rule: "re.Match[str]") -> str:
    days = rule["days"]
    season = f"{_SEASONS[rule['season']]} " if rule["season"] else ""
    comment = f" ({rule['comment']})" if rule["comment"] else ""
    spans = [_span(span) for span in rule["spans"].split(",")]
    if days == _EVERY_DAY:
        return "; ".join(f"{season}{span} daily{comment}" for span in spans)
    return "; ".join(f"{season}{_days_in_words(days)} {span}{comment}" for span in spans)


def _days_in_words(days: str) -> str:
    words = re.sub("|".join(_WORDS), lambda match: _WORDS[match[0]], days)
    return words.replace(",", " and ")


def _span(span: str) -> str:
    return "-".join(clock_in_words(time) for time in span.split("-"))


def clock_in_words(time: str) -> str:
    """Return a time such as ``15:05`` as it is said in English: ``3:05 pm``, ``midnight``."""
    hour, minute = (int(part) for part in time.split(":"))
    if minute == 0 and hour in {0, 12, 24}:
        return "noon" if hour == 12 else "midnight"  # noqa: PLR2004
    shown = f"{(hour - 1) % 12 + 1}" + (f":{minute:02d}" if minute else "")
    return f"{shown} {'am' if hour < 12 else 'pm'}"  # noqa: PLR2004
