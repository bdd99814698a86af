"""What the crossing counts measure: each measure once, with its names and the mode it counts."""

from dataclasses import dataclass
from typing import Final

__all__ = [
    "BTS_MEASURES",
    "MAIN_MEASURES",
    "MEASURES",
    "MEASURE_OF_MODE",
    "Measure",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure: its names, the mode of crossing, and the measures of BTS that it adds up.

    ``crossing_label_en`` and ``crossing_label_es`` are what the counts per Texas crossing call
    it, where they count it: theirs hold bicyclists too, or railcars.
    """

    name: str
    mode: str
    label_en: str
    label_es: str
    parts: tuple[str, ...] = ()
    crossing_label_en: str = ""
    crossing_label_es: str = ""

    @property
    def bts(self) -> tuple[str, ...]:
        """Return the measures of BTS that add up to it."""
        return self.parts or (self.name,)


MEASURES: Final[dict[str, Measure]] = {
    measure.name: measure
    for measure in (
        Measure(name="trucks", mode="commercial", label_en="Trucks", label_es="Camiones de carga",
                crossing_label_en="Trucks", crossing_label_es="Camiones de carga"),
        Measure(name="rail_containers", mode="rail",
                parts=("rail_containers_loaded", "rail_containers_empty"),
                label_en="Rail containers, loaded and empty",
                label_es="Contenedores ferroviarios, cargados y vacíos",
                crossing_label_en="Railcars, loaded and empty",
                crossing_label_es="Carros de ferrocarril, cargados y vacíos"),
        Measure(name="buses", mode="bus", label_en="Buses", label_es="Autobuses",
                crossing_label_en="Buses", crossing_label_es="Autobuses"),
        Measure(name="personal_vehicles", mode="pov", label_en="Personal vehicles",
                label_es="Vehículos particulares", crossing_label_en="Personal vehicles",
                crossing_label_es="Vehículos particulares"),
        Measure(name="pedestrians", mode="pedestrian", label_en="Pedestrians",
                label_es="Peatones", crossing_label_en="Pedestrians/bicyclists",
                crossing_label_es="Peatones y ciclistas"),
        Measure(name="truck_containers_loaded", mode="commercial",
                label_en="Truck containers, loaded", label_es="Contenedores de camión, cargados"),
        Measure(name="truck_containers_empty", mode="commercial",
                label_en="Truck containers, empty", label_es="Contenedores de camión, vacíos"),
        Measure(name="trains", mode="rail", label_en="Trains", label_es="Trenes"),
        Measure(name="rail_containers_loaded", mode="rail", label_en="Rail containers, loaded",
                label_es="Contenedores ferroviarios, cargados"),
        Measure(name="rail_containers_empty", mode="rail", label_en="Rail containers, empty",
                label_es="Contenedores ferroviarios, vacíos"),
        Measure(name="train_passengers", mode="rail", label_en="Train passengers",
                label_es="Pasajeros de tren"),
        Measure(name="bus_passengers", mode="bus", label_en="Bus passengers",
                label_es="Pasajeros de autobús"),
        Measure(name="personal_vehicle_passengers", mode="pov",
                label_en="Personal vehicle occupants",
                label_es="Ocupantes de vehículos particulares"),
    )
}  # fmt: skip
"""Every measure by name, the main ones first."""

MEASURE_OF_MODE: Final = {
    "pedestrian": "pedestrians",
    "pov": "personal_vehicles",
    "bus": "buses",
    "commercial": "trucks",
    "rail": "rail_containers",
}
"""The main measure of each mode, which the counts per Texas crossing have too."""
MAIN_MEASURES: Final = tuple(name for name in MEASURES if name in MEASURE_OF_MODE.values())
BTS_MEASURES: Final = (
    "trucks", "truck_containers_loaded", "truck_containers_empty", "trains",
    "rail_containers_loaded", "rail_containers_empty", "train_passengers", "buses",
    "bus_passengers", "personal_vehicles", "personal_vehicle_passengers", "pedestrians",
)  # fmt: skip
"""What BTS counts per port code, as the data name it."""
