"""The tables of how each mode crosses: lanes, hours, programmes, and who may cross which way."""

from geo.layers.columns import AS_OF, CITED, PORT_ID, column, dated, key
from geo.layers.model import CARGO, DIRECTIONS, MODES, OPEN_TO, Layer

__all__ = ["PORT_ACCESS", "PORT_MODES"]

_MODE = column("mode", "Mode", "Modalidad", "Mode of crossing.", required=True, allowed=MODES)
_HOURS_ES = "Horario de la aduana mexicana"

PORT_MODES = Layer(
    name="port_modes",
    title_en="Lanes, programs and hours by mode",
    title_es="Carriles, programas y horarios por modalidad",
    description_en=(
        "One row per port and mode: northbound lanes, trusted-traveler programs, and the hours "
        "of both services, each with the date of its own source."
    ),
    description_es=(
        "Una fila por puerto y modalidad: carriles en sentido norte, programas de viajero "
        "confiable y horarios de ambas aduanas, cada uno con la fecha de su propia fuente."
    ),
    geometry=None,
    licence="Facts compiled from public sources",
    columns=(
        key("Port id and mode, such as pharr:commercial."),
        PORT_ID,
        _MODE,
        column("lanes_northbound", "Northbound lanes", "Carriles en sentido norte",
               "Lanes or booths of the US inspection.", kind="integer"),
        *dated("lanes_as_of", "Lanes as of", "Fecha de los carriles", "When the lanes were known."),
        column("lanes_note_en", "Note on lanes (English)", "Nota de carriles (inglés)",
               "What stands instead of, or beside, a number."),
        column("lanes_note_es", "Note on lanes (Spanish)", "Nota de carriles (español)",
               "What stands instead of, or beside, a number."),
        column("sentri_lane", "SENTRI lane", "Carril SENTRI",
               "Whether there is a lane for holders of SENTRI.", kind="boolean"),
        column("ready_lane", "Ready Lane", "Carril Ready Lane",
               "Whether there is a lane for documents that are read by radio.", kind="boolean"),
        column("fast_lane", "FAST lane", "Carril FAST",
               "Whether there is a lane for members of FAST.", kind="boolean"),
        column("unified_cargo_processing", "Unified cargo processing",
               "Procesamiento Unificado de Carga",
               "Whether both customs services inspect cargo together.", kind="boolean"),
        column("hours_cbp", "CBP hours", "Horario de la CBP",
               "Northbound hours in words; days not stated where no source gives them."),
        column("opening_hours_cbp", "CBP hours (OSM)", "Horario de la CBP (OSM)",
               "OpenStreetMap opening_hours syntax, local time of the US side."),
        *dated("hours_as_of", "CBP hours as of", "Fecha del horario de la CBP",
               "When CBP's hours were known."),
        column("hours_note_en", "Note on hours (English)", "Nota del horario (inglés)",
               "Conditions and exceptions of the hours."),
        column("hours_note_es", "Note on hours (Spanish)", "Nota del horario (español)",
               "Conditions and exceptions of the hours."),
        column("hours_mexican_customs", "Mexican customs hours", _HOURS_ES, "In words."),
        column("opening_hours_mexican_customs", "Mexican customs hours (OSM)",
               f"{_HOURS_ES} (OSM)",
               "OpenStreetMap opening_hours syntax, local time of the Mexican side."),
        *dated("hours_mexican_customs_as_of", "Mexican customs hours as of",
               "Fecha del horario de la aduana mexicana",
               "When the hours of Mexican customs were known."),
        *CITED,
    ),
)  # fmt: skip

PORT_ACCESS = Layer(
    name="port_access",
    title_en="Who may cross, by mode and direction",
    title_es="Quién puede cruzar, por modalidad y sentido",
    description_en=(
        "One row per port, mode and direction. An empty open_to means that no source says whether "
        "the mode may cross in that direction."
    ),
    description_es=(
        "Una fila por puerto, modalidad y sentido. Si open_to está vacío, ninguna fuente dice si "
        "la modalidad puede cruzar en ese sentido."
    ),
    geometry=None,
    licence="Facts compiled from public sources",
    columns=(
        key("Port id, mode and direction, such as laredo-gateway:pov:northbound."),
        PORT_ID,
        _MODE,
        column("direction", "Direction", "Sentido", "Which way.", required=True,
               allowed=DIRECTIONS),
        column("open_to", "Open to", "Abierto a",
               "Who may cross: all; sentri or fast, holders of the program only; "
               "air_passengers, with a ticket of Tijuana airport only; nobody.", allowed=OPEN_TO),
        column("cargo", "Cargo", "Carga", "What trucks and trains may carry.", kind="list",
               allowed=CARGO),
        column("note_en", "Note (English)", "Nota (inglés)", "Note for readers."),
        column("note_es", "Note (Spanish)", "Nota (español)", "Note for readers."),
        *CITED,
        AS_OF,
    ),
)  # fmt: skip
