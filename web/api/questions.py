"""The questions over HTTP, under ``/queries``: each operation is made from its record."""

from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

import orjson
import shapely

from geo.data.frames import BorderFrames
from geo.formats.feature_json import feature_collection
from geo.formats.rows_csv import csv_of_rows, flat_row
from geo.queries.answer import Answer
from geo.queries.question import Question
from geo.queries.registry import QUESTIONS
from geo.words.messages import message
from web.api.question_parameters import question_parameter
from web.http.links import link, link_header, self_links
from web.http.operation import CSV, GEOJSON, HTML, JSON, OPENAPI, Call, Operation, Reply, Service
from web.pages.answers import answer_page
from web.pages.html import page

__all__ = ["question_operations", "question_schema_name"]

_TITLE: Final = message("What can be asked")


def question_operations(service: Service) -> list[Operation]:
    """Return the operations under ``/queries``; limits and ids come from the border.

    A former path is answered too, with a link to its successor. Without a router, a question that
    always needs one is refused and is no part of the API.
    """
    asked = [question for question in QUESTIONS.values() if question.path]
    operations = [
        replace(_operation(service.border, question), documented=_is_offered(service, question))
        for question in asked
    ]
    return [_LANDING, *operations] + [
        _former(operation, question.former_path)
        for operation, question in zip(operations, asked, strict=True)
        if question.former_path
    ]


def _is_offered(service: Service, question: Question) -> bool:
    return service.router is not None or not question.asks_router({})


def question_schema_name(question: Question) -> str:
    """Return the name of the schema of a question's answer among the document's components."""
    return f"answer.{question.operation}"


def _operation(border: BorderFrames, question: Question) -> Operation:
    def answer(call: Call) -> Reply:
        values = dict(call.values)
        if question.is_costly(call.border, values):
            call.costly()
        answered = question.ask(call.border, values, call.service.router)
        if call.media == HTML:
            reply = answer_page(call, question, answered)
        else:
            reply = _table(question, answered) if call.media == CSV else _reply(question, answered)
        is_of_now = call.query.get("open_at") == "now" or question.asks_router(values)
        return replace(reply, max_age=0, keep=False) if is_of_now else reply

    return Operation(
        id=question.operation,
        path=f"/queries/{question.path}",
        tag="queries",
        summary=question.summary,
        description=question.description,
        parameters=tuple(question_parameter(border, field) for field in question.fields),
        answer=answer,
        media=(GEOJSON if question.shape == "features" else JSON, CSV, HTML),
        schema=question_schema_name(question),
        problems=(502,) if question.asks_router({}) else (),
        quick=_asks_nobody if question.quick else False,
        has_localised_page=True,
    )


def _asks_nobody(query: str) -> bool:
    """Return whether a query surely names no way that another service would have to find."""
    return "by=" not in query and "%" not in query


def _table(question: Question, answer: Answer | dict[str, Any]) -> Reply:
    """Return the rows as CSV, points as lon and lat; what stands beside them is in JSON alone."""
    if not isinstance(answer, Answer):
        rows = [answer]
    else:
        rows = [
            {**row, **place} for row, place in zip(answer.records(), _places(answer), strict=True)
        ]
    names = tuple(column.name for column in question.columns)
    body = csv_of_rows([flat_row(row) for row in rows], names) + "\n"
    return Reply(body=body.encode(), media=CSV, keep=False)


def _places(answer: Answer) -> list[dict[str, float]]:
    shapes = answer.geometries
    point = shapely.GeometryType.POINT
    if shapes is None or (shapely.get_type_id(shapes) != point).any():
        return [{} for _ in range(len(answer))]
    return [{"lon": shape.x, "lat": shape.y} for shape in shapes]


def _queries(call: Call) -> Reply:
    """Return what can be asked, each question with its address."""
    asked = [item for item in QUESTIONS.values()
             if item.path and _is_offered(call.service, item)]  # fmt: skip
    title = call.words.say(_TITLE)
    if call.media == HTML:
        return page(call, "queries.html", title=title, questions=asked, example=_example)
    questions = [
        {
            "id": item.operation,
            "title": call.words.say(item.summary),
            "description": call.words.say(item.description) if item.description else "",
            "href": call.url(f"/queries/{item.path}"),
            "parameters": [field.name for field in item.fields],
            "example": call.url(_example(item)),
        }
        for item in asked
    ]
    links = [*self_links(call, title), link(call, "/api", "service-desc", OPENAPI, "OpenAPI 3.0")]
    body = {"title": title, "questions": questions, "links": links}
    return Reply(body=orjson.dumps(body), media=JSON, headers=(link_header(links),))


def _example(question: Question) -> str:
    """Return the path and query of an example, with the values that must be given."""
    given = {field.name: field.example for field in question.fields if field.required}
    return f"/queries/{question.path}?{urlencode(given)}"


_LANDING: Final = Operation(
    id="queries",
    path="/queries",
    tag="queries",
    summary=_TITLE,
    answer=_queries,
    media=(JSON, HTML),
    localised=True,
)


def _former(operation: Operation, path: str) -> Operation:
    def answer(call: Call) -> Reply:
        reply = operation.answer(call)
        link = ("Link", f'<{call.url(operation.path)}>; rel="successor-version"')
        return replace(reply, headers=(*reply.headers, link))

    return replace(
        operation,
        id=f"{operation.id}.former",
        path=f"/queries/{path}",
        answer=answer,
        documented=False,
    )


def _reply(question: Question, answer: Answer | dict[str, Any]) -> Reply:
    if not isinstance(answer, Answer):
        return Reply(body=orjson.dumps(answer), media=JSON, keep=False)
    if question.shape == "features":
        return Reply(body=feature_collection(answer), media=GEOJSON, keep=False)
    body = {question.rows_name: answer.records(), **answer.about}
    return Reply(body=orjson.dumps(body), media=JSON, keep=False)
