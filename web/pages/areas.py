"""The areas that pages are about: their names, addresses and lengths of the line."""

from collections.abc import Sequence
from typing import Final

from geo.border import Border
from geo.data.boundary_line import boundary_line
from geo.errors import InvalidValueError
from geo.queries.selection import Selection
from geo.volumes.areas import Area, area_of
from geo.volumes.ledger import BTS, Series, ledger_of
from geo.volumes.sentences import Sentences
from geo.words.catalogue import said, words
from geo.words.messages import message
from web.http.problems import NotFoundError

__all__ = ["area_address", "area_length_km", "area_name", "named_area", "pair_of", "selection_of"]

_NO_AREA: Final = message("There is no area {id}")
_BORDER = message("The US-Mexico border")


def named_area(border: Border, of: str) -> Area:
    """Return the area of an id; ``NotFoundError`` if there is none."""
    try:
        return area_of(ledger_of(border), of)
    except InvalidValueError:
        raise NotFoundError(said(_NO_AREA, id=repr(of[:200]))) from None


def area_name(border: Border, area: Area, lang: str) -> str:
    """Return what readers call an area."""
    said = words(lang)
    match area.kind:
        case "border":
            return said.say(_BORDER)
        case "region":
            return said.code("subject", area.id)
        case "pair":
            return "–".join(_row_name(border, "states", key, lang) for key in pair_of(area))
        case "code":
            return Sentences(border, lang).named(Series(BTS, area.id))
        case "port":
            return _row_name(border, "ports", area.id, lang)
        case _:
            return _row_name(border, "states", area.id, lang)


def area_address(area: Area) -> str:
    """Return the path of the page about an area; the border's for a port code."""
    rooms = {
        "us_state": "states", "mx_state": "states", "pair": "pairs", "region": "regions",
        "port": "ports",
    }  # fmt: skip
    room = rooms.get(area.kind)
    return f"/{room}/{area.id}" if room else "/border"


def area_length_km(border: Border, area: Area) -> float:
    """Return the length of the international boundary in an area in kilometres."""
    if area.kind == "border":
        return boundary_line(border).length_km
    columns = border.records("boundary").columns
    selection = selection_of(area)
    rows = selection.rows(border, "boundary")
    return float(sum(columns["length_km"][row] for row in rows))


def selection_of(area: Area) -> Selection:
    """Return an area as the selection that maps and files know."""
    match area.kind:
        case "us_state" | "mx_state":
            return Selection(state=area.id)
        case "pair":
            us_state, mx_state = pair_of(area)
            return Selection(pair=(us_state, mx_state))
        case "region":
            return Selection(region=area.id)
        case "port":
            return Selection(port=area.id)
        case _:
            return Selection()


def pair_of(area: Area) -> Sequence[str]:
    """Return the two states of a pair, that of the United States first."""
    return area.id.split("_")


def _row_name(border: Border, layer: str, key: str, lang: str) -> str:
    table = border.records(layer)
    return words(lang).pick(table.row(table.position(key)), "name")
