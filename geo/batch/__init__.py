"""Nearest crossings for many points: arrays, data frames, files of any size, clusters.

The names are found on first use: the service needs the engine alone, and pyarrow, which the
files need, takes longer to import than all the rest.
"""

import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from geo.batch.engine import NearestEngine
    from geo.batch.files import BatchQuestion, answer_file, batch_question
    from geo.batch.frames import nearest_frame
    from geo.batch.parts import answer_parts, find_parts
    from geo.batch.places import place_of
    from geo.batch.ports import PortPoints, ports_of_border
    from geo.batch.stream import Columns
    from geo.batch.summary import Summary
    from geo.batch.tables import nearest_schema, nearest_table

__all__ = [
    "BatchQuestion",
    "Columns",
    "NearestEngine",
    "PortPoints",
    "Summary",
    "answer_file",
    "answer_parts",
    "batch_question",
    "find_parts",
    "nearest_frame",
    "nearest_schema",
    "nearest_table",
    "place_of",
    "ports_of_border",
]

_MODULES: Final = {
    "NearestEngine": "engine",
    "PortPoints": "ports",
    "BatchQuestion": "files",
    "Columns": "stream",
    "Summary": "summary",
    "answer_file": "files",
    "answer_parts": "parts",
    "batch_question": "files",
    "find_parts": "parts",
    "nearest_frame": "frames",
    "nearest_schema": "tables",
    "nearest_table": "tables",
    "place_of": "places",
    "ports_of_border": "ports",
}

_FORMER: Final = {"Question": "BatchQuestion", "ask": "batch_question"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
    """Return a name of this package from the module that defines it."""
    if name in _FORMER:
        notice = f"geo.batch.{name} is now geo.batch.{_FORMER[name]}"
        warnings.warn(notice, DeprecationWarning, stacklevel=2)
        name = _FORMER[name]
    if name not in _MODULES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
