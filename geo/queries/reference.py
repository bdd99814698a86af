"""The reference of the questions: every value taken and every column returned, as Markdown."""

from geo.layers import Column
from geo.queries.question import Field, Nested, Question
from geo.queries.registry import QUESTIONS

__all__ = ["question_reference"]

_INTRODUCTION = """# Reference of the questions

Made from `geo/queries` by `border-ports data questions`; a test keeps the two equal.
Columns marked * are in every row. Where an answer holds rows of a layer, that layer's own columns
follow those listed here (see [data-dictionary.md](data-dictionary.md)).
"""
_SHAPES = {
    "features": "GeoJSON features",
    "rows": "an object with rows",
    "row": "one object",
}


def question_reference() -> str:
    """Return the reference as Markdown, in the order of ``QUESTIONS``."""
    return "\n".join([_INTRODUCTION, *(_question(item) for item in QUESTIONS.values())])


def _question(question: Question) -> str:
    lines = [f"## {question.summary}", ""]
    if question.description:
        lines += [question.description, ""]
    lines += [f"- Command: `border-ports {question.name} {question.example}`"]
    if question.path:
        lines += [f"- HTTP: `GET /queries/{question.path}`"]
    of = f" of the layer `{question.layer}`" if question.layer else ""
    lines += [f"- Answer: {_SHAPES[question.shape]}{of}", ""]
    if question.fields:
        lines += ["| value | kind | allowed | meaning |", "| --- | --- | --- | --- |"]
        lines += [_field(field) for field in question.fields]
        lines += [""]
    if question.columns:
        lines += ["| column | kind | unit | meaning |", "| --- | --- | --- | --- |"]
        lines += [_column(column) for column in question.columns]
        lines += [""]
    if question.about:
        beside = ", ".join(f"`{item.name}`" for item in question.about)
        lines += [f"Beside the rows: {beside}.", ""]
    return "\n".join(lines)


def _field(field: Field) -> str:
    star = "*" if field.required else ""
    default = "" if field.default is None else f" Default: `{field.default}`."
    meaning = f"{field.description}{default}"
    return f"| `{field.name}`{star} | {field.kind} | {_allowed(field)} | {meaning} |"


def _allowed(field: Field) -> str:
    if field.allowed:
        listed = ", ".join(f"`{item}`" for item in field.allowed)
        return f"some of {listed}" if field.several else listed
    if field.allowed_of is not None:
        return "ids of the border's ports"
    if field.high_of is not None:
        return f"{field.low:g} to the number of ports"
    if field.low is not None and field.high is not None:
        return f"{field.low:g} to {field.high:g}"
    return ""


def _column(column: Column | Nested) -> str:
    star = "*" if column.required else ""
    if isinstance(column, Nested):
        inner = ", ".join(f"`{item.name}`" for item in column.columns)
        return f"| `{column.name}`{star} | object | | {column.description} Keys: {inner}. |"
    allowed = ", ".join(f"`{item}`" for item in column.allowed)
    meaning = column.description + (f" One of: {allowed}." if allowed else "")
    return f"| `{column.name}`{star} | {column.kind} | {column.unit} | {meaning} |"
