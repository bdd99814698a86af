"""Units of the data as readers know them."""

from typing import Final

__all__ = ["unit_symbol"]

_SYMBOLS: Final = {"[mi_i]": "mi", "km2": "km²", "deg": "°"}
"""By UCUM code, where the two differ."""


def unit_symbol(unit: str) -> str:
    """Return the symbol of a UCUM unit, such as ``mi`` for ``[mi_i]``."""
    return _SYMBOLS.get(unit, unit)
