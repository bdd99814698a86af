"""The layers of the line, built from the raw sources, against published figures.

Where the whole sources are not at hand (``BORDER_PORTS_SOURCES``, or ``shared/sources`` beside the
checkout), they are those of ``tests/data``, whose boundary line is whole too.
"""

import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from pyproj import Geod

from geo.layers import STATES, layer
from geo.pipeline.geometry import build_geometry
from geo.pipeline.line import (
    read_whole_line,
)
from geo.pipeline.river import (
    calibrated_mile,
)

ROOT = Path(__file__).parents[2]
CURATED = ROOT / "data" / "curated"
HIFLD = ROOT / "tests" / "data" / "crosscheck" / "hifld_mexico_and_us_border.geojson"
LEVELS = ("", "_detail", "_web", "_overview")
WGS84 = Geod(ellps="WGS84")

Layers: TypeAlias = dict[str, gpd.GeoDataFrame]
Line: TypeAlias = npt.NDArray[np.float64]
Side: TypeAlias = frozenset[tuple[float, ...]]


@pytest.fixture(scope="module")
def layers(sources: Path) -> Layers:
    pytest.importorskip("_plotly_geo", reason="the package plotly-geo is not installed")
    return build_geometry(sources, CURATED, lambda _: None)


@pytest.fixture(scope="module")
def whole(layers: Layers) -> Line:
    """Return the concatenated boundary pieces as coordinates, shape (n, 2)."""
    parts = [shapely.get_coordinates(shape) for shape in layers["boundary"].geometry]
    for one, other in itertools.pairwise(parts):
        assert (one[-1] == other[0]).all()
    return np.vstack([parts[0], *(part[1:] for part in parts[1:])])


def test_layers_have_exactly_the_published_columns(layers: Layers) -> None:
    assert len(layers) == 13
    for name in ("states", "boundary", "river_segments", "river_points"):
        assert list(layers[name].columns) == [*layer(name).column_names, "geometry"]
        for column in layer(name).columns:
            cells = layers[name][column.name]
            # The build puts the sources into words after everything else.
            known = cells.notna().all() or column.name == "sources"
            assert known or not column.required, column.name
            assert not (column.allowed and column.kind == "string") or set(cells.dropna()) <= set(
                column.allowed
            ), column.name
        assert layers[name]["id"].is_unique
        for level in LEVELS[1:] if name != "river_points" else ():
            assert list(layers[name + level].columns) == ["id", "geometry"]
            assert list(layers[name + level]["id"]) == list(layers[name]["id"])
    assert tuple(layers["states"]["id"]) == STATES


# IBWC: 1,255 miles of Rio Grande, 534 of land, 24 of Colorado, 141 of land; 1,954 in all.
# The river is longer on a line of 37,000 vertices than with the ruler of the old surveys.
@pytest.mark.parametrize(
    ("choose", "official_mi", "tolerance"),
    [
        (lambda row: row.kind == "land", 675, 0.002),
        (lambda row: row.river == "Colorado River", 24, 0.03),
        (lambda row: row.river == "Rio Grande", 1255, 0.02),
        (lambda _: True, 1954, 0.011),
        (lambda row: row.us_state == "US-CA", 141, 0.002),
        (lambda row: row.kind == "land" and row.us_state != "US-CA", 534, 0.002),
    ],
)
def test_lengths_agree_with_the_ibwc(
    layers: Layers, choose: Callable[[Any], bool], official_mi: float, tolerance: float
) -> None:
    rows = [row for row in layers["boundary"].itertuples() if choose(row)]
    assert sum(row.length_mi for row in rows) == pytest.approx(official_mi, rel=tolerance)


