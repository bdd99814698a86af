"""Which rows a CQL2 expression holds for, over whole columns, in three-valued logic."""

from collections.abc import Callable
from functools import reduce
from operator import and_, or_
from typing import Any, Final

import numpy as np

from geo.cql2.arithmetic import (
    ARITHMETIC,
    ARRAY_FUNCTIONS,
    COMPARISONS,
    calculate,
    compare,
    compare_lists,
)
from geo.cql2.limits import check_size
from geo.cql2.spatial import SPATIAL_FUNCTIONS, Reproject, compare_shapes, shape_of_literal
from geo.cql2.spatial_cost import SpatialBudget
from geo.cql2.temporal import (
    TEMPORAL_FUNCTIONS,
    compare_times,
    date_us,
    interval,
    timestamp_us,
)
from geo.cql2.texts import FOLDINGS, among, fold, like
from geo.cql2.values import Bools, FilterError, Source, Truth, Vector, constant
from geo.words.catalogue import said
from geo.words.messages import message

__all__ = ["matching"]

_NOT_WRITTEN: Final = message("a list holds written values only")
_NO_FUNCTION: Final = message("{name} is not a function of this service")
_NO_BOOLEAN: Final = message("{name} is not a boolean")
_IN_TAKES: Final = message("IN takes a list of 1 to {most} values")
_NO_EXPRESSION: Final = message("the filter holds something that is not a CQL2 expression")
_EXACTLY: Final = message("{name} takes {count} operands, not {given}")
_AT_LEAST: Final = message("{name} takes at least {count} operands")

_GEOMETRIES: Final = frozenset(
    {
        "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon",
        "GeometryCollection",
    }
)  # fmt: skip
_MAX_LISTED: Final = 1000
_LOOKED_UP: Final = frozenset({"text", "number", "date", "timestamp"})
"""Kinds whose lists of written values are looked up at once."""


def matching(
    source: Source, expression: object, reproject: Reproject = lambda shape: shape
) -> Bools:
    """Return which rows the expression surely holds for, shape (rows,).

    Parameters
    ----------
    source
        The rows.
    expression
        The JSON form of CQL2, as ``parse_filter`` returns it.
    reproject
        Brings geometries of the filter into the CRS of the rows.

    Raises
    ------
    FilterError
        A property or function is unknown, an operand is of the wrong kind, or the expression is
        too large for so many rows.
    """
    check_size(expression, source.count)
    holds = _Evaluation(source, reproject).truth(expression).true
    return np.broadcast_to(holds, (source.count,)).copy()


