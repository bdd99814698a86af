"""JSON schemas of the answers, in the dialect of OpenAPI 3.0."""

from typing import Any, Final

from geo.feeds.cbp_records import LANES
from geo.feeds.gauge_rows import FLOOD_CATEGORIES, QUANTITIES
from geo.feeds.nws_alerts import SEVERITIES
from geo.feeds.present import AGES
from geo.feeds.waits import METHODS, STATUSES
from geo.layers import LAYERS, Column, Layer
from geo.queries.by_road import ROAD_ABOUT
from geo.queries.question import Nested, Question

__all__ = ["layer_schemas", "question_schema", "shared_schemas"]

_Schema = dict[str, Any]
_TEXT: Final[_Schema] = {"type": "string"}
_NUMBER: Final[_Schema] = {"type": "number"}
_COUNT: Final[_Schema] = {"type": "integer", "minimum": 0}
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
        "Health": _object({"status": _TEXT, "dataset_version": _TEXT, "ports": _COUNT,
                           "data_to": _TEXT, "data_to_by_measure": {"type": "object"},
                           "data_age_months": {"type": "integer"},
                           "waits": {"type": "object"}},
                          ("status",)),
        "NearestOfMany": _features(
            _feature({"type": "object"}, {"type": "object"}),
            {"left_out": _list(_object({"id": _TEXT, "open_to": _TEXT}, ("id", "open_to"))),
             "hours_not_known": _list(_object({"id": _TEXT}, ("id",))),
             "warning_en": _TEXT, "warning_es": _TEXT},
        ),
        "LocatedPoints": _features(_feature({"type": "object"}, {"type": "object"}), {}),
        **_wait_schemas(),
        **_kept_wait_schemas(),
        **_condition_schemas(),
    }  # fmt: skip


_MOMENT: Final[_Schema] = {"type": "string", "format": "date-time", "nullable": True}
_ABOUT_WAITS: Final[dict[str, _Schema]] = {"source": _TEXT, "note": _TEXT}


def _wait_row() -> dict[str, _Schema]:
    """Return the properties of a wait as it is answered."""
    some: _Schema = {**_COUNT, "nullable": True}
    return {
        **dict.fromkeys(("port_id", "number", "place", "observed_as_written"), _TEXT),
        "lane": {**_TEXT, "enum": list(LANES)},
        "status": {**_TEXT, "enum": list(STATUSES)},
        **dict.fromkeys(("minutes", "lanes_open", "lanes_most"), some),
        "method": {**_TEXT, "enum": [*METHODS, None], "nullable": True},
        **dict.fromkeys(("observed", "answered"), _MOMENT),
        "age_minutes": _COUNT,
        "age": {**_TEXT, "enum": list(AGES)},
    }


def _wait_schemas() -> dict[str, _Schema]:
    """Return the schemas of waiting times now."""
    row, about = _wait_row(), _ABOUT_WAITS
    moments = dict.fromkeys(("asked", "answered", "published"), _MOMENT)
    now = {"live": {"type": "boolean"}, **moments, "waits": _list(_object(row, tuple(row)))}
    whole: dict[str, _Schema] = {"hour": _COUNT, "days": _COUNT}
    minutes: dict[str, _Schema] = dict.fromkeys(("low", "median", "high"), _NUMBER)
    usual = _optional(_object({**whole, **minutes}, (*whole, *minutes)))
    now_and_usual = _object({**row, "usual": usual}, (*row, "usual"))
    layer = {**row, "mode": _TEXT, "lane_kind": _TEXT, "stale": {"type": "boolean"}}
    point = _object({"type": _TEXT, "coordinates": _list(_NUMBER)}, ("type", "coordinates"))
    unlisted = {**_TEXT, "enum": [*STATUSES, "not_listed"]}
    near = _object(
        {
            **row,
            "status": unlisted,
            "distance_km": _NUMBER,
            "bearing_deg": _NUMBER,
            "road_minutes": _NUMBER,
            "total_minutes": {**_NUMBER, "nullable": True},
        },
        ("port_id", "distance_km", "bearing_deg", "status", "minutes"),
    )
    return {
        "Waits": _object({**about, **now}, (*about, *now)),
        "PortWaits": _object({**about, "waits": _list(now_and_usual)}, (*about, "waits")),
        "WaitFeatures": _features(_feature(_object(layer, tuple(layer)), point),
                                  {**about, "timeStamp": _MOMENT}),
        "NearestWaits": _features(_feature(near, point), {
            **about, "not_counted": _list(near),
            **{item.name: _beside(item) for item in ROAD_ABOUT}}),
    }  # fmt: skip


