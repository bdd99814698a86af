"""What the codes in the data mean: the message for each value of a closed vocabulary."""

from typing import Final

from geo.words.messages import in_context, message

__all__ = ["VOCABULARY"]

VOCABULARY: Final[dict[str, dict[str, str]]] = {
    "mode": {
        "pedestrian": message("Pedestrians"),
        "pov": message("Personal vehicles"),
        "bus": message("Buses"),
        "commercial": message("Commercial trucks"),
        "rail": message("Rail freight"),
    },
    "crossing_type": {
        "bridge": message("Bridge"),
        "land": message("Land crossing"),
        "rail_bridge": message("Rail bridge"),
        "rail": message("Rail crossing on land"),
        "dam": message("Road over a dam"),
        "ferry": message("Ferry"),
    },
    "subject": {
        "all": message("The whole border"),
        "west": message("Western region: land boundary, Tijuana to Ciudad Juárez"),
        "east": message("Eastern region: river boundary, Ciudad Juárez to Matamoros"),
    },
    "country": {"US": message("United States"), "MX": message("Mexico")},
    "kind": {
        "river": in_context("kind", "river"),
        "land": in_context("kind", "land"),
        "mixed": message("river and land"),
    },
    "measure": {
        "trucks": message("Trucks"),
        "rail_containers": message("Rail containers"),
        "buses": message("Buses"),
        "personal_vehicles": message("Personal vehicles"),
        "pedestrians": message("Pedestrians"),
    },
    "river": {"Rio Grande": message("Rio Grande"), "Colorado River": message("Colorado River")},
    "confidence": {"high": message("high"), "medium": message("medium"), "low": message("low")},
    "programme": {
        "sentri_lane": "SENTRI",
        "ready_lane": "Ready Lane",
        "fast_lane": "FAST",
        "unified_cargo_processing": message("Unified Cargo Processing"),
    },
    "region": {"west": message("west"), "east": message("east")},
}
"""Messages by what the code is of, and by the code."""
