"""When a permit lapses, by the rule that its text states."""

from datetime import date
from typing import Final

__all__ = ["lapse_day"]

_YEARS: Final = {"five_years_unless_begun": 5}


def lapse_day(rule: str | None, issued: date | None, *, begun: bool | None) -> date | None:
    """Return the day on which a permit lapses; ``None`` if work has begun or no rule is known.

    A permit issued on 29 February lapses on 28 February of a year without that day.
    """
    if rule is None or issued is None or begun:
        return None
    year = issued.year + _YEARS[rule]
    try:
        return issued.replace(year=year)
    except ValueError:
        return issued.replace(year=year, day=28)