class _Evaluation:
    """One expression over one source."""

    def __init__(self, source: Source, reproject: Reproject) -> None:
        self._source = source
        self._reproject = reproject
        self._spatial_budget = SpatialBudget()

    def truth(self, node: object) -> Truth:
        """Return a boolean expression as a condition per row."""
        if isinstance(node, bool):
            return Truth(np.array([node]), np.array([not node]))
        operator, arguments = _operation(node)
        if operator in {"and", "or"}:
            parts = [self.truth(argument) for argument in _at_least(operator, arguments, 1)]
            return reduce(and_ if operator == "and" else or_, parts)
        if operator == "not":
            return ~self.truth(_exactly("not", arguments, 1)[0])
        if operator == "isnull":
            return self._is_null(_exactly("IS NULL", arguments, 1)[0])
        if operator in {"between", "in", "like"}:
            return _SPECIAL[operator](self, arguments)
        for names, function in _PAIRWISE:
            if operator in names:
                left, right = (self.value(item) for item in _exactly(operator, arguments, 2))
                if function is compare_shapes:
                    self._spatial_budget.spend(operator, left, right)
                return function(operator, left, right)
        return self._as_condition(node)

    def value(self, node: Any) -> Vector:  # noqa: ANN401, C901, PLR0911
        """Return a scalar, temporal, spatial or array expression as a column."""
        match node:
            case bool():
                return constant("boolean", node)
            case int() | float():
                return constant("number", float(node))
            case str():
                return constant("text", node)
            case list():
                return constant("list", tuple(self._list_item(item) for item in node))
            case {"property": str(name)}:
                return self._source.vector(name)
            case {"date": str(text)}:
                return constant("date", date_us(text))
            case {"timestamp": str(text)}:
                return constant("timestamp", timestamp_us(text))
            case {"interval": [_, _]}:
                return interval(node["interval"], self.value)
            case {"bbox": list()}:
                return shape_of_literal(node, self._reproject)
            case {"type": str(kind)} if kind in _GEOMETRIES:
                return shape_of_literal(node, self._reproject)
            case _:
                return self._function(node)

    def _function(self, node: object) -> Vector:
        operator, arguments = _operation(node)
        if operator in FOLDINGS:
            return fold(operator, self.value(_exactly(operator, arguments, 1)[0]))
        if operator in ARITHMETIC:
            left, right = _exactly(operator, arguments, 2)
            return calculate(operator, self.value(left), self.value(right))
        condition = self.truth(node)
        return Vector("boolean", condition.true, condition.true | condition.false)

    def _list_item(self, node: object) -> object:
        vector = self.value(node)
        if len(vector.data) != 1:
            raise FilterError(said(_NOT_WRITTEN))
        return vector.data[0]

    def _is_null(self, node: object) -> Truth:
        known = self.value(node).known
        return Truth(~known, known)

    def _as_condition(self, node: object) -> Truth:
        if not (isinstance(node, dict) and "property" in node):
            raise FilterError(said(_NO_FUNCTION, name=repr(_operation(node)[0])))
        vector = self.value(node)
        if vector.kind != "boolean":
            raise FilterError(said(_NO_BOOLEAN, name=repr(node["property"])))
        return Truth.of(vector.data.astype(np.bool_), vector.known)

    def _between(self, arguments: list[Any]) -> Truth:
        value, low, high = (self.value(item) for item in _exactly("BETWEEN", arguments, 3))
        return compare(">=", value, low) & compare("<=", value, high)

    def _in(self, arguments: list[Any]) -> Truth:
        value, listed = _exactly("IN", arguments, 2)
        if not isinstance(listed, list) or not 1 <= len(listed) <= _MAX_LISTED:
            raise FilterError(said(_IN_TAKES, most=_MAX_LISTED))
        left, items = self.value(value), [self.value(item) for item in listed]
        if left.kind in _LOOKED_UP and all(_is_written(item, left.kind) for item in items):
            return among(left, [item.data[0] for item in items])
        return reduce(or_, (compare("=", left, item) for item in items))

    def _like(self, arguments: list[Any]) -> Truth:
        text, pattern = _exactly("LIKE", arguments, 2)
        return like(self.value(text), self.value(pattern))


_SPECIAL: Final[dict[str, Callable[[_Evaluation, list[Any]], Truth]]] = {
    "between": _Evaluation._between,  # noqa: SLF001
    "in": _Evaluation._in,  # noqa: SLF001
    "like": _Evaluation._like,  # noqa: SLF001
}
_PAIRWISE: Final[tuple[tuple[frozenset[str], Callable[[str, Vector, Vector], Truth]], ...]] = (
    (frozenset(COMPARISONS), compare),
    (frozenset(SPATIAL_FUNCTIONS), compare_shapes),
    (frozenset(TEMPORAL_FUNCTIONS), compare_times),
    (frozenset(ARRAY_FUNCTIONS), compare_lists),
)


def _is_written(value: Vector, kind: str) -> bool:
    return value.kind == kind and len(value.data) == 1 and bool(value.known[0])


def _operation(node: object) -> tuple[str, list[Any]]:
    match node:
        case {"op": str(name), "args": list(arguments)}:
            return name.lower(), arguments
        case {"property": str(name)}:
            return name, []
        case _:
            raise FilterError(said(_NO_EXPRESSION))


def _exactly(name: str, arguments: list[Any], count: int) -> list[Any]:
    if len(arguments) != count:
        raise FilterError(said(_EXACTLY, name=name, count=count, given=len(arguments)))
    return arguments


def _at_least(name: str, arguments: list[Any], count: int) -> list[Any]:
    if len(arguments) < count:
        raise FilterError(said(_AT_LEAST, name=name, count=count))
    return arguments
