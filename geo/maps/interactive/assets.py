"""The browser's files of the map: Leaflet and our own bundles, as ``hatch_build.py`` lays them."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Final

from geo.errors import DatasetError
from geo.maps.symbols import COLOURS, DARK_COLOURS
from geo.paths import assets_dir

__all__ = ["file_style", "font_data", "jquery_script", "map_script", "map_style", "short_hash"]

_SCRIPTS: Final = ("leaflet/leaflet.js", "border-ports/border-ports.js")
_STYLES: Final = ("leaflet/leaflet.css", "border-ports/border-ports.css")
_PAGE_STYLE: Final = "border-ports/page.css"
_FONT: Final = "source-sans-3/source-sans-3-latin-wght-normal.woff2"
_FONT_FACE: Final = (
    '@font-face{{font-family:"Source Sans 3 Variable";font-weight:200 900;font-display:swap;'
    "src:url({address}) format('woff2')}}\n"
)


@cache
def map_script() -> str:
    """Return Leaflet and the map's own scripts as one text; ``DatasetError`` if one is missing."""
    return "\n".join(_text(name) for name in _SCRIPTS)


def jquery_script() -> str:
    """Return jQuery, which popups that a user of Folium adds to the map call for."""
    return _text("jquery/jquery.min.js")


@cache
def map_style() -> str:
    """Return the map's style sheet: colours of ``geo.maps.symbols``, Leaflet's, our own."""
    light = _variables(COLOURS)
    dark = _variables(DARK_COLOURS)
    themes = (
        f":root{{{light}}}\n@media screen and (prefers-color-scheme: dark){{:root{{{dark}}}}}\n"
    )
    return themes + "\n".join(_text(name) for name in _STYLES)


def file_style() -> str:
    """Return the styles of a page that stands alone, the typeface in it instead of its address."""
    page = re.sub(r"@font-face\s*{[^}]*}", "", _text(_PAGE_STYLE))
    return font_data() + page + map_style()


def font_data() -> str:
    """Return a style rule that holds the typeface itself, for a file that stands alone."""
    data = base64.b64encode(_path(_FONT).read_bytes()).decode("ascii")
    return _FONT_FACE.format(address=f"data:font/woff2;base64,{data}")


def short_hash(text: str) -> str:
    """Return twelve hex digits that change with the text, for an address that may be kept."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _variables(colours: dict[str, str]) -> str:
    return "".join(f"--bp-{name.replace('_', '-')}:{value};" for name, value in colours.items())


def _text(name: str) -> str:
    text = _path(name).read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if "sourceMappingURL" not in line)


def _path(name: str) -> Path:
    path = assets_dir() / name
    if not path.is_file():
        message = f"{path}: missing; `python hatch_build.py` installs the browser's files"
        raise DatasetError(message)
    return path
