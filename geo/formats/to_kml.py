"""Layers as KML 2.2: a folder per layer, balloons in one or both languages."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import shapely

from geo.border import Border
from geo.data.provenance import Provenance, provenance
from geo.documents.request import Request
from geo.formats.layer_rows import LayerRows, chosen_rows
from geo.formats.model import Format
from geo.layers import KINDS, Column, Layer
from geo.maps.styles import style_of_row
from geo.maps.symbols import EVERY_SYMBOL, LINE_STYLES
from geo.words.catalogue import BOTH, Words, words
from geo.words.cells import cell_word
from geo.words.credits import NOT_OFFICIAL
from geo.words.messages import message
from geo.words.owners import owner_name
from geo.words.units import unit_symbol

__all__ = ["ICONS", "KML", "kml_of_request"]

_NAMESPACE: Final = "http://www.opengis.net/kml/2.2"
_DECIMALS: Final = 7
_MAX_LINES: Final = 10
_PORT_LINES: Final = (
    "number", "us_city", "mx_city", "crossing_type", "modes", "hours", "us_owner", "mx_owner",
    "opened_year", "cbp_port_code",
)  # fmt: skip
_UNTOLD: Final = frozenset({"id", "name_en", "name_es", "sources", "source_ids", "as_of"})
_OWNERS: Final = frozenset({"us_owner", "mx_owner"})
ICONS: Final = "icons"
"""Folder of the symbols inside a KMZ archive."""


def kml_of_request(border: Border, request: Request, *, icons: bool) -> bytes:
    """Return the KML document of the layers that a request names, generalised to 25 m.

    ``icons`` says whether symbols refer to the pictures that a KMZ archive holds in ``ICONS``.
    """
    layers = []
    for name in request.layers:
        shapes = border.geometries(name, "detail")
        rows = request.selection.rows(border, name)
        layers.append(chosen_rows(border, name, rows, geometry=shapes))
    return _document(layers, provenance(border), request.lang, icons=icons)


def _document(layers: Iterable[LayerRows], about: Provenance, lang: str, *, icons: bool) -> bytes:
    """Return a KML document with a folder per layer, in a language or ``both``."""
    reader = words(lang)
    root = Element("kml", xmlns=_NAMESPACE)
    document = SubElement(root, "Document", id="border-ports")
    _text(document, "name", reader.pick(about, "title"))
    _text(document, "open", "1")
    _text(document, "description", _about_text(about, reader))
    _add_styles(document, icons=icons)
    for rows in layers:
        _add_folder(document, rows, reader)
    indent(root, space=" ")
    text: str = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _add_folder(document: Element, rows: LayerRows, reader: Words) -> None:
    layer, shapes = rows.layer, rows.geometry
    folder = SubElement(document, "Folder", id=layer.name)
    _text(folder, "name", reader.pick(layer, "title"))
    _text(folder, "description", "\n".join(reader.picks(layer, "description")))
    drawn: Sequence[Any] = [None] * len(rows.rows) if shapes is None else shapes.tolist()
    for row, shape in zip(rows.rows, drawn, strict=True):
        _add_placemark(folder, layer, rows.records.row(row), shape, reader)


def _add_placemark(
    folder: Element,
    layer: Layer,
    row: dict[str, Any],
    shape: Any,  # noqa: ANN401
    reader: Words,
) -> None:
    placemark = SubElement(folder, "Placemark")
    _text(placemark, "name", reader.pick(row, "name") or str(row[layer.key]))
    _text(placemark, "description", _balloon(layer, row, reader))
    _text(placemark, "styleUrl", f"#{style_of_row(layer, row)}")
    data = SubElement(placemark, "ExtendedData")
    for column in layer.columns:
        if row[column.name] is not None:
            value = SubElement(data, "Data", name=column.name)
            _text(value, "displayName", reader.pick(column, "label"))
            _text(value, "value", _shown(column, row[column.name]))
    if shape is not None:
        placemark.append(_geometry(shape))


def _balloon(layer: Layer, row: dict[str, Any], reader: Words) -> str:
    """Return what a reader sees first of a row: at most ten lines; all stands in ExtendedData."""
    shown = [column for column in _told(layer) if row[column.name] is not None]
    cells = "".join(
        f"<tr><th align='left'>{escape(_heading(column, reader))}</th>"
        f"<td>{escape(_said(layer, column, row, reader))}</td></tr>"
        for column in shown[:_MAX_LINES]
    )
    return f"<table>{cells}</table>"


def _told(layer: Layer) -> list[Column]:
    """Return the columns of a balloon: those chosen for the ports, else the first of the layer."""
    if layer.name == "ports":
        return [layer.column(name) for name in _PORT_LINES]
    return [column for column in layer.columns if column.name not in _UNTOLD]


def _said(layer: Layer, column: Column, row: dict[str, Any], reader: Words) -> str:
    """Return a value in the reader's words."""
    value = row[column.name]
    if column.name in _OWNERS:
        return reader.each(lambda lang: owner_name(row, column.name, lang) or "")
    if column.kind == "boolean":
        return reader.code("answer", _shown(column, value))
    items = value if isinstance(value, tuple | list) else (_shown(column, value),)
    return "; ".join(_word(layer, column, str(item), reader) for item in items)


