"""CQL2 filters (OGC 21-065): read and evaluated here, the latter over whole columns."""

from geo.cql2.evaluate import matching
from geo.cql2.limits import size_of
from geo.cql2.parse import CQL2_JSON, CQL2_TEXT, LONGEST_FILTER, parse_filter
from geo.cql2.values import FilterError, Source, Vector

__all__ = [
    "CQL2_JSON",
    "CQL2_TEXT",
    "LONGEST_FILTER",
    "FilterError",
    "Source",
    "Vector",
    "matching",
    "parse_filter",
    "size_of",
]
