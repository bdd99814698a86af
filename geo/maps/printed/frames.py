"""Stretches of the border that one page shows, from west to east."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geo.border import Border

__all__ = ["STRETCHES", "Stretch", "stretches_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The ports from ``first`` to ``last`` in the order of the layer, west to east."""

    key: str
    first: str
    last: str
    name_en: str
    name_es: str

    def name(self, lang: str) -> str:
        """Return the name in English (``en``) or Spanish (``es``)."""
        return self.name_es if lang == "es" else self.name_en


STRETCHES: Final = (
    Stretch(key="california", first="san-ysidro", last="andrade",
            name_en="California – Baja California", name_es="California – Baja California"),
    Stretch(key="arizona", first="san-luis-1", last="douglas",
            name_en="Arizona – Sonora", name_es="Arizona – Sonora"),
    Stretch(key="el-paso", first="antelope-wells", last="fort-hancock",
            name_en="New Mexico and El Paso – Chihuahua",
            name_es="Nuevo México y El Paso – Chihuahua"),
    Stretch(key="middle", first="presidio", last="eagle-pass-rail",
            name_en="Presidio to Eagle Pass", name_es="De Ojinaga a Piedras Negras"),
    Stretch(key="laredo", first="laredo-colombia", last="falcon-dam",
            name_en="Laredo to Falcon Dam", name_es="De Nuevo Laredo a la Presa Falcón"),
    Stretch(key="valley", first="roma", last="brownsville-veterans",
            name_en="Lower Rio Grande Valley", name_es="Bajo río Bravo"),
)  # fmt: skip


def stretches_of(border: Border, positions: Sequence[int]) -> list[tuple[Stretch, list[int]]]:
    """Return the stretches that hold any of these ports, with the row numbers of the ports."""
    ports = border.records("ports")
    found = []
    for stretch in STRETCHES:
        ends = ports.position(stretch.first), ports.position(stretch.last)
        inside = [row for row in positions if ends[0] <= row <= ends[1]]
        if inside:
            found.append((stretch, inside))
    return found
