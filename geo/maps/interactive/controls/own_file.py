"""A file of the reader's own on the map, which never leaves the browser."""

from typing import Any

from geo.maps.interactive.control import BorderControl, Corner
from geo.maps.interactive.style_json import symbol_json
from geo.maps.symbols import POINT_SYMBOLS

__all__ = ["OwnFile"]


class OwnFile(BorderControl):
    """Shows a CSV or GeoJSON file that the reader chooses, or drops on the map.

    The file is read in the browser and sent nowhere; nothing in it is taken for markup or script.
    """

    script_name = "OwnFile"
    template_name = "controls/own_file.html"
    phrase_keys = (
        "close",
        "own_shown",
        "own_note",
        "own_too_large",
        "own_unreadable",
        "own_no_places",
        "own_too_many",
    )

    def __init__(self, *, lang: str = "en", position: Corner | None = "topright") -> None:
        """Make the control."""
        super().__init__(lang, position)

    def settings(self) -> dict[str, Any]:
        """Return the words and the symbol of what others supply."""
        return super().settings() | {"symbol": symbol_json(POINT_SYMBOLS["own"])}
