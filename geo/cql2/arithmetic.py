"""Arithmetic and comparison of columns."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from geo.cql2.values import KIND_NAMES, FilterError, Truth, Vector, wrong_kind
from geo.words.catalogue import Phrase
from geo.words.messages import message

__all__ = ["ARITHMETIC", "ARRAY_FUNCTIONS", "COMPARISONS", "calculate", "compare", "compare_lists"]

_TAKES_NUMBERS: Final = message("{name} takes numbers, not {kind}")
_NOT_COMPARED: Final = message("{name} does not compare {left} with {right}")
_TAKES_LISTS: Final = message("{name} takes lists, not {kind}")

ARITHMETIC: Final[dict[str, Callable[[Any, Any], npt.NDArray[np.float64]]]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": np.power,
    "%": np.fmod,
    "div": lambda left, right: np.trunc(np.divide(left, right)),
}
COMPARISONS: Final[dict[str, Callable[[Any, Any], npt.NDArray[np.bool_]]]] = {
    "=": np.equal,
    "<>": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
ARRAY_FUNCTIONS: Final[dict[str, Callable[[set[Any], set[Any]], bool]]] = {
    "a_contains": lambda left, right: left >= right,
    "a_containedby": lambda left, right: left <= right,
    "a_equals": lambda left, right: left == right,
    "a_overlaps": lambda left, right: not left.isdisjoint(right),
}


def calculate(name: str, left: Vector, right: Vector) -> Vector:
    """Return a column of numbers; where the result is none (a division by zero) it is unknown."""
    for side in (left, right):
        if side.kind != "number":
            raise wrong_kind(_TAKES_NUMBERS, side.kind, name=name)
    with np.errstate(all="ignore"):
        data = ARITHMETIC[name](left.data, right.data)
    return Vector("number", data, left.known & right.known & np.isfinite(data))


def compare(name: str, left: Vector, right: Vector) -> Truth:
    """Return a comparison of two columns of the same kind."""
    if left.kind != right.kind or left.kind in {"geometry", "interval", "list"}:
        raise FilterError(
            Phrase(
                lambda words: words.say(
                    _NOT_COMPARED,
                    name=name,
                    left=words.say(KIND_NAMES[left.kind]),
                    right=words.say(KIND_NAMES[right.kind]),
                )
            )
        )
    known = left.known & right.known
    holds = COMPARISONS[name](left.data, right.data).astype(np.bool_)
    return Truth.of(holds, known)


def compare_lists(name: str, left: Vector, right: Vector) -> Truth:
    """Return an array function of two columns of lists."""
    for side in (left, right):
        if side.kind != "list":
            raise wrong_kind(_TAKES_LISTS, side.kind, name=name)
    lefts, rights = np.broadcast_arrays(left.data, right.data)
    test = ARRAY_FUNCTIONS[name]
    holds = np.array([test(set(one or ()), set(other or ())) for one, other in
                      zip(lefts, rights, strict=True)], dtype=np.bool_)  # fmt: skip
    return Truth.of(holds, left.known & right.known)
