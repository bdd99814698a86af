"""The pages of the planning register: projects, permits, and what changed."""

from typing import Any, Final

from geo.border import Border
from geo.data.dates import known_part
from geo.errors import InvalidValueError
from geo.layers import LAYERS, REGIONS
from geo.layers.register import STAGES
from geo.queries.changes import told_changes
from geo.queries.projects import agenda_rows, lapsing, projects
from geo.queries.promises import events_of, period_words, slip_of
from geo.queries.selection import Selection
from geo.queries.version_changes import keeps_versions
from geo.words.catalogue import said
from geo.words.messages import message
from geo.words.numbers import day, period
from web.http.operation import HTML, Call, Operation, Reply
from web.http.parameters import text
from web.http.problems import NotFoundError
from web.pages.html import page
from web.pages.timeline import timeline

__all__ = ["project_operations", "project_rows"]

_NO_PROJECT: Final = message("There is no project {id}")
_ALL_MONTHS: Final = 600


def project_operations(border: Border) -> list[Operation]:
    """Return the operations that answer with the pages of the planning register."""
    example = border.records("projects").columns["id"][0]
    meetings = border.records("meetings").columns["id"]
    return [
        Operation(
            id="projectsPage", path="/projects", tag="pages", answer=_projects, media=(HTML,),
            summary=message("The page of the projects at the crossings"), localised=True,
            parameters=(
                text("stage", message("Only projects at this stage."), schema={"maxLength": 40}),
                text("region", message("Only this regional group; plenary for all."),
                     schema={"maxLength": 40}),
            ),
        ),
        Operation(
            id="projectPage", path="/projects/{id}", tag="pages", answer=_project, media=(HTML,),
            summary=message("The page of a project"), localised=True, problems=(404,),
            parameters=(
                text("id", message("Id of the project."), where="path", example=example,
                     schema={"maxLength": 200}),
            ),
        ),
        Operation(
            id="permitsPage", path="/permits", tag="pages", answer=_permits, media=(HTML,),
            summary=message("The page of the permits and their clock"), localised=True,
        ),
        Operation(
            id="changesPage", path="/changes", tag="pages", answer=_changes, media=(HTML,),
            summary=message("The page of what happened since a day or a meeting"), localised=True,
            parameters=(
                text("since", message("A day, the id of a meeting (plenary-2025-06-10), or a "
                                      "version of the data."),
                     default=meetings[-1], schema={"maxLength": 60}),
            ),
        ),
    ]  # fmt: skip


def project_rows(call: Call, selection: Selection) -> list[dict[str, Any]]:
    """Return the projects of a selection as pages list them, from west to east."""
    return [
        row | {
            "name": call.words.pick(row, "name"),
            "stage_name": call.words.code("stage", row["stage"]),
        }
        for row in agenda_rows(call.border, selection)
    ]  # fmt: skip


def _projects(call: Call) -> Reply:
    stage = _one_of(call.values["stage"], STAGES)
    region = _one_of(call.values["region"], REGIONS)
    rows = project_rows(call, Selection(region=region))
    shown = [row for row in rows if stage in {None, row["stage"]}]
    return page(
        call,
        "projects.html",
        title=call.words.say("Projects at the crossings"),
        projects=shown,
        stage=stage,
        region=region,
        stages=call.words.codes("stage"),
        regions=call.words.codes("region"),
        count_by_stage={one: sum(row["stage"] == one for row in rows) for one in STAGES},
        slips=_slips(call),
    )


def _one_of(word: str | None, allowed: tuple[str, ...]) -> str | None:
    """Return a reader's choice; what is none of those allowed chooses everything."""
    return word if word in allowed else None


def _slips(call: Call) -> list[dict[str, Any]]:
    """Return the projects whose opening moved, the one that moved most first."""
    rows = projects(call.border).records()
    moved = [row for row in rows if row["slip_months"]]
    moved.sort(key=lambda row: (-row["slip_months"], row["id"]))
    return [row | {"name": call.words.pick(row, "name"), "promises": _promises(call, row)}
            for row in moved]  # fmt: skip


def _promises(call: Call, row: dict[str, Any]) -> list[str]:
    slip = slip_of(call.border, row)
    if slip is None:
        return []
    return [period(period_words(one.first, one.last), call.lang) for one in slip.promises]


