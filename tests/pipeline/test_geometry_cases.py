"""The geometry build on small cases worked out by hand, and its refusals."""

import csv
import itertools
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

from geo.data.linear_reference import MeasuredLine
from geo.errors import DatasetError, MissingExtraError
from geo.pipeline.boundary import boundary_pieces
from geo.pipeline.edges import edges, shared_path
from geo.pipeline.line import (
    ControlledLine,
    read_boundary_line,
    read_whole_line,
    with_points,
)
from geo.pipeline.outlines import read_mexican_outlines, us_states_file
from geo.pipeline.overlay import check_coverage, inner_borders, recut
from geo.pipeline.river import (
    build_river_points,
    calibrated_mile,
    read_points,
    read_reaches,
    source_positions,
)
from geo.pipeline.rows import number, read_rows
from geo.pipeline.simplify import simplified
from geo.pipeline.states import build_states

ROOT = Path(__file__).parents[2]
CURATED = ROOT / "data" / "curated"
WGS84 = Geod(ellps="WGS84")


def test_edges_are_the_same_whatever_their_direction() -> None:
    square = shapely.box(0, 0, 1, 1)
    assert np.array_equal(edges(square), edges(shapely.reverse(square)))
    assert edges(square).tolist() == [[0, 0, 0, 1], [0, 0, 1, 0], [0, 1, 1, 1], [1, 0, 1, 1]]


def test_two_squares_share_their_common_side_and_nothing_else() -> None:
    left, right, away = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(5, 5, 6, 6)
    assert shared_path(left, right).equals(shapely.LineString([(1, 0), (1, 1)]))
    assert shared_path(left, away).is_empty


def test_points_become_vertices_and_points_within_two_centimetres_share_one() -> None:
    line = MeasuredLine(np.array([[0.0, 0.0], [-1.0, 0.0], [-2.0, 0.0]]))
    cm = 1e-7  # of a degree, about 1.1 cm on the equator
    points = {
        "vertex": (-1.0 + cm, 0.2),
        "new": (-0.5, 0.1),
        "same": (-0.5 - cm, -0.1),
        "start": (0.5, 0.0),
    }
    found = with_points(line, points)
    assert found.measured.coordinates.tolist() == [[0, 0], [-0.5, 0], [-1, 0], [-2, 0]]
    assert dict(found.vertex) == {"start": 0, "new": 1, "same": 1, "vertex": 2}
    assert found.km("new") == pytest.approx(6378.137 * np.pi / 360, abs=1e-6)
    assert found.lon_lat("same") == (-0.5, 0.0)


def _toy(bottom: float = 0) -> tuple[list[dict[str, shapely.Geometry]], ControlledLine]:
    """Return two northern states with an island, a southern one, and a line between them.

    The northern ones end at the latitude ``bottom``: the southern one overlaps them at 0.
    """
    island = shapely.box(3, 3, 3.5, 3.5)
    north = {
        "US-A": shapely.box(0, bottom, 1, 1),
        "US-B": shapely.multipolygons([shapely.box(1, bottom, 2, 1), island]),
    }
    south = {"MX-C": shapely.box(0, -1, 2, 0.0002)}
    line = MeasuredLine(np.array([[2, 0.0001], [1.5, 0.0003], [1, -0.0002], [0, 0.0001]]))
    return [north, south], with_points(line, {"US-A|US-B": (1.0, -0.0002)})


@pytest.mark.parametrize("bottom", [0, 0.002, -0.002])
def test_outlines_that_overlap_or_leave_a_gap_are_cut_onto_the_line(bottom: float) -> None:
    countries, line = _toy(bottom)
    borders = inner_borders(countries[0], shapely.LineString(line.measured.coordinates))
    assert [border.path.coords[-1] for border in borders] == [(1, bottom)]
    states = recut(countries, borders, line)
    # Mean height of the line by hand: -0.00005 below A, 0.000125 below B, 0.0000375 over both.
    assert states["US-A"].area == pytest.approx(1.00005, abs=1e-9)
    assert states["US-B"].area == pytest.approx(0.999875 + 0.25, abs=1e-9)
    assert states["MX-C"].area == pytest.approx(2 + 2 * 0.0000375, abs=1e-9)
    assert all(part.exterior.is_ccw for state in states.values() for part in state.geoms)
    for one, other in itertools.combinations(states.values(), 2):
        assert shapely.intersection(one, other).area == 0


