"""How large a filter may be: deep ones overflow a stack, long ones over many rows take seconds."""

from typing import Any, Final

from geo.cql2.values import FilterError

__all__ = ["DEEPEST", "check_size"]

DEEPEST: Final = 50
"""Deeper nesting is refused: the parser recurses, and 400 parentheses overflow a thread's stack."""
_DEEPEST_TREE: Final = 4 * DEEPEST
"""Sums and chains of AND nest in the parsed form without nesting in the text."""
_MOST_STEPS: Final = 5_000_000
_STEPS: Final = {"like": 5, "casei": 5, "accenti": 5}
"""Operations that take five times as long as others."""
_MOST_SPATIAL: Final = 20


def check_size(expression: Any, rows: int) -> None:  # noqa: ANN401
    """Refuse an expression that would take long; ``FilterError`` names the limit.

    Parameters
    ----------
    expression
        The JSON form of CQL2.
    rows
        How many rows it will be evaluated over.
    """
    steps = spatial = 0
    waiting = [(expression, 1)]
    while waiting:
        node, depth = waiting.pop()
        if depth > _DEEPEST_TREE:
            message = f"nested deeper than {_DEEPEST_TREE}"
            raise FilterError(message)
        match node:
            case {"op": name}:
                steps += _STEPS.get(str(name).lower(), 1)
                spatial += str(name).lower().startswith("s_")
                waiting += [(item, depth + 1) for item in node.values()]
            case dict():
                waiting += [(item, depth + 1) for item in node.values()]
            case list():
                waiting += [(item, depth) for item in node]
    most = _MOST_STEPS // max(rows, 1)
    if spatial > _MOST_SPATIAL or steps > most:
        message = (
            f"more than {_MOST_SPATIAL} spatial functions or {most} operations over {rows} rows, "
            "LIKE, CASEI and ACCENTI counting five"
        )
        raise FilterError(message)
