"""What a question is: the values it takes, what it computes, and the columns of its answer.

Command line, HTTP operation with its schema, and documentation are made from this record.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from geo.data.frames import BorderFrames
from geo.layers import Column, GeometryType
from geo.queries.answer import Answer, Row
from geo.routing.model import Router

__all__ = ["Field", "Nested", "Question"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value that a question takes.

    Parameters
    ----------
    name
        Name over HTTP and in Python.
    kind
        ``number``, ``integer`` or ``text``.
    description
        What it means, in one sentence.
    low, high
        Least and largest number allowed.
    high_of
        Returns the largest number allowed for a border, instead of ``high``.
    allowed
        The texts allowed; empty for any.
    allowed_of
        Returns the texts allowed for a border, such as the ids of its ports.
    day_words_of
        Returns the words that may stand in the place of a day; any other text is a day.
    several
        Whether several of the texts allowed may be given, with commas between or as a list.
    pattern
        Regular expression that a text must match, for the API document.
    longest
        Longest text allowed.
    required, default, example
        Whether it must be given, what stands for it if not, and a value to show.
    check
        Returns the value to use, or raises ``InvalidValueError``.
    is_version
        Whether it may name a version of the data; the command line then also takes a folder.
    positional
        Whether the command line takes it as an argument rather than an option.
    argument
        Name of the parameter of the question's function, if another than ``name``.
    """

    name: str
    kind: Literal["number", "integer", "text"]
    description: str
    low: float | None = None
    high: float | None = None
    high_of: Callable[[BorderFrames], int] | None = None
    allowed: tuple[str, ...] = ()
    allowed_of: Callable[[BorderFrames], tuple[str, ...]] | None = None
    day_words_of: Callable[[BorderFrames], tuple[str, ...]] | None = None
    several: bool = False
    pattern: str = ""
    longest: int | None = None
    required: bool = False
    default: object = None
    example: object = None
    check: Callable[[Any], Any] | None = None
    is_version: bool = False
    positional: bool = False
    argument: str = ""

    @property
    def keyword(self) -> str:
        """Return the name under which the question's function takes the value."""
        return self.argument or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Nested:
    """A column or word beside whose value is an object or, with ``is_list``, a list of them."""

    name: str
    description: str
    columns: tuple[Column, ...]
    is_list: bool = False
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of a border.

    Parameters
    ----------
    name
        Name of the command, and of the method of ``Border`` that stands beside.
    path
        Path under ``/queries`` over HTTP; empty where a collection answers it already.
    former_path
        Path under which it was answered before, and still is with a notice; empty for none.
    operation
        Id of the HTTP operation, which its schema's name begins with.
    summary, description
        A heading, and what the reader should know before asking.
    fields
        The values it takes, in the order of the command line.
    columns
        Computed columns of the answer, before those of ``layer``.
    about
        What stands beside the rows, as a whole.
    layer
        The layer whose rows it returns, if it does.
    geometry
        Type of the rows' own geometry where ``layer`` does not give it.
    shape
        ``features`` (GeoJSON), ``rows`` (an object whose ``rows_name`` holds them) or ``row``.
    answer
        Computes the answer; takes the border and the fields by their keywords.
    shown
        Columns that a table of text shows.
    example
        Arguments of an example on the command line.
    remark
        Returns what to say beside the answer on the command line, if anything.
    asks_router
        Whether some values make it ask a routing engine, which ``answer`` then takes as
        ``router``; what that says is of the moment.
    quick, costly
        Whether an answer takes a few milliseconds at most, whatever is asked; whether it takes so
        long that a service makes it apart, always or for a border and values by field name.
    """

    name: str
    path: str
    former_path: str = ""
    operation: str
    summary: str
    description: str = ""
    fields: tuple[Field, ...] = ()
    columns: tuple[Column | Nested, ...] = ()
    about: tuple[Column | Nested, ...] = ()
    layer: str | None = None
    geometry: GeometryType | None = None
    shape: Literal["features", "rows", "row"] = "features"
    rows_name: str = "rows"
    answer: Callable[..., Answer | Row]
    shown: tuple[str, ...] = ()
    example: str
    remark: Callable[[Answer], str | None] = lambda _: None
    asks_router: Callable[[dict[str, Any]], bool] = lambda _: False
    quick: bool = False
    costly: bool | Callable[[BorderFrames, dict[str, Any]], bool] = False

    def is_costly(self, border: BorderFrames, values: dict[str, Any]) -> bool:
        """Return whether the answer for some values is to be made apart."""
        return self.costly(border, values) if callable(self.costly) else self.costly

    def ask(
        self, border: BorderFrames, values: dict[str, Any], router: Router | None = None
    ) -> Answer | Row:
        """Return the answer for values by field name; those left out take their default."""
        arguments = {field.keyword: values.get(field.name, field.default) for field in self.fields}
        if self.asks_router(values):
            arguments["router"] = router
        return self.answer(border, **arguments)
