"""Styles for QGIS inside a GeoPackage, made from the symbols of every map."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from geo.data.provenance import Provenance
from geo.layers import LAYERS, Layer
from geo.maps.styles import STYLES, colours_by_key, style_column, styles_by_value
from geo.maps.symbols import COLOURS, LINE_STYLES, LineStyle, Symbol
from geo.words.catalogue import Words, words

__all__ = ["add_qgis_styles", "layer_style"]

_MM_PER_PIXEL: Final = 25.4 / 96
_MARKERS: Final = {
    "circle": "circle",
    "square": "square",
    "triangle": "triangle",
    "diamond": "diamond",
    "pentagon": "pentagon",
    "cross": "cross_fill",
    "bar": "rectangle",
}
_MAIN: Final = "ports"
"""The layer whose names show at every scale."""
_CLOSE_SCALE: Final = "3000000"
"""One to this many: from here on the other layers show their names."""
_TABLE: Final = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
  f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
  styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
  owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT CURRENT_TIMESTAMP)
"""


_COLUMNS: Final = """
CREATE TABLE IF NOT EXISTS gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
  mime_type TEXT, constraint_name TEXT, PRIMARY KEY (table_name, column_name))
"""
_EXTENSIONS: Final = """
CREATE TABLE IF NOT EXISTS gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))
"""


def add_qgis_styles(path: Path, names: Sequence[str], about: Provenance, lang: str) -> None:
    """Add the tables by which programs show each layer in a language.

    From ``layer_styles`` QGIS draws a layer, labels it and names its columns when it is opened;
    ``gpkg_data_columns`` (the extension ``gpkg_schema``) names and describes every column.
    """
    reader = words(lang)
    moment = f"{about.date.isoformat()}T00:00:00.000Z"
    styles = [(name, _style(LAYERS[name], reader)) for name in names if LAYERS[name].geometry]
    with closing(sqlite3.connect(path)) as database, database:
        _add_column_names(database, names, reader)
        database.execute(_TABLE)
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, "
            "last_change) VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?)",
            (moment,),
        )
        database.executemany(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
            "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, "
            "update_time) VALUES ('', '', ?, 'geom', ?, ?, '', 1, ?, '', ?)",
            [(name, name, text, about.edition, moment) for name, text in styles],
        )


def _add_column_names(database: sqlite3.Connection, names: Sequence[str], reader: Words) -> None:
    database.execute(_COLUMNS)
    database.executemany(
        "INSERT INTO gpkg_data_columns (table_name, column_name, title, description) "
        "VALUES (?, ?, ?, ?)",
        [
            (name, column.name, reader.pick(column, "label"), reader.say(column.description))
            for name in names
            for column in LAYERS[name].columns
        ],
    )
    database.execute(_EXTENSIONS)
    database.execute(
        "INSERT INTO gpkg_extensions VALUES ('gpkg_data_columns', NULL, 'gpkg_schema', "
        "'http://www.geopackage.org/spec121/#extension_schema', 'read-write')"
    )


def _style(layer: Layer, reader: Words) -> str:
    text: str = tostring(layer_style(layer, reader), encoding="unicode")
    return f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n{text}"


def layer_style(layer: Layer, reader: Words) -> Element:
    """Return how QGIS shows a layer: its symbols, labels and the names of its columns."""
    root = Element("qgis", version="3.28.0", styleCategories="Symbology|Labeling|Fields",
                   labelsEnabled="1" if layer.label else "0")  # fmt: skip
    if layer.geometry is not None:
        _add_symbols(root, layer, reader)
    if layer.label:
        _add_labels(root, _label(layer, reader), is_main=layer.name == _MAIN)
    aliases = SubElement(root, "aliases")
    for number, described in enumerate(layer.columns, start=1):
        SubElement(aliases, "alias", field=described.name, index=str(number),
                   name=reader.pick(described, "label"))  # fmt: skip
    return root


def _add_symbols(root: Element, layer: Layer, reader: Words) -> None:
    column, styles = style_column(layer), styles_by_value(layer)
    if column is not None:
        drawn = [(value, STYLES[name]) for value, name in styles.items()]
        _add_categories(
            root, column, [(v, reader.say(style.label), _drawn(style)) for v, style in drawn]
        )
    elif colours := colours_by_key(layer):
        line = LINE_STYLES[layer.style]
        _add_categories(
            root, layer.key, [(key, key, _line(line, colour)) for key, colour in colours.items()]
        )
    else:
        _add_single(root, _drawn(STYLES[styles[""]]))


