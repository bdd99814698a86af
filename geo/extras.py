"""Optional parts of the installation: what each extra brings, and one error where it is missing."""

import sys
from importlib.util import find_spec
from typing import Final

from geo.errors import MissingExtraError

__all__ = ["DOCUMENTS", "EXTRAS", "is_installed", "require"]

DOCUMENTS: Final = "documents"
"""The extra that papers, pictures and packs need."""
EXTRAS: Final[dict[str, tuple[str, ...]]] = {
    "build": ("_plotly_geo", "pooch"),
    "cluster": ("dask", "distributed", "llvmlite", "numba"),
    DOCUMENTS: (
        "docx",
        "font_source_sans_pro",
        "icalendar",
        "matplotlib",
        "pikepdf",
        "pptx",
        "typst",
        "xlsxwriter",
    ),
    "live": ("httpx", "tenacity"),
    "postgis": ("geoalchemy2", "psycopg", "sqlalchemy"),
    "remote": ("fsspec",),
    "routing": ("httpx", *(("valhalla",) if sys.version_info >= (3, 12) else ())),
    "scale": ("llvmlite", "numba"),
}
"""The packages of each extra, by the names under which they are imported."""


def is_installed(extra: str | None) -> bool:
    """Return whether every package of an extra is there; the core (None) always is."""
    return extra is None or not _missing(extra)


def require(extra: str | None) -> None:
    """Refuse what needs an extra that is not installed; nothing is imported.

    Raises
    ------
    MissingExtraError
        A package of the extra is missing; names both.
    """
    missing = _missing(extra) if extra else []
    if extra and missing:
        raise MissingExtraError(extra, missing)


def _missing(extra: str) -> list[str]:
    return [name for name in EXTRAS[extra] if find_spec(name) is None]
