"""The layer ``ports``: the active land ports of entry."""

from geo.layers.columns import (
    AS_OF,
    CONFIDENCE,
    MX_STATE,
    NAME_EN,
    NAME_ES,
    SOURCES,
    US_STATE,
    column,
    key,
)
from geo.layers.model import CROSSING_TYPES, MODES, REGIONS, Layer

__all__ = ["PORTS"]

PORTS = Layer(
    name="ports",
    title_en="Ports of entry",
    title_es="Puertos de entrada",
    description_en=(
        "The active land ports of entry on the US-Mexico border, counted once per crossing: "
        "crossings for people and vehicles, and rail crossings with loaded rail containers "
        "northbound in 2024."
    ),
    description_es=(
        "Los puertos de entrada terrestres activos de la frontera México-Estados Unidos, contados "
        "una vez por cruce: cruces de personas y vehículos, y cruces ferroviarios con "
        "contenedores cargados hacia el norte en 2024."
    ),
    geometry="Point",
    licence="Facts compiled from public sources; see docs/data-licence.md",
    columns=(
        key("Stable slug of the crossing; it never changes meaning."),
        NAME_EN,
        NAME_ES,
        column("other_names", "Other names", "Otros nombres", "Further names in use.", kind="list"),
        US_STATE,
        column("us_county", "US county", "Condado", "US county of the crossing.", required=True),
        column("us_city", "US city", "Ciudad de EUA", "Town on the US side.", required=True),
        MX_STATE,
        column(
            "mx_municipality", "Mexican municipality", "Municipio",
            "Mexican municipality of the crossing.", required=True,
        ),
        column("mx_city", "Mexican city", "Localidad mexicana",
               "Town on the Mexican side.", required=True),
        column(
            "bbbxg_region", "BBBXG region", "Región del Grupo Binacional",
            "Regional group that plans the crossing: west (land boundary and Colorado) or east "
            "(Rio Grande). Our reading: both groups name Ciudad Juárez; its bridges are on the "
            "river and so in the east.",
            required=True, allowed=REGIONS,
        ),
        column("cbp_port_code", "CBP port code", "Código de puerto de la CBP",
               "Four-digit port code of CBP and BTS, which may cover several crossings.",
               required=True),
        column("cbp_port_name", "CBP port name", "Nombre del puerto según la CBP",
               "Name that goes with the code.", required=True),
        column("crossing_type", "Type of crossing", "Tipo de cruce", "What carries the crossing.",
               required=True, allowed=CROSSING_TYPES),
        column("modes", "Modes", "Modalidades", "Modes of crossing that may use it.",
               kind="list", required=True, allowed=MODES),
        column("river", "River", "Río", "River crossed; empty on the land boundary.",
               allowed=("Rio Grande", "Colorado River")),
        column("river_segment", "River segment", "Tramo de río",
               "Id of the river segment; empty on the land boundary."),
        column("river_km", "River kilometre", "Kilómetro de río",
               "Distance upstream from the river's mouth, measured on the 2023 boundary line; not "
               "the IBWC river mile.", kind="number", unit="km"),
        column("river_mile", "River mile (measured)", "Milla de río (medida)",
               "river_km in statute miles.", kind="number", unit="[mi_i]"),
        column("boundary_km", "Boundary kilometre", "Cadenamiento",
               "Chainage along the whole boundary from the Gulf of Mexico to the Pacific.",
               kind="number", unit="km", required=True),
        column("opened_year", "Opened", "Apertura",
               "First year that a source gives for a crossing at this place.", kind="integer"),
        column("current_structure_year", "Present structure", "Estructura actual",
               "Year of the present structure.", kind="integer"),
        column("hours", "Hours", "Horario", "Northbound hours as the source words them."),
        column("opening_hours", "Opening hours (OSM)", "Horario (OSM)",
               "Northbound hours in OpenStreetMap's opening_hours syntax, local time of "
               "time_zone, when any mode can cross; empty where they cannot be stated."),
        column("hours_as_of", "Hours as of", "Fecha del horario",
               "Date (or month or year) at which the hours were known, as YYYY, YYYY-MM or "
               "YYYY-MM-DD."),
        column("time_zone", "Time zone (US side)", "Huso horario (lado estadounidense)",
               "IANA time zone of the US side.", required=True),
        column("mx_time_zone", "Time zone (Mexican side)", "Huso horario (lado mexicano)",
               "IANA time zone of the Mexican side.", required=True),
        column("us_owner", "US owner", "Propietario, lado estadounidense",
               "Owner of the US side."),
        column("us_operator", "US operator", "Operador, lado estadounidense",
               "Operator of the US side."),
        column("mx_owner", "Mexican owner", "Propietario, lado mexicano",
               "Owner of the Mexican side."),
        column("mx_operator", "Mexican operator", "Operador, lado mexicano",
               "Operator of the Mexican side."),
        column("coordinate_accuracy_m", "Accuracy of position", "Exactitud de la ubicación",
               "Largest error to expect of the plotted point along the boundary; empty where no "
               "second source lets it be judged.", kind="number", unit="m"),
        column("coordinate_source", "Source of position", "Fuente de la ubicación",
               "Who gives the source point.", required=True),
        column("source_longitude", "Source longitude", "Longitud de la fuente",
               "Longitude of the source's point, which may be a building.", kind="number",
               unit="deg", required=True),
        column("source_latitude", "Source latitude", "Latitud de la fuente",
               "Latitude of the source's point.", kind="number", unit="deg", required=True),
        column("source_offset_m", "Offset of source point", "Distancia al punto de la fuente",
               "Geodesic distance from the source's point to the plotted point.", kind="number",
               unit="m", required=True),
        CONFIDENCE,
        column("notes", "Notes", "Notas", "Doubts and remarks."),
        SOURCES,
        AS_OF,
    ),
)  # fmt: skip