def test_pair_lengths_agree_with_an_independent_measurement(layers: Layers) -> None:
    # Another program on the same line, in a projected overlay; corners differ by metres.
    expected_km = {
        "us-tx-mx-tam-river": 643.07,
        "us-tx-mx-nle-river": 19.05,
        "us-tx-mx-coa-river": 727.76,
        "us-tx-mx-chh-river": 664.77,
        "us-nm-mx-chh-land": 261.21,
        "us-nm-mx-son-land": 27.98,
        "us-az-mx-son-land": 569.04,
        "us-az-mx-bcn-river": 37.58,
        "us-ca-mx-bcn-land": 226.64,
    }
    found = dict(zip(layers["boundary"]["id"], layers["boundary"]["length_km"], strict=True))
    assert list(found) == list(expected_km)
    assert found == pytest.approx(expected_km, abs=0.08)


def test_chainage_agrees_with_geographiclib(layers: Layers) -> None:
    colorado = layers["boundary"].set_index("id").loc["us-az-mx-bcn-river"]
    steps = itertools.pairwise(colorado.geometry.coords)
    total_m = sum(
        Geodesic.WGS84.Inverse(one[1], one[0], other[1], other[0])["s12"] for one, other in steps
    )
    assert colorado.length_km == pytest.approx(total_m / 1000, abs=0.001)
    assert colorado.to_boundary_km - colorado.from_boundary_km == pytest.approx(colorado.length_km)
    assert colorado.length_mi == pytest.approx(colorado.length_km / 1.609344, abs=0.0006)


def test_the_boundary_is_the_source_line_from_shore_to_shore(whole: Line, sources: Path) -> None:
    source = shapely.get_coordinates(read_whole_line(sources))
    published = set(map(tuple, whole.tolist()))
    ashore = [tuple(vertex) in published for vertex in source.tolist()]
    first, last = ashore.index(True), len(ashore) - ashore[::-1].index(True)
    assert all(ashore[first:last])
    assert first < 12
    assert len(ashore) - last < 12
    away = shapely.distance(shapely.points(whole[::7]), shapely.LineString(source))
    assert away.max() * 111_000 < 0.03
    assert WGS84.inv(*whole[0], -97.14528, 25.95611)[2] < 200  # mouth as Wikipedia gives it


def test_the_ibwc_line_of_hifld_runs_within_metres(whole: Line) -> None:
    other = shapely.get_coordinates(gpd.read_file(HIFLD).geometry)
    other = other[(other[:, 0] < whole[0, 0]) & (other[:, 0] > whole[-1, 0])]
    scale = np.array([97_170.0, 110_840.0])  # metres in a degree at 29.3 degrees north
    away_m = shapely.distance(shapely.points(other * scale), shapely.LineString(whole * scale))
    assert len(other) > 1900
    assert np.median(away_m) < 4
    assert away_m.max() < 850  # the meander below Los Indios, 814 m, on which the two differ


@pytest.mark.parametrize("level", LEVELS)
def test_states_are_a_coverage_without_overlap(layers: Layers, level: str) -> None:
    shapes = layers["states" + level].geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    for one, other in itertools.combinations(shapes, 2):
        assert shapely.intersection(one, other).area == 0
    whole = shapely.union_all(shapes)
    mainland = max(shapely.get_parts(whole), key=shapely.area)
    border = shapely.union_all(layers["boundary" + level].geometry.to_numpy())
    # Only the two lagoons near Guaymas are holes: none touches the boundary.
    assert all(shapely.distance(hole, border) > 1 for hole in mainland.interiors)


@pytest.mark.parametrize("level", LEVELS)
def test_both_countries_share_exactly_the_boundary(layers: Layers, level: str) -> None:
    def sides(shape: shapely.Geometry) -> Iterator[Side]:
        for ring in shapely.get_rings(shapely.get_parts(shape)):
            yield from (frozenset(side) for side in itertools.pairwise(ring.coords))

    states = layers["states" + level].set_index("id").geometry
    country = {
        code: {side for state in states.index if state[:2] == code for side in sides(states[state])}
        for code in ("US", "MX")
    }
    boundary = {
        frozenset(side)
        for shape in layers["boundary" + level].geometry
        for side in itertools.pairwise(shape.coords)
    }
    assert country["US"] & country["MX"] == boundary


