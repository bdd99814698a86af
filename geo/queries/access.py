"""Who may cross where: the ports that are open to a traveller by mode and direction."""

from typing import Final

from geo.data.frames import BorderFrames
from geo.errors import InvalidValueError
from geo.layers import DIRECTIONS, OPEN_TO
from geo.queries.question import Field
from geo.words.messages import message

__all__ = [
    "DIRECTION",
    "HOLDERS",
    "PROGRAM",
    "checked_direction",
    "checked_program",
    "closed_ports",
]

HOLDERS: Final = tuple(name for name in OPEN_TO if name not in {"all", "nobody"})
"""Groups to which a port may be open that is not open to everyone."""
NORTHBOUND: Final = "northbound"

DIRECTION: Final = Field(
    name="direction",
    kind="text",
    allowed=DIRECTIONS,
    default=NORTHBOUND,
    description=message("Which way the traveller crosses; it counts with a mode alone."),
)
PROGRAM: Final = Field(
    name="program",
    kind="text",
    allowed=HOLDERS,
    description=message("To whom ports are open, besides everyone; it counts with a mode alone."),
)


def checked_direction(direction: str) -> str:
    """Return the direction; ``InvalidValueError`` if it is none of ``DIRECTIONS``."""
    if direction not in DIRECTIONS:
        raise InvalidValueError("direction", direction, " or ".join(DIRECTIONS))
    return direction


def checked_program(program: str | None) -> str | None:
    """Return the group of travellers; ``InvalidValueError`` if it is none of ``HOLDERS``."""
    if program is not None and program not in HOLDERS:
        raise InvalidValueError("program", program, " or ".join(HOLDERS))
    return program


def closed_ports(
    border: BorderFrames, mode: str, direction: str, program: str | None = None
) -> dict[str, str]:
    """Return to whom each port is open that is not open to the traveller, by id of the port.

    A port of which it is not known is not among them.
    """
    known = border.derived(_open_to)
    mine = {"all", program}
    return {
        port: open_to
        for (port, of_mode, way), open_to in known.items()
        if of_mode == mode and way == direction and open_to not in mine
    }


def _open_to(border: BorderFrames) -> dict[tuple[str, str, str], str]:
    columns = border.records("port_access").columns
    rows = zip(
        columns["port_id"], columns["mode"], columns["direction"], columns["open_to"], strict=True
    )
    return {(port, mode, way): open_to for port, mode, way, open_to in rows if open_to}
