"""The parameter ``q``: words in the names of a feature, whatever their case and accents."""

import re
import unicodedata
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from geo.data.records import Records
from geo.layers import Column, Layer
from geo.words.messages import message
from web.http.parameters import Parameter, text

__all__ = ["search_parameter", "searched", "with_words"]

_NAMES: Final = re.compile(r"(.+_)?names?(_en|_es)?|title|crossing")
_MAX_LENGTH: Final = 200


def searched(layer: Layer) -> tuple[Column, ...]:
    """Return the columns of a layer that hold names in words: names, aliases and titles."""
    return tuple(
        column
        for column in layer.columns
        if column.kind in {"string", "list"} and _NAMES.fullmatch(column.name)
    )


def search_parameter(layer: Layer) -> tuple[Parameter, ...]:
    """Return the parameter ``q``, none for a layer without names."""
    if not searched(layer):
        return ()
    about = message(
        "Only features whose names or aliases hold these words, in any case and with or without "
        "accents: all words of a term, and any of several terms with commas between."
    )
    return (text("q", about, schema={"minLength": 1, "maxLength": _MAX_LENGTH}),)


def with_words(table: Records, layer: Layer, asked: str) -> npt.NDArray[np.bool_]:
    """Return which rows have names that hold the words asked for."""
    terms = [term.split() for term in _folded(asked).split(",")]
    columns = [table.columns[column.name] for column in searched(layer)]
    return np.array(
        [
            any(all(word in names for word in term) for term in terms if term)
            for names in map(_names, zip(*columns, strict=True))
        ],
        dtype=np.bool_,
    )


def _names(cells: tuple[Any, ...]) -> str:
    texts = [
        text for cell in cells for text in (cell if isinstance(cell, tuple | list) else [cell])
    ]
    return _folded("\n".join(text for text in texts if text is not None))


def _folded(value: str) -> str:
    parts = unicodedata.normalize("NFKD", value)
    return "".join(mark for mark in parts if not unicodedata.combining(mark)).casefold()