@pytest.mark.parametrize("level", LEVELS)
def test_river_segments_join_and_lie_on_the_boundary(layers: Layers, level: str) -> None:
    segments = layers["river_segments" + level].set_index("id").geometry
    for n in range(1, 8):
        assert segments[f"rg{n}"].coords[-1] == segments[f"rg{n + 1}"].coords[0]
    pieces = layers["boundary" + level].set_index("id").geometry
    assert segments["rg8"].coords[-1] == pieces["us-tx-mx-tam-river"].coords[0]
    assert segments["rg1"].coords[0] == pieces["us-tx-mx-chh-river"].coords[-1]
    assert list(segments["co1"].coords) == list(pieces["us-az-mx-bcn-river"].coords)[::-1]
    digits = {"": 7, "_detail": 6, "_web": 5, "_overview": 4}[level]
    line = shapely.union_all(pieces.to_numpy())
    for segment in segments:
        away = shapely.distance(shapely.points(shapely.get_coordinates(segment)[[0, -1]]), line)
        assert away.max() <= 10.0**-digits


def test_levels_hold_fewer_vertices_and_stay_near(layers: Layers, whole: Line) -> None:
    line = shapely.LineString(whole)
    counts = [len(shapely.get_coordinates(layers["boundary" + level].geometry)) for level in LEVELS]
    assert counts[0] - 8 == len(whole)
    assert 37_000 < counts[0] < 38_000
    assert 13_000 < counts[1] < 14_000
    assert 3_000 < counts[2] < 4_000
    assert 500 < counts[3] < 700
    for level, tolerance_m in zip(LEVELS[1:], (25, 150, 1000), strict=True):
        drawn = shapely.union_all(layers["boundary" + level].geometry.to_numpy())
        between = shapely.get_coordinates(shapely.segmentize(drawn, 0.005))[::40]
        away_m = shapely.distance(shapely.points(between), line) * 111_000
        assert away_m.max() < 3 * tolerance_m


# Centres of towns beside the line, as Wikipedia gives them.
@pytest.mark.parametrize(
    ("state", "lon", "lat"),
    [
        ("US-TX", -106.4886, 31.7592),  # El Paso
        ("MX-CHH", -106.4869, 31.7386),  # Ciudad Juarez
        ("US-TX", -99.4906, 27.5244),  # Laredo
        ("MX-TAM", -99.5167, 27.4861),  # Nuevo Laredo
        ("US-TX", -97.4844, 25.9303),  # Brownsville
        ("MX-TAM", -97.5042, 25.8797),  # Matamoros
        ("US-TX", -100.4893, 28.7104),  # Eagle Pass
        ("MX-COA", -100.5231, 28.7000),  # Piedras Negras
        ("US-AZ", -110.9381, 31.3403),  # Nogales, Arizona
        ("MX-SON", -110.9458, 31.3186),  # Nogales, Sonora
        ("US-CA", -115.4989, 32.6789),  # Calexico
        ("MX-BCN", -115.4678, 32.6633),  # Mexicali
        ("US-NM", -107.6400, 31.8275),  # Columbus
        ("MX-NLE", -100.3167, 25.6667),  # Monterrey
    ],
)
def test_towns_lie_in_their_state(layers: Layers, state: str, lon: float, lat: float) -> None:
    for level in LEVELS[:3]:
        frame = layers["states" + level]
        holding = frame["id"][shapely.contains_xy(frame.geometry.to_numpy(), lon, lat)]
        assert list(holding) == [state]


def test_areas_agree_with_the_published_ones(layers: Layers) -> None:
    states = layers["states"].set_index("id")
    for code in ("US-AZ", "US-NM", "MX-CHH", "MX-COA", "MX-NLE"):  # no coast to differ about
        area_m2, _ = WGS84.geometry_area_perimeter(states.geometry[code])
        assert area_m2 / 1e6 == pytest.approx(states["area_km2"][code], rel=0.002)


