"""Hours of crossing in Spanish, from the English that the data hold."""

import re
from typing import Final

__all__ = ["hours_text"]

_PHRASES: Final = (
    ("Pedestrians and passenger vehicles", "Peatones y vehículos particulares"),
    ("Passenger vehicles", "Vehículos particulares"),
    ("Pedestrians", "Peatones"),
    ("Import", "importación"),
    ("Passengers", "Pasajeros"),
    ("Commercial", "Carga"),
    ("commercial", "carga"),
    ("24 hours daily", "24 horas todos los días"),
    ("24 hours", "24 horas"),
    ("conditions permitting", "si las condiciones lo permiten"),
    ("days not stated", "días no indicados"),
    ("about", "hacia"),
    ("winter", "invierno"),
    ("summer", "verano"),
    ("daily", "todos los días"),
    ("midnight", "medianoche"),
    ("Midnight", "medianoche"),
    ("noon", "mediodía"),
    ("and", "y"),
    ("Mon", "lun"),
    ("Tue", "mar"),
    ("Wed", "mié"),
    ("Thu", "jue"),
    ("Fri", "vie"),
    ("Sat", "sáb"),
    ("Sun", "dom"),
    ("Nov", "nov"),
    ("Apr", "abr"),
    ("May", "may"),
    ("Oct", "oct"),
)
"""English words of the data's hours and their Spanish, longer ones first."""
_CLOCK: Final = re.compile(r"\b(\d{1,2})(?::(\d{2}))? ?(am|pm)\b")


def hours_text(text: str, lang: str) -> str:
    """Return hours in a language: as they are in ``en``; in ``es`` words and 24-hour times."""
    if lang != "es":
        return text
    text = _CLOCK.sub(_in_24_hours, text)
    for english, spanish in _PHRASES:
        text = re.sub(rf"\b{re.escape(english)}\b", spanish, text)
    return text


def _in_24_hours(found: "re.Match[str]") -> str:
    hour = int(found[1]) % 12 + (12 if found[3] == "pm" else 0)
    return f"{hour}:{found[2] or '00'}"
