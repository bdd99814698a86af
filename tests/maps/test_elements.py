"""Folium elements of the border: what a frame becomes, on any map, whatever its texts say."""

import dataclasses
import html
import json
import re
from pathlib import Path

import folium
import geopandas as gpd
import pandas as pd
import pytest
import shapely

import geo.maps
from geo import Border
from geo.errors import InvalidValueError
from geo.maps import (
    BoundaryLayer,
    FilterPorts,
    GapsLayer,
    GraticuleLayer,
    Legend,
    NotCountedLayer,
    PortsLayer,
    PortTable,
    PrintView,
    RiverLayer,
    RiverPointsLayer,
    SearchPorts,
    StatesLayer,
    TownsLayer,
)
from geo.maps.interactive.coded_paths import decoded
from geo.maps.interactive.frame_rows import in_degrees, json_value, names, rows

JINJA = "{{ 7*7 }} {% raw %} {# gone #}"


def rendered(*elements: folium.Element) -> str:
    """Return the page of a plain Folium map with the elements on it."""
    page = folium.Map()
    for element in elements:
        element.add_to(page)
    return str(page.get_root().render())


def script_of(page: str) -> str:
    """Return Folium's own script: the last of the page."""
    return page.rpartition("<script>")[2]


def content_of(page: str, name: str) -> dict:
    """Return what the page's script hands to an element's constructor as data."""
    start = script_of(page).partition(f"new BorderPorts.{name}(")[2].partition(",")[2]
    found, _ = json.JSONDecoder().raw_decode(start.strip())
    return found["contents"]["overview"]


def points(**columns: list[object]) -> gpd.GeoDataFrame:
    count = len(next(iter(columns.values())))
    shapes = [shapely.Point(-100 - i, 30) for i in range(count)]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326")


