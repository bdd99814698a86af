"""What maps draw behind the border: land, water, railways, towns, the La Paz zone."""

from geo.layers.columns import AS_OF, SOURCES, column, key
from geo.layers.model import Layer

__all__ = ["LAKES", "LAND", "LA_PAZ_ZONE", "RAILWAYS", "RIVERS", "TOWNS"]

_NATURAL_EARTH = "Natural Earth: public domain"
_SHAPE_KEY = key("Number from west to east; it may change from version to version.")
_NAMES = (
    column("name_en", "Name", "Nombre", "Name in English, of those that maps name."),
    column("name_es", "Name (Spanish)", "Nombre (español)", "Name in Spanish, likewise."),
)

LAND = Layer(
    name="land",
    title_en="Land around the border states",
    title_es="Tierra alrededor de los estados fronterizos",
    description_en="Land as maps of the border show it, generalized to about 600 m.",
    description_es="La tierra que muestran los mapas de la frontera, generalizada a unos 600 m.",
    geometry="MultiPolygon",
    licence=_NATURAL_EARTH,
    part="all",
    style="background_land",
    is_background=True,
    columns=(_SHAPE_KEY, SOURCES),
)

LAKES = Layer(
    name="lakes",
    title_en="Lakes",
    title_es="Lagos",
    description_en="The larger lakes and reservoirs around the border, generalized.",
    description_es="Los lagos y presas mayores alrededor de la frontera, generalizados.",
    geometry="MultiPolygon",
    licence=_NATURAL_EARTH,
    part="all",
    style="lake",
    is_background=True,
    columns=(_SHAPE_KEY, *_NAMES, SOURCES),
)

RIVERS = Layer(
    name="rivers",
    title_en="Rivers of the interior",
    title_es="Ríos del interior",
    description_en=(
        "The larger rivers around the border, generalized to about 1.2 km; the rivers of the "
        "boundary itself are left out."
    ),
    description_es=(
        "Los ríos mayores alrededor de la frontera, generalizados a cerca de 1.2 km; los ríos "
        "del propio límite se omiten."
    ),
    geometry="LineString",
    licence=_NATURAL_EARTH,
    part="all",
    style="context_river",
    is_background=True,
    columns=(_SHAPE_KEY, *_NAMES, SOURCES),
)

RAILWAYS = Layer(
    name="railways",
    title_en="Railways",
    title_es="Vías férreas",
    description_en="Railways around the border, generalized to about 1.2 km.",
    description_es="Vías férreas alrededor de la frontera, generalizadas a cerca de 1.2 km.",
    geometry="LineString",
    licence=_NATURAL_EARTH,
    part="all",
    style="railway",
    is_background=True,
    columns=(_SHAPE_KEY, SOURCES),
)

TOWNS = Layer(
    name="towns",
    title_en="Towns",
    title_es="Localidades",
    description_en="Towns that maps of the border name, the most important first.",
    description_es=(
        "Localidades que nombran los mapas de la frontera, de mayor a menor importancia."
    ),
    geometry="Point",
    licence="GeoNames: CC BY 4.0",
    part="all",
    style="town",
    label="name",
    is_background=True,
    columns=(
        key("Stable slug of the town."),
        column("name", "Name", "Nombre", "Name in the country's language.", required=True),
        column("country", "Country", "País", "US or MX.", required=True, allowed=("US", "MX")),
        column("population", "Population", "Población", "Residents by the source.",
               kind="integer"),
        column("rank", "Rank", "Rango",
               "Importance on maps: 1 from far away, 2 nearer, 3 near only.", kind="integer",
               required=True),
        column("geonames_id", "GeoNames id", "Id de GeoNames", "Id in GeoNames."),
        SOURCES,
        AS_OF,
    ),
)  # fmt: skip

LA_PAZ_ZONE = Layer(
    name="la_paz_zone",
    title_en="La Paz Agreement zone",
    title_es="Zona del Convenio de La Paz",
    description_en=(
        "All within 100 km of the boundary on either side, by article 4 of the La Paz Agreement "
        "of 1983; computed on the boundary of this data set, to within some 600 m."
    ),
    description_es=(
        "Todo lo situado hasta 100 km a cada lado del límite, según el artículo 4 del Convenio "
        "de La Paz de 1983; calculado sobre el límite de estos datos, con unos 600 m de error."
    ),
    geometry="MultiPolygon",
    licence="US government work (line); zone computed by Border Ports",
    part="all",
    style="la_paz",
    is_background=True,
    columns=(key("Always la-paz-zone."), SOURCES),
)
