"""Parameters of the HTTP interface: one definition for validation and for the API document."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from geo.errors import InvalidValueError
from geo.words.catalogue import Phrase, said
from geo.words.messages import message

__all__ = ["Parameter", "integer", "number", "parse_value", "text", "without_repeats"]

_ONCE_EACH: Final = message("each of them once")
_AT_MOST: Final = message("at most {most} values")
Schema = Mapping[str, Any]
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_INTEGER: Final = re.compile(r"-?\d{1,40}", re.ASCII)

_A_NUMBER: Final = message("a number")
_A_WHOLE_NUMBER: Final = message("a whole number")
_RANGES: Final[dict[tuple[str, ...], str]] = {
    (): "{what}",
    ("low",): message("{what}, {low} or more"),
    ("high",): message("{what}, {high} or less"),
    ("low", "high"): message("{what} from {low} to {high}"),
}
_LENGTH: Final = message("a text of {least} to {most} characters")
_VALUES: Final = message("{least} to {most} values with commas between")
_TRUE_OR_FALSE: Final = message("true or false")
_MAX_SEVERAL: Final = 200
"""Most values of a parameter that takes several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a request.

    ``schema`` is an OpenAPI 3.0 schema; ``parse_value`` enforces what it says, so the document
    and the check cannot differ. ``check`` adds what a schema cannot say: it takes the parsed
    value and returns the one to use, or raises ``InvalidValueError``. ``several`` says that commas
    may stand between values of the schema: the value is then a list of them, beside a text with
    its commas as it stands. ``spelt`` returns a text as the schema spells it. ``clips`` says that
    a number above the schema's maximum is taken as the maximum. ``example`` may be a function,
    where an example is a value of data that need not be loaded yet.
    """

    name: str
    description: str | Phrase
    schema: Schema
    where: Literal["query", "path"] = "query"
    required: bool = False
    example: object = None
    check: Callable[[Any], Any] | None = None
    several: bool = False
    spelt: Callable[[str], str] | None = None
    clips: bool = False

    @property
    def shown_example(self) -> object:
        """Return the example, found now where it is a function."""
        return self.example() if callable(self.example) else self.example

    @property
    def default(self) -> object:
        """Return the value used when the parameter is left out."""
        return self.schema.get("default")

    def document(self) -> dict[str, Any]:
        """Return the parameter as an OpenAPI 3.0 parameter object."""
        document: dict[str, Any] = {
            "name": self.name,
            "in": self.where,
            "description": str(self.description),
            "required": self.required or self.where == "path",
            "schema": dict(self.schema),
        }
        if self.where == "query":
            document |= {"style": "form", "explode": False}
        example = self.shown_example
        if example is not None:
            document["example"] = example
        return document

    def parse(self, value: str) -> object:
        """Return the value that the text stands for; ``InvalidValueError`` if not allowed."""
        if self.several:
            return [self._parsed(text) for text in self._texts(value)]
        return self._parsed(value)

    def _parsed(self, value: str) -> object:
        text_of = value if self.spelt is None else self.spelt(value)
        parsed = parse_value(self.name, text_of, self._enforced())
        if self.clips:
            parsed = min(parsed, self.schema["maximum"])
        return parsed if self.check is None else self.check(parsed)

    def _enforced(self) -> Schema:
        if not self.clips:
            return self.schema
        return {key: value for key, value in self.schema.items() if key != "maximum"}

    def _texts(self, value: str) -> list[str]:
        parts = value.split(",")
        if len(parts) > _MAX_SEVERAL:
            raise InvalidValueError(self.name, value[:80], said(_AT_MOST, most=_MAX_SEVERAL))
        is_free = self.schema["type"] == "string" and not {"enum", "format"} & set(self.schema)
        if is_free and len(parts) > 1:
            return [value, *filter(None, (part.strip() for part in parts))]
        return parts


def number(
    name: str,
    description: str | Phrase,
    low: float | None,
    high: float | None,
    **more: Any,  # noqa: ANN401
) -> Parameter:
    """Return a parameter that is a number between two limits (either may be absent)."""
    schema: dict[str, Any] = {"type": "number"}
    if low is not None:
        schema["minimum"] = low
    if high is not None:
        schema["maximum"] = high
    if "default" in more:
        schema["default"] = more.pop("default")
    return Parameter(name=name, description=description, schema=schema, **more)


def integer(name: str, description: str | Phrase, low: int, high: int, **more: Any) -> Parameter:  # noqa: ANN401
    """Return a parameter that is a whole number between two limits."""
    schema: dict[str, Any] = {"type": "integer", "minimum": low, "maximum": high}
    if "default" in more:
        schema["default"] = more.pop("default")
    return Parameter(name=name, description=description, schema=schema, **more)


def text(
    name: str,
    description: str | Phrase,
    allowed: tuple[str, ...] = (),
    **more: Any,  # noqa: ANN401
) -> Parameter:
    """Return a parameter that is a text, one of ``allowed`` if that is given."""
    schema: dict[str, Any] = {"type": "string"} | dict(more.pop("schema", {}))
    if allowed:
        schema["enum"] = list(allowed)
    if "default" in more:
        schema["default"] = more.pop("default")
    return Parameter(name=name, description=description, schema=schema, **more)


def parse_value(name: str, value: str, schema: Schema) -> Any:  # noqa: ANN401
    """Return the value that a text stands for under a schema.

    Raises
    ------
    InvalidValueError
        The text is not of the type, outside the limits or not among the allowed values.
    """
    return _PARSERS[schema["type"]](name, value, schema)


def _parse_number(name: str, value: str, schema: Schema) -> float:
    number = float(value) if _NUMBER.fullmatch(value) else math.nan
    if not math.isfinite(number) or not _in_range(number, schema):
        raise InvalidValueError(name, value, _allowed_range(_A_NUMBER, schema))
    return number


def _parse_integer(name: str, value: str, schema: Schema) -> int:
    if not _INTEGER.fullmatch(value) or not _in_range(int(value), schema):
        raise InvalidValueError(name, value, _allowed_range(_A_WHOLE_NUMBER, schema))
    return int(value)


def _parse_boolean(name: str, value: str, _schema: Schema) -> bool:
    if value not in {"true", "false"}:
        raise InvalidValueError(name, value, Phrase(lambda words: words.say(_TRUE_OR_FALSE)))
    return value == "true"


def _parse_text(name: str, given: str, schema: Schema) -> str:
    """Return a text as the data hold texts: in composed characters (NFC)."""
    value = given if given.isascii() else unicodedata.normalize("NFC", given)
    allowed = schema.get("enum")
    if allowed is not None and value not in allowed:
        raise InvalidValueError(name, value, Phrase(lambda _: ", ".join(allowed)))
    longest = schema.get("maxLength", 4000)
    if not schema.get("minLength", 0) <= len(value) <= longest:
        least = schema.get("minLength", 0)
        raise InvalidValueError(
            name,
            value[:80],
            Phrase(lambda words: words.say(_LENGTH, least=least, most=longest)),
        )
    return value


def _parse_array(name: str, value: str, schema: Schema) -> list[Any]:
    parts = value.split(",")
    least, most = schema.get("minItems", 1), schema.get("maxItems", 1000)
    if not least <= len(parts) <= most:
        allowed = Phrase(lambda words: words.say(_VALUES, least=least, most=most))
        raise InvalidValueError(name, value, allowed)
    return [parse_value(name, part, schema["items"]) for part in parts]


def _in_range(value: float, schema: Schema) -> bool:
    return bool(schema.get("minimum", -math.inf) <= value <= schema.get("maximum", math.inf))


def _allowed_range(what: str, schema: Schema) -> Phrase:
    low, high = schema.get("minimum"), schema.get("maximum")
    limits = {name: f"{value:g}" for name, value in (("low", low), ("high", high))
              if value is not None}  # fmt: skip
    form = _RANGES[tuple(limits)]
    return Phrase(lambda words: words.say(form, what=words.say(what), **limits))


_PARSERS: Final[dict[str, Callable[[str, str, Schema], Any]]] = {
    "number": _parse_number,
    "integer": _parse_integer,
    "boolean": _parse_boolean,
    "string": _parse_text,
    "array": _parse_array,
}


def without_repeats(name: str) -> Callable[[list[str]], list[str]]:
    """Return the check of a parameter that may name each of its values only once."""

    def check(values: list[str]) -> list[str]:
        if len(set(values)) < len(values):
            raise InvalidValueError(name, ",".join(values), _ONCE_EACH)
        return values

    return check
