"""The browser's files of the map: Leaflet and our own bundles, as ``hatch_build.py`` lays them."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Final

from geo.errors import DatasetError
from geo.paths import assets_dir

__all__ = [
    "element_script",
    "element_style",
    "file_style",
    "font_data",
    "jquery_script",
    "leaflet_script",
    "leaflet_style",
    "map_script",
    "map_style",
    "short_hash",
]

_OURS: Final = "border-ports"
_FONT: Final = "source-sans-3/source-sans-3-latin-wght-normal.woff2"
_FONT_FACE: Final = (
    '@font-face{{font-family:"Source Sans 3 Variable";font-weight:200 900;font-display:swap;'
    "src:url({address}) format('woff2')}}\n"
)


def element_script() -> str:
    """Return the script of our elements, which needs Leaflet before it."""
    return _text(f"{_OURS}/border-ports.js")


@cache
def element_style() -> str:
    """Return the styles of our elements, with the colours that they use."""
    return _text(f"{_OURS}/colours.css") + _text(f"{_OURS}/border-ports.css")


@cache
def leaflet_script() -> str:
    """Return Leaflet."""
    return _text("leaflet/leaflet.js")


@cache
def leaflet_style() -> str:
    """Return Leaflet's styles with its pictures in them."""
    return re.sub(
        r"url\((images/[\w.-]+)\)",
        lambda match: f"url({_data_address(f'leaflet/{match[1]}', 'image/png')})",
        _text("leaflet/leaflet.css"),
    )


def jquery_script() -> str:
    """Return jQuery, which popups that a user of Folium adds to the map call for."""
    return _text("jquery/jquery.min.js")


@cache
def map_script() -> str:
    """Return Leaflet and the script of our elements as one text."""
    return f"{leaflet_script()}\n{element_script()}"


@cache
def map_style() -> str:
    """Return the styles of Leaflet and of our elements, for a page that has the colours."""
    return _text("leaflet/leaflet.css") + _text(f"{_OURS}/border-ports.css")


def file_style() -> str:
    """Return the styles of a page that stands alone, the typeface in it instead of its address."""
    page = re.sub(r"@font-face\s*{[^}]*}", "", _text(f"{_OURS}/page.css"))
    return font_data() + page + map_style()


@cache
def font_data() -> str:
    """Return a style rule that holds the typeface itself, for a file that stands alone."""
    return _FONT_FACE.format(address=_data_address(_FONT, "font/woff2"))


def short_hash(text: str) -> str:
    """Return twelve hex digits that change with the text, for an address that may be kept."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _data_address(name: str, media: str) -> str:
    data = base64.b64encode(_path(name).read_bytes()).decode("ascii")
    return f"data:{media};base64,{data}"


@cache
def _text(name: str) -> str:
    text = _path(name).read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if "sourceMappingURL" not in line)


def _path(name: str) -> Path:
    path = assets_dir() / name
    if not path.is_file():
        message = f"{path}: missing; `python hatch_build.py` installs the browser's files"
        raise DatasetError(message)
    return path
