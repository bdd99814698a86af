"""Names of public owners in Spanish; companies and persons keep their names."""

import re
from typing import Final

__all__ = ["owner_in_spanish"]

_NAMES: Final = {
    "Government of Mexico": "Gobierno de México",
    "U.S. Government": "Gobierno de EUA",
    "International Boundary and Water Commission (U.S. Section)":
        "Comisión Internacional de Límites y Aguas (Sección de EUA)",
    "International Boundary and Water Commission (Mexican Section)":
        "Comisión Internacional de Límites y Aguas (Sección mexicana)",
    "Cities of McAllen, Mission, Hidalgo, and Granjeno":
        "Ciudades de McAllen, Mission, Hidalgo y Granjeno",
    "Reyna family": "Familia Reyna",
}  # fmt: skip
_PATTERNS: Final = (
    (re.compile(r"City of (.+)"), r"Ciudad de \1"),
    (re.compile(r"State of (.+)"), r"Estado de \1"),
    (re.compile(r"(.+) County"), r"Condado de \1"),
)


def owner_in_spanish(owner: str) -> str:
    """Return the name of a government, city, county or commission in Spanish, others as is."""
    if owner in _NAMES:
        return _NAMES[owner]
    for pattern, spanish in _PATTERNS:
        found = pattern.fullmatch(owner)
        if found:
            return found.expand(spanish)
    return owner
