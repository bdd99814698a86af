"""The areas of which crossings are counted: the border and its parts, down to one crossing."""

from dataclasses import dataclass
from typing import Final, Literal

from geo.errors import InvalidValueError
from geo.layers import REGIONS, STATES
from geo.volumes.ledger import Ledger, remembered
from geo.words.messages import message

__all__ = ["BORDER", "FAMILIES", "Area", "AreaKind", "area_of", "areas_of", "pair_id"]

_AN_AREA: Final = message(
    "border, a state, a pair such as US-TX_MX-TAM, west, east, a port code, a port"
)
AreaKind = Literal["border", "us_state", "mx_state", "pair", "region", "code", "port", "selection"]
BORDER: Final = "border"
FAMILIES: Final[tuple[AreaKind, ...]] = ("us_state", "mx_state", "pair", "region", "code", "port")
"""Kinds of areas that divide the border."""
_PAIR_SEPARATOR: Final = "_"


@dataclass(frozen=True, slots=True)
class Area:
    """An area: what kind it is, its id, and the ports in it."""

    kind: AreaKind
    id: str
    ports: frozenset[str]


def pair_id(us_state: str, mx_state: str) -> str:
    """Return the id of a pair of states, such as ``US-TX_MX-TAM``."""
    return f"{us_state}{_PAIR_SEPARATOR}{mx_state}"


def area_of(ledger: Ledger, of: object) -> Area:
    """Return the area that a word names.

    Parameters
    ----------
    ledger
        The counts.
    of
        ``border``, a state (``US-TX``), a pair (``US-TX_MX-TAM`` or ``US-TX/MX-TAM``), a region
        (``east``), a port code (``2304``) or the id of a port of entry.

    Raises
    ------
    InvalidValueError
        It is none of these.
    """
    text = of.replace("/", _PAIR_SEPARATOR) if isinstance(of, str) else ""
    try:
        return _area(ledger, text)
    except LookupError:
        raise InvalidValueError("of", of, _AN_AREA) from None


@remembered
def _area(ledger: Ledger, text: str) -> Area:
    """Return an area; ``LookupError``, which is not remembered, if it is none or empty."""
    kind = _kind(ledger, text)
    if kind is None:
        raise LookupError(text)
    if kind == "code":
        return Area(kind, text, ledger.members.get(text, frozenset()))
    ports = frozenset(port for port in ledger.ports if text in _ids(ledger, port, kind))
    if not ports:
        raise LookupError(text)
    return Area(kind, text, ports)


def areas_of(ledger: Ledger, kind: AreaKind) -> list[Area]:
    """Return all areas of a kind, in the order of the data."""
    if kind == "code":
        return [area_of(ledger, code) for code in sorted(ledger.code_names)]
    ids = dict.fromkeys(key for port in ledger.ports for key in _ids(ledger, port, kind))
    return [area_of(ledger, key) for key in ids]


def _kind(ledger: Ledger, text: str) -> AreaKind | None:
    if text == BORDER:
        return "border"
    if text in STATES:
        return "us_state" if text.startswith("US") else "mx_state"
    if text in REGIONS:
        return "region"
    if text in ledger.ports:
        return "port"
    if text in ledger.code_names:
        return "code"
    return "pair" if text.count(_PAIR_SEPARATOR) == 1 else None


def _ids(ledger: Ledger, port_id: str, kind: AreaKind) -> tuple[str, ...]:
    """Return the ids of the areas of a kind that a port is in."""
    port = ledger.ports[port_id]
    match kind:
        case "us_state":
            return (port.us_state,)
        case "mx_state":
            return (port.mx_state,)
        case "pair":
            return (pair_id(port.us_state, port.mx_state),)
        case "region":
            return (port.region,)
        case "port":
            return (port.id,)
        case "code":
            return tuple(code for code, ports in ledger.members.items() if port.id in ports)
        case "border":
            return (BORDER,)
        case "selection":
            return ()
