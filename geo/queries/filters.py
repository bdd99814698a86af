"""What several questions accept: modes, states, directions, counts, kilometres."""

import sys
from collections.abc import Collection
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from geo.data.frames import BorderFrames
from geo.errors import InvalidValueError, UnknownModeError, UnknownStateError
from geo.geodesy import checked_number
from geo.layers import MODES, STATES
from geo.queries.port_arrays import PortSubset, port_arrays

__all__ = [
    "ModeChoice",
    "checked_count",
    "checked_km",
    "checked_mode",
    "checked_modes",
    "checked_state",
    "chosen_ports",
    "port_mask",
]


ModeChoice: TypeAlias = str | Collection[str] | None
"""A mode, several with commas between or in a list, or ``None`` for any."""


def checked_mode(mode: str | None) -> str | None:
    """Return the mode; ``UnknownModeError`` if it is none of ``MODES``."""
    if mode is not None and mode not in MODES:
        raise UnknownModeError(mode, MODES)
    return mode


def checked_modes(mode: ModeChoice) -> tuple[str, ...]:
    """Return the modes that are asked for, in the order of ``MODES``; none for ``None``.

    Several are a list, or a text with commas between. ``UnknownModeError`` if one is none of
    ``MODES``.
    """
    if mode is None:
        return ()
    named = mode.split(",") if isinstance(mode, str) else mode
    if not isinstance(named, Collection):
        raise UnknownModeError(named, MODES)
    for name in named:
        checked_mode(name)
    return tuple(name for name in MODES if name in named)


def checked_state(state: str | None) -> str | None:
    """Return the state; ``UnknownStateError`` if it is none of the ten ISO 3166-2 codes."""
    if state is not None and state not in STATES:
        raise UnknownStateError(state, STATES)
    return state


def checked_count(value: object, field: str = "k", *, high: int) -> int:
    """Return a whole number from 1 to ``high``; ``InvalidValueError`` otherwise."""
    allowed = f"a whole number from 1 to {high}"
    if isinstance(value, bool) or not isinstance(value, int | np.integer | str):
        raise InvalidValueError(field, value, allowed)
    try:
        number = int(value)
    except ValueError:
        raise InvalidValueError(field, value, allowed) from None
    if not 1 <= number <= high:
        raise InvalidValueError(field, value, allowed)
    return number


def checked_km(value: object, field: str = "km") -> float:
    """Return a finite number of kilometres, zero or more; ``InvalidValueError`` otherwise."""
    largest = sys.float_info.max
    return checked_number(field, value, 0.0, largest, "a number of kilometers, zero or more")


def chosen_ports(
    border: BorderFrames, mode: ModeChoice = None, state: str | None = None
) -> PortSubset:
    """Return the ports that have the mode, or one of several, and touch the state."""
    return port_arrays(border).subset(checked_modes(mode), checked_state(state))


def port_mask(
    border: BorderFrames, mode: ModeChoice = None, state: str | None = None
) -> npt.NDArray[np.bool_]:
    """Return which ports have the mode, or one of several, and touch the state, shape (ports,)."""
    return port_arrays(border).mask(checked_modes(mode), checked_state(state))
