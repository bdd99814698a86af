"""The tables of trade: by port code and month, and by year."""

from typing import Final

from geo.layers.columns import CITED, column, key
from geo.layers.model import Layer

__all__ = ["TRADE", "TRADE_DIRECTIONS", "TRADE_MODES", "TRADE_YEARS"]

TRADE_MODES: Final = (
    "truck", "rail", "pipeline", "vessel", "air", "mail", "foreign_trade_zone", "other"
)  # fmt: skip
"""Modes of transport by which BTS books trade."""
TRADE_DIRECTIONS: Final = ("export", "import")
"""Exports go from the United States to Mexico, imports come to the United States."""

_MODE = column("mode", "Mode of transport", "Medio de transporte", "How the goods moved.",
               required=True, allowed=TRADE_MODES)  # fmt: skip
_DIRECTION = column("direction", "Direction", "Sentido",
                    "Exports go to Mexico, imports come to the United States.", required=True,
                    allowed=TRADE_DIRECTIONS)  # fmt: skip
_VALUE = column("value_usd", "Value", "Valor", "Value of the goods in US dollars, nominal.",
                kind="integer", required=True)  # fmt: skip
_WEIGHT = column("weight_kg", "Weight", "Peso",
                 "Shipping weight; empty where not recorded: exports by truck, rail, pipeline "
                 "and mail have none.", kind="integer", unit="kg")  # fmt: skip
_CODE: Final = "Four-digit code, or a district code such as 23XX."

TRADE = Layer(
    name="trade",
    title_en="Trade by port code and month",
    title_es="Comercio por código de puerto y mes",
    description_en=(
        "Value of US goods trade with Mexico per port code, month, mode and direction (BTS "
        "TransBorder Freight, all codes), 2020 to September 2024. October to December 2020 are "
        "missing. Exports by surface have no weight; goods through foreign trade zones, by air "
        "and by vessel are booked at border codes too."
    ),
    description_es=(
        "Valor del comercio de bienes de Estados Unidos con México por código de puerto, mes, "
        "medio de transporte y sentido (BTS TransBorder Freight, todos los códigos), de 2020 a "
        "septiembre de 2024. Faltan octubre a diciembre de 2020. Las exportaciones por tierra no "
        "tienen peso; los códigos fronterizos incluyen también zonas francas, aire y mar."
    ),
    geometry=None,
    time="month",
    licence="US government work",
    columns=(
        key("Port code, month, mode and direction, such as 2304:2024-01:truck:import."),
        column("port_code", "CBP port code", "Código de puerto de la CBP", _CODE, required=True),
        column("port_name", "Port name", "Puerto", "Name of a border code; empty elsewhere."),
        column("month", "Month", "Mes", "First day of the month.", kind="date", required=True),
        _MODE,
        _DIRECTION,
        _VALUE,
        _WEIGHT,
    ),
)  # fmt: skip

TRADE_YEARS = Layer(
    name="trade_years",
    title_en="Trade by year since 1993",
    title_es="Comercio por año desde 1993",
    description_en=(
        "Value of US goods trade with Mexico per year, mode and direction, 1993 to 2025: in all, "
        "and per Texas port code (BTS TransBorder Freight, compiled by the University of North "
        "Texas)."
    ),
    description_es=(
        "Valor del comercio de bienes de Estados Unidos con México por año, medio de transporte y "
        "sentido, de 1993 a 2025: total y por código de puerto de Texas (BTS TransBorder Freight, "
        "compilado por la Universidad del Norte de Texas)."
    ),
    geometry=None,
    licence="Figures: US government work; compiled by the University of North Texas",
    columns=(
        key("Port code or all, year, mode and direction."),
        column("port_code", "CBP port code", "Código de puerto de la CBP",
               "Four-digit code of a Texas port; empty for all of US-Mexico trade."),
        column("port_name", "Port name", "Puerto", "Name in the source."),
        column("year", "Year", "Año", "Year.", kind="integer", required=True),
        _MODE,
        _DIRECTION,
        _VALUE,
        _WEIGHT,
        *CITED,
    ),
)  # fmt: skip
