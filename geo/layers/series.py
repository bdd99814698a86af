"""The table of what a reader of the crossing counts has to know: gaps, breaks, closures."""

from typing import Final

from geo.layers.columns import CITED, column, key
from geo.layers.measures import MEASURES
from geo.layers.model import Layer

__all__ = ["MISSING_KINDS", "NOTE_KINDS", "SERIES_NOTES"]

MISSING_KINDS: Final = ("not_reported", "not_used", "predecessor")
"""Kinds of notes whose months count as missing, whatever the source holds there."""
NOTE_KINDS: Final = (
    *MISSING_KINDS,
    "doubtful",
    "sources_differ",
    "second_hand",
    "split",
    "break",
    "begins",
    "ends",
    "closure",
    "restriction",
    "method",
)

SERIES_NOTES = Layer(
    name="series_notes",
    title_en="Notes on the crossing counts",
    title_es="Notas sobre los conteos de cruces",
    description_en=(
        "Gaps, breaks, closures and doubtful values of the crossing counts, by port code or "
        "crossing, measure and month. Values of the kinds not_reported, not_used and predecessor "
        "count as missing."
    ),
    description_es=(
        "Faltantes, quiebres, cierres y valores dudosos de los conteos de cruces, por código de "
        "puerto o cruce, concepto y mes. Los valores de los tipos not_reported, not_used y "
        "predecessor se toman como faltantes."
    ),
    geometry=None,
    licence="Facts compiled from public sources",
    columns=(
        key("Stable slug of the note."),
        column("kind", "Kind", "Tipo", "What kind of note it is.", required=True,
               allowed=NOTE_KINDS),
        column("port_codes", "CBP port codes", "Códigos de puerto de la CBP",
               "Codes whose BTS counts the note is about. Empty, and no ports either: all.",
               kind="list"),
        column("port_ids", "Ports", "Puertos",
               "Ids of the ports whose own counts the note is about. Empty, and no codes either: "
               "all.", kind="list"),
        column("measures", "Measures", "Conceptos",
               "Measures that it is about; empty: all. A crossing's pedestrians include "
               "bicyclists, its railcars are rail containers, loaded and empty.", kind="list",
               allowed=tuple(MEASURES)),
        column("from_month", "From", "Desde", "First day of the first month.", kind="date",
               required=True),
        column("to_month", "To", "Hasta", "First day of the last month; empty: it goes on.",
               kind="date"),
        column("text_en", "Note (English)", "Nota (inglés)", "What to know.", required=True),
        column("text_es", "Note (Spanish)", "Nota (español)", "What to know.", required=True),
        *CITED,
    ),
)  # fmt: skip
