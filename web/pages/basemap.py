"""The archive of streets that the map may show: one file, read in parts."""

import functools
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.errors import InvalidValueError
from web.http.file_parts import FileParts, KeptFile
from web.http.operation import Call, Operation, Reply

if TYPE_CHECKING:
    from geo.maps.interactive.layers.streets import StreetsArchive

__all__ = ["basemap_operations", "streets_archive"]

_PATH: Final = "/map/streets.pmtiles"
_READER: Final = "/static/vendor/protomaps-leaflet/protomaps-leaflet.js"
_MEDIA: Final = "application/vnd.pmtiles"
_START: Final = b"PMTiles\x03"
"""The first bytes of an archive, with the version of its format."""
_TILE_TYPE: Final = 99
"""The byte that says what the tiles are."""
_VECTOR: Final = 1
_MAX_ZOOM: Final = 101
"""The byte that says of which zoom the last tiles are."""
_HEADER_BYTES: Final = 127


def basemap_operations(path: str) -> list[Operation]:
    """Return the operation that sends the archive, none without one.

    Raises
    ------
    InvalidValueError
        The file is missing or no PMTiles archive of vector tiles.
    """
    if not path:
        return []
    _deepest(path)

    def answer(_call: Call) -> Reply:
        file = os.open(path, os.O_RDONLY)
        state = os.fstat(file)
        digest = hashlib.sha256(f"{state.st_size} {state.st_mtime_ns}".encode()).hexdigest()
        parts = KeptFile(FileParts(file), digest)
        return Reply(body=b"", media=_MEDIA, file=parts, keep=False)

    return [
        Operation(
            id="mapStreets",
            path=_PATH,
            tag="pages",
            summary="Streets below the map",
            answer=answer,
            media=(_MEDIA,),
            documented=False,
            extra_media_names={_MEDIA: "pmtiles"},
        )
    ]


def streets_archive(call: Call) -> "StreetsArchive | None":
    """Return where the map finds streets, ``None`` if the service has no archive of them."""
    path = call.service.settings.basemap
    if not path:
        return None
    from geo.maps.interactive.layers.streets import StreetsArchive

    return StreetsArchive(address=call.url(_PATH), reader=call.url(_READER), deepest=_deepest(path))


@functools.cache
def _deepest(path: str) -> int:
    """Return the last zoom of an archive, read once: a renewed one needs a new start."""
    try:
        with Path(path).open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except OSError:
        header = b""
    is_whole = len(header) == _HEADER_BYTES and header.startswith(_START)
    if not is_whole or header[_TILE_TYPE] != _VECTOR:
        wanted = "a PMTiles archive of vector tiles (version 3)"
        raise InvalidValueError("BORDER_PORTS_BASEMAP", path, wanted)
    return header[_MAX_ZOOM]