def test_the_examples_of_the_documentation_run(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (root / "docs" / "map.md").read_text(encoding="utf-8")
    examples = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(examples) == 2
    monkeypatch.chdir(tmp_path)
    for example in examples:
        made: dict[str, object] = {}
        exec(example, made)  # noqa: S102 - our own documentation
        assert isinstance(made["page"], folium.Map)
        assert "new BorderPorts.PortsLayer(" in made["page"].get_root().render()


def test_every_public_name_is_there_and_documented() -> None:
    for name in geo.maps.__all__:
        element = getattr(geo.maps, name)
        assert element.__doc__
        is_told_above = name == "BorderMap" or dataclasses.is_dataclass(element)
        assert element.__init__.__doc__ or is_told_above
    with pytest.raises(AttributeError, match="nothing"):
        _ = geo.maps.nothing


def test_a_frame_with_little_in_it_is_drawn(border: Border) -> None:
    bare = border.ports[["geometry"]]
    found = content_of(rendered(PortsLayer(bare)), "PortsLayer")["rows"]
    assert len(found) == len(border.ports)
    assert found[0]["name"] == {"en": "0"}
    assert set(found[0]) == {"id", "name", "lon", "lat"}


def test_ports_reach_the_page_as_the_frame_has_them(border: Border) -> None:
    frame = border.ports[border.ports["us_state"] == "US-NM"]
    found = content_of(rendered(PortsLayer(frame)), "PortsLayer")["rows"]
    assert [row["id"] for row in found] == ["santa-teresa", "columbus", "antelope-wells"]
    for row in found:
        (own,) = frame[frame["id"] == row["id"]].to_dict("records")
        assert row["lon"] == pytest.approx(own["geometry"].x, abs=1e-6)
        assert row["lat"] == pytest.approx(own["geometry"].y, abs=1e-6)
        assert row["name"]["en"] == own["name_en"]
        assert row["modes"] == list(own["modes"])
        assert row["opened_year"] == (None if pd.isna(own["opened_year"]) else own["opened_year"])


def test_a_port_added_to_the_frame_is_drawn_listed_and_offered(border: Border) -> None:
    more = points(id=["new"], name_en=["Brand New Bridge"], us_owner=["Owner of its own"])
    frame = gpd.GeoDataFrame(pd.concat([border.ports, more]), crs=border.ports.crs)
    page = rendered(PortsLayer(frame), PortTable(frame), FilterPorts(frame))
    assert len(content_of(page, "PortsLayer")["rows"]) == len(border.ports) + 1
    assert page.count('<tr data-port="') == len(border.ports) + 1
    assert '<option value="Owner of its own">' in page
    assert f"{len(border.ports) + 1} of {len(border.ports) + 1} ports shown" in page


def test_other_coordinates_become_degrees(border: Border) -> None:
    metres = border.ports.to_crs(6372)
    there = content_of(rendered(PortsLayer(metres)), "PortsLayer")["rows"]
    here = content_of(rendered(PortsLayer(border.ports)), "PortsLayer")["rows"]
    for one, other in zip(there, here, strict=True):
        assert (one["lon"], one["lat"]) == pytest.approx((other["lon"], other["lat"]), abs=2e-5)


def test_a_frame_without_coordinate_system_or_points_is_refused(border: Border) -> None:
    with pytest.raises(InvalidValueError, match="no CRS"):
        PortsLayer(border.ports.set_crs(None, allow_override=True))
    with pytest.raises(InvalidValueError, match="no points"):
        rendered(PortsLayer(border.states))


def test_lines_keep_their_shape_within_the_rounding(border: Border) -> None:
    frame = border.layer("river_segments", "web")
    found = content_of(rendered(RiverLayer(frame)), "RiverLayer")
    for key, shape in zip(frame["id"], frame.geometry, strict=True):
        (path,) = found["shapes"][key]
        line = shapely.LineString(decoded(path, found["decimals"]))
        assert shapely.hausdorff_distance(line, shape) < 1e-4


def test_closer_levels_stand_in_the_page_or_at_their_addresses(border: Border) -> None:
    first, web = border.layer("boundary", "overview"), border.layer("boundary", "web")
    script = script_of(rendered(BoundaryLayer(first, closer={"web": web})))
    assert '"contents":{"overview":' in script
    assert '"web":{"decimals":5' in script
    away = BoundaryLayer(first, addresses={"overview": "/a", "web": "/b"})
    script = script_of(rendered(away))
    assert '{"key":"boundary","addresses":{"overview":"/a","web":"/b"}}' in script
    assert '"shapes"' not in script


@pytest.mark.parametrize(
    "hostile",
    [
        JINJA,
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "${1}`",
        "'\"><b>",
    ],
)
def test_hostile_texts_reach_the_page_as_themselves(hostile: str) -> None:
    frame = points(id=["a"], name_en=[hostile], name_es=[hostile], us_owner=[hostile],
                   us_city=[hostile])  # fmt: skip
    towns = points(name=[hostile])
    page = rendered(
        PortsLayer(frame, name=hostile), TownsLayer(towns), PortTable(frame), FilterPorts(frame),
        SearchPorts(text=hostile), PrintView(title=hostile, edition=hostile), Legend(),
        folium.LayerControl(),
    )  # fmt: skip
    assert "49" not in re.sub(r"[0-9a-f]{32}|\d{3,}", "", page.rpartition("</head>")[2])
    assert content_of(page, "PortsLayer")["rows"][0]["name"]["es"] == hostile
    assert content_of(page, "TownsLayer")["rows"][0]["name"] == hostile
    body = page.partition("<body>")[2].partition("</body>")[0]
    assert "<img" not in body
    assert "<script" not in body
    assert html.unescape(body).count(hostile) >= 6


def test_a_layer_name_is_text_in_foliums_control() -> None:
    page = rendered(GraticuleLayer(name=f"<b>bold</b> {JINJA}"), folium.LayerControl())
    (key,) = re.findall(r"overlays :\s*\{\s*(\"(?:[^\"\\]|\\.)*\") :", page)
    # Leaflet's control reads it as markup.
    assert html.unescape(json.loads(key)) == f"<b>bold</b> {JINJA}"
    assert "<" not in json.loads(key)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_legend_lists_every_overlay_of_the_map(border: Border, lang: str) -> None:
    page = rendered(
        PortsLayer(border.ports, lang=lang),
        RiverPointsLayer(border.river_points, lang=lang, show=False),
        NotCountedLayer(border.crossings_not_counted, control=False, lang=lang),
        folium.FeatureGroup(name="My own"),
        Legend(lang=lang),
    )
    boxes = re.findall(r'name="layer" value="\w+"( checked)?> <span>([^<]*)</span>', page)
    wanted = {
        "en": [(" checked", "Ports of entry"), ("", "Dams and river points")],
        "es": [(" checked", "Puertos de entrada"), ("", "Presas y puntos del río")],
    }
    assert boxes == [*wanted[lang], (" checked", "My own")]
    assert {"en": "Bridge", "es": "Puente"}[lang] in page


def test_the_legend_says_lengths_as_the_data_have_them(border: Border) -> None:
    page = rendered(RiverLayer(border.layer("river_segments", "overview")), Legend())
    for km, mi in zip(
        border.river_segments["length_km"], border.river_segments["length_mi"], strict=True
    ):
        assert f"{km:,.0f} km · {mi:,.0f} mi" in page


def test_two_elements_bring_script_and_style_once(border: Border) -> None:
    page = rendered(PortsLayer(border.ports), GapsLayer(border.gaps(min_km=50)))
    assert page.count("var BorderPorts=") == 1
    assert page.count("--bp-sea:") == 2  # light and dark


def test_a_layer_alone_shows_in_a_notebook(border: Border) -> None:
    layer = StatesLayer(border.layer("states", "overview"))
    shown = html.unescape(layer._repr_html_())
    assert "<iframe" in shown
    assert "new BorderPorts.StatesLayer(" in shown
    assert layer._parent is None
    page = folium.Map()
    layer.add_to(page)
    assert "openstreetmap" in html.unescape(layer._repr_html_())


def test_an_element_on_no_map_says_so(border: Border) -> None:
    with pytest.raises(ValueError, match="Map"):
        _ = PortsLayer(border.ports).map_name


def test_cells_become_json() -> None:
    frame = pd.DataFrame(
        {
            "whole": pd.array([1, None], dtype="Int64"),
            "real": [1.5, float("nan")],
            "text": pd.array(["a", None], dtype="string"),
            "list": [("x", "y"), None],
            "day": pd.to_datetime(["2026-11-23", None]),
        }
    )
    assert rows(frame, ["whole", "real", "text", "list", "day", "missing"]) == [
        {"whole": 1, "real": 1.5, "text": "a", "list": ["x", "y"], "day": "2026-11-23"},
        dict.fromkeys(["whole", "real", "text", "list", "day"]),
    ]
    assert json_value(pd.NA) is None


def test_names_fall_back_to_english_and_to_the_id() -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "name_en": ["One", None], "name_es": [None, "Dos"]})
    assert names(frame) == [{"en": "One"}, {"en": "b", "es": "Dos"}]


def test_degrees_stay_as_they_are(border: Border) -> None:
    crs84 = border.ports.set_crs("OGC:CRS84", allow_override=True)
    assert in_degrees(crs84) is crs84
