"""The areas beside the line: counties and municipalities, and the plans' regions."""

from geo.layers.columns import AS_OF, CITED, NAME_EN, NAME_ES, column, key
from geo.layers.model import STATES, Layer

__all__ = ["BORDER_PLANS", "COUNTIES"]

COUNTIES = Layer(
    name="counties",
    title_en="Counties and municipalities",
    title_es="Condados y municipios",
    description_en=(
        "The US counties and Mexican municipalities of which any part is within 100 km of the "
        "boundary (La Paz Agreement), with their people in 2020. Those that touch the line share "
        "it exactly; elsewhere outlines are generalized by about 150 m."
    ),
    description_es=(
        "Los condados y municipios con alguna parte a menos de 100 km de la línea divisoria "
        "(Convenio de La Paz), con su población de 2020. Los que tocan la línea la comparten "
        "exactamente; en lo demás, los contornos están generalizados unos 150 m."
    ),
    geometry="MultiPolygon",
    licence="US: public domain. Mexico: Fuente: INEGI, Marco Geoestadístico 2025",
    part="places",
    style="state",
    label="name_en",
    columns=(
        key("Country and code, such as us-48479 or mx-28027."),
        NAME_EN,
        NAME_ES,
        column("kind", "Kind", "Tipo", "County or municipality.", required=True,
               allowed=("county", "municipality")),
        column("country", "Country", "País", "US or MX.", required=True, allowed=("US", "MX")),
        column("states", "State", "Estado", "The border state that it is in, ISO 3166-2.",
               kind="list", required=True, allowed=STATES),
        column("code", "Code", "Clave", "FIPS code of a county, INEGI's of a municipality.",
               required=True),
        column("population", "Population 2020", "Población 2020",
               "Residents at population_date; empty where the municipality is younger.",
               kind="integer"),
        column("population_date", "Population date", "Fecha de la población", "Census date.",
               kind="date"),
        column("area_km2", "Area", "Superficie", "Geodesic area of this outline.", kind="number",
               unit="km2", required=True),
        column("touches_line", "Touches the line", "Toca la línea",
               "Whether it touches the international boundary.", kind="boolean", required=True),
        column("distance_km", "Distance to the line", "Distancia a la línea",
               "Geodesic distance of its nearest point to the boundary.", kind="number",
               unit="km", required=True),
        column("centroid_km", "Distance of its center", "Distancia de su centro",
               "Geodesic distance of its centroid to the boundary.", kind="number", unit="km",
               required=True),
        column("share_within_100_km", "Share within 100 km", "Fracción a menos de 100 km",
               "Share of its area within 100 km of the boundary, 0 to 1.", kind="number",
               required=True),
        column("port_ids", "Ports", "Puertos", "Ids of the ports in it.", kind="list"),
        *CITED,
        AS_OF,
    ),
)  # fmt: skip

BORDER_PLANS = Layer(
    name="border_plans",
    title_en="Regions of plans and agreements",
    title_es="Regiones de planes y acuerdos",
    description_en=(
        "The zone of the La Paz Agreement, the halves of the binational group and the regions of "
        "the border master plans. Where a plan's own limits were not found, extent says what is "
        "drawn instead."
    ),
    description_es=(
        "La zona del Convenio de La Paz, las mitades del grupo binacional y las regiones de los "
        "planes maestros fronterizos. Donde no se hallaron los límites del plan, extent dice "
        "qué se dibuja."
    ),
    geometry="MultiPolygon",
    geometry_required=False,
    licence="Facts compiled from public sources",
    part="places",
    style="la_paz",
    label="name_en",
    columns=(
        key("Stable slug of the region."),
        NAME_EN,
        NAME_ES,
        column("kind", "Kind", "Tipo", "What kind of region it is.", required=True,
               allowed=("agreement_zone", "bbbxg_region", "border_master_plan")),
        column("states", "States", "Estados", "Border states concerned, ISO 3166-2.",
               kind="list", required=True, allowed=STATES),
        column("extent_en", "Extent (English)", "Extensión (inglés)", "What is drawn.",
               required=True),
        column("extent_es", "Extent (Spanish)", "Extensión (español)", "What is drawn.",
               required=True),
        *CITED,
        AS_OF,
    ),
)  # fmt: skip
