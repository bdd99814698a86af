"""Texts: case and accent folding, and LIKE."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import numpy as np

from web.cql2.values import FilterError, Truth, Vector

__all__ = ["FOLDINGS", "fold", "like"]


def _without_accents(text: str) -> str:
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
        message = f"{name} takes a text, not a {texts.kind}"
        raise FilterError(message)
    folding = FOLDINGS[name]
    data = np.empty(len(texts.data), dtype=np.object_)
    data[:] = [folding(text) if known else "" for text, known in
               zip(texts.data, texts.known, strict=True)]  # fmt: skip
    return Vector("text", data, texts.known)


def like(texts: Vector, pattern: Vector) -> Truth:
    """Return whether each text matches a pattern of ``%`` (any run) and ``_`` (one character)."""
    if texts.kind != "text" or pattern.kind != "text" or len(pattern.data) != 1:
        message = "LIKE takes a text and a pattern written as a text"
        raise FilterError(message)
    matches = _matcher(pattern.data[0]).fullmatch
    holds = np.array([known and matches(text) is not None for text, known in
                      zip(texts.data, texts.known, strict=True)], dtype=np.bool_)  # fmt: skip
    return Truth.of(holds, texts.known & pattern.known)


@lru_cache(maxsize=64)
def _matcher(pattern: str) -> re.Pattern[str]:
    runs = [_literal(run) for run in _split_at_percent(pattern)]
    if len(runs) == 1:
        return re.compile(runs[0], re.DOTALL)
    # Each middle run is taken at its first place for good: that keeps matching linear.
    middle = "".join(f"(?>.*?{run})" for run in runs[1:-1] if run)
    return re.compile(f"{runs[0]}{middle}.*{runs[-1]}", re.DOTALL)


def _split_at_percent(pattern: str) -> list[list[tuple[str, bool]]]:
    runs: list[list[tuple[str, bool]]] = [[]]
    characters = iter(pattern)
    for character in characters:
        if character == "\\":
            runs[-1].append((next(characters, "\\"), True))
        elif character == "%":
            runs.append([])
        else:
            runs[-1].append((character, character != "_"))
    return runs


def _literal(run: list[tuple[str, bool]]) -> str:
    return "".join(re.escape(character) if plain else "." for character, plain in run)
