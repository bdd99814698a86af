"""Stretches of the border that one page shows, from west to east."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geo.border import Border
from geo.words.messages import message

__all__ = ["STRETCHES", "Stretch", "stretches_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The ports from ``first`` to ``last`` in the order of the layer, west to east.

    ``name`` is a message.
    """

    key: str
    first: str
    last: str
    name: str


STRETCHES: Final = (
    Stretch(key="california", first="san-ysidro", last="andrade",
            name=message("California – Baja California")),
    Stretch(key="arizona", first="san-luis-1", last="douglas",
            name=message("Arizona – Sonora")),
    Stretch(key="el-paso", first="antelope-wells", last="fort-hancock",
            name=message("New Mexico and El Paso – Chihuahua")),
    Stretch(key="middle", first="presidio", last="eagle-pass-rail",
            name=message("Presidio to Eagle Pass")),
    Stretch(key="laredo", first="laredo-colombia", last="falcon-dam",
            name=message("Laredo to Falcon Dam")),
    Stretch(key="valley", first="roma", last="brownsville-veterans",
            name=message("Lower Rio Grande Valley")),
)  # fmt: skip


def stretches_of(border: Border, positions: Sequence[int]) -> list[tuple[Stretch, list[int]]]:
    """Return the stretches that hold any of these ports, with the row numbers of the ports."""
    ports = border.records("ports")
    stretches = []
    for stretch in STRETCHES:
        ends = ports.position(stretch.first), ports.position(stretch.last)
        inside = [row for row in positions if ends[0] <= row <= ends[1]]
        if inside:
            stretches.append((stretch, inside))
    return stretches
