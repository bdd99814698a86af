"""Who may cross where: the ports that are open to a traveller by mode and direction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from geo.data.frames import BorderFrames
from geo.errors import InvalidValueError
from geo.layers import DIRECTIONS, MODES, OPEN_TO
from geo.queries.fields import result
from geo.queries.question import Field, Nested
from geo.words.messages import message

__all__ = [
    "ACCESS_NOTES",
    "ANY",
    "DIRECTION",
    "HOLDERS",
    "LEFT_OUT",
    "NORTHBOUND",
    "PROGRAM",
    "Traveller",
    "closed_by_mode",
    "closed_remark",
]

HOLDERS: Final = tuple(name for name in OPEN_TO if name not in {"all", "nobody"})
"""Groups to which a port may be open that is not open to everyone."""
NORTHBOUND: Final = "northbound"
"""Which way a traveller crosses unless said otherwise."""
ANY: Final = "any"
"""In place of a direction: every port counts, whoever may cross there."""
_NOBODY: Final = "nobody"
_RAIL: Final = "rail"

DIRECTION: Final = Field(
    name="direction",
    kind="text",
    allowed=(*DIRECTIONS, ANY),
    default=NORTHBOUND,
    description=message(
        "Which way a traveler crosses; with `any` every port counts, whoever may cross there."
    ),
)
PROGRAM: Final = Field(
    name="program",
    kind="text",
    allowed=HOLDERS,
    description=message("To whom ports are open, besides everyone."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traveller:
    """Who wants to cross: in which modes and direction, and as a holder of which program.

    In any mode, northbound and as anyone may, unless said otherwise; ``modes`` are those that
    ``checked_modes`` returns. What is no direction or program raises ``InvalidValueError``.
    """

    modes: tuple[str, ...] = ()
    direction: str = NORTHBOUND
    program: str | None = None

    def __post_init__(self) -> None:
        """Refuse what is no direction or program."""
        if self.direction not in (ways := (*DIRECTIONS, ANY)):
            raise InvalidValueError("direction", self.direction, " or ".join(ways))
        if self.program is not None and self.program not in HOLDERS:
            raise InvalidValueError("program", self.program, " or ".join(HOLDERS))

    def notes(self, border: BorderFrames, port_ids: Sequence[str]) -> dict[str, list[str | None]]:
        """Return what is said of who and what crosses at each port, as columns of an answer.

        There are none where no mode is given; those of several modes stand in one text.
        """
        if not self.modes:
            return {}
        table = border.records("port_access")
        way = NORTHBOUND if self.direction == ANY else self.direction
        rows = [
            [table.row(table.position(key)) for mode in self.modes
             if (key := f"{port}:{mode}:{way}") in table]
            for port in port_ids
        ]  # fmt: skip
        names = {"access_note_en": "note_en", "access_note_es": "note_es"}
        return {name: [_joined(row[own] for row in sides) for sides in rows]
                for name, own in names.items()}  # fmt: skip

    def closed_ports(self, border: BorderFrames) -> dict[str, str]:
        """Return to whom each port is open that is not open to the traveller, by id of the port.

        It is closed in all its modes, of those that were asked for if any were; one of trains
        alone is open to ``rail``. A port of which it is not known is not among them.
        """
        known = border.derived(_closed_ports)
        if self not in known:
            known[self] = self._closed_ports(border)
        return known[self]

    def _closed_ports(self, border: BorderFrames) -> dict[str, str]:
        if self.direction == ANY:
            return {}
        closed = {}
        for port, by_mode in border.derived(_open_to)[self.direction].items():
            asked = self.modes or [mode for mode in by_mode if mode != _RAIL]
            groups = [by_mode[mode] for mode in asked if mode in by_mode]
            if not groups and self.modes:
                continue
            groups = groups or [_RAIL]
            known = [group for group in groups if group is not None]
            if len(known) == len(groups) and {"all", self.program}.isdisjoint(known):
                closed[port] = next((group for group in known if group != _NOBODY), _NOBODY)
        return closed


ACCESS_NOTES: Final = (
    result("access_note_en", "string", "Who and what may cross, where `mode` was given.",
           required=False),
    result("access_note_es", "string", "The same in Spanish.", required=False),
)  # fmt: skip
"""Columns of an answer for a traveller."""

LEFT_OUT: Final = Nested(
    name="left_out",
    description="Ports that would be among the answer but are not open to the traveler.",
    columns=(
        result("id", "string", "Id of the port."),
        result("open_to", "string", "To whom it is open."),
        result("distance_km", "number", "Geodesic distance from the point.", unit="km"),
        result("bearing_deg", "number", "Initial bearing from the point, clockwise from north.",
               unit="deg"),
    ),
    is_list=True,
    required=False,
)  # fmt: skip
"""What an answer says of the ports that a traveller cannot use."""


def closed_remark(left_out: Iterable[Mapping[str, Any]]) -> str:
    """Return the ports that are not open to the traveller in a phrase; empty if there are none."""
    named = ", ".join(f"{item['id']} ({item['open_to']})" for item in left_out)
    return f"not open to the traveler: {named}" if named else ""


def closed_by_mode(border: BorderFrames) -> dict[str, dict[str, str]]:
    """Return the ports that are not open to everyone northbound, and to whom, by mode.

    The mode is empty for a traveller of any.
    """
    of_modes = {mode: Traveller(modes=(mode,)).closed_ports(border) for mode in MODES}
    return {"": Traveller().closed_ports(border), **of_modes}


def _joined(texts: Iterable[str | None]) -> str | None:
    return " ".join(dict.fromkeys(text for text in texts if text)) or None


def _closed_ports(_: BorderFrames) -> dict[Traveller, dict[str, str]]:
    """Return where the closed ports are kept of the travellers that were asked for."""
    return {}


def _open_to(border: BorderFrames) -> dict[str, dict[str, dict[str, str | None]]]:
    """Return to whom each mode of each port is open, by direction, port and mode."""
    columns = border.records("port_access").columns
    groups: dict[str, dict[str, dict[str, str | None]]] = {way: {} for way in DIRECTIONS}
    for port, mode, way, group in zip(
        columns["port_id"], columns["mode"], columns["direction"], columns["open_to"], strict=True
    ):
        groups[way].setdefault(port, {})[mode] = group
    return groups
