"""The works of the two boundary commissions on the rivers, and their gauges."""

from geo.layers.columns import AS_OF, CITED, CONFIDENCE, NAME_EN, NAME_ES, column, dated, key
from geo.layers.model import STATES, Layer

__all__ = ["WATERWORKS"]

WATERWORKS = Layer(
    name="waterworks",
    title_en="Waterworks and gauges",
    title_es="Obras hidráulicas y estaciones",
    description_en=(
        "Dams, treatment plants, river projects, gauges, offices and crossings of the "
        "International Boundary and Water Commission (IBWC/CILA). Only positions that a source "
        "states are given."
    ),
    description_es=(
        "Presas, plantas de tratamiento, proyectos fluviales, estaciones de aforo, oficinas y "
        "cruces de la Comisión Internacional de Límites y Aguas (CILA/IBWC). Sólo se dan las "
        "ubicaciones que una fuente indica."
    ),
    geometry="Point",
    geometry_required=False,
    licence="US government work and facts compiled from public sources",
    part="places",
    style="waterwork",
    label="name_en",
    columns=(
        key("Stable slug of the work."),
        NAME_EN,
        NAME_ES,
        column("kind", "Kind", "Tipo", "What it is.", required=True,
               allowed=("storage_dam", "diversion_dam", "treatment_plant", "river_project",
                        "office", "crossing", "gauge", "account", "reservoir")),
        column("states", "States", "Estados", "Border states concerned, ISO 3166-2.",
               kind="list", required=True, allowed=STATES),
        column("river", "River", "Río", "The river."),
        column("port_id", "Port", "Puerto", "Id of the port of entry on it, if there is one."),
        column("station_id", "Station", "Estación", "Number of the station in the portal."),
        column("ibwc_number", "IBWC number", "Número de la CILA", "Number in IBWC's bulletins."),
        column("text_en", "What (English)", "Qué es (inglés)", "What is known of it."),
        column("text_es", "What (Spanish)", "Qué es (español)", "What is known of it."),
        column("portal_dataset", "Series in the portal", "Series en el portal",
               "Names of its series at waterdata.ibwc.gov.", kind="list"),
        column("record_span", "Record", "Registro", "From when to when the series runs."),
        column("position_source", "Source of position", "Fuente de la ubicación",
               "Id of the source of the point; empty where none states it."),
        column("position_accuracy_m", "Accuracy of position", "Exactitud de la ubicación",
               "How far the point may be off, by the rounding of its source.", kind="number",
               unit="m"),
        CONFIDENCE,
        *CITED,
        *dated("stated", "Stated", "Fecha de la fuente", "When the source stated it."),
        AS_OF,
    ),
)  # fmt: skip
