"""JSON schemas of the answers, in the dialect of OpenAPI 3.0."""

from typing import Any, Final

from geo.layers import LAYERS, MODES, STATES, Column, Layer
from geo.queries.gaps import GAP_COLUMNS

__all__ = ["layer_schemas", "shared_schemas"]

_Schema = dict[str, Any]
_TEXT: Final[_Schema] = {"type": "string"}
_NUMBER: Final[_Schema] = {"type": "number"}
_COUNT: Final[_Schema] = {"type": "integer", "minimum": 0}
_BY_MODE: Final[_Schema] = {
    "type": "object",
    "properties": dict.fromkeys(MODES, _COUNT),
    "required": list(MODES),
}
_TYPES: Final[dict[str, _Schema]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "list": {"type": "array", "items": {}},
}
_GEOMETRIES: Final = {"Point": 0, "LineString": 1, "MultiPolygon": 3}


def shared_schemas() -> dict[str, _Schema]:
    """Return the schemas that do not depend on a layer, by name."""
    return {
        "Link": _object({"href": _TEXT, "rel": _TEXT, "type": _TEXT, "title": _TEXT},
                        ("href", "rel")),
        "Problem": _problem(),
        "Landing": _object({"title": _TEXT, "description": _TEXT, "links": _links()}, ("links",)),
        "Conformance": _object({"conformsTo": _list(_TEXT)}, ("conformsTo",)),
        "Collection": _collection(),
        "Collections": _object(
            {"links": _links(), "collections": _list(_reference("Collection"))},
            ("links", "collections"),
        ),
        "JsonSchema": _object({"$schema": _TEXT, "$id": _TEXT, "type": _TEXT,
                               "properties": {"type": "object"}},
                              ("$schema", "$id", "type", "properties")),
        "Health": _object({"status": _TEXT, "dataset_version": _TEXT, "ports": _COUNT},
                          ("status",)),
        **_query_schemas(),
    }  # fmt: skip


def layer_schemas(layer: Layer) -> dict[str, _Schema]:
    """Return the schemas of one feature and of a page of features of a layer."""
    feature = _feature(_reference(f"properties.{layer.name}"), _geometry(layer))
    return {
        f"properties.{layer.name}": {
            "type": "object",
            "description": layer.description_en,
            "properties": {column.name: _column(column) for column in layer.columns},
        },
        f"feature.{layer.name}": feature,
        f"features.{layer.name}": _features(
            _reference(f"feature.{layer.name}"),
            {"numberMatched": _COUNT, "links": _links()},
        ),
    }


def _query_schemas() -> dict[str, _Schema]:
    near = {"distance_km": _NUMBER, "bearing_deg": _NUMBER, "open": {"type": "boolean"}}
    along = {"along_km": _NUMBER, "straight_km": _NUMBER, "basis": _TEXT}
    unknown = _list(_object({"id": _TEXT, "distance_km": _NUMBER, "bearing_deg": _NUMBER}, ("id",)))
    return {
        "NearPorts": _features(_port_feature(near, ("distance_km", "bearing_deg")),
                               {"hours_not_known": unknown}),
        "NextPorts": _features(_port_feature(along, tuple(along)),
                               {"from": _TEXT, "direction": _TEXT, "note": _optional(_TEXT)}),
        "Gaps": _features(_feature(_gap(), _lines()), {"note": _TEXT}),
        "Between": _between(),
        "Location": _location(),
        "PortsPerState": _counts("states", {"country": _TEXT}),
        "PortCounts": _counts(
            "groups", {"country": _optional(_TEXT), "state": _optional(_TEXT)}
        ),
        "NearestOfMany": _features(
            _feature({"type": "object"}, {"type": "object"}), {}
        ),
    }  # fmt: skip


def _port_feature(first: dict[str, _Schema], required: tuple[str, ...]) -> _Schema:
    columns = {column.name: _column(column) for column in LAYERS["ports"].columns}
    return _feature(_object({**first, **columns}, required), _geometry(LAYERS["ports"]))


def _gap() -> _Schema:
    kinds: dict[str, _Schema] = dict.fromkeys(GAP_COLUMNS, _TEXT)
    numbers = ("km", "straight_km", "from_boundary_km", "to_boundary_km")
    kinds |= dict.fromkeys(numbers, _NUMBER)
    kinds |= {
        "states": _list(_TEXT),
        "from_name_es": _optional(_TEXT),
        "to_name_es": _optional(_TEXT),
    }
    return _object(kinds, GAP_COLUMNS)


