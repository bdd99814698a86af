"""The standard's own test predicates with their expected counts (OGC 21-065, annex A)."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from geo.cql2 import FilterError, Vector, matching, parse_filter

FOLDER = Path(__file__).parents[1] / "data" / "cql2"
PLACES = f"zip://{FOLDER}/ne110m4cql2.gpkg.zip"

CONTRADICTED = {
    "ACCENTI(name) LIKE accenti('Ch%')": ("Ch", 2, ["Chengdu", "Chicago", "Chișinău"]),
    "ACCENTI(CASEI(name)) LIKE accenti(casei('Chiș%'))": ("Chis", 2, ["Chișinău"]),
    "ACCENTI(CASEI(name)) LIKE accenti(casei('cHis%'))": ("Chis", 2, ["Chișinău"]),
}
"""Predicates whose published count the published data contradict: beginning, published count,
and every name of the data that begins so (one or three of them, never two)."""


class GoldenSource:
    """A layer of the standard's GeoPackage as the source of a filter."""

    def __init__(self, layer: str) -> None:
        meta, _, shapes, fields = pyogrio.raw.read(PLACES, layer=layer)
        self.columns = dict(zip(meta["fields"].tolist(), fields, strict=True))
        self.kinds = dict(zip(meta["fields"].tolist(), meta["ogr_types"], strict=True))
        self.subtypes = dict(zip(meta["fields"].tolist(), meta["ogr_subtypes"], strict=True))
        self.shapes = shapely.from_wkb(shapes)
        self.count = len(self.shapes)
        self.names = tuple(self.columns)

    def vector(self, name: str) -> Vector:
        if name == "geom":
            return Vector("geometry", self.shapes, np.ones(self.count, dtype=bool))
        if name not in self.columns:
            raise FilterError(name)
        data = self.columns[name]
        if data.dtype.kind == "M":
            kind = "date" if self.kinds[name] == "OFTDate" else "timestamp"
            known = ~np.isnat(data)
            return Vector(kind, data.astype("datetime64[us]").astype(np.int64), known)
        if data.dtype == object:
            known = np.array([value is not None for value in data])
            if self.subtypes[name] == "OFSTBoolean":
                return Vector("boolean", np.array([bool(value) for value in data]), known)
            return Vector("text", np.array([value or "" for value in data], dtype=object), known)
        known = ~np.isnan(data.astype(float))
        if self.subtypes[name] == "OFSTBoolean":
            return Vector("boolean", np.nan_to_num(data.astype(float)) == 1, known)
        return Vector("number", data.astype(float), known)


@cache
def source(layer: str) -> GoldenSource:
    return GoldenSource(layer)


def golden(part: str) -> list[list[object]]:
    return json.loads((FOLDER / "golden.json").read_text(encoding="utf-8"))[part]


def matches(layer: str, text: str) -> int:
    return int(matching(source(layer), parse_filter(text, "cql2-text")).sum())


@pytest.mark.parametrize(
    ("conformance", "layer", "predicate", "count"),
    [row for row in golden("predicates") if row[2] not in CONTRADICTED],
)
def test_predicate_matches_as_many_features_as_the_standard_says(
    conformance: str, layer: str, predicate: str, count: int
) -> None:
    assert matches(layer, predicate) == count, conformance


@pytest.mark.parametrize("predicate", CONTRADICTED)
def test_predicate_whose_published_count_the_data_contradict_follows_the_data(
    predicate: str,
) -> None:
    beginning, published, names = CONTRADICTED[predicate]
    ascii_names = source("ne_110m_populated_places_simple").columns["nameascii"]
    assert sum(name.startswith(beginning) for name in ascii_names) == len(names) != published
    assert matches("ne_110m_populated_places_simple", predicate) == len(names)


@pytest.mark.parametrize(("conformance", "p1", "p2", "p3", "p4", "count"), golden("combinations"))
def test_combination_matches_as_many_features_as_the_standard_says(
    conformance: str, p1: str, p2: str, p3: str, p4: str, count: int
) -> None:
    text = f"(NOT ({p2}) AND {p1}) OR ({p3} AND {p4}) OR NOT ({p1} OR {p4})"
    assert matches("ne_110m_populated_places_simple", text) == count, conformance
