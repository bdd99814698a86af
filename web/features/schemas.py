"""Queryables, sortables and schema of each collection (JSON Schema 2020-12)."""

from typing import Any, Final

import orjson

from geo.layers import LAYERS, Column, Layer
from geo.words.catalogue import Phrase, words
from geo.words.messages import message
from geo.words.numbers import within
from web.features.source import GEOMETRY
from web.http.operation import HTML, SCHEMA, Call, Operation, Reply
from web.pages.html import page

__all__ = ["layer_properties", "schema_operations"]

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


def schema_operations() -> list[Operation]:
    """Return queryables, sortables and schema of every collection."""
    return [_operation(layer, kind) for layer in LAYERS.values() for kind in _KINDS]


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
        if not column.required:
            _allow_null(schema)
    if column.name == layer.key:
        schema["x-ogc-role"] = "id"
    elif column.name == layer.time:
        schema["x-ogc-role"] = "primary-instant"
    return schema


def _allow_null(schema: dict[str, Any]) -> None:
    schema["type"] = [schema["type"], "null"]
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