def _kept_wait_schemas() -> dict[str, _Schema]:
    """Return the schemas of the waiting times that were kept."""
    about = _ABOUT_WAITS
    past = _object({"observed": _MOMENT, "minutes": _COUNT}, ("observed", "minutes"))
    kept: dict[str, _Schema] = {
        **dict.fromkeys(("port_id", "number", "lane"), _TEXT),
        "observed": {"type": "string", "format": "date-time"},
        **dict.fromkeys(("span_seconds", "minutes", "readings", "least", "most"), _COUNT),
    }
    return {
        "WaitHistory": _object({**about, "waits": _list(past)}, (*about, "waits")),
        "WaitsOfDay": _object({**about, "waits": _list(_object(kept, tuple(kept)))},
                              (*about, "waits")),
    }  # fmt: skip


def _condition_schemas() -> dict[str, _Schema]:
    """Return the schemas of gauges and alerts."""
    some: _Schema = {**_NUMBER, "nullable": True}
    told: _Schema = {**_TEXT, "nullable": True}
    gauge = {
        **dict.fromkeys(("station", "source", "name_en", "name_es", "unit"), _TEXT),
        "port_ids": _list(_TEXT),
        **dict.fromkeys(("distance_km", "longitude", "latitude", "value", "value_si"), some),
        "quantity": {**_TEXT, "enum": list(QUANTITIES)},
        "unit_si": told,
        "flood_category": {**told, "enum": [*FLOOD_CATEGORIES, None]},
        **dict.fromkeys(("observed", "answered"), _MOMENT),
        "is_daily": {"type": "boolean"},
        "age_minutes": _COUNT,
        "age": {**_TEXT, "enum": list(AGES)},
    }
    alert = {
        **dict.fromkeys(("id", "event"), _TEXT),
        "severity": {**_TEXT, "enum": list(SEVERITIES)},
        **dict.fromkeys(("headline", "areaDesc", "senderName", "urgency", "certainty",
                         "instruction"), told),
        **dict.fromkeys(("sent", "onset", "expires", "ends"), _MOMENT),
        "port_ids": _list(_TEXT),
        "placed_by": {**_TEXT, "enum": ["area", "county"]},
    }  # fmt: skip
    about = {**_ABOUT_WAITS, "live": {"type": "boolean"}}
    return {
        "Stage": _object({**about, "gauges": _list(_object(gauge, tuple(gauge)))},
                         (*about, "gauges")),
        "Alerts": _object({**about, "answered": _MOMENT,
                           "alerts": _list(_object(alert, tuple(alert)))},
                          (*about, "answered", "alerts")),
    }  # fmt: skip


def layer_schemas(layer: Layer) -> dict[str, _Schema]:
    """Return the schemas of one feature and of a page of features of a layer."""
    feature = _feature(_reference(f"properties.{layer.name}"), _geometry(layer))
    return {
        f"properties.{layer.name}": {
            "type": "object",
            "description": layer.description_en,
            "properties": {column.name: _column_or_text(column) for column in layer.columns},
        },
        f"feature.{layer.name}": feature,
        f"features.{layer.name}": _features(
            _reference(f"feature.{layer.name}"),
            {"numberMatched": _COUNT, "links": _links()},
        ),
    }


def question_schema(question: Question) -> _Schema:
    """Return the schema of the answer to a question."""
    about = {item.name: _beside(item) for item in question.about}
    properties = {item.name: _beside(item) for item in question.columns}
    required = tuple(item.name for item in question.columns if item.required)
    if question.shape == "row":
        return _object(properties, required)
    if question.shape == "rows":
        named = tuple(item.name for item in question.about if item.required)
        rows = _list(_object(properties, required))
        return _object({question.rows_name: rows, **about}, (question.rows_name, *named))
    if question.layer is None:
        return _features(_feature(_object(properties, required), _lines()), about)
    layer = LAYERS[question.layer]
    columns = {column.name: _column(column) for column in layer.columns}
    own = _object({**properties, **columns}, required)
    return _features(_feature(own, _geometry(layer)), about)


def _beside(item: Column | Nested) -> _Schema:
    if isinstance(item, Column):
        return _column(item)
    inner = _object(
        {column.name: _column(column) for column in item.columns},
        tuple(column.name for column in item.columns if column.required),
    )
    return _list(inner) if item.is_list else inner


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
    schema = column.json_schema
    if "enum" in schema and not column.required:
        schema["enum"] = [*schema["enum"], None]
    schema |= {"title": column.label_en, "description": column.description}
    return schema if column.required else _optional(schema)


def _column_or_text(column: Column) -> _Schema:
    """Return the schema of a property; ``flat`` makes a text of a list or a truth."""
    schema = _column(column)
    if column.kind not in {"list", "boolean"}:
        return schema
    about: _Schema = {}
    for name in ("title", "description", "nullable"):
        if name in schema:
            about[name] = schema.pop(name)
    return {**about, "anyOf": [_optional(schema) if "nullable" in about else schema, _TEXT]}


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
