"""The map's page, and what the map's script reads."""

import re
from typing import Final

import orjson

from geo.errors import InvalidValueError
from geo.layers import CROSSING_TYPES, MODES, STATES
from geo.maps.interactive.assets import map_script, map_style, short_hash
from geo.maps.interactive.levels import CLOSER_LEVELS, COUNTIES, FIRST_LEVEL, LATER
from geo.maps.interactive.tiles import Tiles, tile_provider
from geo.maps.interactive.volume_content import VOLUMES
from geo.maps.wording import phrase
from geo.volumes.areas import BORDER
from geo.words.messages import message
from web.http.operation import HTML, JSON, Call, Operation, Reply
from web.http.parameters import number, text
from web.http.responses import OWN_FRAMES, PAGE_POLICY
from web.pages.basemap import streets_archive
from web.pages.html import page
from web.pages.pictures import picture_address

__all__ = ["frame_policy", "map_operations"]

_ORIGIN: Final = re.compile(r"https?://[A-Za-z0-9*.-]+(:\d{1,5})?")
_SCRIPT: Final = "text/javascript"
_STYLE: Final = "text/css"
_YEAR_S: Final = 31_536_000
_DATA: Final = {"first": FIRST_LEVEL} | {
    name: name for name in (LATER, *CLOSER_LEVELS, VOLUMES, COUNTIES)
}
"""Names of what the map's script reads: the levels of generalisation, volumes and counties."""

_CHOICES: Final = (
    text("mode", message("Only ports with this mode of crossing."), ("", *MODES)),
    text("type", message("Only crossings of this type."), ("", *CROSSING_TYPES)),
    text("state", message("Only ports that touch this state."), ("", *STATES)),
    text(
        "owner",
        message("Only ports with this owner or operator."),
        schema={"maxLength": 200},
    ),
    text("q", message("Only ports with these words in a name."), schema={"maxLength": 80}),
    number("lon", message("Longitude of a place to ask about, degrees WGS 84."), -180, 180),
    number("lat", message("Latitude of a place to ask about, degrees WGS 84."), -90, 90),
)
"""What the address says of the ports shown, and of a place asked about."""


def map_operations(tiles: str, frame_ancestors: str = "") -> list[Operation]:
    """Return the operations of the map and of the map in a frame, and those that scripts read.

    ``tiles`` names the provider of online tiles, empty for none, ``frame_ancestors`` the origins
    whose pages may show the map in a frame; ``InvalidValueError`` if either is none.
    """
    _tiles(tiles)
    allowed = frame_policy(frame_ancestors)
    return [
        Operation(
            id="map",
            path="/map",
            tag="pages",
            summary=message("The interactive map"),
            description=message("With search, filters, legend, and the same ports as a table."),
            parameters=_CHOICES,
            answer=_map,
            media=(HTML,),
            localised=True,
        ),
        Operation(
            id="embed",
            path="/embed",
            tag="pages",
            summary=message("The map alone, for a frame in another page"),
            description=message("The setting BORDER_PORTS_FRAME_ANCESTORS says whose pages."),
            parameters=_CHOICES,
            answer=lambda call: _page(call, "embed.html", allowed),
            media=(HTML,),
            localised=True,
        ),
        *(_data_operation(name, level) for name, level in _DATA.items()),
        _asset_operation("mapScript", "/map/map.js", _SCRIPT),
        _asset_operation("mapStyle", "/map/map.css", _STYLE),
    ]


def _data_operation(name: str, level: str) -> Operation:
    def answer(call: Call) -> Reply:
        version = _data_version(call)
        if call.values["v"] != version:
            return _redirect(call, version)
        call.costly()
        from geo.maps.interactive.border_map import layer_contents

        contents = layer_contents(call.border, level)
        return Reply(body=orjson.dumps(contents), media=JSON, max_age=_YEAR_S)

    return Operation(
        id=f"mapData.{name}",
        path=f"/map/data/{name}",
        tag="pages",
        summary=f"What the map draws: {name}",
        answer=answer,
        parameters=(
            text(
                "v", message("Version of the data; changes the address."), schema={"maxLength": 40}
            ),
        ),
        documented=False,
    )


