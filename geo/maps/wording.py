"""Every phrase of the map in English and Mexican Spanish."""

from typing import Any, Final

from geo.maps.symbols import LINE_STYLES, MODE_LABELS, POINT_SYMBOLS, SYMBOLS

__all__ = ["PHRASES", "phrase", "phrases"]

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "title": ("Map of the ports of entry", "Mapa de los puertos de entrada"),
    "file_title": (
        "The US-Mexico land border: 55 ports of entry",
        "La frontera terrestre México-Estados Unidos: 55 puertos de entrada",
    ),
    "map_label": (
        "Map of the border; the table below lists the same ports",
        "Mapa de la frontera; la tabla de abajo contiene los mismos puertos",
    ),
    "skip_map": ("Skip the map, go to the table", "Saltar el mapa e ir a la tabla"),
    "loading": ("Loading the map…", "Cargando el mapa…"),
    "no_script": (
        "The map needs scripts, which are off here. The table below works without them.",
        ("El mapa requiere scripts, que aquí están desactivados. La tabla de abajo funciona sin "
        "ellos."),
    ),
    "load_failed": (
        "The map's data could not be read. The table below still holds every port.",
        "No se pudieron leer los datos del mapa. La tabla de abajo contiene todos los puertos.",
    ),
    "find": ("Find a port, town or state", "Buscar puerto, ciudad o estado"),
    "find_none": ("Nothing found", "Sin resultados"),
    "hits": ("Found", "Resultados"),
    "kind_port": ("port", "puerto"),
    "kind_state": ("state", "estado"),
    "kind_town": ("town", "población"),
    "kind_point": ("river point", "punto del río"),
    "filter": ("Filter the ports", "Filtrar los puertos"),
    "mode": ("Mode", "Modo"),
    "type": ("Type", "Tipo"),
    "state": ("State", "Estado"),
    "owner": ("Owner or operator", "Propietario u operador"),
    "any": ("All", "Todos"),
    "us_side": ("US side", "Lado de EUA"),
    "mx_side": ("Mexican side", "Lado mexicano"),
    "apply": ("Show", "Mostrar"),
    "reset": ("Show all", "Mostrar todos"),
    "shown_of": ("{shown} of {all} ports shown", "{shown} de {all} puertos"),
    "layers": ("Layers and legend", "Capas y leyenda"),
    "layer_ports": ("Ports of entry", "Puertos de entrada"),
    "layer_boundary": ("International boundary", "Límite internacional"),
    "layer_segments": ("River segments", "Tramos de río"),
    "layer_states": ("Border states", "Estados fronterizos"),
    "layer_points": ("Dams and river points", "Presas y puntos del río"),
    "layer_not_counted": ("Crossings not counted", "Cruces no contados"),
    "layer_gaps": ("Stretches of 50 km or more without a port",
                   "Tramos de 50 km o más sin puerto"),
    "layer_la_paz": ("La Paz Agreement zone, 100 km each side",
                     "Zona del Convenio de La Paz, 100 km por lado"),
    "layer_towns": ("Towns", "Poblaciones"),
    "layer_water": ("Lakes and rivers", "Lagos y ríos"),
    "layer_railways": ("Railways", "Vías férreas"),
    "layer_graticule": ("Meridians and parallels", "Meridianos y paralelos"),
    "several": ("Several ports: the number of them", "Varios puertos: su número"),
    "segments_note": (
        "Division by this project on treaties and IBWC works; lengths measured on the 2023 line.",
        ("División propia sobre tratados y obras de la CILA; longitudes medidas en la línea de "
        "2023."),
    ),
    "ask": ("Ask the map", "Preguntar al mapa"),
    "ask_hint": (
        "Click any place, or give a position, to learn where it is and which ports are nearest.",
        ("Haga clic en cualquier lugar, o indique una posición, para saber dónde está y cuáles son "
        "los puertos más cercanos."),
    ),
    "lon": ("Longitude", "Longitud"),
    "lat": ("Latitude", "Latitud"),
    "ask_go": ("Find nearest", "Buscar"),
    "ask_bad": (
        "Give a longitude from -180 to 180 and a latitude from -90 to 90.",
        "Indique una longitud de -180 a 180 y una latitud de -90 a 90.",
    ),
    "near_me": ("Nearest to me", "Más cercanos a mí"),
    "near_me_denied": (
        "This browser does not give its position.", "Este navegador no da su posición."),
    "measure": ("Measure", "Medir"),
    "measure_hint": (
        "Click points to measure along them; Escape ends.",
        "Haga clic en puntos para medir; Escape termina.",
    ),
    "measured": ("Measured", "Medido"),
    "here": ("This place", "Este lugar"),
    "nearest": ("Nearest ports", "Puertos más cercanos"),
    "clear": ("Clear", "Borrar"),
    "side_us": ("United States", "Estados Unidos"),
    "side_mx": ("Mexico", "México"),
    "side_none": ("Outside the ten border states", "Fuera de los diez estados fronterizos"),
    "on_boundary": ("On the boundary", "Sobre el límite"),
    "to_boundary": ("To the boundary", "Al límite"),
    "in_la_paz": ("In the La Paz Agreement zone", "En la zona del Convenio de La Paz"),
    "out_la_paz": ("Outside the La Paz Agreement zone", "Fuera de la zona del Convenio de La Paz"),
    "approximate": (
        "Computed in this browser from the generalised line",
        "Calculado en este navegador con la línea generalizada",
    ),
    "bearing": ("bearing", "rumbo"),
    "cities": ("Cities", "Ciudades"),
    "modes": ("Modes", "Modos"),
    "hours": ("Hours northbound", "Horario hacia el norte"),
    "as_of": ("as of", "al"),
    "not_known": ("not known", "no se conoce"),
    "opened": ("Opened", "Apertura"),
    "river_km": ("River kilometre", "Kilómetro de río"),
    "boundary_km": ("Boundary kilometre", "Kilómetro de frontera"),
    "boundary_km_note": ("from the Gulf", "desde el Golfo"),
    "length": ("Length", "Longitud"),
    "from": ("From", "Desde"),
    "to": ("To", "Hasta"),
    "reason": ("Why it is not counted", "Por qué no se cuenta"),
    "no_position": ("Position not known", "Posición no conocida"),
    "without_port": ("Without a port", "Sin puerto"),
    "straight": ("straight line", "línea recta"),
    "shared_line": ("International boundary", "Frontera internacional"),
    "ports_count": ("{n} ports of entry", "{n} puertos de entrada"),
    "group": ("{n} ports: {names}. Zoom in", "{n} puertos: {names}. Acercar"),
    "gulfward": ("Next towards the Gulf", "Siguiente hacia el Golfo"),
    "pacificward": ("Next towards the Pacific", "Siguiente hacia el Pacífico"),
    "details": ("All about this port", "Todo sobre este puerto"),
    "state_page": ("All about this state", "Todo sobre este estado"),
    "zoom_state": ("Zoom to this state", "Acercar a este estado"),
    "show_on_map": ("Show on the map", "Mostrar en el mapa"),
    "share": ("Copy the link to this view", "Copiar enlace a esta vista"),
    "shared": ("Link copied", "Enlace copiado"),
    "print": ("Print view", "Vista de impresión"),
    "print_now": ("Print", "Imprimir"),
    "print_back": ("Back to the map", "Volver al mapa"),
    "paper": ("Paper", "Papel"),
    "paper_letter": ("Letter, landscape", "Carta, horizontal"),
    "paper_a4": ("A4, landscape", "A4, horizontal"),
    "whole": ("Whole border", "Toda la frontera"),
    "zoom_in": ("Zoom in", "Acercar"),
    "zoom_out": ("Zoom out", "Alejar"),
    "close": ("Close", "Cerrar"),
    "table": ("The ports in a table", "Los puertos en una tabla"),
    "table_hint": (
        "From west to east; the buttons in the headings sort.",
        "De oeste a este; los botones de los encabezados ordenan.",
    ),
    "column_name": ("Port of entry", "Puerto de entrada"),
    "column_us": ("United States", "Estados Unidos"),
    "column_mx": ("Mexico", "México"),
    "column_type": ("Type", "Tipo"),
    "column_modes": ("Modes", "Modos"),
    "column_km": ("Boundary km", "Km de frontera"),
    "sort_by": ("Sort by", "Ordenar por"),
    "united_states": ("UNITED STATES", "ESTADOS UNIDOS"),
    "mexico": ("MEXICO", "MÉXICO"),
    "gulf": ("Gulf of Mexico", "Golfo de México"),
    "pacific": ("Pacific Ocean", "Océano Pacífico"),
    "california_gulf": ("Gulf of California", "Golfo de California"),
    "sources_head": ("Sources", "Fuentes"),
    "sources": (
        ("Boundary: IBWC line, US Census Bureau TIGER/Line 2023. States: US Census Bureau 2016; "
        "INEGI, Marco Geoestadístico 2025. Context: Natural Earth; GeoNames (CC BY 4.0). Ports: "
        "compiled from public sources. For mapping purposes only."),
        ("Límite: línea de la CILA, US Census Bureau TIGER/Line 2023. Estados: US Census Bureau "
        "2016; INEGI, Marco Geoestadístico 2025. Contexto: Natural Earth; GeoNames (CC BY 4.0). "
        "Puertos: compilados de fuentes públicas. Sólo para fines cartográficos."),
    ),
    "disclaimer": (
        "Not an official publication of either government.",
        "No es una publicación oficial de ninguno de los dos gobiernos.",
    ),
    "data_version": ("Data version {version}, {date}", "Versión de datos {version}, {date}"),
    "counting": ("55, counted how?", "55, ¿cómo se cuentan?"),
}  # fmt: skip
"""Each phrase by key: English, Mexican Spanish. Names in braces are filled in."""


def phrase(key: str, lang: str) -> str:
    """Return a phrase in ``en`` or ``es``; ``KeyError`` if there is none."""
    english, spanish = PHRASES[key]
    return spanish if lang == "es" else english


def phrases(lang: str) -> dict[str, Any]:
    """Return every phrase in one language, with the words for modes, types and lines."""
    return {key: phrase(key, lang) for key in PHRASES} | {
        "modes_by_id": {mode: words[lang] for mode, words in MODE_LABELS.items()},
        "types_by_id": {name: symbol.label(lang) for name, symbol in SYMBOLS.items()},
        "lines_by_id": {name: style.label(lang) for name, style in LINE_STYLES.items()},
        "points_by_id": {name: symbol.label(lang) for name, symbol in POINT_SYMBOLS.items()},
    }
