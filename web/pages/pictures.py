"""Small maps of an area: on its page, and where a link to it is shared."""

import re
from typing import TYPE_CHECKING, Any, Final

from geo.border import Border
from geo.extras import DOCUMENTS, is_installed, require
from geo.volumes.areas import Area
from geo.words.messages import message
from web.http.operation import Call, Operation, Reply
from web.http.parameters import text
from web.pages.areas import named_area, selection_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PICTURE_SIZE", "picture_address", "picture_operations"]

PNG: Final = "image/png"
SVG: Final = "image/svg+xml"
PICTURE_SIZE: Final = (1200, 630)
"""Width and height in pixels of the picture that goes with a shared link."""
_DAY_S: Final = 86_400
_DPI: Final = 120
_FOOT_IN: Final = 0.48
"""Height of legend and credit below the frame of a map without insets and key."""
_OUTLINE: Final = re.compile(rb'<path d="[^"]*"')
_FINE: Final = re.compile(rb"(\d\.\d\d)\d+")
"""Numbers with more decimals than a screen shows of a point."""
_ROUND_A_PORT_DEG: Final = (0.42, 0.24)
_SMALL_IN: Final = {"border": (8.4, 4.4), "region": (8.4, 4.4)}
_SMALLEST_IN: Final = (6.4, 3.5)


def picture_operations(example: str) -> list[Operation]:
    """Return the operations that draw the map of an area; ``example`` is the id of one."""
    return [_operation(example, "png", PNG), _operation(example, "svg", SVG)]


def picture_address(call: Call, area: str, form: str) -> str:
    """Return the address of an area's map; empty where this installation draws none."""
    if not is_installed(DOCUMENTS):
        return ""
    return call.url(f"/pictures/{area}.{form}?lang={call.lang}")


def _operation(example: str, form: str, media: str) -> Operation:
    def answer(call: Call) -> Reply:
        area = named_area(call.border, call.values["id"])
        require(DOCUMENTS)
        call.costly()
        return Reply(body=_drawn(call.border, area, call.lang, form), media=media, max_age=_DAY_S)

    return Operation(
        id=f"picture.{form}",
        path=f"/pictures/{{id}}.{form}",
        tag="exports",
        summary=message("Map of an area as a picture"),
        parameters=(
            text("id", message("The border, a state, a pair of states, a region, a port."),
                 where="path", example=example, schema={"maxLength": 200}),
        ),
        answer=answer,
        media=(media,),
        problems=(404, 501),
        localised=True,
        extra_media_names={media: form},
    )  # fmt: skip


def _drawn(border: Border, area: Area, lang: str, form: str) -> bytes:
    from geo.maps.printed.figure import map_png, map_svg

    if form == "svg":
        drawn = map_svg(_figure(border, area, lang, _SMALL_IN.get(area.kind, _SMALLEST_IN)))
        return _OUTLINE.sub(lambda found: _FINE.sub(rb"\1", found[0]), drawn)
    size = PICTURE_SIZE[0] / _DPI, PICTURE_SIZE[1] / _DPI - _FOOT_IN
    return map_png(_figure(border, area, lang, size), _DPI)


def _figure(border: Border, area: Area, lang: str, size_in: tuple[float, float]) -> "Figure":
    from geo.maps.printed.figure import MapSpec, draw_map

    selection = selection_of(area)
    bounds = selection.bounds(border)
    rows = selection.ports(border)
    if area.kind == "port":
        bounds = _round(bounds)
        rows = _within(border, bounds)
    return draw_map(
        border,
        MapSpec(positions=tuple(rows), langs=(lang,), bounds=bounds, width_in=size_in[0],
                height_in=size_in[1], insets=False, key=False),
    )  # fmt: skip


_Bounds = tuple[float, float, float, float]


def _round(bounds: _Bounds) -> _Bounds:
    """Return a box of some 80 by 53 km around a port."""
    lon, lat = bounds[:2]
    wide, high = _ROUND_A_PORT_DEG
    return lon - wide, lat - high, lon + wide, lat + high


def _within(border: Border, bounds: _Bounds) -> list[int]:
    west, south, east, north = bounds
    points: Any = border.geometries("ports", "full")
    return [
        row for row, point in enumerate(points)
        if west <= point.x <= east and south <= point.y <= north
    ]  # fmt: skip
