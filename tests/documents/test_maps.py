"""Printed maps: every label clear of every other, and pictures as promised."""

import itertools
import struct
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import shapely
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from geo.border import Border
from geo.maps.printed.draw import frame_of
from geo.maps.printed.figure import MapSpec, draw_map, fitting_height, map_png, map_svg
from geo.maps.printed.frames import STRETCHES, stretches_of
from geo.maps.printed.labels import clusters, place_labels
from geo.maps.printed.symbols import symbol_pictures
from geo.queries.selection import Selection, state_pairs

Make = Callable[..., Path]


def boxes_on(axes: object, renderer: object, texts: list[str]) -> list[object]:
    found = []
    for text in axes.texts:  # type: ignore[attr-defined]
        if text.get_text() in texts:
            box = text.get_window_extent(renderer)
            found.append(shapely.box(box.x0, box.y0, box.x1, box.y1))
    return found


@pytest.mark.parametrize("stretch", [stretch.key for stretch in STRETCHES])
def test_the_numbers_of_a_stretch_do_not_overlap(border: Border, stretch: str) -> None:
    inside = next(rows for found, rows in stretches_of(border, range(55)) if found.key == stretch)
    figure = draw_map(border, MapSpec(positions=tuple(inside), height_in=3.0))
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    numbered = set()
    for axes in figure.axes:
        texts = [text.get_text() for text in axes.texts if text.get_text()[0].isdigit()]
        texts = [text for text in texts if "km" not in text]
        numbered |= set(",".join(texts).replace(" ", "").split(","))
        for one, other in itertools.combinations(boxes_on(axes, renderer, texts), 2):
            assert one.intersection(other).area < 0.15 * min(one.area, other.area)
    ranges = [part.split("–") for part in numbered if "–" in part]
    shown = {int(part) for part in numbered if part.isdigit()}
    for first, last in ranges:
        shown |= set(range(int(first), int(last) + 1))
    assert shown == {row + 1 for row in inside}


def test_nothing_is_written_under_the_scale(border: Border) -> None:
    for pair in state_pairs(border):
        selection = Selection(pair=pair)
        spec = MapSpec(positions=tuple(selection.ports(border)), insets=False, key=False,
                       bounds=selection.bounds(border), width_in=6.25, height_in=3.5)  # fmt: skip
        figure = draw_map(border, spec)
        figure.canvas.draw()
        renderer = figure.canvas.get_renderer()
        axes = figure.axes[0]
        texts = {text.get_text() for text in axes.texts}
        (scale,) = boxes_on(axes, renderer, [text for text in texts if "km (" in text])
        others = boxes_on(axes, renderer, [text for text in texts if "km (" not in text])
        assert not any(scale.intersects(other) for other in others), pair  # type: ignore[attr-defined]


def test_every_port_is_on_one_stretch(border: Border) -> None:
    rows = [row for _stretch, inside in stretches_of(border, range(55)) for row in inside]
    assert sorted(rows) == list(range(55))


def test_labels_keep_clear_of_symbols_and_each_other() -> None:
    points = [(1.0 + 0.15 * n, 1.0) for n in range(6)]
    labels = place_labels(
        points, [str(n) for n in range(6)], letter=(0.05, 0.09), marker=0.06, frame=(4, 2)
    )
    for one, other in itertools.combinations(labels, 2):
        assert not one.overlaps(other)
    optional = place_labels([(0.1, 0.1)], ["a name longer than the paper is wide"],
                            letter=(0.05, 0.09), marker=0.06, frame=(0.5, 0.2),
                            optional=True)  # fmt: skip
    assert optional == []


def test_points_near_each_other_are_one_cluster() -> None:
    assert clusters([(0, 0), (5, 0), (0.1, 0), (0.2, 0)], 0.15) == [[0, 2, 3], [1]]


