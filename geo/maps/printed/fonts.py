"""The typeface of printed maps and documents: Source Sans Pro (OFL), installed by pip."""

import io
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

__all__ = ["FAMILY", "font_folder", "in_font", "opened_font", "use_font"]

FAMILY: Final = "Source Sans Pro"
_STYLES: Final = ("Regular", "Semibold", "Bold", "It")


@cache
def font_folder() -> Path:
    """Return the folder of the font files."""
    return Path(str(files("font_source_sans_pro"))) / "files"


@cache
def opened_font(style: str) -> "FT2Font":
    """Return the font of a style, in memory: from a file each glyph would be read anew."""
    from matplotlib.ft2font import FT2Font

    content = (font_folder() / f"{FAMILY.replace(' ', '')}-{style}.ttf").read_bytes()
    return FT2Font(io.BytesIO(content))


def in_font(text: str) -> str:
    """Return a text without the signs that the typeface lacks, which a PDF/UA may not hold."""
    known = _signs()
    return text if known.issuperset(text) else "".join(sign for sign in text if sign in known)


@cache
def _signs() -> frozenset[str]:
    return frozenset({"\n", "\t", *map(chr, opened_font(_STYLES[0]).get_charmap())})


@cache
def use_font() -> str:
    """Make the typeface known to matplotlib and return its family name."""
    from matplotlib import font_manager

    for style in _STYLES:
        font_manager.fontManager.addfont(font_folder() / f"SourceSansPro-{style}.ttf")
    return FAMILY
