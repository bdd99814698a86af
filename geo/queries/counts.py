"""How many ports there are: per state, county, municipality, river segment or region."""

from dataclasses import dataclass
from typing import Final, TypeAlias

from geo.data.frames import BorderFrames
from geo.errors import InvalidValueError
from geo.layers import MODES, REGIONS, Column
from geo.queries.answer import Answer
from geo.queries.fields import MODE, result
from geo.queries.filters import ModeChoice, checked_modes, port_mask
from geo.queries.question import Field, Nested, Question
from geo.words.messages import message

__all__ = ["GROUPS", "PORTS_PER_STATE", "PORT_COUNTS", "PortCount", "count_ports", "counts"]

GROUPS: Final = ("state", "county", "municipality", "river_segment", "region")
"""What ports may be counted by."""

_REGION_NAMES: Final = {
    "west": ("West (land boundary)", "Oeste (frontera terrestre)"),
    "east": ("East (river boundary)", "Este (frontera fluvial)"),
}


@dataclass(frozen=True, slots=True)
class PortCount:
    """The ports of one group: total and per mode, a crossing counted once in each group.

    ``country`` is ``US`` or ``MX`` where the group lies in one country, else ``None``;
    ``state`` is the state of a county or municipality.
    """

    id: str
    name_en: str
    name_es: str
    country: str | None
    state: str | None
    ports: int
    by_mode: dict[str, int]
    port_ids: tuple[str, ...]


def counts(border: BorderFrames, by: str = "state", mode: ModeChoice = None) -> Answer:
    """Return the number of ports in each group, in total and by mode; see ``count_ports``."""
    groups = count_ports(border, by, mode)
    names = [
        "id", "name_en", "name_es", "country", "state", "ports", "by_mode", "port_ids"
    ]  # fmt: skip
    if by == "state":
        names.remove("state")
    total = int(port_mask(border, mode).sum())
    return Answer(
        columns={name: [getattr(group, name) for group in groups] for name in names},
        border=border,
        about={
            "by": by,
            "mode": ",".join(checked_modes(mode)) or None,
            "total": total,
            "modes": list(MODES),
        },
    )


def count_ports(
    border: BorderFrames, by: str = "state", mode: ModeChoice = None
) -> list[PortCount]:
    """Return the number of ports in each group, in the order of the data.

    States give ten rows (each crossing counts once on each side of the line); the other groups
    give one row per county, municipality, segment or region that has a port. With ``mode`` only
    ports with that mode, or with one of several, are counted.

    Raises
    ------
    InvalidValueError
        ``by`` is none of ``GROUPS``.
    UnknownModeError
        No such mode.
    """
    if by not in GROUPS:
        raise InvalidValueError("by", by, ", ".join(GROUPS))
    wanted = checked_modes(mode)
    groups = _groups(border, by)
    ports = border.records("ports").columns
    members: dict[str, list[int]] = {group[0]: [] for group in groups}
    for position, modes in enumerate(ports["modes"]):
        if not wanted or any(name in modes for name in wanted):
            for key in _keys_of_port(border, by, position):
                members[key].append(position)
    return [
        PortCount(
            *group,
            ports=len(members[group[0]]),
            by_mode={
                name: sum(name in ports["modes"][row] for row in members[group[0]])
                for name in MODES
            },
            port_ids=tuple(ports["id"][row] for row in members[group[0]]),
        )
        for group in groups
    ]


def _keys_of_port(border: BorderFrames, by: str, position: int) -> list[str]:
    row = {name: values[position] for name, values in border.records("ports").columns.items()}
    match by:
        case "state":
            return [row["us_state"], row["mx_state"]]
        case "county":
            return [f"{row['us_state']}:{row['us_county']}"]
        case "municipality":
            return [f"{row['mx_state']}:{row['mx_municipality']}"]
        case "river_segment":
            return [row["river_segment"]] if row["river_segment"] else []
        case _:
            return [row["bbbxg_region"]]


_Group: TypeAlias = tuple[str, str, str, str | None, str | None]


def _groups(border: BorderFrames, by: str) -> list[_Group]:
    match by:
        case "state":
            states = border.records("states").columns
            return [
                (key, en, es or en, country, None)
                for key, en, es, country in zip(
                    states["id"], states["name_en"], states["name_es"], states["country"],
                    strict=True,
                )
            ]  # fmt: skip
        case "river_segment":
            segments = border.records("river_segments").columns
            return [
                (key, en, es or en, None, None)
                for key, en, es in zip(
                    segments["id"], segments["name_en"], segments["name_es"], strict=True
                )
            ]
        case "region":
            return [(key, *_REGION_NAMES[key], None, None) for key in REGIONS]
        case _:
            return _places(border, "county" if by == "county" else "municipality")


def _places(border: BorderFrames, by: str) -> list[_Group]:
    side, name = ("us", "us_county") if by == "county" else ("mx", "mx_municipality")
    ports = border.records("ports").columns
    pairs = dict.fromkeys(zip(ports[f"{side}_state"], ports[name], strict=True))
    return [(f"{state}:{name}", name, name, side.upper(), state) for state, name in pairs]


def _columns(*more: Column) -> tuple[Column | Nested, ...]:
    return (
        result("id", "string", "Id of the group."),
        result("name_en", "string", "Name in English."),
        result("name_es", "string", "Name in Spanish."),
        *more,
        result("ports", "integer", "Number of ports."),
        Nested(
            name="by_mode",
            description="Number of ports by mode.",
            columns=tuple(result(mode, "integer", "Number of ports.") for mode in MODES),
        ),
        result("port_ids", "list", "Ids of the ports."),
    )


_ABOUT: Final = (
    result("by", "string", "What was counted by."),
    result("mode", "string", "The mode asked about; several with commas between.", required=False),
    result("total", "integer", "Number of ports, each counted once."),
    result("modes", "list", "Names of the modes."),
)
_SHOWN: Final = ("id", "name_en", "name_es", "ports", *MODES)


def _by_state(border: BorderFrames, mode: ModeChoice = None) -> Answer:
    return counts(border, "state", mode)


PORTS_PER_STATE: Final = Question(
    name="states",
    path="ports-per-state",
    operation="portsPerState",
    summary=message("Ports of entry per border state"),
    description=message("A row per state; a crossing is counted once on each side of the line."),
    fields=(MODE,),
    columns=_columns(result("country", "string", "US or MX.", allowed=("US", "MX"))),
    about=_ABOUT,
    shape="rows",
    rows_name="states",
    answer=_by_state,
    shown=_SHOWN,
    example="--mode rail",
)
PORT_COUNTS: Final = Question(
    name="count",
    path="port-counts",
    operation="portCounts",
    summary=message("Ports of entry per state, county, municipality, river segment or region"),
    fields=(
        Field(name="by", kind="text", description=message("What to count by."), allowed=GROUPS,
              default="state"),
        MODE,
    ),
    columns=_columns(
        result("country", "string", "US or MX, where it lies in one.", required=False),
        result("state", "string", "State of a county or municipality.", required=False),
    ),
    about=_ABOUT,
    shape="rows",
    rows_name="groups",
    answer=counts,
    shown=_SHOWN,
    example="--by county",
)  # fmt: skip
