"""A QGIS project inside a GeoPackage: every layer of the file, styled, named and in order."""

import io
import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from pyproj import Transformer

from geo.data.provenance import Provenance
from geo.files import write_zip_to
from geo.formats.layer_rows import Box
from geo.formats.qgis import layer_style
from geo.geodesy import FRAME_CRS
from geo.layers import LAYERS, Layer
from geo.maps.symbols import COLOURS
from geo.words.catalogue import Words, words
from geo.words.messages import message

__all__ = ["PROJECT", "add_qgis_project"]

PROJECT: Final = "border-ports"
"""Name of the project in the file."""
_TABLE: Final = "CREATE TABLE qgis_projects(name TEXT PRIMARY KEY, metadata BLOB, content BLOB)"
_SHOWN: Final = frozenset({"ports", "states", "boundary", "projects"})
"""Layers that the map shows when it is opened; the others wait unticked in the list."""
_FRAMED: Final = ("ports", "boundary")
"""Layers that the first view holds."""
_DRAWN_LAST: Final = ("LineString", "MultiPolygon")
"""What lies under the points, from top to bottom."""
_MAP_CRS: Final = "EPSG:3857"
"""That of online maps, which true shapes at each place and a picture behind both need."""
_QGIS_CRS: Final = {"EPSG:3857": "3857", "EPSG:4326": "3452"}
"""What QGIS itself calls a reference system, without which it takes none by its code."""
_TABLES: Final = message("Tables")
_MARGIN: Final = 0.04
_QGIS: Final = "3.22.0-Białowieża"
"""The version whose format the project has; later ones read it."""


def add_qgis_project(
    path: Path, boxes: Mapping[str, Box | None], about: Provenance, lang: str
) -> None:
    """Add a project of the layers and tables of a GeoPackage, which QGIS opens by itself.

    ``boxes`` has west, south, east and north of each layer in degrees, none of a table. The
    project names the file as it is called, because QGIS finds the layers of a project by name.
    """
    reader = words(lang)
    names = _in_drawing_order(list(boxes))
    root = _project(path.name, names, boxes, (about, reader))
    text = tostring(root, encoding="unicode")
    packed = io.BytesIO()
    document = f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n{text}"
    write_zip_to(packed, {f"{PROJECT}.qgs": document.encode()}, about.date)
    said = {"last_modified_time": about.moment.strftime("%Y-%m-%dT%H:%M:%S"),
            "last_modified_user": about.edition}  # fmt: skip
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(_TABLE)
        database.execute(
            "INSERT INTO qgis_projects VALUES (?, ?, ?)",
            (PROJECT, json.dumps(said, ensure_ascii=False), packed.getvalue().hex()),
        )


def _in_drawing_order(names: Sequence[str]) -> list[str]:
    """Return points before lines before areas, then tables; background below its like."""

    def order(name: str) -> tuple[int, bool]:
        layer = LAYERS[name]
        if layer.geometry is None:
            return len(_DRAWN_LAST) + 1, False
        under = _DRAWN_LAST.index(layer.geometry) + 1 if layer.geometry in _DRAWN_LAST else 0
        return under, layer.is_background

    return sorted(names, key=order)


