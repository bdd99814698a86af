"""Which columns are compiled from ``facts.csv``, and what one fact fills."""

from collections.abc import Mapping
from typing import Any, Final

from geo.words.opening_hours import hours_in_words

__all__ = ["FILLS", "VALUE", "Fill", "fact_columns", "part_of_fact"]

VALUE: Final = "value"
"""The part of a fact that is its value, still as text."""

Fill = tuple[str, str]
"""A column, and which part of the fact goes there: ``value``, ``value_es``, ``hours``,
``opening_hours``, ``date`` or ``precision``."""

_DATED_HOURS: Final[tuple[Fill, ...]] = (
    ("hours_cbp", "hours"),
    ("opening_hours_cbp", "opening_hours"),
    ("hours_as_of", "date"),
    ("hours_as_of_precision", "precision"),
)
_MEXICAN_HOURS: Final[tuple[Fill, ...]] = (
    ("hours_mexican_customs", "hours"),
    ("opening_hours_mexican_customs", "opening_hours"),
    ("hours_mexican_customs_as_of", "date"),
    ("hours_mexican_customs_as_of_precision", "precision"),
)
_OWNERS: Final = ("us_owner", "us_operator", "mx_owner", "mx_operator")

FILLS: Final[Mapping[str, Mapping[str, tuple[Fill, ...]]]] = {
    "ports": {
        **{
            name: ((name, "value"),)
            for name in ("name_es", "opened_year", "current_structure_year", "access_road_us",
                         "access_road_mx", "coordinate_source")
        },
        **{name: ((name, "value"), (f"{name}_es", "value_es")) for name in _OWNERS},
        "inspection_facility_en": (
            ("inspection_facility_en", "value"), ("inspection_facility_es", "value_es")
        ),
    },
    "port_modes": {
        "lanes_northbound": (("lanes_northbound", "value"), ("lanes_as_of", "date"),
                             ("lanes_as_of_precision", "precision")),
        **{
            name: ((name, "value"),)
            for name in ("sentri_lane", "ready_lane", "fast_lane", "unified_cargo_processing")
        },
        "hours_cbp": _DATED_HOURS,
        "hours_mexican_customs": _MEXICAN_HOURS,
    },
}  # fmt: skip
"""For each layer the columns that facts are about, and the columns that each of them fills."""


def fact_columns(layer: str) -> frozenset[str]:
    """Return the columns of a layer that are compiled from facts; none for most layers."""
    fills = FILLS.get(layer, {}).values()
    return frozenset(column for parts in fills for column, _ in parts)


def part_of_fact(fact: Mapping[str, Any], part: str) -> Any:  # noqa: ANN401 - a cell
    """Return a part of a fact, as ``FILLS`` names it; its value as the text that it is.

    Hours that are no opening hours have no such part.
    """
    match part:
        case "date":
            return fact["source_date"]
        case "precision":
            return fact["source_date_precision"]
        case "value_es":
            return fact["value_es"]
        case "hours":
            return hours_in_words(fact["value"])
        case "opening_hours":
            from opening_hours import validate

            return fact["value"] if validate(fact["value"]) else None
    return fact["value"]
