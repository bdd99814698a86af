"""The ports with a mode or in a state."""

from typing import Final

from geo.data.frames import BorderFrames
from geo.queries.answer import Answer
from geo.queries.fields import MODE, STATE
from geo.queries.filters import ModeChoice, chosen_ports
from geo.queries.question import Question
from geo.words.messages import message

__all__ = ["PORTS", "ports_where"]


def ports_where(
    border: BorderFrames, *, mode: ModeChoice = None, state: str | None = None
) -> Answer:
    """Return the ports that have the mode and touch the state, in the order of the frame."""
    return Answer(
        columns={}, border=border, layer="ports", rows=chosen_ports(border, mode, state).rows
    )


PORTS: Final = Question(
    name="ports",
    path="",
    operation="ports",
    summary=message("The ports of entry, from west to east"),
    fields=(MODE, STATE),
    layer="ports",
    answer=ports_where,
    shown=("id", "name_en", "name_es", "us_state", "mx_state", "modes"),
    example="--state US-AZ --format csv",
)