def test_a_frame_keeps_shapes_true_at_its_middle() -> None:
    frame = frame_of((-107, 31, -106, 32), 6.0, 4.0)
    per_inch_ns = (frame.north - frame.south) * 111.195 / 4.0
    assert frame.km_per_inch == pytest.approx(per_inch_ns, rel=1e-3)


def test_many_points_stand_where_each_stands_alone() -> None:
    frame = frame_of((-107.3, 31.1, -106.2, 32.7), 6.1, 4.3)
    points = [(-107.0, 31.2), (-106.123456789, 32.0), (-106.9, 31.987654321)]
    together = frame.all_inches(shapely.get_coordinates(shapely.points(points))).tolist()
    assert [tuple(at) for at in together] == [frame.inches(shapely.Point(at)) for at in points]
    assert frame.degrees(together[1]) == pytest.approx(points[1])


def test_tall_stretches_get_tall_maps(border: Border) -> None:
    rows = {s.key: inside for s, inside in stretches_of(border, range(55))}
    limits = (2.1, 4.6)
    assert fitting_height(border, rows["california"], 7.0, limits) == 2.1
    assert fitting_height(border, rows["laredo"], 7.0, limits) == 4.6


def test_png_is_300_dpi_and_svg_holds_no_outside_reference(made: Make) -> None:
    picture = made("map.png", state="US-NM").read_bytes()
    place = picture.index(b"pHYs") + 4
    per_metre = struct.unpack(">I", picture[place : place + 4])[0]
    assert per_metre == pytest.approx(300 / 0.0254, abs=1)
    drawing = ET.parse(made("map.svg", state="US-NM", lang="es")).getroot()  # noqa: S314
    for element in drawing.iter():
        for name, value in element.attrib.items():
            if name.endswith("href"):
                assert value.startswith("#")


def test_maps_are_the_same_on_every_run(border: Border) -> None:
    spec = MapSpec(positions=(0, 1, 2), wide=True)
    drawings = {map_svg(draw_map(border, spec)) for _ in range(2)}
    assert len(drawings) == 1
    assert len({map_png(draw_map(border, spec), 60) for _ in range(2)}) == 1


def test_symbol_pictures_are_small_pngs() -> None:
    pictures = symbol_pictures("icons")
    assert {"icons/bridge.png", "icons/ferry.png", "icons/not_counted.png"} <= set(pictures)
    assert all(found.startswith(b"\x89PNG") for found in pictures.values())


def test_the_typeface_has_spanish_letters() -> None:
    from geo.maps.printed.fonts import font_folder

    font = FontProperties(fname=str(font_folder() / "SourceSansPro-Regular.ttf"))
    for letter in "áéíóúñÁÉÍÓÚÑü¿¡–—·":
        assert len(TextPath((0, 0), letter, prop=font).vertices) > 3


def test_towns_are_named_clear_of_each_other_the_symbols_and_the_line(border: Border) -> None:
    spec = MapSpec(positions=tuple(range(55)), height_in=3.2, towns=True, key=False,
                   bounds=Selection().bounds(border))  # fmt: skip
    figure = draw_map(border, spec)
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    texts = {text.get_text() for axes in figure.axes for text in axes.texts}
    for town in ("El Paso", "Tijuana", "Mexicali", "Piedras Negras", "MEXICO", "UNITED STATES"):
        assert any(town in text for text in texts), town
    for axes in figure.axes:
        named = [text.get_text() for text in axes.texts if text.get_fontsize() == 7.0]
        frame = shapely.box(*axes.get_window_extent(renderer).extents)
        boxes = boxes_on(axes, renderer, named)
        assert all(frame.buffer(2).contains(box) for box in boxes)
        met = [
            (one, other) for one, other in itertools.combinations(boxes, 2)
            if one.intersection(other).area > 0.3 * min(one.area, other.area)
        ]  # fmt: skip
        assert len(met) <= 1


