"""The archive of streets that the map may show: one file, read in parts."""

import hashlib
import os
from pathlib import Path
from typing import Final

from geo.errors import InvalidValueError
from web.http.file_parts import FileParts, KeptFile
from web.http.operation import Call, Operation, Reply

__all__ = ["BASEMAP_PATH", "STREETS_READER", "basemap_operations"]

BASEMAP_PATH: Final = "/map/streets.pmtiles"
STREETS_READER: Final = "/static/vendor/protomaps-leaflet/protomaps-leaflet.js"
_MEDIA: Final = "application/vnd.pmtiles"
_START: Final = b"PMTiles\x03"
"""The first bytes of an archive, with the version of its format."""


def basemap_operations(path: str) -> list[Operation]:
    """Return the operation that sends the archive, none without one.

    Raises
    ------
    InvalidValueError
        The file is missing or no PMTiles archive of version 3.
    """
    if not path:
        return []
    try:
        with Path(path).open("rb") as file:
            start = file.read(len(_START))
    except OSError:
        start = b""
    if start != _START:
        raise InvalidValueError("BORDER_PORTS_BASEMAP", path, "a PMTiles archive (version 3)")

    def answer(_call: Call) -> Reply:
        file = os.open(path, os.O_RDONLY)
        found = os.fstat(file)
        digest = hashlib.sha256(f"{found.st_size} {found.st_mtime_ns}".encode()).hexdigest()
        parts = KeptFile(FileParts(file), digest)
        return Reply(body=b"", media=_MEDIA, file=parts, keep=False)

    return [
        Operation(
            id="mapStreets",
            path=BASEMAP_PATH,
            tag="pages",
            summary="Streets below the map",
            answer=answer,
            media=(_MEDIA,),
            documented=False,
            extra_media_names={_MEDIA: "pmtiles"},
        )
    ]