def _project(
    file: str, names: Sequence[str], boxes: Mapping[str, Box | None], of: tuple[Provenance, Words]
) -> Element:
    about, reader = of
    title = reader.pick(about, "title")
    root = Element("qgis", version=_QGIS, projectname=title)
    SubElement(root, "title").text = title
    _add_crs(SubElement(root, "projectCrs"), _MAP_CRS)
    shown = _SHOWN.intersection(names) or set(names)
    tree = SubElement(root, "layer-tree-group")
    tables = Element("layer-tree-group", name=reader.say(_TABLES), checked="Qt::Checked",
                     expanded="0")  # fmt: skip
    layers = Element("projectlayers")
    for name in names:
        layer = LAYERS[name]
        branch = tables if layer.geometry is None else tree
        SubElement(branch, "layer-tree-layer", id=_id(name), name=reader.pick(layer, "title"),
                   providerKey="ogr", source=_source(file, name), expanded="0",
                   checked="Qt::Checked" if name in shown else "Qt::Unchecked")  # fmt: skip
        layers.append(_layer(layer, file, reader))
    if len(tables):
        tree.append(tables)
    _add_view(root, [box for name in _FRAMED if (box := boxes.get(name))])
    root.append(layers)
    order = SubElement(root, "layerorder")
    for name in names:
        SubElement(order, "layer", id=_id(name))
    properties = SubElement(root, "properties")
    SubElement(SubElement(properties, "Paths"), "Absolute", type="bool").text = "false"
    canvas = SubElement(properties, "Gui")
    for part, start in (("Red", 1), ("Green", 3), ("Blue", 5)):
        value = int(COLOURS["sea"][start : start + 2], 16)
        SubElement(canvas, f"CanvasColor{part}Part", type="int").text = str(value)
    SubElement(SubElement(properties, "SpatialRefSys"), "ProjectionsEnabled",
               type="int").text = "1"  # fmt: skip
    return root


def _id(name: str) -> str:
    """Return what the project calls a layer: QGIS gives a new id to one that is short."""
    return f"border_ports_{name}"


def _source(file: str, name: str) -> str:
    return f"./{file}|layername={name}"


def _layer(layer: Layer, file: str, reader: Words) -> Element:
    """Return a layer of the project, with its style in it."""
    kind = {None: "No geometry", "LineString": "Line", "MultiPolygon": "Polygon"}
    style = layer_style(layer, reader)
    element = Element("maplayer", type="vector", geometry=kind.get(layer.geometry, "Point"),
                    labelsEnabled=style.get("labelsEnabled", "0"))  # fmt: skip
    SubElement(element, "id").text = _id(layer.name)
    SubElement(element, "datasource").text = _source(file, layer.name)
    SubElement(element, "layername").text = reader.pick(layer, "title")
    if layer.geometry is not None:
        _add_crs(SubElement(element, "srs"), FRAME_CRS)
    about = SubElement(element, "resourceMetadata")
    SubElement(about, "title").text = reader.pick(layer, "title")
    SubElement(about, "abstract").text = "\n".join(reader.picks(layer, "description"))
    SubElement(element, "provider", encoding="UTF-8").text = "ogr"
    element.extend(style)
    return element


def _add_view(root: Element, boxes: Sequence[Box]) -> None:
    """Add the map's first view: all that it shows, with a margin."""
    canvas = SubElement(root, "mapcanvas", name="theMapCanvas", annotationsVisible="1")
    SubElement(canvas, "units").text = "meters"
    if boxes:
        west, south = (min(box[side] for box in boxes) for side in (0, 1))
        east, north = (max(box[side] for box in boxes) for side in (2, 3))
        project = Transformer.from_crs(FRAME_CRS, _MAP_CRS, always_xy=True)
        left, bottom, right, top = project.transform_bounds(west, south, east, north)
        pad = (right - left) * _MARGIN
        sides = {"xmin": left - pad, "ymin": bottom - pad, "xmax": right + pad, "ymax": top + pad}
        written = {name: f"{value:.0f}" for name, value in sides.items()}
        extent = SubElement(canvas, "extent")
        for name, value in written.items():
            SubElement(extent, name).text = value
        settings = SubElement(root, "ProjectViewSettings", UseProjectScales="0")
        _add_crs(SubElement(settings, "DefaultViewExtent", written), _MAP_CRS)
    SubElement(canvas, "rotation").text = "0"
    _add_crs(SubElement(canvas, "destinationsrs"), _MAP_CRS)


def _add_crs(parent: Element, code: str) -> None:
    """Say a reference system by its codes, from which QGIS knows all else."""
    system = SubElement(parent, "spatialrefsys")
    SubElement(system, "srsid").text = _QGIS_CRS[code]
    SubElement(system, "srid").text = code.partition(":")[2]
    SubElement(system, "authid").text = code
