"""One check: a claim, what was found, and what was expected."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

__all__ = ["Check", "equal", "without_problems"]

_SHOWN: Final = 5
"""How many problems a detail spells out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A claim about the data set, whether it holds, and the figures behind it."""

    name: str
    passed: bool
    found: str
    expected: str
    detail: str = ""


def equal(name: str, found: object, expected: object, detail: str = "") -> Check:
    """Return a check that passes if the found value is exactly the expected one."""
    return Check(
        name=name,
        passed=found == expected,
        found=str(found),
        expected=str(expected),
        detail=detail,
    )


def without_problems(name: str, problems: Iterable[str], among: str) -> Check:
    """Return a check that passes if there is no problem; ``among`` says what was looked at."""
    listed = list(problems)
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return Check(
        name=name,
        passed=not listed,
        found=f"{len(listed)} problems in {among}",
        expected="0 problems",
        detail="; ".join(listed[:_SHOWN]) + more,
    )
