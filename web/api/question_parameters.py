"""The values of questions as parameters of requests."""

from typing import Any

from geo.data.frames import BorderFrames
from geo.queries.question import Field
from web.http.parameters import Parameter, integer, number, text

__all__ = ["question_parameter"]


def question_parameter(border: BorderFrames, field: Field) -> Parameter:
    """Return the parameter of a field; limits and ids come from the border."""
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
            kept: dict[str, Any] = {name: value for name, value in schema.items() if value}
            if field.day_words_of is not None:
                kept["anyOf"] = [{"format": "date"}, {"enum": [*field.day_words_of(border)]}]
            if field.several:
                several = {"type": "array", "items": {"type": "string", "enum": list(allowed)},
                           "minItems": 1, "maxItems": len(allowed)}  # fmt: skip
                return Parameter(name=field.name, description=field.description, schema=several)
            return text(field.name, field.description, allowed, schema=kept, **more)
