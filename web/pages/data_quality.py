"""The page on how good the data are: what is not known, disputed, missing, and how to say so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from geo.border import Border
from geo.data.contact import checked_contact
from geo.data.evidence import Disagreement, Statement, Unknown, disagreements, unknown_cells
from geo.layers import Column
from geo.volumes.areas import BORDER, area_of
from geo.volumes.ledger import Ledger, ledger_of
from geo.volumes.like_for_like import change_of
from geo.volumes.notes import Note, notes_of
from geo.volumes.sentences import Sentences
from geo.volumes.summary import volumes_of
from geo.volumes.yearly import years_of
from geo.words.catalogue import Words, words
from geo.words.messages import message
from geo.words.numbers import change as shown_change
from geo.words.numbers import listing
from web.http.operation import HTML, Call, Operation, Reply
from web.pages.evidence import CitedSource, cell_text, sources_of
from web.pages.html import page
from web.pages.volumes import ShownNote, shown_note

__all__ = ["data_quality_operation"]

_BACK: Final = 5
_MISSING: Final = "not_reported"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What a source says of a cell."""

    value: str
    sources: tuple[CitedSource, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dispute:
    """A cell with two values: where it is, the value shown, and the others."""

    place: str
    column: str
    shown: _Said | None
    others: tuple[_Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _UnknownRow:
    """A column with empty cells as the page shows it; ``where`` names them, if of ports."""

    column: str
    empty: int
    cells: int
    where: str
    why: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _MethodRow:
    """A measure: its change by adding what is there, and like for like."""

    label: str
    value: str
    added: str
    like_for_like: str
    basis: tuple[str, ...]


def data_quality_operation(contact: str = "") -> Operation:
    """Return the operation that answers with the page on the quality of the data.

    ``contact`` is the address for errors (``mailto:…`` or ``https://…``); empty: none is named.
    """
    if contact:
        checked_contact("BORDER_PORTS_DATA_CONTACT", contact)
    return Operation(
        id="dataQualityPage",
        path="/data-quality",
        tag="pages",
        summary=message("What the data do not know, and where their sources disagree"),
        answer=lambda call: _data_quality(call, contact),
        media=(HTML,),
        localised=True,
    )


def _data_quality(call: Call, contact: str) -> Reply:
    border, lang = call.border, call.lang
    say = Sentences(border, lang)
    ledger = ledger_of(border)
    notes = notes_of(border.frame("series_notes"))
    volumes = volumes_of(ledger, area_of(ledger, BORDER))
    unknown = _unknown(border, call.words)

    def shown(some: Iterable[Note]) -> list[ShownNote]:
        return [shown_note(border, note, say) for note in some]

    return page(
        call,
        "data_quality.html",
        title=call.words.say("How good the data are"),
        contact=contact,
        facts=len(border.records("facts")),
        sources=len(border.records("sources")),
        empty=sum(row.empty for rows in unknown.values() for row in rows),
        unknown=unknown,
        disputes=[_dispute(border, one, lang) for one in disagreements(border)],
        year=volumes.year,
        since=volumes.year - _BACK,
        method=_method(ledger, volumes.year, say),
        splits=shown(note for note in notes if note.kind == "split"),
        notes=shown(note for note in notes if note.kind != _MISSING),
        gaps=shown(note for note in notes if note.kind == _MISSING),
    )


def _unknown(border: Border, said: Words) -> dict[str, list[_UnknownRow]]:
    """Return the columns with empty cells by the title of their layer."""
    names = _port_names(border, said.lang)
    rows: dict[str, list[_UnknownRow]] = {}
    for unknown in unknown_cells(border):
        if unknown.empty:
            title = said.pick(unknown.layer, "title")
            rows.setdefault(title, []).append(_unknown_row(unknown, names, said))
    return rows


def _unknown_row(unknown: Unknown, names: Mapping[str, str], said: Words) -> _UnknownRow:
    modes = said.codes("mode")
    where = [_place(key, names, modes) for key in unknown.empty if key.partition(":")[0] in names]
    return _UnknownRow(
        column=_label(unknown.column, said),
        empty=len(unknown.empty),
        cells=unknown.cells,
        where=listing(list(dict.fromkeys(where)), said.lang, names=True),
        why=said.pick(unknown.why, "why"),
        who=said.pick(unknown.why, "who"),
    )


def _label(column: Column, said: Words) -> str:
    """Return the label of a column, without the language of one of a pair."""
    if column.name.endswith("_en"):
        return said.say(column.label_en.partition(" (")[0])
    return said.pick(column, "label")


def _place(key: str, names: Mapping[str, str], modes: Mapping[str, str]) -> str:
    """Return the name of a port, with its mode where a key such as ``pharr:bus`` names one."""
    port, _, rest = key.partition(":")
    mode = modes.get(rest.partition(":")[0])
    name = names.get(port, key)
    return f"{name} ({mode})" if mode else name


def _port_names(border: Border, lang: str) -> dict[str, str]:
    columns = border.records("ports").columns
    return dict(zip(columns["id"], words(lang).column(columns, "short_name"), strict=True))


def _dispute(border: Border, dispute: Disagreement, lang: str) -> _Dispute:
    say = words(lang)
    names = _port_names(border, lang)
    names = names | _row_name(border, dispute, lang)
    return _Dispute(
        place=_place(dispute.row, names, say.codes("mode")),
        column=_label(dispute.column, say),
        shown=None if dispute.shown is None else _said(border, dispute, dispute.shown, lang),
        others=tuple(_said(border, dispute, other, lang) for other in dispute.others),
    )


def _row_name(border: Border, dispute: Disagreement, lang: str) -> dict[str, str]:
    """Return the name of a row that is no port's, such as a state's."""
    table = border.records(dispute.layer.name)
    if dispute.row not in table or dispute.layer.name == "ports":
        return {}
    row = table.row(table.position(dispute.row))
    return {dispute.row: words(lang).pick(row, "name")} if "name_en" in row else {}


def _said(border: Border, dispute: Disagreement, said: Statement, lang: str) -> _Said:
    return _Said(
        value=cell_text(dispute.column, said, lang),
        sources=tuple(sources_of(border, said.source_ids, lang)),
    )


def _method(ledger: Ledger, year: int, say: Sentences) -> list[_MethodRow]:
    """Return the change of each measure on the border, without care and like for like."""
    border = area_of(ledger, BORDER)
    volumes = volumes_of(ledger, border)
    rows = []
    for about in volumes.measures:
        values = {one.year: one for one in years_of(ledger, border, about.measure)}
        before, after = values.get(year - _BACK), values.get(year)
        if not (before and after and before.value and after.value):
            continue
        change = change_of(ledger, border, about.measure, year - _BACK, year)
        rows.append(
            _MethodRow(
                label=words(say.lang).pick(about, "label"),
                value=say.value(after),
                added=shown_change((after.value / before.value - 1) * 100, say.lang),
                like_for_like=say.change(change),
                basis=tuple(say.basis(change)),
            )
        )
    return rows
