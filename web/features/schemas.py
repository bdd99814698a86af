"""Queryables, sortables and schema of each collection (JSON Schema 2020-12)."""

from typing import Any, Final

import orjson

from geo.layers import LAYERS, Column, Layer
from geo.words.catalogue import Phrase, words
from geo.words.messages import message
from geo.words.numbers import within
from web.features.selection import sortable_names
from web.features.source import GEOMETRY
from web.http.operation import HTML, SCHEMA, Call, Operation, Reply
from web.pages.html import page

__all__ = ["FEATURE_SCHEMA", "layer_properties", "schema_operations"]

FEATURE_SCHEMA: Final = "feature-schema"
"""Last part of the address of the schema of a collection's features."""

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_NAMES: Final = {
    "queryables": message("queryables"),
    "sortables": message("sortables"),
    "schema": message("schema"),
}
_KINDS: Final = {
    "queryables": message("What filters of {title} may name"),
    "sortables": message("What {title} may be ordered by"),
    "schema": message("The properties of {title}"),
}
_OF_A_FEATURE: Final = message("The schema of a feature of {title}")
_NULL_IMPLIED: Final = message(
    "Each property has a single type. A property that is not required may also be null: not known."
)


def schema_operations() -> list[Operation]:
    """Return queryables, sortables, schema and schema of a feature of every collection."""
    return [
        operation
        for layer in LAYERS.values()
        for operation in (*(_operation(layer, kind) for kind in _KINDS), _feature_operation(layer))
    ]


def _operation(layer: Layer, kind: str) -> Operation:
    def answer(call: Call) -> Reply:
        title = f"{call.words.pick(layer, 'title')}: {call.words.say(_NAMES[kind])}"
        body = {
            "$schema": _DIALECT,
            "$id": call.url(call.operation.path),
            "type": "object",
            "title": title,
            "description": call.words.pick(layer, "description"),
            "properties": layer_properties(layer, kind, call.lang),
            "additionalProperties": False,
        }
        if kind == "schema":
            body["required"] = _required(layer)
        if call.media == HTML:
            return page(
                call, "schema.html", title=title, layer=layer, properties=body["properties"]
            )
        return Reply(body=orjson.dumps(body), media=SCHEMA)

    return Operation(
        id=f"{kind}.{layer.name}",
        path=f"/collections/{layer.name}/{kind}",
        tag="features",
        summary=Phrase(
            lambda words: words.say(_KINDS[kind], title=within(words.pick(layer, "title")))
        ),
        answer=answer,
        media=(SCHEMA, HTML),
        schema="JsonSchema",
        localised=True,
    )


def layer_properties(layer: Layer, kind: str, lang: str) -> dict[str, Any]:
    """Return the JSON schema of each property; ``kind`` is queryables, sortables or schema."""
    properties = {
        column.name: _property(layer, column, number, lang, kind)
        for number, column in enumerate(layer.columns, 1)
        if kind != "sortables" or column.name in sortable_names(layer)
    }
    if layer.geometry and kind != "sortables":
        properties[GEOMETRY] = {
            "title": words(lang).say("Geometry"),
            "format": f"geometry-{layer.geometry.lower()}",
            "x-ogc-role": "primary-geometry",
        }
    return properties


def _property(layer: Layer, column: Column, number: int, lang: str, kind: str) -> dict[str, Any]:
    schema = column.json_schema | {
        "title": words(lang).pick(column, "label"),
        "description": words(lang).say(column.description),
    }
    if column.unit:
        schema["x-ogc-unit"] = column.unit
    if kind == "schema":
        schema["x-ogc-propertySeq"] = number
    if column.name == layer.key:
        schema["x-ogc-role"] = "id"
    elif column.name == layer.time:
        schema["x-ogc-role"] = "primary-instant"
    return schema


def _required(layer: Layer) -> list[str]:
    return [column.name for column in layer.columns if column.required]


def _feature_operation(layer: Layer) -> Operation:
    def answer(call: Call) -> Reply:
        return Reply(body=orjson.dumps(_feature_schema(call, layer)), media=SCHEMA)

    return Operation(
        id=f"featureSchema.{layer.name}",
        path=f"/collections/{layer.name}/{FEATURE_SCHEMA}",
        tag="features",
        summary=Phrase(
            lambda words: words.say(_OF_A_FEATURE, title=within(words.pick(layer, "title")))
        ),
        description=_NULL_IMPLIED,
        answer=answer,
        media=(SCHEMA,),
        schema="JsonSchema",
        localised=True,
    )


def _feature_schema(call: Call, layer: Layer) -> dict[str, Any]:
    """Return the schema of a feature in the form that programs read columns and types from.

    GDAL makes a column of each name under ``properties``. It takes the identifier from the feature
    itself, and would have it twice; it takes numbers in a list for text, and whole numbers for ones
    of 32 bits. So these stand under ``patternProperties``, and GDAL learns them from the features.
    """
    columns = layer_properties(layer, "feature", call.lang)
    columns.pop(GEOMETRY, None)
    by_pattern = [
        column.name
        for column in layer.columns
        if column.name == "id"
        or column.kind == "integer"
        or column.json_schema.get("items") == {"type": "number"}
    ]
    properties: dict[str, Any] = {
        "type": "object",
        "required": _required(layer),
        "patternProperties": {f"^{name}$": columns.pop(name) for name in by_pattern},
        "properties": columns,
    }
    shape = {"type": "object", "properties": {"type": {"const": layer.geometry}}}
    return {
        "$schema": _DIALECT,
        "$id": call.url(call.operation.path),
        "title": call.words.pick(layer, "title"),
        "description": call.words.say(_NULL_IMPLIED),
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "const": "Feature"},
            "id": {"type": "string"},
            "geometry": shape if layer.geometry else {"type": "null"},
            "properties": properties,
        },
    }
