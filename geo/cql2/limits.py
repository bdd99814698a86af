"""How large a filter may be: deep ones overflow a stack, long ones over many rows take seconds."""

from typing import Any, Final

from geo.cql2.values import FilterError
from geo.words.catalogue import said
from geo.words.messages import message

__all__ = ["DEEPEST", "check_depth", "check_size", "size_of"]

_TOO_LONG: Final = message(
    "more than {spatial} spatial functions or {most} operations over {rows} rows, LIKE, CASEI "
    "and ACCENTI counting five"
)
_TOO_DEEP: Final = message("nested deeper than {most} levels of JSON")

DEEPEST: Final = 50
"""How many parentheses, functions and NOTs of a text may be open at once."""
_DEEPEST_TREE: Final = 4 * DEEPEST
"""Levels of objects and lists in the JSON form; a sum nests there without nesting in the text."""
_MAX_STEPS: Final = 5_000_000
_STEPS: Final = {"like": 5, "casei": 5, "accenti": 5}
"""Operations that take five times as long as others."""
_MAX_SPATIAL: Final = 20


def check_depth(expression: Any) -> None:  # noqa: ANN401
    """Refuse an expression that nests too deeply to be evaluated; ``FilterError`` says so.

    It is walked level by level, so that no depth is too deep for the check itself.
    """
    level = [expression]
    for _ in range(_DEEPEST_TREE):
        inner = [node.values() if isinstance(node, dict) else node
                 for node in level if isinstance(node, dict | list)]  # fmt: skip
        level = [item for items in inner for item in items]
        if not level:
            return
    raise FilterError(said(_TOO_DEEP, most=_DEEPEST_TREE))


def check_size(expression: Any, rows: int) -> None:  # noqa: ANN401
    """Refuse an expression that would take long; ``FilterError`` names the limit.

    Parameters
    ----------
    expression
        The JSON form of CQL2.
    rows
        How many rows it will be evaluated over.
    """
    steps, spatial = size_of(expression)
    most = _MAX_STEPS // max(rows, 1)
    if spatial > _MAX_SPATIAL or steps > most:
        raise FilterError(said(_TOO_LONG, spatial=_MAX_SPATIAL, most=most, rows=rows))


def size_of(expression: Any) -> tuple[int, int]:  # noqa: ANN401
    """Return how many operations a row takes, long ones counting five, and spatial functions."""
    steps = spatial = 0
    waiting = [expression]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            name = str(node.get("op", "")).lower()
            steps += _steps(name, node) if name else 0
            spatial += name.startswith("s_")
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
    return steps, spatial


def _steps(name: str, node: dict[str, Any]) -> int:
    """Return what an operation counts; written values of a list are looked up all at once."""
    if name != "in":
        return _STEPS.get(name, 1)
    arguments = node.get("args")
    listed = arguments[-1] if isinstance(arguments, list) and arguments else None
    return 1 + (sum(isinstance(item, dict) for item in listed) if isinstance(listed, list) else 0)