def test_generalised_neighbours_keep_sharing_their_line() -> None:
    countries, line = _toy()
    borders = inner_borders(countries[0], shapely.LineString(line.measured.coordinates))
    states = recut(countries, borders, line)
    level = simplified(states, line.measured.coordinates, 20_000, 3)
    # The bend at 1.5 degrees (a triangle of a few km2) goes; ends and the corner stay.
    assert level.kept.tolist() == [0, 2, 3]
    assert list(level.stretch(0, 3).coords) == [(2, 0), (1, 0), (0, 0)]
    assert list(level.stretch(1, 3).coords) == [(1.5, 0), (1, 0), (0, 0)]
    assert len(level.states["US-B"].geoms) == 2
    dropped = simplified(states, line.measured.coordinates, 60_000, 3)
    assert len(dropped.states["US-B"].geoms) == 1  # the island has 50 km sides


def test_states_that_meet_twice_are_refused() -> None:
    ring = shapely.box(0, 0, 3, 3).difference(shapely.box(1, 1, 4, 2))
    bar = shapely.Polygon([(3, 0), (4, 0), (4, 3), (3, 3), (3, 2), (3, 1)])
    with pytest.raises(DatasetError, match=r"US-A and US-B share 2 stretches"):
        inner_borders({"US-A": ring, "US-B": bar}, shapely.LineString([(0, -1), (4, -1)]))


def test_a_state_cut_into_the_wrong_number_of_parts_is_refused() -> None:
    countries, line = _toy()
    with pytest.raises(DatasetError, match=r"US-A: cut into 0 parts, its source has 1"):
        recut(countries, [], line)


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        ([shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), shapely.box(5, 5, 6, 6)], "US-A"),
        ([shapely.box(0, 0, 1, 1), shapely.box(0.5, 0, 2, 1)], "overlap"),
        ([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)], "share exactly"),
    ],
)
def test_states_that_do_not_fit_are_refused(shapes: list[shapely.Polygon], message: str) -> None:
    states = dict(zip(("US-A", "MX-B"), shapes, strict=True))
    divide = shapely.LineString([(1, 0), (1, 2)])
    with pytest.raises(DatasetError, match=message):
        check_coverage(states, [["US-A"], ["MX-B"]], divide)


def test_generalising_must_keep_the_ends_of_the_line() -> None:
    countries, line = _toy()
    borders = inner_borders(countries[0], shapely.LineString(line.measured.coordinates))
    states = recut(countries, borders, line)
    longer = np.vstack((line.measured.coordinates, [[-1.0, 0.0]]))
    with pytest.raises(DatasetError, match="lost an end of the boundary line"):
        simplified(states, longer, 25, 6)


def _write_line(folder: Path, *lines: list[tuple[float, float]]) -> None:
    (folder / "boundary").mkdir()
    frame = gpd.GeoDataFrame(
        {"IBTYPE": ["M"] * len(lines)},
        geometry=[shapely.LineString(line) for line in lines],
        crs="EPSG:4269",
    )
    frame.to_file(folder / "boundary" / "tl_2023_us_internationalboundary.shp")


def test_records_of_the_line_join_and_run_from_east_to_west(tmp_path: Path) -> None:
    _write_line(tmp_path, [(-101, 30), (-100, 30)], [(-101, 30), (-102, 31)])
    assert list(read_whole_line(tmp_path).coords) == [(-100, 30), (-101, 30), (-102, 31)]


def test_a_broken_line_is_refused(tmp_path: Path) -> None:
    _write_line(tmp_path, [(-101, 30), (-100, 30)], [(-103, 30), (-102, 31)])
    with pytest.raises(DatasetError, match="do not join to one line"):
        read_whole_line(tmp_path)


def test_a_line_that_stays_at_sea_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("_plotly_geo", reason="the package plotly-geo is not installed")
    _write_line(tmp_path, [(-91, 20), (-90, 20)])
    with pytest.raises(DatasetError, match="does not meet the shore"):
        read_boundary_line(tmp_path)


def test_the_missing_package_of_us_states_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.extras.find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=r"_plotly_geo.*border-ports\[build\]"):
        us_states_file()


def test_a_point_that_calibrates_needs_a_published_mile() -> None:
    line = _points_line()
    rows = [{**row, "published_river_mile": ""} for row in read_points(CURATED)]
    with pytest.raises(DatasetError, match="monument-1 calibrates but has no published mile"):
        build_river_points(rows, read_reaches(CURATED, line), line)


def test_calibrated_miles_run_straight_between_the_anchors() -> None:
    anchors = [(0.0, 0.0), (1000.0, 600.0), (2000.0, 1250.0)]
    assert calibrated_mile(1000.0, anchors) == 600.0
    assert calibrated_mile(1500.0, anchors) == 925.0
    assert calibrated_mile(250.0, anchors) == 150.0


