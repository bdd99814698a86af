"""The layers as PostGIS tables: columns, keys, indexes and comments from the layer definitions."""

from typing import Any, Final

from geoalchemy2 import Geometry
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.types import TypeEngine

from geo.layers import LAYERS, LEVELS, Layer

__all__ = [
    "DATASET",
    "GEOMETRY",
    "POSITION",
    "REFERENCES",
    "SCHEMA",
    "SRID",
    "data_tables",
    "level_table",
    "metadata",
]

SCHEMA: Final = "border_ports"
"""Schema of all tables."""
DATASET: Final = "dataset"
"""Table of one row: version, format version, fingerprint and description of the data set."""
POSITION: Final = "position"
"""Column that keeps the order of the rows."""
GEOMETRY: Final = "geom"
SRID: Final = 4326
"""EPSG:4326; PostGIS keeps its coordinates as longitude, latitude."""
REFERENCES: Final = {
    "port_id": "ports",
    "near_port": "ports",
    "river_segment": "river_segments",
    "project_id": "projects",
    "us_state": "states",
    "mx_state": "states",
}
"""Columns whose value is the key of a row of another layer."""
_INDEXES: Final = {
    "volumes": ("port_code", "measure", "month"),
    "crossing_volumes": ("crossing", "mode", "month"),
    "trade": ("port_code", "month"),
}
"""Columns by which long tables are asked, besides their keys."""
_TYPES: Final[dict[str, TypeEngine[Any]]] = {
    "text": Text(),
    "bigint": BigInteger(),
    "double precision": Double(),
    "boolean": Boolean(),
    "date": Date(),
    "text[]": ARRAY(Text()),
    "double precision[]": ARRAY(Double()),
}
"""SQLAlchemy's classes of the types that ``Column.sql`` names."""


def level_table(name: str, level: str) -> str:
    """Return the name of the table of a layer's generalised geometries."""
    return f"{name}_{level}"


def metadata() -> MetaData:
    """Return the tables of the data set, those of generalised geometries too."""
    tables = MetaData(schema=SCHEMA)
    _dataset_table(tables)
    for definition in LAYERS.values():
        _layer_table(tables, definition)
        if definition.levels:
            for level, tolerance_m in LEVELS.items():
                if level != "full":
                    _level_table(tables, definition, level, tolerance_m)
    return tables


def data_tables() -> dict[str, tuple[str, ...]]:
    """Return the tables that hold the data, each with its columns, those that order it first."""
    tables: dict[str, tuple[str, ...]] = {}
    for definition in LAYERS.values():
        geometry = (GEOMETRY,) if definition.geometry else ()
        tables[definition.name] = (POSITION, *definition.column_names, *geometry)
        if definition.levels:
            for level in LEVELS:
                if level != "full":
                    columns = (definition.key, GEOMETRY)
                    tables[level_table(definition.name, level)] = columns
    return tables


def _dataset_table(tables: MetaData) -> None:
    Table(
        DATASET,
        tables,
        Column("only", Boolean, primary_key=True, server_default=text("true")),
        Column("version", Text, nullable=False, comment="Version of the data set."),
        Column("format_version", Integer, nullable=False, comment="Version of this layout."),
        Column("fingerprint", Text, nullable=False, comment="SHA-256 of the package."),
        Column("package", Text, nullable=False, comment="datapackage.json as it was published."),
        Column("content", Text, comment="MD5 of the rows of each table, as JSON."),
        Column(
            "loaded_at",
            DateTime(timezone=True),
            nullable=False,
            server_default=func.now(),
            comment="When this version was loaded.",
        ),
        comment="Which version of the Border Ports data set the other tables hold.",
    )


def _layer_table(tables: MetaData, definition: Layer) -> None:
    columns = [
        Column(
            column.name,
            _TYPES[column.sql],
            primary_key=column.name == definition.key,
            nullable=not column.required,
            comment=f"{column.description} Unit: {column.unit}." if column.unit
            else column.description,
        )
        for column in definition.columns
    ]  # fmt: skip
    position = Column(POSITION, Integer, nullable=False, unique=True, comment="Order of the rows.")
    table = Table(
        definition.name, tables, *columns, position,
        comment=f"{definition.title_en}. {definition.description_en}",
    )  # fmt: skip
    if definition.geometry:
        _add_geometry(table, definition, required=definition.geometry_required)
    if definition.name in _INDEXES:
        asked = [table.c[name] for name in _INDEXES[definition.name]]
        Index(f"{definition.name}_asked_idx", *asked)


def _level_table(tables: MetaData, definition: Layer, level: str, tolerance_m: int) -> None:
    table = Table(
        level_table(definition.name, level),
        tables,
        Column(definition.key, Text, primary_key=True),
        comment=f"{definition.title_en}, generalized to about {tolerance_m} m.",
    )
    _add_geometry(table, definition, required=True)


def _add_geometry(table: Table, definition: Layer, *, required: bool) -> None:
    kind = Geometry(
        definition.geometry.upper() if definition.geometry else None,
        srid=SRID,
        spatial_index=False,
    )
    column = Column(GEOMETRY, kind, nullable=not required, comment="Longitude, latitude, WGS 84.")
    table.append_column(column)
    Index(f"{table.name}_geom_idx", column, postgresql_using="gist")
    Index(
        f"{table.name}_geography_idx",
        func.geography(column).label("geography"),
        postgresql_using="gist",
    )
