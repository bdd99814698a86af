"""The layer of crossings not counted, and the tables beside the ports."""

from geo.layers.columns import (
    AS_OF,
    CITED,
    MX_STATE,
    NAME_EN,
    NAME_ES,
    PORT_ID,
    US_STATE,
    column,
    dated,
    key,
)
from geo.layers.measures import BTS_MEASURES
from geo.layers.model import MODES, Layer

__all__ = [
    "COUNTS",
    "CROSSINGS_NOT_COUNTED",
    "CROSSING_VOLUMES",
    "PORT_CODES",
    "TOLLS",
    "VOLUMES",
]

CROSSINGS_NOT_COUNTED = Layer(
    name="crossings_not_counted",
    title_en="Crossings not counted",
    title_es="Cruces no incluidos",
    description_en="Closed, planned, idle and special crossings left out of the count, and why.",
    description_es=(
        "Cruces cerrados, en proyecto, fuera de servicio o especiales que no forman parte del "
        "conteo, con el motivo."
    ),
    geometry="Point",
    geometry_required=False,
    licence="Facts compiled from public sources",
    style="not_counted",
    columns=(
        key("Stable slug of the crossing."),
        NAME_EN,
        NAME_ES,
        US_STATE,
        MX_STATE,
        column("status_en", "Status (English)", "Situación (inglés)", "What it is today.",
               required=True),
        column("status_es", "Status (Spanish)", "Situación (español)", "What it is today.",
               required=True),
        column("reason_en", "Reason (English)", "Motivo (inglés)", "Why it is not counted.",
               required=True),
        column("reason_es", "Reason (Spanish)", "Motivo (español)", "Why it is not counted.",
               required=True),
        *CITED,
        AS_OF,
    ),
)  # fmt: skip

TOLLS = Layer(
    name="tolls",
    title_en="Tolls",
    title_es="Peajes",
    description_en="Tolls of the Texas crossings in both directions, as the operators state them.",
    description_es="Peajes de los cruces de Texas en ambos sentidos, según los operadores.",
    geometry=None,
    licence="Facts collected in the TxDOT/UNT bridge guide 2026",
    columns=(
        key("Port id and running number."),
        PORT_ID,
        column("vehicle", "Vehicle", "Vehículo", "Class of vehicle or person.", required=True),
        column("axles_southbound", "Axles (southbound)", "Ejes (hacia el sur)", "Axle class."),
        column("toll_southbound", "Toll southbound", "Peaje hacia el sur",
               "US dollars unless marked MX$."),
        column("axles_northbound", "Axles (northbound)", "Ejes (hacia el norte)", "Axle class."),
        column("toll_northbound", "Toll northbound", "Peaje hacia el norte",
               "Mexican pesos where marked MX$."),
        *dated("tolls_as_of", "As of", "Fecha del dato", "When the tolls were known."),
        *CITED,
    ),
)  # fmt: skip

PORT_CODES = Layer(
    name="port_codes",
    title_en="Codes of the ports",
    title_es="Códigos de los puertos",
    description_en="Every code by which another system knows a crossing.",
    description_es="Cada código con el que otro sistema conoce un cruce.",
    geometry=None,
    licence="US government work and facts compiled from public sources",
    columns=(
        key("System, code and port."),
        PORT_ID,
        column("system", "System", "Sistema", "Who uses the code.", required=True,
               allowed=("cbp_port", "bts_rail", "cbp_wait_time", "unt_crossing")),
        column("code", "Code", "Código", "The code or name itself.", required=True),
        column("code_name", "Name in that system", "Nombre en ese sistema", "Its name there."),
        column("note", "Note", "Nota", "What to beware of."),
        column("second_record", "Second record", "Segundo registro",
               "Whether the system has another code for the same place, which it uses instead.",
               kind="boolean", required=True),
        *CITED,
        *dated("code_as_of", "As of", "Fecha del dato", "When the code was seen in use."),
    ),
)  # fmt: skip