def _project(call: Call) -> Reply:
    border, table = call.border, call.border.records("projects")
    key = call.values["id"]
    if key not in table:
        raise NotFoundError(said(_NO_PROJECT, id=repr(key[:200])))
    row = table.row(table.position(key))
    events = list(events_of(border).get(key, ()))
    labels = [_label(call, event) for event in events]
    shape = border.geometries("projects")[table.position(key)]
    return page(
        call,
        "project.html",
        title=call.words.pick(row, "name"),
        row=row,
        label=_labels(call, "projects"),
        event_label=_labels(call, "project_events"),
        events=[
            event | {"kind_name": call.words.code("event_kind", event["kind"]), "when": label}
            for event, label in zip(events, labels, strict=True)
        ],
        known_part=known_part,
        line=timeline(events, labels, border.date),
        slip=slip_of(border, row),
        promises=_promises(call, row),
        permits=[one for one in _permit_rows(call) if one["project_id"] == key],
        ports=_port_names(call),
        states=_state_names(call),
        stage_name=call.words.code("stage", row["stage"]),
        kind_name=call.words.code("project_kind", row["kind"]),
        confidence=call.words.codes("confidence"),
        position=shape,
    )


def _label(call: Call, event: dict[str, Any]) -> str:
    """Return what the timeline writes beside an event: the promised period, or what it was."""
    if event["promised_until"] is not None:
        return period(period_words(event["promised_from"], event["promised_until"]), call.lang)
    return call.words.code("event_kind", event["kind"])


def _labels(call: Call, layer: str) -> dict[str, str]:
    return {column.name: call.words.pick(column, "label") for column in LAYERS[layer].columns}


def _port_names(call: Call) -> dict[str, str]:
    ports = call.border.records("ports").columns
    return dict(zip(ports["id"], call.words.column(ports, "name"), strict=True))


def _state_names(call: Call) -> dict[str, str]:
    states = call.border.records("states").columns
    return dict(zip(states["id"], call.words.column(states, "name"), strict=True))


def _permit_rows(call: Call) -> list[dict[str, Any]]:
    records = call.border.records("permits")
    left = {row["permit"]: row["days_left"] for row in lapsing(call.border, _ALL_MONTHS).records()}
    rows = [records.row(number) for number in range(len(records))]
    rows.sort(key=lambda row: (row["lapses_on"] is None, row["lapses_on"] or row["issued"] or
                               call.border.date, row["id"]))  # fmt: skip
    return [
        row | {"name": call.words.pick(row, "name"), "days_left": left.get(row["id"]),
               "kind_name": call.words.code("permit_kind", row["kind"]),
               "issued_known": known_part(row, "issued")}
        for row in rows
    ]  # fmt: skip


def _permits(call: Call) -> Reply:
    return page(
        call,
        "permits.html",
        title=call.words.say("Permits and when they lapse"),
        permits=_permit_rows(call),
        label=_labels(call, "permits"),
    )


def _changes(call: Call) -> Reply:
    border, since = call.border, call.values["since"]
    if keeps_versions(border):
        call.costly()
    problem = ""
    try:
        about, rows = told_changes(border, since)
    except InvalidValueError as error:
        problem, since = str(error), border.records("meetings").columns["id"][-1]
        about, rows = told_changes(border, since)
    meetings = border.records("meetings")
    return page(
        call,
        "changes.html",
        title=call.words.say("What happened since {date}", date=day(about["since"], call.lang)),
        rows=[row | {"href": _place_of(border, row["about"])} for row in rows],
        since=since,
        problem=problem,
        version=about["since_version"],
        versions=[name for name in border.kept_versions() if name != border.version][::-1],
        meetings=[meetings.row(number) for number in range(len(meetings))][::-1],
        subjects=call.words.codes("change_subject"),
        meeting_kinds=call.words.codes("meeting_kind"),
    )


def _place_of(border: Border, about: str | None) -> str:
    """Return the path of the page of a port or project; empty for what has none."""
    for layer in ("ports", "projects"):
        if about in border.records(layer):
            return f"/{layer}/{about}"
    return ""
