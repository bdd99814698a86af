"""Columns that several layers share."""

from typing import Final

from geo.layers.model import MEXICAN_STATES, PRECISIONS, US_STATES, Column

__all__ = [
    "AS_OF",
    "CITED",
    "CONFIDENCE",
    "MX_STATE",
    "NAME_EN",
    "NAME_ES",
    "PORT_ID",
    "SOURCES",
    "SOURCE_IDS",
    "US_STATE",
    "column",
    "dated",
    "key",
]


def column(name: str, label_en: str, label_es: str, description: str, **more: object) -> Column:
    """Return a column; ``more`` holds the other fields of ``Column``."""
    return Column(
        name=name,
        label_en=label_en,
        label_es=label_es,
        description=description,
        **more,  # type: ignore[arg-type]
    )


def dated(name: str, label_en: str, label_es: str, description: str) -> tuple[Column, Column]:
    """Return a date column and the column that says how precise the date is.

    A date known to the month or year is stored as its first day.
    """
    return (
        column(name, label_en, label_es, description, kind="date"),
        column(
            f"{name}_precision",
            f"{label_en} (precision)",
            f"{label_es} (precisión)",
            "How much of the date is known; a month or year is stored as its first day.",
            allowed=PRECISIONS,
        ),
    )


def key(description: str) -> Column:
    """Return the ``id`` column of a layer."""
    return column("id", "Id", "Id", description, required=True)


NAME_EN = column("name_en", "Name (English)", "Nombre (inglés)", "Name in English.", required=True)
NAME_ES = column("name_es", "Name (Spanish)", "Nombre (español)", "Name in Spanish.")
US_STATE = column(
    "us_state",
    "US state",
    "Estado estadounidense",
    "US state, ISO 3166-2.",
    required=True,
    allowed=US_STATES,
)
MX_STATE = column(
    "mx_state",
    "Mexican state",
    "Estado mexicano",
    "Mexican state, ISO 3166-2.",
    required=True,
    allowed=MEXICAN_STATES,
)
PORT_ID = column("port_id", "Port", "Puerto", "Id of the port of entry.", required=True)
SOURCES = column(
    "sources",
    "Sources",
    "Fuentes",
    "Where the row's facts come from: title, publisher and date, separated by semicolons.",
    required=True,
)
SOURCE_IDS = column(
    "source_ids",
    "Ids of sources",
    "Ids de las fuentes",
    "Ids of the row's sources in the table sources.",
    kind="list",
)
CITED: Final = (SOURCES, SOURCE_IDS)
"""The two columns by which a row names its sources: in words, and by id."""
AS_OF = column(
    "as_of",
    "As of",
    "Fecha del dato",
    "Date at which the row's facts were compiled or last known.",
    kind="date",
)
CONFIDENCE = column(
    "confidence",
    "Confidence",
    "Certeza",
    "How sure the position and identity are.",
    allowed=("high", "medium", "low"),
)