def test_a_distance_upstream_moves_a_source_point_along_the_line() -> None:
    line = MeasuredLine(np.array([[0.0, 0.0], [-1.0, 0.0]]))
    row = {"id": "dam", "longitude": "-0.25", "latitude": "0.01", "upstream_mi": "10"}
    lon, lat = source_positions([row], line)["dam"]
    assert lat == 0
    assert WGS84.inv(-0.25, 0, lon, 0)[2] == pytest.approx(16093.44, abs=0.01)
    assert lon < -0.25


def test_bad_curated_cells_are_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"rivers\.csv: the file is missing"):
        read_rows(tmp_path, "rivers", ("id",))
    (tmp_path / "rivers.csv").write_text("id,name\na,b\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"rivers\.csv: columns are \['id', 'name'\]"):
        read_rows(tmp_path, "rivers", ("id",))
    with pytest.raises(DatasetError, match=r"row 3: 'many' is not a number"):
        number("many", "row 3")
    row = {"id": "dam", "longitude": "", "latitude": "1", "upstream_mi": ""}
    line = MeasuredLine(np.array([[0.0, 0.0], [1.0, 0.0]]))
    with pytest.raises(DatasetError, match=r"dam: longitude and latitude are required"):
        source_positions([row], line)


def test_missing_raw_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"internationalboundary\.shp: the file is missing"):
        read_boundary_line(tmp_path)
    with pytest.raises(DatasetError, match=r"AGEM_02\.geojson: the file is missing"):
        read_mexican_outlines(tmp_path)


def test_municipalities_that_overlap_are_refused(tmp_path: Path) -> None:
    (tmp_path / "inegi").mkdir()
    squares = [shapely.box(0, 0, 1, 1), shapely.box(0.5, 0, 2, 1)]
    features = [
        {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(square)}
        for square in squares
    ]
    path = tmp_path / "inegi" / "AGEM_02.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    with pytest.raises(DatasetError, match=r"AGEM_02\.geojson: the municipalities are not"):
        read_mexican_outlines(tmp_path)


def _points_line() -> ControlledLine:
    """Return a line along the equator on which every river point has a place, mouth first."""
    rows = read_points(CURATED)
    rivers = ("Rio Grande", "Colorado River")
    order = [row["id"] for river in rivers for row in rows[::-1] if row["river"] == river]
    places = {name: (-float(place), 0.0) for place, name in enumerate(order)}
    line = MeasuredLine(np.array([[0.0, 0.0], [-float(len(order)), 0.0]]))
    return with_points(line, places)


def test_reaches_run_downstream_between_river_points(tmp_path: Path) -> None:
    reaches = read_reaches(CURATED, _points_line())
    assert [reach.facts["id"] for reach in reaches] == [f"rg{n}" for n in range(1, 9)] + ["co1"]
    assert all(reach.from_km > reach.to_km for reach in reaches)
    text = (CURATED / "river_segments.csv").read_text(encoding="utf-8")
    (tmp_path / "river_segments.csv").write_text(
        text.replace(",nib,sib,", ",sib,nib,"), encoding="utf-8"
    )
    with pytest.raises(DatasetError, match=r"co1: it runs upstream"):
        read_reaches(tmp_path, _points_line())
    (tmp_path / "river_segments.csv").write_text(
        text.replace(",nib,sib,", ",nib,weir,"), encoding="utf-8"
    )
    with pytest.raises(DatasetError, match=r"co1: nib or weir is not a river point"):
        read_reaches(tmp_path, _points_line())


def test_the_pairs_must_be_those_of_the_polygons(tmp_path: Path) -> None:
    _, line = _toy()
    with pytest.raises(DatasetError, match=r"9 rows, but the line has 2 pieces"):
        boundary_pieces(CURATED, {}, line, ["US-A|US-B"])
    lines = (CURATED / "state_pairs.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "state_pairs.csv").write_text("\n".join(lines[:2]) + "\n", encoding="utf-8")
    states = {"US-TX": shapely.box(0, 0, 1, 1), "MX-TAM": shapely.box(0, -1, 1, 0)}
    with pytest.raises(DatasetError, match=r"us-tx-mx-tam-river is not where these two"):
        boundary_pieces(tmp_path, states, line, [])


def test_the_states_file_must_hold_the_ten_states(tmp_path: Path) -> None:
    lines = (CURATED / "states.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "states.csv").write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"states\.csv: the ids must be US-CA"):
        build_states(tmp_path, {}, [], {})


def test_every_curated_row_of_the_line_names_its_sources_and_date() -> None:
    for name in ("states", "state_pairs", "river_segments", "river_points"):
        with (CURATED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert all(row["source_ids"] and row["as_of"] for row in rows), name
        for row in rows:
            for column in ("official_length", "published_river_mile"):
                figure = row.get(f"{column}_mi") or row.get(column)
                assert bool(figure) == bool(row.get(f"{column}_source")), (name, row["id"])
