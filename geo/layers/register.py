"""The planning register: projects, what happened to them, permits and meetings."""

from typing import Final

from geo.layers.columns import AS_OF, CITED, CONFIDENCE, NAME_EN, NAME_ES, column, dated, key
from geo.layers.model import MODES, REGIONS, STATES, Layer

__all__ = [
    "AHEAD",
    "BOTH_REGIONS",
    "EVENT_KINDS",
    "LAPSE_RULES",
    "MEETINGS",
    "PERMITS",
    "PERMIT_KINDS",
    "PROJECTS",
    "PROJECT_EVENTS",
    "PROJECT_KINDS",
    "PROMISES",
    "STAGES",
]

STAGES: Final = (
    "idea", "study", "permit_applied", "permitted", "environmental_review", "design",
    "procurement", "construction", "open", "paused", "cancelled",
)  # fmt: skip
"""Stages of a project, in the order in which most pass through them."""
PROJECT_KINDS: Final = (
    "new_crossing", "new_span", "expansion", "modernization", "mode", "reopening", "dam_works",
    "plan", "study",
)  # fmt: skip
PROMISES: Final = ("opening_promised", "start_promised")
"""Kinds of event that speak of a later day."""
EVENT_KINDS: Final = (
    *PROMISES, "stage", "study", "application", "permit", "environmental_decision", "agreement",
    "award", "ground_breaking", "works", "opening",
)  # fmt: skip
PERMIT_KINDS: Final = (
    "presidential_permit", "exchange_of_notes", "commission_concurrence",
    "environmental_decision", "coast_guard_permit", "rail_board_decision",
)  # fmt: skip
LAPSE_RULES: Final = ("five_years_unless_begun",)
"""By which rule a permit lapses; empty where its text was not seen, or it does not lapse."""
AHEAD: Final = ("promised_from", "promised_until", "lapses_on", "first_day", "last_day")
"""Columns whose days may lie ahead of the data."""
BOTH_REGIONS: Final = "both"
"""Stands for a project or meeting of both regional groups."""

_PORT_IDS = column("port_ids", "Ports", "Puertos", "Ids of the ports that it changes.", kind="list")
_STATES = column("states", "States", "Estados", "Border states concerned, ISO 3166-2.",
                 kind="list", required=True, allowed=STATES)  # fmt: skip
_REGION = column("bbbxg_region", "BBBXG region", "Región del grupo binacional",
                 "Regional group: west is the land boundary, east the river boundary.",
                 required=True, allowed=(*REGIONS, BOTH_REGIONS))  # fmt: skip
_MODES = column("modes", "Modes", "Modalidades", "Modes of crossing concerned.", kind="list",
                allowed=MODES)  # fmt: skip
_PROJECT = column("project_id", "Project", "Proyecto", "Id of the project.", required=True)
_CHECKED = column("as_of", "Checked", "Consultado",
                  "Day on which newer word was last looked for.", kind="date",
                  required=True)  # fmt: skip

