"""The planning register asked: projects, slips of openings, permits that lapse, the agenda."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from geo.data.dates import known_part
from geo.data.frames import BorderFrames
from geo.errors import InvalidValueError
from geo.geodesy import checked_lon_lat
from geo.layers import MODES, REGIONS, STATES
from geo.layers.register import STAGES
from geo.queries.answer import Answer, Row
from geo.queries.fields import ids_of, kilometres, result
from geo.queries.filters import checked_km
from geo.queries.project_places import (
    nearest_projects,
    ports_of,
    projects_along,
    segment_ids,
)
from geo.queries.promises import period_words, slip_of
from geo.queries.question import Field, Question
from geo.queries.selection import Selection, checked_selection
from geo.words.messages import message

__all__ = ["AGENDA", "LAPSING", "PROJECTS", "SLIPS", "agenda", "agenda_rows", "lapsing",
           "projects", "slips"]  # fmt: skip

_PLENARY: Final = "plenary"
_DEFAULT_MONTHS: Final = 48
_MAX_MONTHS: Final = 600
_MONTHS: Final = 12


def projects(
    border: BorderFrames,
    *,
    stage: str | None = None,
    segment: str | None = None,
    lon: float | None = None,
    lat: float | None = None,
    km: float = 50.0,
    **place: str | None,
) -> Answer:
    """Return the projects that meet every filter, with their last promise and its slip.

    ``place`` holds ``state``, ``pair``, ``region``, ``port`` and ``mode`` as for a selection.
    With ``segment`` they are those at the ports of a river segment, downstream. With ``lon`` and
    ``lat`` they are those within ``km`` kilometres, nearest first.

    Raises
    ------
    InvalidValueError, UnknownStateError, UnknownModeError, UnknownPortError
        A word or a number is not allowed.
    """
    if stage is not None and stage not in STAGES:
        raise InvalidValueError("stage", stage, ", ".join(STAGES))
    chosen = _selection(border, **place)
    records = border.records("projects")
    stages = records.columns["stage"]
    rows = [row for row in chosen.rows(border, "projects") if stage in {None, stages[row]}]
    if segment is not None:
        rows = projects_along(border, rows, segment)
    columns: dict[str, list[Any]] = {}
    if lon is not None or lat is not None:
        near = nearest_projects(border, rows, checked_lon_lat(lon, lat), checked_km(km))
        rows = [row for row, _ in near]
        columns["distance_km"] = [distance for _, distance in near]
    columns |= _promised(border, [records.row(row) for row in rows])
    return Answer(columns=columns, border=border, layer="projects", rows=rows)


def slips(border: BorderFrames, state: str | None = None, region: str | None = None) -> Answer:
    """Return the projects with a promised opening, the one that moved most first.

    ``slip_months`` counts from the last day that the first promise allowed to the last day that
    the newest allows; ``overdue`` says that this day is past and no opening is known.

    Raises
    ------
    UnknownStateError, InvalidValueError
        A word is not known.
    """
    chosen = _selection(border, state=state, region=region)
    rows = []
    for row in _rows(border, chosen, "projects"):
        slip = slip_of(border, row)
        if slip is not None:
            rows.append({
                "project": row["id"], "name_en": row["name_en"], "name_es": row["name_es"],
                "stage": row["stage"],
                "promises": tuple(period_words(one.first, one.last) for one in slip.promises),
                "first_promise": slip.promises[0].last, "last_promise": slip.promises[-1].last,
                "slip_months": slip.months, "overdue": slip.overdue,
            })  # fmt: skip
    rows.sort(key=lambda row: (-row["slip_months"], row["project"]))
    return _table(border, rows, SLIPS, {"as_of": border.date})


def lapsing(
    border: BorderFrames,
    months: int = _DEFAULT_MONTHS,
    state: str | None = None,
    region: str | None = None,
) -> Answer:
    """Return the permits that lapse within some months with no work begun, soonest first.

    Months count from the date of the data.

    Raises
    ------
    UnknownStateError, InvalidValueError
        A word or number is not allowed.
    """
    if isinstance(months, bool) or not isinstance(months, int) or not 0 <= months <= _MAX_MONTHS:
        raise InvalidValueError("months", months, f"a whole number from 0 to {_MAX_MONTHS}")
    until = _months_later(border.date, months)
    rows = [
        {
            "permit": row["id"], "project": row["project_id"], "name_en": row["name_en"],
            "name_es": row["name_es"], "holder": row["holder"],
            "issued": known_part(row, "issued"), "citation": row["citation"],
            "lapses_on": row["lapses_on"], "days_left": (row["lapses_on"] - border.date).days,
            "work_en": row["work_en"], "work_es": row["work_es"],
            "work_as_of": known_part(row, "work_as_of"),
        }
        for row in _rows(border, _selection(border, state=state, region=region), "permits")
        if row["lapses_on"] is not None and row["lapses_on"] <= until
    ]  # fmt: skip
    rows.sort(key=lambda row: (row["lapses_on"], row["permit"]))
    return _table(border, rows, LAPSING, {"as_of": border.date, "until": until})


def agenda(border: BorderFrames, region: str = _PLENARY, state: str | None = None) -> Answer:
    """Return the table that the chair of a meeting needs, the projects from west to east.

    Raises
    ------
    UnknownStateError, InvalidValueError
        A word is not known.
    """
    chosen = _selection(border, region=region, state=state)
    rows = agenda_rows(border, chosen)
    return _table(border, rows, AGENDA, {"region": region, "as_of": border.date})


def agenda_rows(border: BorderFrames, selection: Selection) -> list[Row]:
    """Return a row per project of a selection, as documents print them, from west to east."""
    clocks = _clocks(border)
    rows = _rows(border, selection, "projects")
    return [_agenda_row(border, row, clocks) for row in rows]


def _agenda_row(border: BorderFrames, row: Row, clocks: Mapping[str, date]) -> Row:
    slip = slip_of(border, row)
    lapses = clocks.get(row["id"])
    return {
        "project": row["id"],
        "name_en": row["name_en"],
        "name_es": row["name_es"],
        "stage": row["stage"],
        "stage_date": known_part(row, "stage_date"),
        "state_en": row["state_en"],
        "state_es": row["state_es"],
        "last_promise": None if slip is None else _last_words(slip.promises),
        "slip_months": None if slip is None else slip.months,
        "overdue": slip is not None and slip.overdue,
        "permit_lapses_on": lapses,
        "permit_days_left": None if lapses is None else (lapses - border.date).days,
        "next_step_en": row["next_step_en"],
        "next_step_es": row["next_step_es"],
        "not_known_en": row["not_known_en"],
        "not_known_es": row["not_known_es"],
        "lead_us": row["lead_us"],
        "lead_mx": row["lead_mx"],
    }


def _last_words(promises: tuple[Any, ...]) -> str:
    return period_words(promises[-1].first, promises[-1].last)


def _clocks(border: BorderFrames) -> dict[str, date]:
    """Return the first day on which a permit of each project lapses."""
    columns = border.records("permits").columns
    clocks: dict[str, date] = {}
    for project, day in zip(columns["project_id"], columns["lapses_on"], strict=True):
        if project is not None and day is not None:
            clocks[project] = min(day, clocks.get(project, day))
    return clocks


def _promised(border: BorderFrames, rows: list[Row]) -> dict[str, list[Any]]:
    late = [slip_of(border, row) for row in rows]
    return {
        "last_promise": [None if one is None else _last_words(one.promises) for one in late],
        "slip_months": [None if one is None else one.months for one in late],
        "overdue": [one is not None and one.overdue for one in late],
    }


def _selection(border: BorderFrames, **words: str | None) -> Selection:
    """Return the selection that the words name; it need not choose a port, for projects may."""
    return checked_selection(border, with_ports=False, **words)


def _rows(border: BorderFrames, selection: Selection, layer: str) -> list[Row]:
    """Return the rows of a layer that a selection chooses, the projects from west to east."""
    records = border.records(layer)
    rows = [records.row(number) for number in selection.rows(border, layer)]
    if layer == "projects":
        rows.sort(key=lambda row: min(ports_of(border, row), default=len(border.records("ports"))))
    return rows


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(year, month + 1, min(day.day, 28))


def _table(border: BorderFrames, rows: list[Row], question: Question, about: Row) -> Answer:
    names = [column.name for column in question.columns]
    return Answer(
        columns={name: [row[name] for row in rows] for name in names}, border=border, about=about
    )


_STATE: Final = Field(
    name="state",
    kind="text",
    allowed=STATES,
    description=message("Only what touches this state (ISO 3166-2)."),
)
_REGION: Final = Field(
    name="region",
    kind="text",
    allowed=(*REGIONS, _PLENARY),
    description=message("Only this regional group; plenary for all."),
)
_AS_OF: Final = result("as_of", "date", "Date of the data, from which months and days count.")
_NAMES: Final = (
    result("name_en", "string", "Name in English."),
    result("name_es", "string", "Name in Spanish.", required=False),
)
_PROJECT: Final = result("project", "string", "Id of the project.")
_STAGE: Final = result("stage", "string", "The stage reached.", allowed=STAGES)
_OVERDUE: Final = result("overdue", "boolean",
                         "Whether the promised day is past and no opening is known.")  # fmt: skip
_PROMISED: Final = (
    result("last_promise", "string", "The newest promised opening.", required=False),
    result("slip_months", "integer", "How far it moved from the first.", required=False),
    _OVERDUE,
)

PROJECTS: Final = Question(
    name="projects",
    path="projects",
    operation="projects",
    summary=message("Projects at the crossings by place, stage and mode, with their last promise"),
    description=message(
        "New crossings, expansions and plans, each with the date of the last word on it. Near a "
        "point, nearest first; projects without a position are then left out."
    ),
    fields=(
        _STATE,
        Field(name="pair", kind="text", longest=20,
              description=message("Only this pair of states, such as US-TX/MX-TAM.")),
        _REGION,
        Field(name="port", kind="text", allowed_of=ids_of,
              description=message("Only projects at this port of entry.")),
        Field(name="stage", kind="text", allowed=STAGES,
              description=message("Only projects at this stage.")),
        Field(name="mode", kind="text", allowed=MODES,
              description=message("Only projects for this mode of crossing.")),
        Field(name="segment", kind="text", allowed_of=segment_ids, example="rg7",
              description=message("Only projects at the ports of this river segment, "
                                  "downstream.")),
        Field(name="lon", kind="number", low=-180, high=180,
              description=message("Longitude, degrees WGS 84.")),
        Field(name="lat", kind="number", low=-90, high=90,
              description=message("Latitude, degrees WGS 84.")),
        kilometres("km", message("How near the point, in kilometers."), default=50.0),
    ),
    columns=(
        result("distance_km", "number", "Geodesic distance from the point.", unit="km",
               required=False),
        *_PROMISED,
    ),
    layer="projects",
    answer=projects,
    shown=("distance_km", "id", "name_en", "stage", "last_promise", "slip_months", "overdue"),
    example="--region east --stage permitted",
)  # fmt: skip
SLIPS: Final = Question(
    name="slips",
    path="slips",
    operation="slips",
    summary=message("Promised openings that moved, the one that moved most first"),
    description=message(
        "Computed from the history of each project: months between the last days that the first "
        "and the newest promise allow. A promise of one quarter reads 2026-Q2."
    ),
    fields=(_STATE, _REGION),
    columns=(
        _PROJECT,
        *_NAMES,
        _STAGE,
        result("promises", "list", "Every promised opening, in order."),
        result("first_promise", "date", "Last day that the first promise allowed."),
        result("last_promise", "date", "Last day that the newest promise allows."),
        result("slip_months", "integer", "Months between the two."),
        _OVERDUE,
    ),
    about=(_AS_OF,),
    shape="rows",
    answer=slips,
    shown=("project", "stage", "promises", "slip_months", "overdue"),
    example="--region east",
)
LAPSING: Final = Question(
    name="lapsing",
    path="lapsing",
    operation="lapsing",
    summary=message("Permits that lapse soon with no work begun"),
    description=message(
        "By their own terms the Presidential permits issued since 2024 lapse after five years "
        "unless work has begun. A permit of which no rule is known is not listed."
    ),
    fields=(
        Field(name="months", kind="integer", low=0, high=_MAX_MONTHS, default=_DEFAULT_MONTHS,
              description=message("Within how many months from the date of the data.")),
        _STATE,
        _REGION,
    ),
    columns=(
        result("permit", "string", "Id of the permit."),
        result("project", "string", "Id of the project.", required=False),
        *_NAMES,
        result("holder", "string", "To whom it was given.", required=False),
        result("issued", "string", "When it was issued.", required=False),
        result("citation", "string", "Where it is published.", required=False),
        result("lapses_on", "date", "Day on which it lapses."),
        result("days_left", "integer", "Days from the date of the data; negative if past."),
        result("work_en", "string", "What is known of the work, in English.", required=False),
        result("work_es", "string", "What is known of the work, in Spanish.", required=False),
        result("work_as_of", "string", "When a source last spoke of it.", required=False),
    ),
    about=(_AS_OF, result("until", "date", "Last day asked about.")),
    shape="rows",
    answer=lapsing,
    shown=("lapses_on", "days_left", "permit", "holder", "issued", "citation"),
    example="--months 48",
)  # fmt: skip
AGENDA: Final = Question(
    name="agenda",
    path="agenda",
    operation="agenda",
    summary=message("The agenda of a meeting: stage, last promise, slip, permit and next step"),
    description=message("A row per project, from west to east; what is not known is said."),
    fields=(
        Field(name="region", kind="text", allowed=(*REGIONS, _PLENARY), required=True,
              example="east", positional=True,
              description=message("The regional group that meets, or plenary.")),
        _STATE,
    ),
    columns=(
        _PROJECT,
        *_NAMES,
        _STAGE,
        result("stage_date", "string", "When the newest source stated the stage."),
        result("state_en", "string", "What the last word says, in English."),
        result("state_es", "string", "What the last word says, in Spanish."),
        *_PROMISED,
        result("permit_lapses_on", "date", "Day on which its permit lapses.", required=False),
        result("permit_days_left", "integer", "Days until then.", required=False),
        result("next_step_en", "string", "What comes next, in English.", required=False),
        result("next_step_es", "string", "What comes next, in Spanish.", required=False),
        result("not_known_en", "string", "What no source found says.", required=False),
        result("not_known_es", "string", "The same in Spanish.", required=False),
        result("lead_us", "string", "Who leads on the US side.", required=False),
        result("lead_mx", "string", "Who leads on the Mexican side.", required=False),
    ),
    about=(result("region", "string", "The group asked about."), _AS_OF),
    shape="rows",
    answer=agenda,
    shown=("name_en", "stage", "stage_date", "last_promise", "slip_months", "permit_lapses_on",
           "next_step_en", "lead_us"),
    example="east",
)  # fmt: skip