@pytest.mark.parametrize("lang", ["en", "es"])
def test_on_a_first_page_ports_between_the_same_towns_share_labels_and_none_covers_another(
    border: Border, lang: str
) -> None:
    spec = MapSpec(positions=tuple(range(55)), langs=(lang,), width_in=7.087, height_in=2.9,
                   towns=True, key=False, bounds=Selection().bounds(border))  # fmt: skip
    figure = draw_map(border, spec)
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    closer = figure.axes[-1]
    named = [text.get_text() for text in closer.texts if text.get_fontsize() == 7.0]
    assert [named.count(town) for town in ("Matamoros", "Reynosa", "Lucio Blanco")] == [1, 1, 1]
    boxes = boxes_on(closer, renderer, named)
    met = [one.intersection(other).area for one, other in itertools.combinations(boxes, 2)]
    assert max(met) < 0.1 * min(box.area for box in boxes)


def test_on_a_first_page_in_both_languages_no_label_touches_another_and_both_countries_are_named(
    border: Border,
) -> None:
    spec = MapSpec(positions=tuple(range(55)), langs=("en", "es"), width_in=7.087, height_in=2.55,
                   towns=True, key=False, bounds=Selection().bounds(border))  # fmt: skip
    figure = draw_map(border, spec)
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    texts = [text.get_text() for axes in figure.axes for text in axes.texts]
    assert {"MEXICO / MÉXICO", "UNITED STATES / ESTADOS UNIDOS"} <= set(texts)
    for axes in figure.axes:
        boxes = boxes_on(axes, renderer, [text.get_text() for text in axes.texts])
        for one, other in itertools.combinations(boxes, 2):
            assert one.intersection(other).area < 0.02 * min(one.area, other.area)


def test_the_key_of_a_slide_names_every_port_of_its_map(border: Border) -> None:
    for _stretch, inside in stretches_of(border, list(range(55))):
        spec = MapSpec(positions=tuple(inside), langs=("es",), width_in=8.0, height_in=3.35,
                       wide=True)  # fmt: skip
        figure = draw_map(border, spec)
        written = {text.get_text(): text.get_position()[1] for text in figure.texts}
        numbers = [str(row + 1) for row in inside]
        assert [number for number in numbers if written.get(number, -1) < 0.1] == []


def test_the_letters_of_closer_frames_stand_within_the_map(border: Border) -> None:
    found = 0
    for stretch, inside in stretches_of(border, list(range(55))):
        if stretch.key in {"arizona", "el-paso"}:
            height = fitting_height(border, inside, 7.087, (1.4, 3.0))
            spec = MapSpec(positions=tuple(inside), width_in=7.087, height_in=height)
            figure = draw_map(border, spec)
            figure.canvas.draw()
            main = figure.axes[0]
            letters = [text.get_text() for text in main.texts if text.get_text() in {"A", "B"}]
            frame = shapely.box(*main.get_window_extent().extents)
            boxes = boxes_on(main, figure.canvas.get_renderer(), letters)
            assert all(frame.contains(box) for box in boxes)
            found += len(boxes)
    assert found == 3


def test_stretches_name_the_towns_on_both_sides_those_of_mexico_in_italics(border: Border) -> None:
    styles: dict[str, set[str]] = {}
    titles = []
    for _stretch, inside in stretches_of(border, list(range(55))):
        spec = MapSpec(positions=tuple(inside), width_in=7.087, height_in=2.0, credit=False)
        figure = draw_map(border, spec)
        titles += [text.get_text() for axes in figure.axes for text in axes.texts]
        for text in figure.axes[0].texts:
            styles.setdefault(text.get_text(), set()).add(text.get_style())
    us = ("Lukeville", "Antelope Wells", "Presidio", "Roma", "Tucson", "Harlingen")
    mexico = ("Sonoyta", "El Berrendo", "Ojinaga", "Ciudad Miguel Alemán", "Monclova")
    assert {town: styles.get(town) for town in us} == {town: {"normal"} for town in us}
    assert {town: styles.get(town) for town in mexico} == {town: {"italic"} for town in mexico}
    assert {"UNITED STATES", "MEXICO", "Rio Grande"} <= styles.keys()
    assert "A  San Luis – San Luis Río Colorado" in titles
    assert not any("…" in title for title in titles)


