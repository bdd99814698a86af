"""The typeface of printed maps and documents: Source Sans Pro (OFL), installed by pip."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

__all__ = ["FAMILY", "font_folder", "use_font"]

FAMILY: Final = "Source Sans Pro"
_STYLES: Final = ("Regular", "Semibold", "Bold", "It")


@cache
def font_folder() -> Path:
    """Return the folder of the font files."""
    return Path(str(files("font_source_sans_pro"))) / "files"


@cache
def use_font() -> str:
    """Make the typeface known to matplotlib and return its family name."""
    from matplotlib import font_manager

    for style in _STYLES:
        font_manager.fontManager.addfont(font_folder() / f"SourceSansPro-{style}.ttf")
    return FAMILY
