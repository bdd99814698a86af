"""Which part of the border an export is about: all, a region, a state, a pair or a port."""

from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import numpy as np
import shapely

from geo.data.boundary_line import boundary_line
from geo.data.facts import WHOLE_COLUMN
from geo.data.frames import BorderFrames
from geo.errors import InvalidValueError
from geo.layers import REGIONS, STATES, Layer
from geo.layers.register import BOTH_REGIONS
from geo.queries.filters import checked_mode, checked_state
from geo.queries.port_arrays import port_arrays
from geo.words.catalogue import Phrase
from geo.words.messages import message

__all__ = ["Selection", "checked_selection", "state_pairs"]

_MET_BY_SOMETHING: Final = message("a choice that a port or a stretch of the line meets")
_ALL_REGIONS: Final = "plenary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Filters that all have to hold; empty ones hold everywhere.

    ``region`` is ``west`` or ``east`` (BBBXG's groups), ``pair`` a state of each country such as
    ``("US-TX", "MX-TAM")``. Make one with ``checked_selection``.
    """

    state: str | None = None
    pair: tuple[str, str] | None = None
    region: str | None = None
    mode: str | None = None
    port: str | None = None

    @property
    def is_whole(self) -> bool:
        """Return whether nothing is left out."""
        return self == Selection()

    @property
    def slug(self) -> str:
        """Return a short text for file names, empty for the whole border."""
        pair = "-".join(self.pair) if self.pair else None
        parts = [self.port, pair, self.state, self.region, self.mode]
        return "-".join(part.lower() for part in parts if part)

    def ports(self, border: BorderFrames) -> list[int]:
        """Return the row numbers of the ports, from west to east."""
        columns = border.records("ports").columns
        chosen = np.ones(len(columns["id"]), dtype=np.bool_)
        if self.mode:
            chosen &= port_arrays(border).with_mode[self.mode]
        for state in (self.state, *(self.pair or ())):
            if state:
                chosen &= port_arrays(border).in_state[state]
        if self.region:
            chosen &= np.array([region == self.region for region in columns["bbbxg_region"]])
        if self.port:
            chosen &= np.array([port == self.port for port in columns["id"]])
        return [int(row) for row in np.flatnonzero(chosen)]

    def rows(self, border: BorderFrames, layer: str) -> list[int]:
        """Return the row numbers of a layer or table that belong to the selection.

        Modes choose among ports and what is joined to them; the line, the states and the points
        of the river are those of the place alone.
        """
        definition = border.records(layer).layer
        everything = list(range(len(border.records(layer))))
        match definition.part:
            case "ports":
                return self.ports(border)
            case "all":
                return everything
            case _ if self.is_whole:
                return everything
            case "states":
                states = self.states(border)
                keys = border.records(layer).columns[definition.key]
                return [row for row, state in enumerate(keys) if state in states]
            case "rows":
                return self._about(border, layer)
            case "places":
                return self._placed(border, layer)
            case "columns":
                return self._joined(border, layer)
            case _:
                return self._along(border, definition)

    def port_codes(self, border: BorderFrames) -> frozenset[str]:
        """Return the CBP and BTS codes under which the selected ports are counted."""
        ports = border.records("ports").columns
        chosen = {ports["id"][row] for row in self.ports(border)}
        codes = border.records("port_codes")
        rows = [codes.row(row) for row in range(len(codes))]
        return frozenset(
            row["code"]
            for row in rows
            if row["port_id"] in chosen and row["system"] in _VOLUME_SYSTEMS
        )

    def states(self, border: BorderFrames) -> frozenset[str]:
        """Return the states of the selected stretch of boundary, on both sides."""
        boundary = border.records("boundary").columns
        pairs = zip(boundary["us_state"], boundary["mx_state"], strict=True)
        touched = self._boundary_mask(border)
        return frozenset(
            state for pair, is_touched in zip(pairs, touched, strict=True) if is_touched
            for state in pair
        )  # fmt: skip

    def is_stretch(self, border: BorderFrames) -> bool:
        """Return whether it is a stretch of the line as such, whatever crosses it."""
        return not (self.port or self.mode) and any(self._boundary_mask(border))

    def bounds(self, border: BorderFrames) -> tuple[float, float, float, float]:
        """Return west, south, east, north of the selected ports (or line without port filter)."""
        rows = self.ports(border)
        shapes = border.geometries("ports", "full")[rows]
        if not self.port:
            mask = self._boundary_mask(border)
            shapes = np.concatenate([shapes, border.geometries("boundary", "overview")[mask]])
        west, south, east, north = shapely.total_bounds(shapes).tolist()
        return west, south, east, north

    def _boundary_mask(self, border: BorderFrames) -> list[bool]:
        boundary = border.records("boundary")
        rows = [boundary.row(number) for number in range(len(boundary))]
        if self.port:
            ports = border.records("ports")
            km = ports.columns["boundary_km"][ports.position(self.port)]
            return [row["from_boundary_km"] <= km <= row["to_boundary_km"] for row in rows]
        wanted = {state for state in (self.state, *(self.pair or ())) if state}
        return [
            wanted <= {row["us_state"], row["mx_state"]}
            and self.region in {None, "east" if row["river"] == "Rio Grande" else "west"}
            for row in rows
        ]

    def _on_line(self, border: BorderFrames, start: float, end: float) -> bool:
        boundary = border.records("boundary").columns
        return any(
            touched
            and low <= end
            and start <= high
            and (start == end or (low < end and start < high))
            for touched, low, high in zip(
                self._boundary_mask(border), boundary["from_boundary_km"],
                boundary["to_boundary_km"], strict=True,
            )
        )  # fmt: skip

    def _along(self, border: BorderFrames, definition: Layer) -> list[int]:
        """Return the rows whose kilometres, or whose geometries' ends, lie on the selection."""
        columns = border.records(definition.name).columns
        ranges = (
            [*zip(columns[definition.km[0]], columns[definition.km[1]], strict=True)]
            if definition.km
            else _courses_km(border, definition.name)
        )
        return [row for row, span in enumerate(ranges) if span and self._on_line(border, *span)]

    def _about(self, border: BorderFrames, layer: str) -> list[int]:
        """Return the rows about chosen rows of other layers, and about whole columns."""
        facts = border.records(layer).columns
        chosen = {
            name: {border.records(name).columns["id"][row] for row in self.rows(border, name)}
            for name in set(facts["layer"])
        }
        return [
            row for row, (name, about) in enumerate(zip(facts["layer"], facts["row"], strict=True))
            if about == WHOLE_COLUMN or about in chosen[name]
        ]  # fmt: skip

    def _placed(self, border: BorderFrames, layer: str) -> list[int]:
        """Return the rows whose own ports, states, region and modes meet the selection."""
        records = border.records(layer)
        near = self.states(border) if self.port or self.region else frozenset()
        rows = (records.row(number) for number in range(len(records)))
        return [number for number, row in enumerate(rows) if self._meets(row, near)]

    def _meets(self, row: dict[str, Any], near: frozenset[str]) -> bool:
        states = set(row["states"] or ())
        wanted = {state for state in (self.state, *(self.pair or ())) if state}
        named = (row.get(column) or () for column in ("port_ids", "joined_ports"))
        ports = {*chain.from_iterable(named), row.get("near_port"), row.get("port_id")}
        return (
            wanted <= states
            and (not self.port or _names(row, _PORTS_NAMED, self.port in ports, states, near))
            and (not self.region or _names(row, ("bbbxg_region",),
                 row.get("bbbxg_region") in {self.region, BOTH_REGIONS}, states, near))
            and (not self.mode or "modes" not in row or self.mode in (row["modes"] or ()))
        )  # fmt: skip

    def _joined(self, border: BorderFrames, layer: str) -> list[int]:
        ports = border.records("ports").columns
        chosen = self.ports(border)
        ids = {ports["id"][row] for row in chosen}
        columns = border.records(layer).columns
        if "port_id" in columns:
            return [row for row, port in enumerate(columns["port_id"]) if port in ids]
        if "project_id" in columns:
            projects = border.records("projects").columns["id"]
            of = {projects[row] for row in self.rows(border, "projects")}
            return [row for row, project in enumerate(columns["project_id"]) if project in of]
        if "port_codes" in columns:
            codes = self.port_codes(border)
            named = zip(columns["port_codes"], columns["port_ids"], strict=True)
            return [
                row for row, (of_codes, of_ports) in enumerate(named)
                if not (of_codes or of_ports)
                or not codes.isdisjoint(of_codes or ()) or not ids.isdisjoint(of_ports or ())
            ]  # fmt: skip
        if "port_ids" in columns:
            return [row for row, of in enumerate(columns["port_ids"]) if not ids.isdisjoint(of)]
        if "port_code" in columns:
            codes = self.port_codes(border)
            return [row for row, code in enumerate(columns["port_code"]) if code in codes]
        if "us_state" not in columns or "mx_state" not in columns:
            return list(range(len(border.records(layer))))
        states = self.states(border)
        pairs = zip(columns["us_state"], columns["mx_state"], strict=True)
        return [row for row, pair in enumerate(pairs) if states.issuperset(pair)]


_PORTS_NAMED: Final = ("port_ids", "port_id", "joined_ports")


def _names(
    row: dict[str, Any],
    columns: tuple[str, ...],
    named: bool,  # noqa: FBT001 - what the columns say
    states: set[str],
    near: frozenset[str],
) -> bool:
    """Return what a row's columns say, or, where it has none of them, whether it is near."""
    return named if any(column in row for column in columns) else bool(states & near)


_VOLUME_SYSTEMS: Final = ("cbp_port", "bts_rail")
_SLACK_KM: Final = 0.01
"""Ends of neighbouring reaches meet in one point, which belongs to both."""


def _courses_km(border: BorderFrames, layer: str) -> list[tuple[float, float] | None]:
    """Return the boundary kilometres nearest the ends of each geometry, less the meeting points."""
    line = boundary_line(border)
    courses: list[tuple[float, float] | None] = []
    for shape in border.geometries(layer):
        if shape is None:
            courses.append(None)
            continue
        ends = shapely.get_coordinates(shape)[[0, -1]].tolist()
        low, high = sorted(line.nearest(*end).km for end in ends)
        slack = _SLACK_KM if high - low > 2 * _SLACK_KM else 0.0
        courses.append((low + slack, high - slack))
    return courses


def state_pairs(border: BorderFrames) -> tuple[tuple[str, str], ...]:
    """Return the pairs of states that share the boundary, from the Gulf to the Pacific."""
    boundary = border.records("boundary").columns
    return tuple(dict.fromkeys(zip(boundary["us_state"], boundary["mx_state"], strict=True)))


def checked_selection(
    border: BorderFrames,
    *,
    state: str | None = None,
    pair: str | None = None,
    region: str | None = None,
    mode: str | None = None,
    port: str | None = None,
    with_ports: bool = True,
) -> Selection:
    """Return the selection that these words name.

    Parameters
    ----------
    border
        The border.
    state
        ISO 3166-2 code of a border state; small letters do.
    pair
        A state of each country, in any order, with a slash between, such as ``US-TX/MX-TAM``. Two
        pairs share a stretch of the line without a port.
    region
        ``west``, ``east`` or ``plenary`` (all).
    mode
        A mode of crossing.
    port
        Id of a port of entry.
    with_ports
        Whether at least one port must have all these properties.

    Raises
    ------
    UnknownStateError, UnknownModeError, UnknownPortError, InvalidValueError
        A word is not known, or nothing has all these properties.
    """
    state = checked_state(state.upper() if state in {code.lower() for code in STATES} else state)
    checked_mode(mode)
    if region not in {None, *REGIONS, _ALL_REGIONS}:
        raise InvalidValueError("region", region, ", ".join((*REGIONS, _ALL_REGIONS)))
    if port is not None:
        border.port_position(port)
    selection = Selection(
        state=state,
        pair=_checked_pair(border, pair),
        region=None if region == _ALL_REGIONS else region,
        mode=mode,
        port=port,
    )
    if with_ports and not selection.ports(border) and not selection.is_stretch(border):
        given = ", ".join(str(word) for word in (port, pair, state, region, mode) if word)
        raise InvalidValueError("selection", given, _MET_BY_SOMETHING)
    return selection


def _checked_pair(border: BorderFrames, pair: str | None) -> tuple[str, str] | None:
    if pair is None:
        return None
    known = {f"{us}/{mx}": (us, mx) for us, mx in state_pairs(border)}
    words = pair.upper().split("/")
    chosen = next(
        (known[text] for text in map("/".join, (words, words[::-1])) if text in known), None
    )
    if chosen is None:
        raise InvalidValueError("pair", pair, Phrase(lambda _: ", ".join(known)))
    return chosen
