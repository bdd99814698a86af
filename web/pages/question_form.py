"""A question as a form: what was asked, in words, and fields to ask it again with other values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from geo.border import Border
from geo.layers.measures import MEASURES
from geo.queries.question import Field, Question
from geo.volumes.areas import BORDER, FAMILIES, areas_of
from geo.volumes.ledger import ledger_of
from geo.words.catalogue import words
from geo.words.messages import message
from geo.words.numbers import listing
from web.http.operation import Call
from web.http.problems import NotFoundError
from web.pages.areas import area_name, named_area

__all__ = ["AskedField", "asked_fields"]

_LABELS: Final = {
    "lon": message("Longitude"), "lat": message("Latitude"), "k": message("How many"),
    "mode": message("Mode"), "state": message("State"), "max_km": message("Within (km)"),
    "open_at": message("Open at (a day and time, or now)"), "direction": message("Direction"),
    "program": message("Member of"), "by": message("Grouped by"), "km": message("Within (km)"),
    "port": message("Port"), "minutes": message("Minutes"), "from": message("From"),
    "to": message("To"), "min_km": message("At least (km)"), "of": message("Counted for"),
    "measure": message("Measure"), "per": message("Per"), "since": message("Since"),
    "until": message("Until"), "pair": message("Pair of states"), "region": message("Region"),
    "stage": message("Stage"), "segment": message("River segment"),
    "months": message("Within (months)"),
}  # fmt: skip
_ORDERED_BY: Final = message("Ordered by")
_CHOICES: Final = {
    "northbound": message("Northbound"), "southbound": message("Southbound"),
    "any": message("Either way"), "downstream": message("Downstream"),
    "upstream": message("Upstream"), "sentri": "SENTRI", "fast": "FAST",
    "air_passengers": message("Passengers of Tijuana airport"), "plenary": message("Plenary"),
    "year": message("Year"), "month": message("Month"), "total": message("All years together"),
    "us_state": message("US states"), "mx_state": message("Mexican states"),
    "pair": message("Pairs of states"), "code": message("Port codes"), "port": message("Ports"),
    "state": message("States"), "county": message("Counties"),
    "municipality": message("Municipalities"), "river_segment": message("River segments"),
    "region": message("Regions"), "mode": message("Modes"), "straight": message("Straight line"),
    "road": message("Minutes by road"), "road_length": message("Distance by road"),
}  # fmt: skip
_NAMED: Final = {
    "state": "states", "port": "ports", "from": "ports", "to": "ports", "segment": "river_segments",
}  # fmt: skip
_OF_AREAS: Final = ("of", "pair")
_REGIONS: Final = "region"
"""Parameter, and value of ``by``, that is about the two groups of BBBXG."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedField:
    """A value of a question as a person reads it.

    ``value`` is what was asked, or empty, and ``text`` the same in words; ``choices`` are values
    with their words, none where any may be written; ``default`` stands for an empty value.
    """

    name: str
    label: str
    value: str
    text: str
    required: bool
    choices: tuple[tuple[str, str], ...]
    default: str
    is_number: bool


def asked_fields(call: Call, question: Question) -> list[AskedField]:
    """Return the fields of a question with what was asked in this call."""
    return [_field(call, question, field) for field in question.fields]


def _field(call: Call, question: Question, field: Field) -> AskedField:
    value = call.query.get(field.name, "")
    say = _reader(call.border, field, call.lang)
    values = _values(call.border, field)
    if values and value and value not in values:
        values = (*values, value)
    label = (
        _ORDERED_BY
        if (question.name, field.name) == ("nearest", "by")
        else _LABELS.get(field.name, field.name)
    )
    return AskedField(
        name=field.name,
        label=call.words.say(label),
        value=value,
        text=listing([say(one) for one in value.split(",")], call.lang, names=True)
        if value
        else "",
        required=field.required,
        choices=tuple((one, say(one)) for one in values if one != field.default),
        default=say(str(field.default)) if field.default is not None else "",
        is_number=field.kind != "text",
    )


def _values(border: Border, field: Field) -> Sequence[str]:
    """Return the values that a field takes; none where any may be written."""
    if field.name in _OF_AREAS:
        ledger = ledger_of(border)
        kinds = ("pair",) if field.name == "pair" else FAMILIES
        areas = [area.id for kind in kinds for area in areas_of(ledger, kind)]
        return areas if field.name == "pair" else [BORDER, *areas]
    return field.allowed if field.allowed_of is None else field.allowed_of(border)


def _reader(border: Border, field: Field, lang: str) -> Callable[[str], str]:
    """Return what says a value of a field in words."""
    said = words(lang)

    def area(value: str) -> str:
        try:
            return area_name(border, named_area(border, value), lang)
        except NotFoundError:
            return value

    def named(value: str) -> str:
        table = border.records(_NAMED[field.name])
        return said.pick(table.row(table.position(value)), "name") if value in table else value

    def chosen(value: str) -> str:
        if field.name == _REGIONS and value not in _CHOICES:
            return said.code("region", value)
        return said.say(_CHOICES.get(value, value))

    of_field: dict[str, Callable[[str], str]] = {
        **dict.fromkeys(_OF_AREAS, area),
        **dict.fromkeys(_NAMED, named),
        "mode": lambda value: said.code("mode", value),
        "stage": lambda value: said.code("stage", value),
        "measure": lambda value: (
            said.pick(MEASURES[value], "label") if value in MEASURES else value
        ),
    }
    return of_field.get(field.name, chosen)
