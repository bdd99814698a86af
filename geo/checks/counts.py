"""Counts: the 55, by state and by the counting rule, and the rows of the line's layers."""

from collections import Counter
from typing import Final

from geo.checks.model import Check, equal
from geo.data.frames import BorderFrames

__all__ = ["check_counts"]

PORTS: Final = 55
"""US Department of State: 55 active land ports of entry."""
PORTS_OF_STATE: Final = {
    "US-CA": 8,
    "US-AZ": 10,
    "US-NM": 3,
    "US-TX": 34,
    "MX-BCN": 8,
    "MX-SON": 10,
    "MX-CHH": 12,
    "MX-COA": 6,
    "MX-NLE": 1,
    "MX-TAM": 18,
}
"""Texas as in the TxDOT/UNT guide of 2026 (34 crossings); the others by the counting rule."""
PEOPLE_AND_VEHICLES: Final = 48
RAIL: Final = 7
"""Rail crossings with loaded rail containers northbound in 2024 (BTS)."""
ROWS: Final = {"states": 10, "river_segments": 9, "boundary": 9}


def check_counts(border: BorderFrames) -> list[Check]:
    """Check the number of ports, in all, by state and by the counting rule."""
    ports = border.records("ports").columns
    ports_of_state = Counter(ports["us_state"]) + Counter(ports["mx_state"])
    totals = border.port_totals()
    return [
        equal("ports of entry", totals["ports"], PORTS),
        *(
            equal(f"ports of entry in {state}", ports_of_state[state], expected)
            for state, expected in PORTS_OF_STATE.items()
        ),
        equal(
            "counting rule: people and vehicles + rail",
            f"{totals['people_and_vehicles']} + {totals['rail']}",
            f"{PEOPLE_AND_VEHICLES} + {RAIL}",
        ),
        *(equal(f"rows of {name}", len(border.records(name)), n) for name, n in ROWS.items()),
    ]