def _between() -> _Schema:
    return _object(
        {
            "from": _TEXT, "to": _TEXT, "note": _TEXT, "ports_passed": _list(_TEXT),
            "basis": {"type": "string", "enum": ["river_km", "boundary_km"]},
            "along_km": _NUMBER, "river_km": _optional(_NUMBER), "boundary_km": _NUMBER,
            "straight_km": _NUMBER,
        },
        ("from", "to", "basis", "along_km", "straight_km", "ports_passed"),
    )  # fmt: skip


def _location() -> _Schema:
    flag = {"type": "boolean"}
    return _object(
        {
            "lon": _NUMBER, "lat": _NUMBER,
            "side": {"type": "string", "enum": ["US", "MX", "neither"]},
            "state": _optional({"type": "string", "enum": [*STATES, None]}),
            "on_boundary": flag, "distance_km": _NUMBER, "nearest_lon": _NUMBER,
            "nearest_lat": _NUMBER, "boundary_km": _NUMBER, "river_segment": _optional(_TEXT),
            "river_km": _optional(_NUMBER), "in_la_paz_zone": flag,
        },
        ("side", "state", "distance_km", "nearest_lon", "nearest_lat", "in_la_paz_zone"),
    )  # fmt: skip


def _counts(name: str, more: dict[str, _Schema]) -> _Schema:
    row = _object(
        {"id": _TEXT, "name_en": _TEXT, "name_es": _TEXT, "ports": _COUNT, "by_mode": _BY_MODE,
         "port_ids": _list(_TEXT), **more},
        ("id", "name_en", "name_es", "ports", "by_mode"),
    )  # fmt: skip
    return _object(
        {name: _list(row), "total": _COUNT, "by": _TEXT, "mode": _optional(_TEXT),
         "modes": _list(_TEXT)},
        (name, "total"),
    )  # fmt: skip


def _problem() -> _Schema:
    cause = _object({"parameter": _TEXT, "value": _TEXT, "allowed": _TEXT}, ("parameter",))
    return _object(
        {"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT,
         "instance": _TEXT, "errors": _list(cause)},
        ("type", "title", "status", "detail", "instance"),
    )  # fmt: skip


def _collection() -> _Schema:
    return _object(
        {"id": _TEXT, "title": _TEXT, "description": _TEXT, "itemType": _TEXT,
         "extent": {"type": "object"}, "crs": _list(_TEXT), "storageCrs": _TEXT,
         "licence": _TEXT, "links": _links()},
        ("id", "links"),
    )  # fmt: skip


def _features(feature: _Schema, more: dict[str, _Schema]) -> _Schema:
    return _object(
        {"type": {"type": "string", "enum": ["FeatureCollection"]}, "numberReturned": _COUNT,
         "features": _list(feature), **more},
        ("type", "numberReturned", "features"),
    )  # fmt: skip


def _feature(properties: _Schema, geometry: _Schema) -> _Schema:
    return _object(
        {"type": {"type": "string", "enum": ["Feature"]}, "id": {}, "geometry": geometry,
         "properties": properties, "links": _links()},
        ("type", "geometry", "properties"),
    )  # fmt: skip


def _geometry(layer: Layer) -> _Schema:
    if layer.geometry is None:
        return _optional({"type": "object"})
    depth = _GEOMETRIES[layer.geometry]
    coordinates: _Schema = {"type": "array", "items": _NUMBER, "minItems": 2}
    for _ in range(depth):
        coordinates = _list(coordinates)
    shape = _object(
        {"type": {"type": "string", "enum": [layer.geometry]}, "coordinates": coordinates},
        ("type", "coordinates"),
    )
    return _optional(shape)


def _lines() -> _Schema:
    return _object({"type": _TEXT, "coordinates": {"type": "array", "items": {}}},
                   ("type", "coordinates"))  # fmt: skip


def _column(column: Column) -> _Schema:
    found = dict(_TYPES[column.kind])
    if column.allowed and column.kind == "list":
        found["items"] = {"type": "string", "enum": list(column.allowed)}
    elif column.allowed:
        found["enum"] = [*column.allowed, *([] if column.required else [None])]
    found |= {"title": column.label_en, "description": column.description}
    return found if column.required else _optional(found)


def _links() -> _Schema:
    return _list(_reference("Link"))


def _list(items: _Schema) -> _Schema:
    return {"type": "array", "items": items}


def _optional(schema: _Schema) -> _Schema:
    return {**schema, "nullable": True}


def _object(properties: dict[str, _Schema], required: tuple[str, ...]) -> _Schema:
    return {"type": "object", "properties": properties, "required": list(required)}


def _reference(name: str) -> _Schema:
    return {"$ref": f"#/components/schemas/{name}"}