def test_neither_scale_nor_north_arrow_stands_on_the_boundary(border: Border) -> None:
    west = Selection(region="west").ports(border)
    for _stretch, inside in [*stretches_of(border, range(55)), *stretches_of(border, west)]:
        spec = MapSpec(positions=tuple(inside), width_in=7.087,
                       height_in=fitting_height(border, inside, 7.087, (1.6, 3.0)))  # fmt: skip
        figure = draw_map(border, spec)
        figure.canvas.draw()
        for axes in figure.axes:
            texts = {text.get_text() for text in axes.texts}
            marks = [text for text in texts if " km (" in text or text == "N"]
            boxes = boxes_on(axes, figure.canvas.get_renderer(), marks)
            assert len(boxes) == (2 if axes is figure.axes[0] else 1)
            lines = [
                path.vertices for found in axes.collections if hasattr(found, "get_segments")
                for path in found.get_paths()
            ]  # fmt: skip
            drawn = [shapely.LineString(axes.transData.transform(line)) for line in lines]
            assert drawn
            assert not any(box.intersects(line) for box in boxes for line in drawn), marks


def test_the_dams_of_the_reservoirs_are_named(border: Border) -> None:
    written = set()
    for _stretch, inside in stretches_of(border, list(range(55))):
        spec = MapSpec(positions=tuple(inside), langs=("es",), width_in=7.087, height_in=2.6)
        axes = draw_map(border, spec).axes
        written |= {text.get_text() for one in axes for text in one.texts}
    assert {"Presa La Amistad", "Presa Falcón"} <= written


@pytest.mark.parametrize(
    ("stretch", "projects"), [("california", 2), ("valley", 7), ("middle", 6), ("laredo", 5)]
)
def test_every_project_of_a_stretch_is_drawn_clear_of_ports_and_of_each_other(
    border: Border, stretch: str, projects: int
) -> None:
    inside = next(rows for found, rows in stretches_of(border, range(55)) if found.key == stretch)
    figure = draw_map(border, MapSpec(positions=tuple(inside), height_in=2.6))
    figure.canvas.draw()
    drawn = 0
    for axes in figure.axes:
        discs = [line for line in axes.lines if line.get_gid() == "project"]
        ports = [
            line for line in axes.lines
            if line.get_marker() not in {"None", "o"} and line.get_markeredgewidth() == 0.5
        ]  # fmt: skip
        drawn += len(discs)
        places = [axes.transData.transform(disc.get_xydata())[0] for disc in discs]
        others = [axes.transData.transform(port.get_xydata())[0] for port in ports]
        inch = figure.dpi
        for number, place in enumerate(places):
            for other in [*places[:number], *others]:
                apart = float(((place - other) ** 2).sum() ** 0.5) / inch
                assert apart > 0.08
    assert drawn == projects


def test_the_legend_names_the_stages_of_the_projects_that_the_map_shows(border: Border) -> None:
    inside = next(rows for found, rows in stretches_of(border, range(55)) if found.key == "valley")
    figure = draw_map(border, MapSpec(positions=tuple(inside), langs=("es",), height_in=2.6))
    texts = [text.get_text() for text in figure.legends[0].get_texts()]
    assert [text for text in texts if text.startswith("Proyecto")] == [
        "Proyecto: con permiso y evaluación ambiental", "Proyecto: contratación",
        "Proyecto: construcción",
    ]  # fmt: skip
    named = draw_map(border, MapSpec(positions=tuple(inside), height_in=2.6, towns=True))
    assert not any("Project" in text.get_text() for text in named.legends[0].get_texts())
