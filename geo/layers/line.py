"""The layers of the line: states, boundary, river segments and river points."""

from geo.layers.columns import (
    AS_OF,
    CITED,
    CONFIDENCE,
    MX_STATE,
    NAME_EN,
    NAME_ES,
    US_STATE,
    column,
    key,
)
from geo.layers.model import STATES, Layer

__all__ = ["BOUNDARY", "RIVER_POINTS", "RIVER_SEGMENTS", "STATES_LAYER"]

_LENGTH_KM = column("length_km", "Length", "Longitud",
                    "Geodesic length on the full 2023 line.", kind="number", unit="km",
                    required=True)  # fmt: skip
_LENGTH_MI = column("length_mi", "Length (miles)", "Longitud (millas)",
                    "length_km in statute miles.", kind="number", unit="[mi_i]",
                    required=True)  # fmt: skip
_OFFICIAL = (
    column("official_length_mi", "Published length", "Longitud publicada",
           "Length that a source publishes.", kind="number", unit="[mi_i]"),
    column("official_length_source", "Source of published length",
           "Fuente de la longitud publicada", "Who publishes it, and for what extent."),
)  # fmt: skip

STATES_LAYER = Layer(
    name="states",
    title_en="Border states",
    title_es="Estados fronterizos",
    description_en=(
        "The ten border states. Both countries share exactly the same boundary line; outlines "
        "are for mapping purposes only."
    ),
    description_es=(
        "Los diez estados fronterizos. Ambos países comparten exactamente la misma línea "
        "divisoria; los contornos son sólo con fines cartográficos."
    ),
    geometry="MultiPolygon",
    levels=True,
    licence="US: public domain. Mexico: Fuente: INEGI, Marco Geoestadístico 2025",
    part="states",
    style="state",
    columns=(
        column("id", "Id", "Id", "ISO 3166-2 code.", required=True, allowed=STATES),
        NAME_EN,
        NAME_ES,
        column("country", "Country", "País", "US or MX.", required=True, allowed=("US", "MX")),
        column("abbreviation", "Abbreviation", "Abreviatura", "Usual abbreviation."),
        column("official_name_en", "Official name (English)", "Nombre oficial (inglés)",
               "Long form in English."),
        column("official_name_es", "Official name (Spanish)", "Nombre oficial (español)",
               "Long form in Spanish."),
        column("capital", "Capital", "Capital", "State capital.", required=True),
        column("fips", "FIPS code", "Clave FIPS", "Census state code (US states)."),
        column("inegi_cve_ent", "INEGI code", "Clave INEGI", "INEGI's clave (Mexican states)."),
        column("area_km2", "Area", "Superficie", "Published total area.", kind="number",
               unit="km2"),
        column("area_land_km2", "Land area", "Superficie terrestre", "Published land area.",
               kind="number", unit="km2"),
        column("area_source", "Source of area", "Fuente de la superficie", "Who publishes it."),
        column("population", "Population", "Población", "Residents at population_date.",
               kind="integer"),
        column("population_date", "Population date", "Fecha de la población", "Census date.",
               kind="date"),
        column("population_source", "Source of population", "Fuente de la población",
               "Who publishes it."),
        column("neighbours", "Neighbors across the line", "Estados colindantes",
               "States across the boundary, from west to east.", kind="list", required=True,
               allowed=STATES),
        column("neighbour_km", "Shared length with each", "Longitud del límite con cada estado",
               "Geodesic length shared with each neighbor, in the same order.", kind="list",
               unit="km", required=True),
        column("boundary_km", "Length of international boundary",
               "Longitud de límite internacional", "Sum of neighbour_km.", kind="number",
               unit="km", required=True),
        *CITED,
        AS_OF,
    ),
)  # fmt: skip

BOUNDARY = Layer(
    name="boundary",
    title_en="International boundary",
    title_es="Límite internacional",
    description_en=(
        "The US-Mexico land and river boundary from the Gulf of Mexico to the Pacific, split by "
        "pair of states. Line of the IBWC as published by the US Census Bureau (TIGER/Line "
        "2023); for mapping purposes only."
    ),
    description_es=(
        "El límite terrestre y fluvial entre México y Estados Unidos, del Golfo de México al "
        "Pacífico, dividido entre estados. Línea de la CILA, publicada por la Oficina del Censo de "
        "Estados Unidos (TIGER/Line 2023); sólo con fines cartográficos."
    ),
    geometry="LineString",
    levels=True,
    licence="US government work",
    part="km",
    km=("from_boundary_km", "to_boundary_km"),
    style="boundary_{kind}",
    columns=(
        key("Pair of states and kind, such as us-tx-mx-chh-river."),
        NAME_EN,
        NAME_ES,
        US_STATE,
        MX_STATE,
        column("kind", "Kind", "Tipo", "River or land boundary.", required=True,
               allowed=("river", "land")),
        column("river", "River", "Río", "Name of the river; empty on land.",
               allowed=("Rio Grande", "Colorado River")),
        _LENGTH_KM,
        _LENGTH_MI,
        *_OFFICIAL,
        column("from_boundary_km", "From boundary km", "Cadenamiento inicial",
               "Chainage of the end nearer the Gulf.", kind="number", unit="km", required=True),
        column("to_boundary_km", "To boundary km", "Cadenamiento final",
               "Chainage of the end nearer the Pacific.", kind="number", unit="km",
               required=True),
        *CITED,
        AS_OF,
    ),
)  # fmt: skip

