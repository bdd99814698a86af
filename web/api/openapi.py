"""The API document (OpenAPI 3.0.3) and its page, made from the operations themselves."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import orjson

from geo.layers import LAYERS
from geo.queries.registry import QUESTIONS
from geo.words.credits import NOT_OFFICIAL
from geo.words.messages import message
from web.api.examples import answer_examples, example_address, written
from web.api.questions import question_schema_name
from web.api.schemas import layer_schemas, question_schema, shared_schemas
from web.http.operation import (
    GEOJSON,
    HTML,
    JSON,
    OPENAPI,
    PROBLEM,
    SCHEMA,
    Call,
    Operation,
    Reply,
)
from web.http.problems import PROBLEM_TYPES
from web.pages.html import page

__all__ = ["api_document", "api_operations"]

_TAGS: Final = {
    "features": message("OGC API - Features over the layers of the border."),
    "queries": message("The spatial questions that planners ask."),
    "pages": message("Pages for people."),
    "exports": message("Files for meetings and for other programs."),
    "operations": message("Health and figures of the service."),
}
_STATUS_TEXTS: Final = {kind.status: kind.title for kind in PROBLEM_TYPES.values()}
_EVERYWHERE: Final = (400, 405, 406, 500, 503)
_UNCHANGED: Final = "The client has this answer already (If-None-Match, If-Modified-Since)."
_HEADERS_TOO_LONG: Final = (
    "There are more than 100 headers, or they are longer than granian reads, which is from some "
    "400 KiB on: an answer without a body."
)
_TOO_LONG: Final = (
    "The address is too long: a problem from 32 KiB on, an answer without a body from 64 KiB on."
)
_HEADERS: Final = {
    "Content-Crs": "CRS of the coordinates, in angle brackets.",
    "ETag": "Strong validator of this representation.",
    "Last-Modified": "Date of the data.",
    "Link": "The links of the body (RFC 8288).",
    "X-Request-Id": "Id of the request in the log.",
}


def api_operations(others: Callable[[], Sequence[Operation]]) -> list[Operation]:
    """Return the operations that describe the API; ``others`` returns all that it describes."""

    def document(call: Call) -> Reply:
        body = api_document(others(), call.root, call.border.version)
        return Reply(body=orjson.dumps(body), media=OPENAPI)

    def human(call: Call) -> Reply:
        shown = [item for item in others() if item.documented]
        return page(
            call,
            "api.html",
            title=call.words.say("The API"),
            groups={tag: [item for item in shown if item.tag == tag] for tag in _TAGS},
            tags=_TAGS,
            statuses=_problem_statuses,
            status_texts=_STATUS_TEXTS,
            example_address=example_address,
            written=written,
        )

    return [
        Operation(
            id="api",
            path="/api",
            tag="features",
            summary=message("This document"),
            answer=document,
            media=(OPENAPI,),
            schema={"type": "object"},
        ),
        Operation(
            id="apiPage",
            path="/api.html",
            tag="pages",
            summary=message("This document as a page"),
            answer=human,
            media=(HTML,),
            localised=True,
        ),
    ]


def api_document(operations: Sequence[Operation], root: str, version: str) -> dict[str, Any]:
    """Return the OpenAPI 3.0.3 document of the operations, the service being at ``root``."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        if operation.documented:
            paths.setdefault(operation.path, {})[operation.method.lower()] = _described(
                operation, root
            )
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Border Ports",
            "version": version,
            "description": (
                "The US-Mexico land border: its ports of entry, ten states and the river, in "
                f"English and Spanish. {NOT_OFFICIAL}"
            ),
            "license": {"name": "Apache-2.0 (code); data: see each collection's license"},
        },
        "servers": [{"url": root}],
        "tags": [{"name": name, "description": text} for name, text in _TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": shared_schemas()
            | {
                question_schema_name(item): question_schema(item)
                for item in QUESTIONS.values()
                if item.path
            }
            | {
                name: schema
                for layer in LAYERS.values()
                for name, schema in layer_schemas(layer).items()
            }
        },
    }


def _described(operation: Operation, root: str) -> dict[str, Any]:
    document: dict[str, Any] = {
        "operationId": operation.id,
        "tags": [operation.tag],
        "summary": str(operation.summary),
        "parameters": [parameter.document() for parameter in operation.all_parameters],
        "responses": _responses(operation, root),
    }
    if operation.description:
        document["description"] = str(operation.description)
    if operation.body is not None:
        document["requestBody"] = {
            "required": True,
            "description": operation.body.description,
            "content": {media: dict(content) for media, content in operation.body.content.items()},
        }
    return document


def _responses(operation: Operation, root: str) -> dict[str, Any]:
    names = ("ETag", "Last-Modified", "X-Request-Id", *operation.response_headers)
    good: dict[str, Any] = {
        "description": str(operation.summary),
        "headers": {
            name: {"description": _HEADERS[name], "schema": {"type": "string"}} for name in names
        },
        "content": {media: _content(operation, media, root) for media in operation.media},
    }
    if operation.links:
        good["links"] = {name: dict(found) for name, found in operation.links.items()}
    problems = {
        str(status): {
            "description": _STATUS_TEXTS[status],
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in _problem_statuses(operation)
    }
    unchanged = {"304": {"description": _UNCHANGED}} if operation.method == "GET" else {}
    return {
        "200": good,
        **unchanged,
        **problems,
        "414": {"description": _TOO_LONG},
        "431": {"description": _HEADERS_TOO_LONG},
    }


def _problem_statuses(operation: Operation) -> list[int]:
    return sorted({*_EVERYWHERE, 429, *operation.problems})


def _content(operation: Operation, media: str, root: str) -> dict[str, Any]:
    if media in {JSON, GEOJSON, SCHEMA, OPENAPI} or media.endswith("+json"):
        schema = operation.schema
        shown = {"$ref": f"#/components/schemas/{schema}"} if isinstance(schema, str) else schema
        content: dict[str, Any] = {"schema": dict(shown)}
        if operation.example is not None:
            return content | {"example": operation.example}
        return content | answer_examples(operation, media, root)
    is_text = media.startswith("text/") or media.endswith("xml")
    form = {"type": "string"} if is_text else {"type": "string", "format": "binary"}
    return {"schema": form, **answer_examples(operation, media, root)}