PROJECTS = Layer(
    name="projects",
    title_en="Projects at ports of entry",
    title_es="Proyectos en los puertos de entrada",
    description_en=(
        "Proposed, planned and running projects at the crossings, each with its stage, the date "
        "of the last word on it and its source. A project whose position no source states is "
        "shown at its port, as position_basis says."
    ),
    description_es=(
        "Proyectos propuestos, planeados y en curso en los cruces, cada uno con su etapa, la "
        "fecha de la última noticia y su fuente. Un proyecto cuya ubicación ninguna fuente da "
        "se muestra en su puerto, como indica position_basis."
    ),
    geometry="Point",
    geometry_required=False,
    licence="Facts compiled from public sources",
    part="places",
    style="project_{stage}",
    label="name_en",
    columns=(
        key("Stable slug of the project."),
        NAME_EN,
        NAME_ES,
        column("kind", "Kind", "Tipo", "What kind of project it is.", required=True,
               allowed=PROJECT_KINDS),
        column("what_en", "What (English)", "Qué es (inglés)", "What is to be built or done."),
        column("what_es", "What (Spanish)", "Qué es (español)", "What is to be built or done."),
        _MODES,
        _PORT_IDS,
        column("near_port", "Port beside it", "Puerto vecino",
               "For a new crossing: the port of the same town, at which it is shown."),
        _STATES,
        _REGION,
        column("lead_us", "Lead (US)", "Responsable (EUA)", "Who leads on the US side."),
        column("lead_mx", "Lead (Mexico)", "Responsable (México)",
               "Who leads on the Mexican side."),
        column("stage", "Stage", "Etapa", "The stage reached.", required=True, allowed=STAGES),
        column("stage_date", "Date of the last word", "Fecha de la última noticia",
               "When the newest source stated the stage.", kind="date", required=True),
        dated("stage_date", "Date of the last word", "Fecha de la última noticia", "")[1],
        column("state_en", "State (English)", "Situación (inglés)",
               "What the last word says.", required=True),
        column("state_es", "State (Spanish)", "Situación (español)",
               "What the last word says.", required=True),
        column("next_step_en", "Next step (English)", "Siguiente paso (inglés)",
               "What comes next, as a source states it."),
        column("next_step_es", "Next step (Spanish)", "Siguiente paso (español)",
               "What comes next, as a source states it."),
        column("not_known_en", "Not known (English)", "No se sabe (inglés)",
               "What no source found says."),
        column("not_known_es", "Not known (Spanish)", "No se sabe (español)",
               "What no source found says."),
        column("cost", "Cost", "Costo", "Amount in units of cost_currency.", kind="number"),
        column("cost_currency", "Currency", "Moneda", "ISO 4217.", allowed=("USD", "MXN")),
        *dated("cost_as_of", "Cost as of", "Fecha del costo", "When the cost was stated."),
        column("cost_covers_en", "Cost covers (English)", "El costo abarca (inglés)",
               "What the amount pays for."),
        column("cost_covers_es", "Cost covers (Spanish)", "El costo abarca (español)",
               "What the amount pays for."),
        column("funding", "Funding", "Financiamiento", "Where the money comes from."),
        column("position_basis", "Basis of position", "Base de la ubicación",
               "Whether a source gives the point, or the project stands at its port.",
               allowed=("published", "port")),
        CONFIDENCE,
        *CITED,
        _CHECKED,
    ),
)  # fmt: skip

PROJECT_EVENTS = Layer(
    name="project_events",
    title_en="History of the projects",
    title_es="Historia de los proyectos",
    description_en=(
        "What happened to each project and what was promised, in order. A promise stands with "
        "the first and last day that its words allow: a season is a quarter of the year, late "
        "in a year its last quarter. The slip of an opening is computed from these rows."
    ),
    description_es=(
        "Lo sucedido y lo prometido de cada proyecto, en orden. Una promesa lleva el primer y el "
        "último día que sus palabras admiten: una estación es un trimestre; fines de año, el "
        "último. El retraso de una apertura se calcula con estas filas."
    ),
    geometry=None,
    licence="Facts compiled from public sources",
    columns=(
        key("Project and running number."),
        _PROJECT,
        column("number", "Number", "Número", "Order within the project.", kind="integer",
               required=True),
        *dated("date", "Date", "Fecha",
               "When it happened, or the promise was made; empty where not known."),
        column("kind", "Kind", "Tipo", "What kind of event it is.", required=True,
               allowed=EVENT_KINDS),
        column("stage", "Stage", "Etapa", "The stage reached, for an event of that kind.",
               allowed=STAGES),
        column("promised_from", "Promised, first day", "Promesa, primer día",
               "First day that the promise's words allow.", kind="date"),
        column("promised_until", "Promised, last day", "Promesa, último día",
               "Last day that the promise's words allow.", kind="date"),
        column("text_en", "Event (English)", "Suceso (inglés)", "What happened, or was said.",
               required=True),
        column("text_es", "Event (Spanish)", "Suceso (español)", "What happened, or was said.",
               required=True),
        *CITED,
        AS_OF,
    ),
)  # fmt: skip