def _asset_operation(name: str, path: str, media: str) -> Operation:
    def answer(call: Call) -> Reply:
        body = map_script() if media == _SCRIPT else map_style()
        if call.values["v"] not in {None, short_hash(body)}:
            return _redirect(call, short_hash(body))
        return Reply(body=body.encode(), media=media, max_age=_YEAR_S)

    return Operation(
        id=name,
        path=path,
        tag="pages",
        summary="The map's script" if media == _SCRIPT else "The map's style sheet",
        answer=answer,
        media=(media,),
        parameters=(
            text("v", message("Hash of the file; changes the address."), schema={"maxLength": 40}),
        ),
        documented=False,
        extra_media_names={_SCRIPT: "js", _STYLE: "css"},
    )


def _redirect(call: Call, version: str) -> Reply:
    """Send a client that asks for another version to the one there is."""
    address = call.url(f"{call.path}?v={version}")
    return Reply(body=b"", media=JSON, status=307, keep=False, headers=(("Location", address),))


def frame_policy(origins: str) -> str:
    """Return who may show the map in a frame, as a content security policy says it.

    Raises
    ------
    InvalidValueError
        It is neither a list of origins with commas between nor ``*``.
    """
    names = [name.strip() for name in origins.split(",") if name.strip()]
    if not all(name == "*" or _ORIGIN.fullmatch(name) for name in names):
        raise InvalidValueError(
            "BORDER_PORTS_FRAME_ANCESTORS", origins, "origins such as https://www.example.org, or *"
        )
    return " ".join(["frame-ancestors 'self'", *names])


def _map(call: Call) -> Reply:
    return _page(call, "map.html", OWN_FRAMES)


def _page(call: Call, template: str, frames: str) -> Reply:
    from geo.maps.interactive.controls.port_choice import Filters
    from geo.maps.interactive.map_page import EARLY_SCRIPT, MapLinks, map_parts, script_hash

    lang = call.lang
    version, is_live = _data_version(call), call.service.settings.live != "0"
    links = MapLinks(
        data={level: call.url(f"/map/data/{name}?v={version}") for name, level in _DATA.items()},
        page=call.url("/ports/"),
        compare=call.url("/compare"),
        locate=call.url("/queries/locate"),
        waits=call.url("/waits") if is_live else "",
        alerts=call.url("/alerts") if is_live else "",
        gauges=call.url("/stage") if is_live else "",
        road=call.url("/queries/nearest") if call.service.router is not None else "",
        streets=streets_archive(call),
    )
    values = call.values
    filters = Filters(
        **{name: values[name] or "" for name in ("mode", "type", "state", "owner", "q")}
    )
    tiles = _tiles(call.service.settings.tiles)
    parts = map_parts(call.border, lang, links, filters, tiles)
    policy = PAGE_POLICY.replace(OWN_FRAMES, frames).replace(
        "script-src 'self'",
        f"script-src 'self' {script_hash(EARLY_SCRIPT)} {script_hash(parts.script)}",
    )
    if tiles is not None:
        policy = policy.replace("img-src 'self'", f"img-src 'self' {tiles.host}")
    reply = page(
        call,
        template,
        picture=picture_address(call, BORDER, "png"),
        title=phrase("title", lang),
        parts=parts,
        early=EARLY_SCRIPT,
        script_address=call.url(f"/map/map.js?v={short_hash(map_script())}"),
        data_address=links.data[FIRST_LEVEL],
        style_address=call.url(f"/map/map.css?v={short_hash(map_style())}"),
    )
    return Reply(body=reply.body, media=HTML, headers=reply.headers, policy=policy)


def _data_version(call: Call) -> str:
    """Return what changes when the data, or the script that reads them, change.

    A plus sign would be read as a space in an address.
    """
    return f"{call.border.version}-{short_hash(map_script())}".replace("+", "-")


def _tiles(name: str) -> Tiles | None:
    return tile_provider(name) if name else None
