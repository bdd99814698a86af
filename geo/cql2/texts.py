"""Texts: case and accent folding, and LIKE."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final, TypeVar

import numpy as np

from geo.cql2.values import FilterError, Truth, Vector, wrong_kind
from geo.words.catalogue import said
from geo.words.messages import message

__all__ = ["FOLDINGS", "among", "fold", "like"]

_TAKES_A_TEXT: Final = message("{name} takes a text, not {kind}")
_LIKE_TAKES: Final = message("LIKE takes a text and a pattern written as a text")

_Result = TypeVar("_Result")


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize(
        "NFC", "".join(part for part in parts if not unicodedata.combining(part))
    )


FOLDINGS: Final[dict[str, Callable[[str], str]]] = {
    "casei": str.casefold,
    "accenti": _without_accents,
}


def fold(name: str, texts: Vector) -> Vector:
    """Return the texts folded by ``casei`` or ``accenti``."""
    if texts.kind != "text":
        raise wrong_kind(_TAKES_A_TEXT, texts.kind, name=name)
    data = np.empty(len(texts.data), dtype=np.object_)
    data[:] = _each(texts.data, FOLDINGS[name])
    return Vector("text", data, texts.known)


def among(values: Vector, listed: Sequence[object]) -> Truth:
    """Return whether each value is one of those listed, which are of the same kind."""
    if values.kind == "text":
        wanted = set(listed)
        holds = np.array([text in wanted for text in values.data], dtype=np.bool_)
    else:
        holds = np.isin(values.data, np.array(listed))
    return Truth.of(holds, values.known)


def like(texts: Vector, pattern: Vector) -> Truth:
    """Return whether each text matches a pattern of ``%`` (any run) and ``_`` (one character)."""
    if texts.kind != "text" or pattern.kind != "text" or len(pattern.data) != 1:
        raise FilterError(said(_LIKE_TAKES))
    holds = np.array(_each(texts.data, _matcher(pattern.data[0])), dtype=np.bool_)
    return Truth.of(holds, texts.known & pattern.known)


def _each(texts: Iterable[str], function: Callable[[str], _Result]) -> list[_Result]:
    """Return the function of each text, worked out once per distinct text."""
    once = {text: function(text) for text in set(texts)}
    return [once[text] for text in texts]


@lru_cache(maxsize=64)
def _matcher(pattern: str) -> Callable[[str], bool]:
    """Return what tells whether a text matches; its work grows with the text, not the pattern.

    Each middle run is taken at its first place for good: that keeps matching linear.
    """
    first, *others = _split_at_percent(pattern)
    if not others:
        return lambda text: _run(first).fullmatch(text) is not None
    middle, last = [run for run in others[:-1] if run], others[-1]

    def matches(text: str) -> bool:
        end = len(text) - len(last)
        at = len(first)
        if at > end or not _run(first).match(text) or not _run(last).match(text, end):
            return False
        for run in middle:
            match = _run(run).search(text, at, end)
            if match is None:
                return False
            at = match.end()
        return True

    return matches


def _split_at_percent(pattern: str) -> list[tuple[tuple[str, bool], ...]]:
    """Return the runs between the ``%``: each character, and whether it stands for itself."""
    runs: list[list[tuple[str, bool]]] = [[]]
    characters = iter(pattern)
    for character in characters:
        if character == "\\":
            runs[-1].append((next(characters, "\\"), True))
        elif character == "%":
            runs.append([])
        else:
            runs[-1].append((character, character != "_"))
    return [tuple(run) for run in runs]


@lru_cache(maxsize=256)
def _run(run: tuple[tuple[str, bool], ...]) -> re.Pattern[str]:
    literal = "".join(re.escape(character) if plain else "." for character, plain in run)
    return re.compile(literal, re.DOTALL)
