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
    "not_comparable": {
        "not_counted": message("one of the years is not counted"),
        "beyond": message("it is counted together with other crossings"),
        "split": message("the port code was split in between"),
        "ended": message("the source no longer reports it"),
        "begun": message("the source did not yet report it"),
        "no_common_months": message("the years have no month in common"),
        "few_months": message("the years have fewer than half of their months in common"),
        "zero": message("nothing was counted in the earlier year"),
    },
    "note_kind": {
        "not_reported": message("not reported"),
        "not_used": message("not used"),
        "predecessor": message("earlier crossing"),
        "doubtful": message("doubtful"),
        "sources_differ": message("sources differ"),
        "second_hand": message("second-hand copy"),
        "split": message("code split"),
        "break": message("break in the series"),
        "begins": message("series begins"),
        "ends": message("series ends"),
        "closure": message("closure"),
        "restriction": message("restrictions (COVID-19)"),
        "method": message("method"),
    },
    "river": {"Rio Grande": message("Rio Grande"), "Colorado River": message("Colorado River")},
    "confidence": {"high": message("high"), "medium": message("medium"), "low": message("low")},
    "programme": {
        "sentri_lane": "SENTRI",
        "ready_lane": "Ready Lane",
        "fast_lane": "FAST",
        "unified_cargo_processing": message("Unified Cargo Processing"),
    },
    "open_to": {
        "all": message("everyone"),
        "sentri": message("only SENTRI members"),
        "fast": message("only FAST drivers"),
        "air_passengers": message("only passengers of Tijuana airport"),
        "nobody": message("not this way"),
    },
    "answer": {"true": in_context("answer", "yes"), "false": in_context("answer", "no")},
    "code_system": {
        "cbp_port": message("CBP port code"),
        "bts_rail": message("rail code of BTS"),
        "cbp_wait_time": message("CBP wait times"),
        "unt_crossing": message("University of North Texas"),
    },
    "cargo": {
        "loaded": in_context("cargo", "loaded"),
        "empty": in_context("cargo", "empty"),
    },
    "region": {"west": message("west"), "east": message("east")},
}
"""Messages by what the code is of, and by the code."""
