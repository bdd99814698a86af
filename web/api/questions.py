"""The questions over HTTP, under ``/queries``: each operation is made from its record."""

from dataclasses import replace
from typing import Any

import orjson

from geo.data.frames import BorderFrames
from geo.formats.feature_json import feature_collection
from geo.queries.answer import Answer
from geo.queries.question import Field, Question
from geo.queries.registry import QUESTIONS
from web.http.operation import GEOJSON, JSON, Call, Operation, Reply
from web.http.parameters import Parameter, integer, number, text

__all__ = ["question_operations", "question_schema_name"]


def question_operations(border: BorderFrames) -> list[Operation]:
    """Return the operations under ``/queries``; limits and ids come from the border.

    A former path is answered too, with a link to its successor.
    """
    asked = [question for question in QUESTIONS.values() if question.path]
    operations = [_operation(border, question) for question in asked]
    return operations + [
        _former(operation, question.former_path)
        for operation, question in zip(operations, asked, strict=True)
        if question.former_path
    ]


def question_schema_name(question: Question) -> str:
    """Return the name of the schema of a question's answer among the document's components."""
    return f"answer.{question.operation}"


def _operation(border: BorderFrames, question: Question) -> Operation:
    def answer(call: Call) -> Reply:
        if question.costly:
            call.costly()
        reply = _reply(question, question.ask(call.border, dict(call.values)))
        is_of_now = call.query.get("open_at") == "now"
        return replace(reply, max_age=0, keep=False) if is_of_now else reply

    return Operation(
        id=question.operation,
        path=f"/queries/{question.path}",
        tag="queries",
        summary=question.summary,
        description=question.description,
        parameters=tuple(_parameter(border, field) for field in question.fields),
        answer=answer,
        media=(GEOJSON,) if question.shape == "features" else (JSON,),
        schema=question_schema_name(question),
        quick=question.quick,
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


def _parameter(border: BorderFrames, field: Field) -> Parameter:
    more: dict[str, Any] = {
        "required": field.required, "example": field.example, "check": field.check
    }  # fmt: skip
    if field.default is not None:
        more["default"] = field.default
    high = field.high if field.high_of is None else field.high_of(border)
    match field.kind:
        case "number":
            return number(field.name, field.description, field.low, high, **more)
        case "integer":
            lowest, highest = int(field.low or 0), int(high or 0)
            return integer(field.name, field.description, lowest, highest, **more)
        case _:
            allowed = field.allowed if field.allowed_of is None else field.allowed_of(border)
            schema = {"maxLength": field.longest, "pattern": field.pattern}
            kept = {name: value for name, value in schema.items() if value}
            return text(field.name, field.description, allowed, schema=kept, **more)


def _reply(question: Question, answer: Answer | dict[str, Any]) -> Reply:
    if not isinstance(answer, Answer):
        return Reply(body=orjson.dumps(answer), media=JSON, keep=False)
    if question.shape == "features":
        return Reply(body=feature_collection(answer), media=GEOJSON, keep=False)
    body = {question.rows_name: answer.records(), **answer.about}
    return Reply(body=orjson.dumps(body), media=JSON, keep=False)