def test_population_is_the_sum_of_inegi_s_municipalities(layers: Layers, sources: Path) -> None:
    states = layers["states"].set_index("inegi_cve_ent")["population"]
    for path in sorted((sources / "inegi").glob("AGEM_*.geojson")):
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        # San Felipe carries no count of 2020 in the file.
        total = sum(int(feature["properties"].get("pob", 0)) for feature in features)
        assert states[features[0]["properties"]["cve_agee"]] == total


def test_neighbours_run_from_west_to_east_and_lengths_agree_on_both_sides(layers: Layers) -> None:
    states = layers["states"].set_index("id")
    assert states["neighbours"]["US-TX"] == ["MX-CHH", "MX-COA", "MX-NLE", "MX-TAM"]
    assert states["neighbours"]["US-AZ"] == ["MX-BCN", "MX-SON"]
    assert states["neighbours"]["MX-SON"] == ["US-AZ", "US-NM"]
    us = states[states["country"] == "US"]["boundary_km"].sum()
    mx = states[states["country"] == "MX"]["boundary_km"].sum()
    assert us == pytest.approx(mx)
    # INEGI and CILA measured 3,185 km in 2014.
    assert us == pytest.approx(3185, rel=0.004)


def test_river_points_stand_where_their_sources_say(layers: Layers) -> None:
    points = layers["river_points"].set_index("id")
    assert points["source_offset_m"].dropna().max() < 300
    assert points["river_km"]["gulf-mouth"] == points["river_km"]["sib"] == 0
    assert points["river_km"]["nib"] == pytest.approx(37.56, abs=0.01)
    assert points["boundary_km"]["sib"] + 37.557 == pytest.approx(points["boundary_km"]["nib"])
    # Wikipedia: Morelos Dam is about one mile below the northerly international boundary.
    below_nib = points["river_mile"]["nib"] - points["river_mile"]["morelos-dam"]
    assert below_nib == pytest.approx(1, abs=0.2)
    assert points["river_mile"]["monument-1"] - points["river_mile"]["international-dam"] == (
        pytest.approx(2, abs=0.01)
    )
    segments = {"american-dam": "rg1", "amistad-dam": "rg6", "gulf-mouth": "rg8", "sib": "co1"}
    assert {name: points["river_segment"][name] for name in segments} == segments


def test_published_miles_are_met_and_predicted_within_five_miles(layers: Layers) -> None:
    points = layers["river_points"].set_index("id")
    known = points[points["published_river_mile"].notna()]
    assert list(known["published_river_mile"]) == [1255, 842.3, 651.1, 574]
    assert list(known["river_mile_calibrated"]) == [1255, 842.3, 651.1, 574]
    anchors = sorted(
        [(0.0, 0.0), *zip(known["river_km"], known["published_river_mile"], strict=True)]
    )
    for left_out in anchors[1:-1]:
        others = [anchor for anchor in anchors if anchor != left_out]
        assert abs(calibrated_mile(left_out[0], others) - left_out[1]) < 5


# Published lengths of reaches, with the difference that geometry of the line of 2023 makes.
@pytest.mark.parametrize(
    ("reach", "published_mi", "tolerance"),
    [("rg1", 89.75, 0.03), ("rg4", 196, 0.01), ("rg5", 77.1, 0.09), ("co1", 24, 0.03)],
)
def test_reaches_agree_with_published_lengths(
    layers: Layers, reach: str, published_mi: float, tolerance: float
) -> None:
    row = layers["river_segments"].set_index("id").loc[reach]
    assert row.length_mi == pytest.approx(published_mi, rel=tolerance)
    assert row.from_river_km - row.to_river_km == pytest.approx(row.length_km)
