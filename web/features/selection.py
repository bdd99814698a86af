"""Which features a request for items asks for, and in which order."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from geo.cql2 import (
    CQL2_JSON,
    CQL2_TEXT,
    LONGEST_FILTER,
    FilterError,
    matching,
    parse_filter,
    size_of,
)
from geo.data.records import Records
from geo.errors import InvalidValueError
from geo.layers import Column, Layer
from geo.words.catalogue import Phrase, said
from geo.words.messages import message
from web.features.reference_systems import (
    CRS84_URI,
    LATITUDE_FIRST,
    crs_parameter,
    from_crs,
    limits_of,
)
from web.features.source import LayerSource
from web.features.text_search import search_parameter, with_words
from web.features.times import checked_interval, parse_date
from web.http.operation import HTML, Call
from web.http.parameters import Parameter, text

__all__ = [
    "LONGEST_SEARCH",
    "column_parameter",
    "filter_parameters",
    "plain_parameters",
    "selected",
    "sort_parameter",
    "sortable_names",
]

_ORDERS: Final = message("names with - for descending: {known}")
_BOX_SIZE: Final = message("four numbers, or six with heights")
_SMALLER_FIRST: Final = message("the smaller value of each axis first")
_A_DATE: Final = message("a date such as 2026-11-23")
Bools = npt.NDArray[np.bool_]

_LONGEST_TEXT: Final = 500
LONGEST_SEARCH: Final = 2**20
"""Most characters of a filter in the body of a request."""
_WITH_VALUE: Final = message(
    "Only features with this value, or with one of several with commas between."
)
_A_FILTER: Final = message("a CQL2 filter ({language}): {fault}")
_MANY_STEPS: Final = 1_000_000
_MANY_POSITIONS: Final = 20_000
_MANY_SORTED: Final = 10_000
"""Beyond these a selection takes longer than some 20 ms."""


def filter_parameters(layer: Layer) -> tuple[Parameter, ...]:
    """Return the parameters that narrow the items of a layer."""
    return (*plain_parameters(layer), *_cql2_parameters())


def plain_parameters(layer: Layer) -> tuple[Parameter, ...]:
    """Return the parameters that narrow the items of a layer without CQL2."""
    return (
        Parameter(
            name="bbox",
            description=message(
                "Only features whose geometry intersects this box, and features without "
                "geometry: west, south, east, north; west may be greater than east (antimeridian). "
                "In another CRS (bbox-crs) the order of its axes holds."
            ),
            schema={"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6},
            example=[-107, 31, -106, 32],
            check=_checked_box_size,
        ),
        crs_parameter("bbox-crs", message("CRS of bbox.")),
        text(
            "datetime",
            message(
                "A time, day or month, or an interval of two (RFC 3339); an end may be open: "
                "2020-01-01/..; a month of counts is found by every moment in it; layers without "
                "time are not narrowed."
            ),
            example="2024-01-01/2024-12-31",
            schema={"minLength": 1, "maxLength": 80},
            check=checked_interval,
        ),
        *search_parameter(layer),
        *(column_parameter(column) for column in layer.columns),
    )


def _cql2_parameters() -> tuple[Parameter, ...]:
    return (
        text(
            "filter",
            message("A CQL2 filter over the queryables."),
            example="id IS NOT NULL",
            schema={"minLength": 1, "maxLength": LONGEST_FILTER},
        ),
        text(
            "filter-lang",
            message("Language of the filter."),
            (CQL2_TEXT, CQL2_JSON),
            default=CQL2_TEXT,
        ),
        crs_parameter("filter-crs", message("CRS of geometries in the filter.")),
    )


def column_parameter(column: Column) -> Parameter:
    """Return the parameter that keeps the features with a value in a column, or in its list."""
    description = Phrase(
        lambda words: " ".join([words.say(_WITH_VALUE), words.say(column.description)])
    )
    schema = column.json_schema
    if column.kind == "list":
        schema = schema["items"]
    if schema == {"type": "string"}:
        schema = {"type": "string", "minLength": 1, "maxLength": _LONGEST_TEXT}
    check = _checked_date(column.name) if column.kind == "date" else None
    return Parameter(
        name=column.name, description=description, schema=schema, check=check, several=True
    )


def sortable_names(layer: Layer) -> tuple[str, ...]:
    """Return the properties that items may be ordered by: all but lists."""
    return tuple(column.name for column in layer.columns if column.kind != "list")


def sort_parameter(layer: Layer) -> Parameter:
    """Return the parameter that orders the items; lists have no order."""
    known = sortable_names(layer)

    def check(names: list[str]) -> list[tuple[str, bool]]:
        keys = []
        for name in names:
            # A "+" in a query string arrives as a space.
            bare = name.lstrip("+- ")
            if bare not in known or len(name) - len(bare) > 1:
                allowed = said(_ORDERS, known=", ".join(known))
                raise InvalidValueError("sortby", name, allowed)
            keys.append((bare, name.startswith("-")))
        return keys

    pattern = f"^[+-]?({'|'.join(known)})$"
    return Parameter(
        name="sortby",
        description=message(
            "Order of the features: property names, - before a name for descending."
        ),
        schema={
            "type": "array",
            "items": {"type": "string", "pattern": pattern},
            "minItems": 1,
            "maxItems": 10,
        },
        example=["-id"],
        check=check,
    )


def selected(call: Call, layer: Layer, source: LayerSource) -> list[int]:
    """Return the row numbers that match all filters, in the order asked for or the default one.

    Pages for people keep the order of the layer.

    Raises
    ------
    InvalidValueError
        The box, the filter or a coordinate is not allowed.
    """
    values = call.values
    chosen = np.ones(source.count, dtype=np.bool_)
    if values["bbox"] is not None:
        inside = _in_box(source, layer, values["bbox"], values["bbox-crs"])
        if inside is not None:
            chosen &= inside
    if values["datetime"] is not None and layer.time:
        chosen &= _in_time(source, layer.time, values["datetime"])
    if values["filter"] is not None:
        chosen &= _matching(call, source)
    table = call.border.records(layer.name)
    chosen &= _with_values(table, layer, values)
    if values["sortby"] is None and call.media != HTML:
        return source.order[chosen[source.order]].tolist()  # type: ignore[no-any-return]
    rows: list[int] = np.flatnonzero(chosen).tolist()
    if values["sortby"] is None:
        return rows
    if len(rows) * len(values["sortby"]) > _MANY_SORTED:
        call.costly()
    for name, descending in reversed(values["sortby"]):
        rows = _sorted(rows, table.columns[name], descending=descending)
    return rows


def _checked_box_size(values: list[float]) -> list[float]:
    half = {4: 2, 6: 3}.get(len(values))
    if half is None:
        given = ",".join(f"{value:g}" for value in values)
        raise InvalidValueError("bbox", given, _BOX_SIZE)
    return [*values[:2], *values[half : half + 2]]


def _in_box(source: LayerSource, layer: Layer, box: list[float], uri: str) -> Bools | None:
    """Return which geometries meet a box; ``None`` for a layer without geometry.

    Points and a box in degrees that does not cross the antimeridian need no geometry for it.
    """
    low_x, low_y, high_x, high_y = box
    is_plain = -180 <= low_x <= high_x <= 180 and -90 <= low_y <= high_y <= 90  # noqa: PLR2004
    if layer.geometry == "Point" and uri == CRS84_URI and is_plain:
        x, y = source.points
        return ~((x < low_x) | (x > high_x) | (y < low_y) | (y > high_y))  # NaN: without geometry
    areas = _areas_of_box(box, uri)
    return _in_areas(source, areas) if layer.geometry else None


def _areas_of_box(box: list[float], uri: str) -> list[Any]:
    low_x, low_y, high_x, high_y = box
    west, south, east, north = limits_of(uri)
    given = ",".join(f"{value:g}" for value in box)
    along_x = uri == CRS84_URI
    crossing = low_x > high_x if along_x else low_y > high_y and uri == LATITUDE_FIRST
    if ((low_x > high_x or low_y > high_y) and not crossing) or (
        crossing and (low_y > high_y if along_x else low_x > high_x)
    ):
        raise InvalidValueError("bbox", given, _SMALLER_FIRST)
    if crossing:
        parts = (
            [shapely.box(low_x, low_y, east, high_y), shapely.box(west, low_y, high_x, high_y)]
            if along_x
            else [
                shapely.box(low_x, low_y, high_x, north),
                shapely.box(low_x, south, high_x, high_y),
            ]
        )
    else:
        parts = [shapely.box(low_x, low_y, high_x, high_y)]
    return [from_crs(part, uri, "bbox") for part in parts]


def _in_areas(source: LayerSource, areas: list[Any]) -> Bools:
    shapes = source.vector("geometry").data
    inside = shapely.is_missing(shapes)
    for area in areas:
        shapely.prepare(area)
        inside = inside | shapely.intersects(area, shapes)
    return np.asarray(inside)


def _in_time(source: LayerSource, name: str, span: tuple[int, int]) -> Bools:
    """Return which months, each from its first to its last microsecond, meet a span of time."""
    times = source.vector(name)
    start, end = span
    months = times.data.astype("datetime64[us]").astype("datetime64[M]")
    last = (months + 1).astype("datetime64[us]").astype(np.int64) - 1
    return (times.data <= end) & (last >= start) | ~times.known


def _matching(call: Call, source: LayerSource) -> Bools:
    given = call.values["filter"]
    longest = LONGEST_SEARCH if call.body else LONGEST_FILTER
    uri = call.values["filter-crs"]
    try:
        expression = parse_filter(given, call.values["filter-lang"], longest)
        steps, spatial = size_of(expression)
        if steps * source.count > _MANY_STEPS or (
            spatial and source.position_count > _MANY_POSITIONS
        ):
            call.costly()
        return matching(source, expression, lambda shape: from_crs(shape, uri, "filter"))
    except FilterError as error:
        raise InvalidValueError("filter", given[:200], _filter_with(error.phrase, call)) from None


def _filter_with(fault: Phrase, call: Call) -> Phrase:
    language = call.values["filter-lang"]
    return Phrase(lambda words: words.say(_A_FILTER, language=language, fault=words.say(fault)))


def _with_values(table: Records, layer: Layer, asked: Mapping[str, Any]) -> Bools:
    chosen = np.ones(len(table), dtype=np.bool_)
    if asked.get("q") is not None:
        chosen &= with_words(table, layer, asked["q"])
    for column in layer.columns:
        if asked[column.name] is not None:
            chosen &= _with_value(table.columns[column.name], column, asked[column.name])
    return chosen


def _with_value(values: list[Any], column: Column, wanted: list[Any]) -> Bools:
    if column.kind == "list":
        return np.array(
            [value is not None and any(one in value for one in wanted) for value in values]
        )
    return np.array([value is not None and value in wanted for value in values])


def _sorted(rows: list[int], values: list[Any], *, descending: bool) -> list[int]:
    known = [row for row in rows if values[row] is not None]
    unknown = [row for row in rows if values[row] is None]
    return [*sorted(known, key=lambda row: _sort_key(values[row]), reverse=descending), *unknown]


def _sort_key(value: object) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        return unicodedata.normalize("NFKD", value).casefold()
    return value


def _checked_date(name: str) -> Callable[[str], date]:
    def check(value: str) -> date:
        try:
            return parse_date(value)
        except ValueError:
            raise InvalidValueError(name, value, _A_DATE) from None

    return check