PERMITS = Layer(
    name="permits",
    title_en="Permits",
    title_es="Permisos",
    description_en=(
        "Presidential permits and other decisions that a crossing needs. By their own terms, the "
        "permits issued since 2024 lapse after five years unless work has begun; lapses_on is "
        "computed by that rule."
    ),
    description_es=(
        "Permisos presidenciales y otras decisiones que requiere un cruce. Según sus términos, "
        "los permisos expedidos desde 2024 vencen a los cinco años si no ha comenzado la obra; "
        "lapses_on se calcula con esa regla."
    ),
    geometry=None,
    licence="Facts compiled from public sources",
    part="places",
    columns=(
        key("Stable slug of the permit."),
        NAME_EN,
        NAME_ES,
        column("kind", "Kind", "Tipo", "What kind of decision it is.", required=True,
               allowed=PERMIT_KINDS),
        column("holder", "Holder", "Titular", "To whom it was given."),
        column("project_id", "Project", "Proyecto", "Id of the project it allows, if any."),
        _PORT_IDS,
        _STATES,
        _REGION,
        _MODES,
        *dated("issued", "Issued", "Expedido", "When it was issued; empty where not known."),
        column("citation", "Citation", "Cita", "Where it is published."),
        column("citation_url", "Address of the citation", "Dirección de la cita",
               "Web address of the published text."),
        column("condition_en", "Condition (English)", "Condición (inglés)", "What it demands."),
        column("condition_es", "Condition (Spanish)", "Condición (español)", "What it demands."),
        column("lapse_rule", "Rule of lapse", "Regla de vencimiento",
               "By which rule it lapses; empty where none is known.", allowed=LAPSE_RULES),
        column("work_begun", "Work begun", "Obra iniciada",
               "Whether the permitted work has begun.", kind="boolean"),
        column("lapses_on", "Lapses on", "Vence el",
               "Day on which it lapses by its rule; empty where work has begun or no rule is "
               "known.", kind="date"),
        column("work_en", "State of work (English)", "Avance (inglés)",
               "What is known of the work."),
        column("work_es", "State of work (Spanish)", "Avance (español)",
               "What is known of the work."),
        *dated("work_as_of", "Work as of", "Fecha del avance",
               "When a source last spoke of the work."),
        CONFIDENCE,
        *CITED,
        _CHECKED,
    ),
)  # fmt: skip

MEETINGS = Layer(
    name="meetings",
    title_en="Meetings of the binational group",
    title_es="Reuniones del grupo binacional",
    description_en=(
        "Meetings of the Binational Bridges and Border Crossings Group (BBBXG) found in public "
        "sources; there were more."
    ),
    description_es=(
        "Reuniones del Grupo Binacional México-Estados Unidos sobre Puentes y Cruces "
        "Internacionales halladas en fuentes públicas; hubo más."
    ),
    geometry=None,
    licence="Facts compiled from public sources",
    part="all",
    columns=(
        key("Kind and first day."),
        column("first_day", "First day", "Primer día", "First day.", kind="date", required=True),
        column("last_day", "Last day", "Último día", "Last day.", kind="date", required=True),
        column("kind", "Kind", "Tipo", "Plenary or regional meeting.", required=True,
               allowed=("plenary", "regional")),
        _REGION,
        column("place_en", "Place (English)", "Lugar (inglés)", "Where it was held.",
               required=True),
        column("place_es", "Place (Spanish)", "Lugar (español)", "Where it was held.",
               required=True),
        column("note_en", "Note (English)", "Nota (inglés)", "Note for readers."),
        column("note_es", "Note (Spanish)", "Nota (español)", "Note for readers."),
        column("citation", "Citation", "Cita", "Where it was announced."),
        *CITED,
        AS_OF,
    ),
)  # fmt: skip
