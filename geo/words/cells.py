"""Cells of the layers in words: codes, hours, tolls and names of measures."""

from collections.abc import Callable
from typing import Final

from geo.layers.measures import MEASURES
from geo.words.catalogue import words
from geo.words.hours import hours_text
from geo.words.messages import message
from geo.words.owners import owners_text
from geo.words.source_words import is_remark, source_said
from geo.words.tolls import axles_text, toll_text, vehicle_text

__all__ = ["cell_word"]

_VOCABULARY: Final = {
    "mode": "mode", "modes": "mode", "crossing_type": "crossing_type", "river": "river",
    "confidence": "confidence", "bbbxg_region": "region", "country": "country",
    "open_to": "open_to", "cargo": "cargo", "system": "code_system",
    "stage": "stage", "subject": "change_subject", "side": "country",
    "position_basis": "position_basis", "lapse_rule": "lapse_rule",
}  # fmt: skip
_OF_LAYER: Final = {
    ("boundary", "kind"): "kind", ("counties", "kind"): "place_kind",
    ("river_points", "kind"): "river_point", ("waterworks", "kind"): "waterwork",
    ("border_plans", "kind"): "plan", ("series_notes", "kind"): "note_kind",
    ("projects", "kind"): "project_kind", ("permits", "kind"): "permit_kind",
    ("project_events", "kind"): "event_kind", ("meetings", "kind"): "meeting_kind",
    ("trade", "mode"): "trade_mode", ("trade", "direction"): "trade_direction",
    ("trade_years", "mode"): "trade_mode", ("trade_years", "direction"): "trade_direction",
}  # fmt: skip
"""Vocabularies of columns whose name means something else in another layer."""
_DIRECTIONS: Final = {"northbound": message("Northbound"), "southbound": message("Southbound")}
_TEXTS: Final[dict[str, Callable[[str, str], str]]] = {
    "licence": lambda text, lang: words(lang).say(text),
    "publisher": source_said,
    "sources": source_said,
    "title": source_said,
    "hours": hours_text,
    "hours_cbp": hours_text,
    "hours_mexican_customs": hours_text,
    "lead_us": owners_text,
    "lead_mx": owners_text,
    "holder": owners_text,
    "vehicle": vehicle_text,
    "axles_southbound": axles_text,
    "axles_northbound": axles_text,
    "toll_southbound": lambda text, lang: toll_text(text, lang, "US$"),
    "toll_northbound": toll_text,
}
"""How the texts of some columns are said in a language."""


def cell_word(layer: str, column: str, text: str, lang: str) -> str:
    """Return what a text in a column of a layer is in a language; one without words as it is."""
    said = words(lang)
    of = _OF_LAYER.get((layer, column), _VOCABULARY.get(column))
    if column.endswith("_precision"):
        of = "precision"
    if of:
        return said.code(of, text)
    if column in {"measure", "measures"} and text in MEASURES:
        return said.pick(MEASURES[text], "label")
    if column == "direction":
        return said.say(_DIRECTIONS.get(text, text))
    if is_remark(text):
        return said.say(text)
    make = _TEXTS.get(column)
    return make(text, lang) if make else text
