"""Values of a filter as whole columns, each cell with its own "not known"."""

from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from geo.words.catalogue import Phrase
from geo.words.messages import message

__all__ = [
    "DAY_US",
    "FAR_FUTURE",
    "FAR_PAST",
    "KIND_NAMES",
    "Bools",
    "FilterError",
    "Kind",
    "Source",
    "Truth",
    "Vector",
    "constant",
    "wrong_kind",
]

Bools: TypeAlias = npt.NDArray[np.bool_]
Kind = Literal["number", "text", "boolean", "date", "timestamp", "geometry", "list", "interval"]

DAY_US: Final = 86_400_000_000
FAR_PAST: Final = -(2**62)
FAR_FUTURE: Final = 2**62


KIND_NAMES: Final[dict[str, str]] = {
    "number": message("a number"),
    "text": message("a text"),
    "boolean": message("a boolean"),
    "date": message("a date"),
    "timestamp": message("a timestamp"),
    "geometry": message("a geometry"),
    "list": message("a list"),
    "interval": message("an interval"),
}
"""Names of the kinds of values, with their article."""


class FilterError(ValueError):
    """A filter cannot be parsed or asks for what the data do not have.

    Parameters
    ----------
    phrase
        What is wrong, made anew for each language.
    """

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(str(phrase))
        self.phrase = phrase


def wrong_kind(form: str, kind: Kind, **values: object) -> FilterError:
    """Return the error of a value of the wrong kind, which ``form`` names as ``{kind}``."""
    return FilterError(
        Phrase(lambda words: words.say(form, kind=words.say(KIND_NAMES[kind]), **values))
    )


@dataclass(frozen=True, slots=True)
class Vector:
    """A value per row, or one value for all rows (arrays of length 1).

    ``data`` is float64 for numbers, object for texts, lists and geometries, bool for booleans
    and int64 microseconds since 1970 UTC for dates and timestamps; an interval keeps its end in
    ``end``, and so do dates that stand for whole months. ``known`` is false where the cell is
    empty. ``grain`` says of an interval whether its ends are dates or timestamps.
    """

    kind: Kind
    data: npt.NDArray[Any]
    known: Bools
    end: npt.NDArray[Any] | None = None
    grain: Literal["date", "timestamp", ""] = ""


@dataclass(frozen=True, slots=True)
class Truth:
    """A condition per row in three-valued logic: surely true, surely false, or neither."""

    true: Bools
    false: Bools

    def __invert__(self) -> "Truth":
        """Return the negation; what is unknown stays unknown."""
        return Truth(self.false, self.true)

    def __and__(self, other: "Truth") -> "Truth":
        """Return the conjunction."""
        return Truth(self.true & other.true, self.false | other.false)

    def __or__(self, other: "Truth") -> "Truth":
        """Return the disjunction."""
        return Truth(self.true | other.true, self.false & other.false)

    @staticmethod
    def of(holds: Bools, known: Bools) -> "Truth":
        """Return a condition that holds or not where its operands are known."""
        return Truth(holds & known, ~holds & known)


class Source(Protocol):
    """The rows that a filter chooses from."""

    @property
    def count(self) -> int:
        """Return the number of rows."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the properties, for messages."""

    def vector(self, name: str) -> Vector:
        """Return a property as a column; ``FilterError`` if there is none of that name."""


def constant(kind: Kind, value: object) -> Vector:
    """Return one value for all rows."""
    dtypes: dict[str, type] = {
        "number": np.float64, "boolean": np.bool_, "date": np.int64, "timestamp": np.int64,
    }  # fmt: skip
    data: npt.NDArray[Any] = np.empty(1, dtype=dtypes.get(kind, np.object_))
    data[0] = value
    return Vector(kind, data, np.ones(1, dtype=np.bool_))
