"""What each layer and table is: the one definition that everything else reads.

The build, the check on loading, the API's schemas, the exports and the data dictionary all take
columns, kinds, units and allowed values from ``LAYERS``. A new layer is one definition here.
"""

from typing import Final

from geo.errors import UnknownLayerError
from geo.layers.background import LA_PAZ_ZONE, LAKES, LAND, RAILWAYS, RIVERS, TOWNS
from geo.layers.evidence import FACTS, NOT_KNOWN, SOURCES_TABLE
from geo.layers.kinds import KINDS, Kind, ValueKind
from geo.layers.line import BOUNDARY, RIVER_POINTS, RIVER_SEGMENTS, STATES_LAYER
from geo.layers.model import (
    CARGO,
    CROSSING_TYPES,
    DIRECTIONS,
    LEVELS,
    MEXICAN_STATES,
    MODES,
    OPEN_TO,
    PRECISIONS,
    PROGRAMMES,
    REGIONS,
    STATES,
    US_STATES,
    Column,
    GeometryType,
    Layer,
)
from geo.layers.modes import PORT_ACCESS, PORT_MODES
from geo.layers.people import BORDER_PLANS, COUNTIES
from geo.layers.ports import PORTS
from geo.layers.register import MEETINGS, PERMITS, PROJECT_EVENTS, PROJECTS
from geo.layers.series import SERIES_NOTES
from geo.layers.tables import (
    COUNTS,
    CROSSING_VOLUMES,
    CROSSINGS_NOT_COUNTED,
    PORT_CODES,
    TOLLS,
    VOLUMES,
)
from geo.layers.trade import TRADE, TRADE_YEARS
from geo.layers.waterworks import WATERWORKS

__all__ = [
    "CARGO",
    "CROSSING_TYPES",
    "DIRECTIONS",
    "FORMAT_VERSION",
    "KINDS",
    "LAYERS",
    "LEVELS",
    "MEXICAN_STATES",
    "MODES",
    "OPEN_TO",
    "PRECISIONS",
    "PROGRAMMES",
    "REGIONS",
    "STATES",
    "US_STATES",
    "Column",
    "GeometryType",
    "Kind",
    "Layer",
    "ValueKind",
    "layer",
]

FORMAT_VERSION: Final = 3
"""Version of the layout of the published files; a reader refuses any other."""

LAYERS: Final[dict[str, Layer]] = {
    definition.name: definition
    for definition in (
        PORTS,
        STATES_LAYER,
        RIVER_SEGMENTS,
        BOUNDARY,
        RIVER_POINTS,
        CROSSINGS_NOT_COUNTED,
        PROJECTS,
        COUNTIES,
        BORDER_PLANS,
        WATERWORKS,
        PROJECT_EVENTS,
        PERMITS,
        MEETINGS,
        PORT_MODES,
        PORT_ACCESS,
        TOLLS,
        PORT_CODES,
        COUNTS,
        FACTS,
        SOURCES_TABLE,
        NOT_KNOWN,
        VOLUMES,
        CROSSING_VOLUMES,
        SERIES_NOTES,
        TRADE,
        TRADE_YEARS,
        LAND,
        LAKES,
        RIVERS,
        RAILWAYS,
        TOWNS,
        LA_PAZ_ZONE,
    )
}
"""Every layer and table by name, in the order in which they are shown."""


def layer(name: str) -> Layer:
    """Return the definition of a layer or table; ``UnknownLayerError`` names the known ones."""
    try:
        return LAYERS[name]
    except KeyError:
        raise UnknownLayerError(name, LAYERS) from None
