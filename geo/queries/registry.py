"""Every question, in the order in which it is shown: a new one is a file and a line here."""

import importlib
from collections.abc import Iterator, MutableMapping
from typing import Final

from geo.queries.question import Question

__all__ = ["QUESTIONS"]

_RECORDS: Final = {
    "ports": "ports.PORTS",
    "states": "counts.PORTS_PER_STATE",
    "count": "counts.PORT_COUNTS",
    "nearest": "nearest.NEAREST",
    "within": "within.WITHIN",
    "reach": "reach.REACH",
    "along": "along.ALONG",
    "between": "along.BETWEEN",
    "gaps": "gaps.GAPS",
    "locate": "locate.LOCATE",
    "volumes": "volumes.VOLUMES",
    "change": "volumes.CHANGE",
    "trade": "trade.TRADE",
    "people": "people.PEOPLE",
    "projects": "projects.PROJECTS",
    "slips": "projects.SLIPS",
    "lapsing": "projects.LAPSING",
    "changes": "changes.CHANGES",
    "agenda": "projects.AGENDA",
}
"""File in ``geo/queries`` and record of each question, by the name of its command."""


class _Questions(MutableMapping[str, Question]):
    """The questions by name; the file of one is loaded when it is first asked for."""

    def __init__(self) -> None:
        self._known: dict[str, Question | None] = dict.fromkeys(_RECORDS)

    def __getitem__(self, name: str) -> Question:
        known = self._known[name]
        if known is None:
            file, _, record = _RECORDS[name].partition(".")
            known = getattr(importlib.import_module(f"geo.queries.{file}"), record)
            self._known[name] = known
        return known

    def __setitem__(self, name: str, question: Question) -> None:
        self._known[name] = question

    def __delitem__(self, name: str) -> None:
        del self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


QUESTIONS: Final[MutableMapping[str, Question]] = _Questions()
"""The questions by the name of their command."""