COUNTS = Layer(
    name="counts",
    title_en="How the ports are counted",
    title_es="Cómo se cuentan los puertos",
    description_en="Published totals of crossings, who counts what, and how each relates to ours.",
    description_es="Totales publicados de cruces: fuente, criterio y diferencia con este conteo.",
    geometry=None,
    licence="Facts compiled from public sources",
    part="all",
    columns=(
        key("Running slug."),
        column("total", "Total", "Total", "The total as published.", required=True),
        column("total_es", "Total (Spanish)", "Total (español)", "The total in Spanish.",
               required=True),
        column("what_en", "What (English)", "Qué (inglés)", "What is counted.", required=True),
        column("what_es", "What (Spanish)", "Qué (español)", "What is counted.", required=True),
        column("publisher", "Publisher", "Fuente", "Who publishes the total.", required=True),
        column("publisher_es", "Publisher (Spanish)", "Fuente (español)",
               "Who publishes the total, in Spanish.", required=True),
        column("document", "Document", "Documento", "Where.", required=True),
        column("document_es", "Document (Spanish)", "Documento (español)", "Where, in Spanish.",
               required=True),
        *dated("published", "Published", "Publicado", "When; the first year where the source "
               "gives several."),
        column("relation_en", "Relation to this count (English)",
               "Diferencia con este conteo (inglés)",
               "How the total relates to ours."),
        column("relation_es", "Relation to this count (Spanish)",
               "Diferencia con este conteo (español)",
               "How the total relates to ours."),
        *CITED,
    ),
)  # fmt: skip

VOLUMES = Layer(
    name="volumes",
    title_en="Crossings by port code, month and measure",
    title_es="Cruces por código de puerto, mes y concepto",
    description_en=(
        "Northbound entries per CBP port code, month and measure, since 1996 (BTS Border "
        "Crossing/Entry Data). An absent month is not a zero. Truck Containers Loaded is not "
        "usable from July 2023."
    ),
    description_es=(
        "Entradas hacia el norte por código de puerto de la CBP, mes y concepto, desde 1996 (BTS "
        "Border Crossing/Entry Data). Un mes sin dato no es cero. Los contenedores de camión "
        "cargados no son utilizables desde julio de 2023."
    ),
    geometry=None,
    time="month",
    licence="US government work",
    columns=(
        key("Port code, month and measure, such as 2304:2024-01:trucks."),
        column("port_code", "CBP port code", "Código de puerto de la CBP", "Four-digit code.",
               required=True),
        column("port_name", "Port name", "Puerto", "BTS's name of the port.", required=True),
        US_STATE,
        column("month", "Month", "Mes", "First day of the month.", kind="date", required=True),
        column("measure", "Measure", "Concepto", "What BTS counts.", required=True,
               allowed=BTS_MEASURES),
        column("value", "Northbound count", "Conteo hacia el norte", "Entries in the month.",
               kind="integer", required=True),
        column("caveat", "Caveat", "Salvedad",
               "What a user of the value must know; the notes say more."),
    ),
)  # fmt: skip

CROSSING_VOLUMES = Layer(
    name="crossing_volumes",
    title_en="Crossings by Texas crossing, month and mode",
    title_es="Cruces en Texas por puente, mes y modalidad",
    description_en=(
        "Northbound counts of CBP per Texas crossing, month and mode, 2008 to 2025, compiled by "
        "the University of North Texas."
    ),
    description_es=(
        "Conteos de la CBP hacia el norte por cruce de Texas, mes y modalidad, 2008 a 2025, "
        "compilados por la Universidad del Norte de Texas (UNT)."
    ),
    geometry=None,
    time="month",
    licence="Counts: US government work; compiled by the University of North Texas",
    columns=(
        key("Crossing, month and mode."),
        column("crossing", "Crossing", "Cruce", "Name in the source.", required=True),
        column("port_ids", "Ports", "Puertos",
               "Ids of the ports that the series covers (El Paso's two rail bridges are one "
               "series).", kind="list", required=True),
        column("month", "Month", "Mes", "First day of the month.", kind="date", required=True),
        column("mode", "Mode", "Modalidad", "Mode of crossing.", required=True, allowed=MODES),
        column("value", "Northbound count", "Conteo hacia el norte",
               "Vehicles, persons (pedestrians and bicyclists) or rail containers.",
               kind="integer", required=True),
        column("caveat", "Caveat", "Salvedad",
               "What a user of the value must know; the notes say more."),
    ),
)  # fmt: skip
