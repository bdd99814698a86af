"""The phrases themselves: (English, Mexican Spanish) by key."""

from typing import Final

__all__ = ["PHRASES"]

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "title": ("Ports of entry on the US-Mexico border",
              "Puertos de entrada en la frontera México-Estados Unidos"),
    "subject_all": ("The whole border", "Toda la frontera"),
    "subject_west": ("Western region: land boundary, Tijuana to Ciudad Juárez",
                     "Región oeste: límite terrestre, de Tijuana a Ciudad Juárez"),
    "subject_east": ("Eastern region: river boundary, Ciudad Juárez to Matamoros",
                     "Región este: límite fluvial, de Ciudad Juárez a Matamoros"),
    "subject_mode": ("only {mode}", "sólo {mode}"),
    "brief": ("Brief for binational meetings", "Carpeta para reuniones binacionales"),
    "edition": ("Dataset {version}, {date}", "Conjunto de datos {version}, {date}"),
    "page": ("Page {n} of {m}", "Página {n} de {m}"),
    "not_official": ("Not an official publication of either government",
                     "No es una publicación oficial de ninguno de los dos gobiernos"),
    "key_ports": ("ports of entry", "puertos de entrada"),
    "key_length": ("of boundary", "de frontera"),
    "key_measure": ("northbound in {year}", "hacia el norte en {year}"),
    "counting": ("What is counted", "Qué se cuenta"),
    "contents": ("Contents", "Contenido"),
    "crossings": ("Ports of entry", "Puertos de entrada"),
    "crossings_note": (
        ("From west to east, grouped by pair of states. Hours are northbound, as the source of the "
        "date shown words them; a dash means that no source states the fact. River kilometres "
        "count upstream from the mouth along the 2023 line and are not IBWC river miles."),
        ("De oeste a este, por par de estados. Los horarios son hacia el norte, según la fuente de "
        "la fecha indicada; un guion significa que ninguna fuente indica el dato. Los kilómetros "
        "de río se cuentan río arriba desde la desembocadura sobre la línea de 2023 y no son "
        "millas de río de la CILA."),
    ),
    "number": ("No.", "Núm."),
    "name": ("Port of entry", "Puerto de entrada"),
    "name_en": ("Name (English)", "Nombre (inglés)"),
    "name_es": ("Name (Spanish)", "Nombre (español)"),
    "other_side": ("Name on the other side", "Nombre del otro lado"),
    "towns": ("Towns", "Poblaciones"),
    "states": ("States", "Estados"),
    "state": ("State", "Estado"),
    "country": ("Country", "País"),
    "modes": ("Modes", "Modos"),
    "hours": ("Hours (as of)", "Horario (a la fecha)"),
    "owner": ("Owner", "Propietario"),
    "us_owner": ("US owner", "Propietario en EUA"),
    "mx_owner": ("Mexican owner", "Propietario en México"),
    "opened": ("Opened", "Apertura"),
    "river_km": ("River km", "Km de río"),
    "boundary_km": ("Boundary km", "Km de frontera"),
    "cbp_code": ("CBP code", "Código CBP"),
    "type": ("Type", "Tipo"),
    "as_of": ("As of", "A la fecha"),
    "per_state": ("Ports of entry per state", "Puertos de entrada por estado"),
    "per_state_note": (
        ("A crossing is counted once on each side of the boundary; modes overlap, since most "
        "crossings carry several."),
        ("Cada cruce se cuenta una vez en cada lado; los modos se traslapan, pues la mayoría de "
        "los cruces tiene varios."),
    ),
    "per_state_part": (
        "Only ports of this document's selection are counted.",
        "Sólo se cuentan los puertos de la selección de este documento.",
    ),
    "US": ("United States", "Estados Unidos"),
    "MX": ("Mexico", "México"),
    "ports": ("Ports", "Puertos"),
    "maps": ("Maps", "Mapas"),
    "map_of": ("Map of {place}", "Mapa de {place}"),
    "map_alt": ("Map of {place} with {ports} ports of entry, which the table of ports lists.",
                "Mapa de {place} con {ports} puertos de entrada, que enumera la tabla de puertos."),
    "map_credit": (
        ("Boundary: IBWC line by US Census Bureau, TIGER/Line 2023. States: US Census Bureau; "
        "INEGI, Marco Geoestadístico 2025. For mapping purposes only."),
        ("Límite: línea de la CILA por US Census Bureau, TIGER/Line 2023. Estados: US Census "
        "Bureau; INEGI, Marco Geoestadístico 2025. Sólo para fines cartográficos."),
    ),
    "gaps": ("Longest stretches without a port of entry",
             "Tramos más largos sin puerto de entrada"),
    "gaps_note": (
        "Between neighbouring ports of this document's selection, measured along the 2023 line.",
        "Entre puertos vecinos de la selección de este documento, medidos sobre la línea de 2023.",
    ),
    "from": ("From", "De"),
    "to": ("To", "A"),
    "along_km": ("Along the line (km)", "Por la línea (km)"),
    "along_mi": ("Along the line (mi)", "Por la línea (mi)"),
    "straight_km": ("Straight (km)", "En línea recta (km)"),
    "kind": ("Kind", "Clase"),
    "river": ("river", "río"),
    "land": ("land", "tierra"),
    "mixed": ("river and land", "río y tierra"),
    "volumes": ("Northbound crossings", "Cruces hacia el norte"),
    "volumes_note": (
        ("Entries into the United States, BTS Border Crossing/Entry Data, per CBP port code. There "
        "is no southbound count. {year} is the latest full year; change is against {five} and "
        "{ten}. An absent month is not a zero."),
        ("Entradas a Estados Unidos, BTS Border Crossing/Entry Data, por código de puerto CBP. No "
        "hay conteo hacia el sur. {year} es el último año completo; el cambio es respecto de "
        "{five} y {ten}. Un mes ausente no es cero."),
    ),
    "volumes_caveat_codes": (
        ("A port code may cover several crossings and cannot be divided. California's trains are "
        "booked under Otay Mesa and Calexico East; El Paso and Ysleta are separate codes only "
        "since March 2020, so neither alone is compared with earlier years."),
        ("Un código de puerto puede abarcar varios cruces y no puede dividirse. Los trenes de "
        "California se registran en Otay Mesa y Calexico East; El Paso y Ysleta son códigos "
        "separados sólo desde marzo de 2020, por lo que ninguno se compara por sí solo con años "
        "anteriores."),
    ),
    "volumes_caveat_loaded": (
        ("BTS's loaded truck containers from July 2023 on contradict its trucks and are not used "
        "here."),
        ("Los contenedores cargados de camión de BTS desde julio de 2023 contradicen sus camiones "
        "y no se usan aquí."),
    ),
    "volumes_caveat_state": (
        "Codes of all ports of this selection; some also cover crossings outside it.",
        ("Códigos de todos los puertos de esta selección; algunos abarcan también cruces fuera de "
        "ella."),
    ),
    "latest": ("Latest full year by mode", "Último año completo por modo"),
    "measure": ("Measure", "Medida"),
    "change_5": ("Since {year}", "Desde {year}"),
    "trend": ("Trend since {year}", "Tendencia desde {year}"),
    "trend_alt": (("Line chart of yearly northbound {measure}, {first} to {last}: {start} in "
                  "{first}, {end} in {last}."),
                  ("Gráfica de líneas de {measure} hacia el norte por año, {first} a {last}: "
                  "{start} en {first}, {end} en {last}.")),
    "by_code": ("By port code, {year}", "Por código de puerto, {year}"),
    "port_code": ("Port code", "Código de puerto"),
    "year": ("Year", "Año"),
    "months": ("Months reported", "Meses informados"),
    "trucks": ("Trucks", "Camiones de carga"),
    "rail_containers": ("Rail containers", "Contenedores de ferrocarril"),
    "buses": ("Buses", "Autobuses"),
    "personal_vehicles": ("Personal vehicles", "Vehículos particulares"),
    "pedestrians": ("Pedestrians", "Peatones"),
    "total": ("Total", "Total"),
    "segments": ("River segments", "Tramos de río"),
    "segments_note": (
        ("The division is ours, on treaties and IBWC works. Measured lengths follow the 2023 line; "
        "published ones are of the extent that their source names, so the two need not agree."),
        ("La división es nuestra, sobre tratados y obras de la CILA. Las longitudes medidas siguen "
        "la línea de 2023; las publicadas son del tramo que indica su fuente, por lo que no tienen "
        "que coincidir."),
    ),
    "segment": ("Segment", "Tramo"),
    "measured_km": ("Measured (km)", "Medida (km)"),
    "measured_mi": ("Measured (mi)", "Medida (mi)"),
    "published_mi": ("Published (mi)", "Publicada (mi)"),
    "published_by": ("Published by", "Publica"),
    "not_counted": ("Crossings not counted, and why", "Cruces no contados y por qué"),
    "crossing": ("Crossing", "Cruce"),
    "status": ("Status", "Situación"),
    "reason": ("Reason", "Motivo"),
    "totals": ("55, counted how?", "55, ¿cómo se cuentan?"),
    "who": ("Publisher", "Publica"),
    "what": ("What is counted", "Qué se cuenta"),
    "relation": ("Relation to 55", "Relación con 55"),
    "sources": ("Sources and dates", "Fuentes y fechas"),
    "source": ("Source", "Fuente"),
    "licence": ("Licence", "Licencia"),
    "lanes": ("Lanes and hours by mode", "Carriles y horarios por modo"),
    "mode": ("Mode", "Modo"),
    "lanes_north": ("Northbound lanes", "Carriles hacia el norte"),
    "hours_cbp": ("CBP hours", "Horario de CBP"),
    "hours_mx": ("Mexican customs hours", "Horario de la aduana mexicana"),
    "facts": ("Facts", "Datos"),
    "fact": ("Fact", "Dato"),
    "value": ("Value", "Valor"),
    "neighbours": ("Nearest ports", "Puertos más cercanos"),
    "distance_km": ("Straight line (km)", "Línea recta (km)"),
    "distance_mi": ("Straight line (mi)", "Línea recta (mi)"),
    "tolls": ("Tolls", "Peajes"),
    "vehicle": ("Vehicle", "Vehículo"),
    "southbound": ("Southbound", "Hacia el sur"),
    "northbound": ("Northbound", "Hacia el norte"),
    "crossing_volumes": ("Northbound counts at this crossing",
                         "Conteos hacia el norte en este cruce"),
    "crossing_volumes_note": (
        "Counts of CBP per Texas crossing, compiled by the University of North Texas.",
        "Conteos de CBP por cruce de Texas, compilados por la University of North Texas.",
    ),
    "county": ("US county", "Condado de EUA"),
    "municipality": ("Mexican municipality", "Municipio de México"),
    "notes": ("Notes", "Notas"),
    "notes_language": ("Notes and sources are kept in the language in which they were compiled.",
                       "Las notas y fuentes se conservan en el idioma en que se recopilaron."),
    "column": ("Column", "Columna"),
    "meaning": ("Meaning", "Significado"),
    "unit": ("Unit", "Unidad"),
    "ports_chart": ("Number of ports of entry per state, by side",
                    "Número de puertos de entrada por estado"),
    "scale": ("Scale", "Escala"),
    "north": ("N", "N"),
    "legend": ("Legend", "Simbología"),
    "gulf": ("Gulf of Mexico", "Golfo de México"),
    "pacific": ("Pacific Ocean", "Océano Pacífico"),
    "united_states": ("UNITED STATES", "ESTADOS UNIDOS"),
    "mexico": ("MEXICO", "MÉXICO"),
    "pack": ("Meeting pack", "Paquete para la reunión"),
    "exports": ("Files to take along", "Archivos para llevar"),
    "exports_note": (
        (
            "Every file holds the version and date of the data, its sources and what is counted. "
            "A document is made when it is first asked for, which may take some seconds."
        ),
        (
            "Cada archivo lleva la versión y fecha de los datos, sus fuentes y lo que se cuenta. "
            "Un documento se genera la primera vez que se pide, lo que puede tardar unos segundos."
        ),
    ),
    "pack_note": (
        "Briefs, slides and workbooks in both languages, GeoPackage, KMZ and manifest (zip)",
        "Carpetas, diapositivas y libros en ambos idiomas, GeoPackage, KMZ y manifiesto (zip)",
    ),
    "documents": ("Documents", "Documentos"),
    "data_files": ("Data", "Datos"),
    "file": ("File", "Archivo"),
    "use": ("What it is for", "Para qué sirve"),
    "size": ("Size", "Tamaño"),
    "on_request": ("made on request", "se genera al pedirse"),
    "parts": ("Regions, states and pairs of states", "Regiones, estados y pares de estados"),
    "part": ("Part of the border", "Parte de la frontera"),
    "layers_and_tables": ("Single layers and tables", "Capas y tablas por separado"),
    "layer": ("Layer", "Capa"),
    "longitude": ("Longitude", "Longitud"),
    "latitude": ("Latitude", "Latitud"),
    "sheet_ports": ("Ports", "Puertos"),
    "sheet_per_state": ("Ports per state", "Puertos por estado"),
    "sheet_volumes": ("Volumes", "Cruces"),
    "sheet_trend": ("Trend", "Tendencia"),
    "sheet_segments": ("River segments", "Tramos de río"),
    "sheet_gaps": ("Gaps", "Tramos sin puerto"),
    "sheet_not_counted": ("Not counted", "No contados"),
    "sheet_totals": ("Other totals", "Otros totales"),
    "sheet_sources": ("Sources", "Fuentes"),
    "not_known": ("—", "—"),
}  # fmt: skip
"""Phrases by key; braces hold what the caller fills in."""