def _label(layer: Layer, reader: Words) -> tuple[str, bool]:
    """Return what labels a layer's rows, and whether it is an expression rather than a column.

    Readers of both languages read both names, or one where they are the same.
    """
    stem = layer.label.removesuffix("_en")
    named = [
        column for lang in reader.langs
        if (column := f"{stem}_{lang}") in layer.column_names
    ]  # fmt: skip
    if len(named) > 1:
        first, second = (f'"{column}"' for column in named)
        both = f"{first} || ' / ' || {second}"
        return f"if({first} = {second}, {first}, {both})", True
    return (named[0] if named else layer.label), False


def _drawn(style: Symbol | LineStyle) -> Element:
    if isinstance(style, Symbol):
        return _marker(style)
    return _area(style) if style.fill else _line(style)


def _add_categories(root: Element, column: str, items: list[tuple[str, str, Element]]) -> None:
    renderer = SubElement(root, "renderer-v2", type="categorizedSymbol", attr=column,
                          forceraster="0", symbollevels="0", enableorderby="0")  # fmt: skip
    categories = SubElement(renderer, "categories")
    symbols = SubElement(renderer, "symbols")
    for number, (value, label, symbol) in enumerate(items):
        SubElement(categories, "category", value=value, label=label, symbol=str(number),
                   render="true", type="string")  # fmt: skip
        symbol.set("name", str(number))
        symbols.append(symbol)


def _add_single(root: Element, symbol: Element) -> None:
    renderer = SubElement(root, "renderer-v2", type="singleSymbol", forceraster="0",
                          symbollevels="0", enableorderby="0")  # fmt: skip
    symbol.set("name", "0")
    SubElement(renderer, "symbols").append(symbol)


def _marker(symbol: Symbol) -> Element:
    return _symbol("marker", "SimpleMarker", {
        "name": _MARKERS[symbol.shape],
        "color": _colour(symbol.fill),
        "outline_color": _colour(symbol.stroke),
        "outline_width": "0.3",
        "outline_width_unit": "MM",
        "size": f"{symbol.size * _MM_PER_PIXEL:.2f}",
        "size_unit": "MM",
    })  # fmt: skip


def _line(style: LineStyle, colour: str = "") -> Element:
    width = style.width * _MM_PER_PIXEL
    dash = ";".join(f"{length * _MM_PER_PIXEL:.2f}" for length in style.dash)
    return _symbol("line", "SimpleLine", {
        "line_color": _colour(colour or style.stroke),
        "line_width": f"{width:.2f}",
        "line_width_unit": "MM",
        "use_custom_dash": "1" if dash else "0",
        "customdash": dash or "5;2",
        "customdash_unit": "MM",
    })  # fmt: skip


def _area(style: LineStyle) -> Element:
    return _symbol("fill", "SimpleFill", {
        "color": _colour(style.fill),
        "style": "solid",
        "outline_color": _colour(style.stroke),
        "outline_width": f"{style.width * _MM_PER_PIXEL:.2f}",
        "outline_width_unit": "MM",
    })  # fmt: skip


def _symbol(kind: str, layer_class: str, options: dict[str, Any]) -> Element:
    symbol = Element("symbol", type=kind, alpha="1", clip_to_extent="1", force_rhr="0")
    drawn = SubElement(symbol, "layer", {"class": layer_class, "enabled": "1", "pass": "0",
                                         "locked": "0"})  # fmt: skip
    option_map = SubElement(drawn, "Option", type="Map")
    for name, value in options.items():
        SubElement(option_map, "Option", name=name, type="QString", value=value)
        SubElement(drawn, "prop", k=name, v=value)
    return symbol


def _add_labels(root: Element, label: tuple[str, bool], *, is_main: bool) -> None:
    """Write names beside the rows, in a halo; those of lesser layers from a closer view on."""
    text, is_expression = label
    labeling = SubElement(root, "labeling", type="simple")
    settings = SubElement(labeling, "settings", calloutType="simple")
    style = SubElement(settings, "text-style", fieldName=text,
                       isExpression="1" if is_expression else "0", fontSize="8",
                       fontSizeUnit="Point", fontFamily="Source Sans 3",
                       textColor=_colour(COLOURS["ink"]))  # fmt: skip
    SubElement(style, "text-buffer", bufferDraw="1", bufferSize="0.8", bufferSizeUnits="MM",
               bufferColor=_colour(COLOURS["halo"]), bufferOpacity="0.85")  # fmt: skip
    SubElement(settings, "placement", placement="6", dist="0.6", distUnits="MM", offsetType="1")
    SubElement(settings, "rendering", scaleVisibility="0" if is_main else "1",
               scaleMin="0", scaleMax=_CLOSE_SCALE)  # fmt: skip


def _colour(colour: str) -> str:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"{red},{green},{blue},255"
