"""Geometries written in CQL2 text (well-known text), as GeoJSON."""

from typing import Any, Final

from geo.cql2.tokens import Tokens
from geo.words.messages import message

__all__ = ["begins_geometry", "read_geometry"]

_KINDS: Final = {
    "point": ("Point", 0), "linestring": ("LineString", 1), "polygon": ("Polygon", 2),
    "multipoint": ("MultiPoint", 1), "multilinestring": ("MultiLineString", 2),
    "multipolygon": ("MultiPolygon", 3), "geometrycollection": ("GeometryCollection", 0),
}  # fmt: skip
"""GeoJSON's name and the depth of lists of positions, by the word of well-known text."""
_DIMENSIONS: Final = frozenset({"z", "m", "zm"})
_MIN_NUMBERS: Final = 2
_MAX_NUMBERS: Final = 4


def begins_geometry(word: str, tokens: Tokens) -> bool:
    """Return whether a word, with what stands here after it, begins a geometry."""
    return word in _KINDS and (tokens.word == "(" or tokens.word in _DIMENSIONS)


def read_geometry(word: str, tokens: Tokens) -> dict[str, Any]:
    """Return the geometry whose first word has just been passed, as GeoJSON.

    Raises
    ------
    FilterSyntaxError
        It is not well-known text; a collection within a collection is none here.
    """
    kind, depth = _KINDS[word]
    if tokens.word in _DIMENSIONS:
        tokens.step()
    if kind == "GeometryCollection":
        return {"type": kind, "geometries": _collected(tokens)}
    if depth:
        return {"type": kind, "coordinates": _positions(tokens, depth, bare=kind == "MultiPoint")}
    tokens.take("(")
    position = _position(tokens)
    tokens.take(")")
    return {"type": kind, "coordinates": position}


def _collected(tokens: Tokens) -> list[dict[str, Any]]:
    members = []
    tokens.take("(")
    while True:
        word = tokens.word
        if word not in _KINDS or word == "geometrycollection":
            raise tokens.fault(message("a geometry"))
        tokens.step()
        members.append(read_geometry(word, tokens))
        if tokens.word != ",":
            break
        tokens.step()
    tokens.take(")")
    return members


def _positions(tokens: Tokens, depth: int, *, bare: bool = False) -> list[Any]:
    positions: list[Any] = []
    tokens.take("(")
    while True:
        if depth > 1:
            positions.append(_positions(tokens, depth - 1))
        elif bare and tokens.word == "(":
            tokens.step()
            positions.append(_position(tokens))
            tokens.take(")")
        else:
            positions.append(_position(tokens))
        if tokens.word != ",":
            break
        tokens.step()
    tokens.take(")")
    return positions


def _position(tokens: Tokens) -> list[float]:
    numbers: list[float] = []
    while tokens.kind == "number" or tokens.word in {"-", "+"}:
        sign = -1.0 if tokens.word == "-" else 1.0
        if tokens.kind != "number":
            tokens.step()
        if tokens.kind != "number":
            raise tokens.fault(message("a number"))
        numbers.append(sign * float(tokens.raw))
        tokens.step()
    if not _MIN_NUMBERS <= len(numbers) <= _MAX_NUMBERS:
        raise tokens.fault(message("two or three numbers"))
    return numbers