def _word(layer: Layer, column: Column, text: str, reader: Words) -> str:
    return reader.each(lambda lang: cell_word(layer.name, column.name, text, lang))


def _heading(column: Column, reader: Words) -> str:
    unit = f" ({unit_symbol(column.unit)})" if column.unit else ""
    return reader.pick(column, "label") + unit


def _geometry(shape: Any) -> Element:  # noqa: ANN401
    match shape.geom_type:
        case "Point":
            element = Element("Point")
            _text(element, "coordinates", _coordinates(shape))
        case "LineString":
            element = Element("LineString")
            _text(element, "tessellate", "1")
            _text(element, "coordinates", _coordinates(shape))
        case "Polygon":
            element = Element("Polygon")
            _text(element, "tessellate", "1")
            _add_ring(element, "outerBoundaryIs", shape.exterior)
            for ring in shape.interiors:
                _add_ring(element, "innerBoundaryIs", ring)
        case _:
            element = Element("MultiGeometry")
            element.extend(_geometry(part) for part in shape.geoms)
    return element


def _add_ring(polygon: Element, name: str, ring: Any) -> None:  # noqa: ANN401
    boundary = SubElement(SubElement(polygon, name), "LinearRing")
    _text(boundary, "coordinates", _coordinates(ring))


def _coordinates(shape: Any) -> str:  # noqa: ANN401
    text = shapely.to_wkt(shape, rounding_precision=_DECIMALS)
    pairs = text[text.index("(") + 1 : -1].split(", ")
    return " ".join(pair.replace(" ", ",") for pair in pairs)


def _add_styles(document: Element, *, icons: bool) -> None:
    for name, symbol in EVERY_SYMBOL.items():
        style = SubElement(SubElement(document, "Style", id=name), "IconStyle")
        if icons:
            _text(style, "scale", "0.8")
            _text(SubElement(style, "Icon"), "href", f"{ICONS}/{name}.png")
        else:
            _text(style, "color", _kml_colour(symbol.fill))
    for name, line in LINE_STYLES.items():
        style = SubElement(document, "Style", id=name)
        stroke = SubElement(style, "LineStyle")
        _text(stroke, "color", _kml_colour(line.stroke))
        _text(stroke, "width", f"{line.width:g}")
        area = SubElement(style, "PolyStyle")
        _text(area, "color", _kml_colour(line.fill or line.stroke, 0.3))
        _text(area, "fill", "1" if line.fill else "0")


def _kml_colour(colour: str, opacity: float = 1.0) -> str:
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    return f"{round(opacity * 255):02x}{blue}{green}{red}"


def _about_text(about: Provenance, reader: Words) -> str:
    lines = [about.edition]
    for lang in reader.langs:
        lines += [words(lang).pick(about, "counting_rule"), words(lang).say(NOT_OFFICIAL)]
    return "\n".join([*lines, about.licence_in(reader.lang), *about.sources])


def _shown(column: Column, value: object) -> str:
    return "".join(_xml_characters(KINDS[column.kind].text(value)))


def _xml_characters(text: str) -> Iterator[str]:
    """Yield the characters that XML 1.0 allows."""
    return (character for character in text if character >= " " or character in "\t\n\r")


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = "".join(_xml_characters(text))


def _write(border: Border, path: Path, request: Request) -> None:
    path.write_bytes(kml_of_request(border, request, icons=False))


def _write_rows(path: Path, rows: LayerRows, about: Provenance) -> None:
    path.write_bytes(_document([rows], about, BOTH, icons=False))


KML: Final = Format(
    name="kml",
    suffix=".kml",
    media_type="application/vnd.google-earth.kml+xml",
    title="KML",
    purpose=message("As KMZ, uncompressed."),
    content="layers",
    usual_lang=BOTH,
    write=_write,
    write_rows=_write_rows,
)
