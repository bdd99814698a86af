"""Names on which governments differ, chosen by one setting (``docs/decisions``)."""

import os
from typing import Final

from geo.words.messages import message

__all__ = ["GULF_NAMES", "GULF_VARIABLE", "gulf_name"]

GULF_VARIABLE: Final = "BORDER_PORTS_GULF"
"""Environment variable that chooses the English name of the gulf."""
GULF_NAMES: Final = {
    "mexico": message("Gulf of Mexico"),
    "america": message("Gulf of America"),
    "both": message("Gulf of Mexico (Gulf of America)"),
}
"""Names by the value of the variable, the default first; Spanish has one name alone."""


def gulf_name() -> str:
    """Return the message that names the gulf on maps and in documents."""
    chosen = os.environ.get(GULF_VARIABLE, "")
    return GULF_NAMES.get(chosen, GULF_NAMES["mexico"])
