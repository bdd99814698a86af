"""Fields and columns that several questions share."""

from typing import Final

from geo.data.frames import BorderFrames
from geo.layers import MODES, STATES, Column, Kind
from geo.layers.columns import column
from geo.queries.question import Field
from geo.words.messages import message

__all__ = [
    "COUNT",
    "LAT",
    "LON",
    "MAX_KM",
    "MODE",
    "STATE",
    "ids_of",
    "kilometres",
    "port_field",
    "result",
]

LONGEST_GEODESIC_KM: Final = 20_100
"""Longer than any geodesic (20,004 km)."""


def ids_of(border: BorderFrames) -> tuple[str, ...]:
    """Return the ids of the border's ports."""
    return tuple(border.records("ports").columns["id"])


def _ports(border: BorderFrames) -> int:
    return len(border.records("ports"))


LON: Final = Field(
    name="lon",
    kind="number",
    description=message("Longitude, degrees WGS 84."),
    low=-180,
    high=180,
    required=True,
    example=-106.45,
    positional=True,
)
LAT: Final = Field(
    name="lat",
    kind="number",
    description=message("Latitude, degrees WGS 84."),
    low=-90,
    high=90,
    required=True,
    example=31.75,
    positional=True,
)
MODE: Final = Field(
    name="mode",
    kind="text",
    allowed=MODES,
    several=True,
    description=message(
        "Only ports with this mode of crossing, or with one of several with commas between."
    ),
)
STATE: Final = Field(
    name="state",
    kind="text",
    allowed=STATES,
    description=message("Only ports that touch this state (ISO 3166-2)."),
)
COUNT: Final = Field(name="k", kind="integer", description=message("How many ports."), low=1,
                     high_of=_ports, default=1)  # fmt: skip


def kilometres(name: str, description: str, **more: object) -> Field:
    """Return a field of kilometres, zero or more."""
    return Field(name=name, kind="number", description=description, low=0,
                 high=LONGEST_GEODESIC_KM, **more)  # type: ignore[arg-type]  # fmt: skip


MAX_KM: Final = kilometres("max_km", message("Only ports within so many kilometers."), example=100)


def port_field(name: str, example: str, argument: str) -> Field:
    """Return a required field that is the id of a port."""
    return Field(
        name=name,
        kind="text",
        description=message("Id of a port of entry."),
        allowed_of=ids_of,
        required=True,
        example=example,
        positional=True,
        argument=argument,
    )


def result(name: str, kind: Kind, description: str, **more: object) -> Column:
    """Return a column of an answer; required unless ``more`` says otherwise."""
    return column(name, name, name, description, **{"kind": kind, "required": True, **more})