RIVER_SEGMENTS = Layer(
    name="river_segments",
    title_en="River segments",
    title_es="Tramos de río",
    description_en=(
        "Nine reaches of the river boundary: eight of the Rio Grande from the Gulf to Monument 1 "
        "and the Colorado limitrophe. Division by Border Ports, on the treaties and IBWC works "
        "named in the column basis."
    ),
    description_es=(
        "Nueve tramos del límite fluvial: ocho del río Bravo, desde el Golfo hasta el Monumento "
        "1, y el tramo limítrofe del río Colorado. División elaborada por Border Ports con base en "
        "los tratados y obras de la CILA que nombra la columna basis."
    ),
    geometry="LineString",
    levels=True,
    licence="US government work (line); division by Border Ports",
    part="course",
    style="river_segment",
    columns=(
        key("rg1 to rg8 downstream on the Rio Grande, co1 on the Colorado."),
        NAME_EN,
        NAME_ES,
        column("river", "River", "Río", "Name of the river.", required=True,
               allowed=("Rio Grande", "Colorado River")),
        column("from_en", "From (English)", "Desde (inglés)", "Upstream end.", required=True),
        column("from_es", "From (Spanish)", "Desde (español)", "Upstream end.", required=True),
        column("to_en", "To (English)", "Hasta (inglés)", "Downstream end.", required=True),
        column("to_es", "To (Spanish)", "Hasta (español)", "Downstream end.", required=True),
        column("from_river_km", "From river km", "Del km de río",
               "River kilometer of the upstream end.", kind="number", unit="km", required=True),
        column("to_river_km", "To river km", "Al km de río",
               "River kilometer of the downstream end.", kind="number", unit="km",
               required=True),
        _LENGTH_KM,
        _LENGTH_MI,
        *_OFFICIAL,
        column("basis_en", "Basis (English)", "Base (inglés)",
               "What the division rests on; the division itself is ours.", required=True),
        column("basis_es", "Basis (Spanish)", "Base (español)",
               "What the division rests on; the division itself is ours.", required=True),
        CONFIDENCE,
        *CITED,
        AS_OF,
    ),
)  # fmt: skip

RIVER_POINTS = Layer(
    name="river_points",
    title_en="River points",
    title_es="Puntos del río",
    description_en="Named points on the river boundary: dams, confluences, monuments, line ends.",
    description_es="Puntos con nombre en el límite fluvial: presas, confluencias, monumentos.",
    geometry="Point",
    licence="US government work and facts compiled from public sources",
    part="km",
    km=("boundary_km", "boundary_km"),
    style="river_point",
    columns=(
        key("Stable slug of the point."),
        NAME_EN,
        NAME_ES,
        column("kind", "Kind", "Tipo", "What it is.", required=True,
               allowed=("dam", "confluence", "monument", "limit", "mouth", "division")),
        column("river", "River", "Río", "Name of the river.", required=True,
               allowed=("Rio Grande", "Colorado River")),
        column("river_segment", "River segment", "Tramo de río",
               "Segment that the point is on or begins.", required=True),
        column("river_km", "River kilometer", "Kilómetro de río",
               "Distance upstream from the mouth (Colorado: from the Southerly International "
               "Boundary), measured on the 2023 line.", kind="number", unit="km", required=True),
        column("river_mile", "River mile (measured)", "Milla de río (medida)",
               "river_km in statute miles.", kind="number", unit="[mi_i]", required=True),
        column("published_river_mile", "Published river mile", "Milla de río publicada",
               "River mile that a source publishes.", kind="number", unit="[mi_i]"),
        column("published_river_mile_source", "Source of published mile",
               "Fuente de la milla publicada", "Who publishes it."),
        column("river_mile_calibrated", "River mile (approximate)", "Milla de río (aproximada)",
               "Measured mile scaled piecewise to the published anchors; approximate, within "
               "about 5 miles; Rio Grande only.", kind="number", unit="[mi_i]"),
        column("boundary_km", "Boundary kilometer", "Cadenamiento",
               "Chainage along the whole boundary from the Gulf to the Pacific.", kind="number",
               unit="km", required=True),
        column("nid_id", "NID id", "Id del NID", "Id in the US National Inventory of Dams."),
        column("source_offset_m", "Offset of source point", "Distancia al punto de la fuente",
               "Geodesic distance from the source's point to the line; empty for derived points.",
               kind="number", unit="m"),
        column("position_basis", "Basis of position", "Base de la ubicación",
               "Whether a source gives the point, or it was derived from a distance or the line.",
               required=True, allowed=("published", "derived")),
        CONFIDENCE,
        column("note_en", "Note (English)", "Nota (inglés)", "Note for readers."),
        column("note_es", "Note (Spanish)", "Nota (español)", "Note for readers."),
        *CITED,
        AS_OF,
    ),
)  # fmt: skip
