"""The tables of every document, made from one selection of the data."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from geo.border import Border
from geo.data.dates import known_part
from geo.data.provenance import provenance
from geo.documents.report import KM_PER_MILE, ReportColumn, ReportTable
from geo.layers import MODES, STATES
from geo.queries.gaps import boundary_gaps, gap_row
from geo.queries.selection import Selection
from geo.words.catalogue import words
from geo.words.credits import NOT_OFFICIAL
from geo.words.document_words import Words
from geo.words.hours import hours_text
from geo.words.messages import message
from geo.words.numbers import listing, short_day, short_partial_day, within
from geo.words.owners import owner_name

__all__ = ["Report"]

_Row = dict[str, Any]
_PAIR_SEPARATOR: Final = "–"
_REGIONS: Final = {"west": message("Western region"), "east": message("Eastern region")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A selection of the data in the words of a document; each method is one of its tables."""

    border: Border
    selection: Selection
    words: Words

    def footers(self) -> list[str]:
        """Return the edition and what this is not, a line per language."""
        about = provenance(self.border)
        lines = []
        for lang in self.words.langs:
            edition = words(lang).say(
                "Dataset {version}, {date}",
                version=about.version,
                date=short_day(about.date, lang),
            )
            lines.append(f"Border Ports. {edition} · {words(lang).say(NOT_OFFICIAL)}")
        return lines

    def by_language(self) -> "list[Report]":
        """Return this report in each of its languages alone."""
        return [replace(self, words=Words(lang)) for lang in self.words.langs]

    def rows(self, layer: str) -> list[_Row]:
        """Return the selected rows of a layer or table."""
        table = self.border.records(layer)
        return [table.row(row) for row in self.selection.rows(self.border, layer)]

    def state_name(self, state: str) -> str:
        """Return the name of a state."""
        return self.words.each(lambda lang: self._states_in(lang, state))

    def pair_name(self, us_state: str, mx_state: str) -> str:
        """Return the name of two states that share the line, such as ``Texas–Tamaulipas``."""
        return self.words.each(lambda lang: self._states_in(lang, us_state, mx_state))

    def _states_in(self, lang: str, *named: str) -> str:
        states = self.border.records("states")
        rows = [states.row(states.position(state)) for state in named]
        return _PAIR_SEPARATOR.join(words(lang).pick(row, "name") for row in rows)

    def mode_names(self, modes: Iterable[str]) -> str:
        """Return modes of crossing in words."""
        known = list(modes)
        return self.words.each(
            lambda lang: listing([words(lang).code("mode", mode) for mode in known], lang)
        )

    def mode_name(self, mode: str) -> str:
        """Return a mode of crossing in words."""
        return self.words.code("mode", mode)

    def subject(self) -> str:
        """Return what the document is about."""
        chosen = self.selection
        if chosen.port:
            ports = self.border.records("ports")
            row = ports.row(ports.position(chosen.port))
            return f"{self.words.pick(row['name_en'], row['name_es'])}"
        if chosen.pair:
            place = self.pair_name(*chosen.pair)
        elif chosen.state:
            place = self.state_name(chosen.state)
        else:
            place = self.words.code("subject", chosen.region or "all")
        if chosen.mode:
            mode = chosen.mode
            return f"{place} ({self.words.each(lambda lang: self._only(mode, lang))})"
        return place

    def place(self, lang: str) -> str:
        """Return the short name of the selection in a language."""
        chosen, reader = self.selection, words(lang)
        named = chosen.pair or ((chosen.state,) if chosen.state else ())
        if named:
            place = self._states_in(lang, *named)
        elif chosen.region:
            place = reader.say(_REGIONS[chosen.region])
        else:
            place = reader.code("subject", "all")
        return f"{place} ({self._only(chosen.mode, lang)})" if chosen.mode else place

    def _only(self, mode: str, lang: str) -> str:
        return words(lang).say("only {mode}", mode=within(words(lang).code("mode", mode)))

    def owner(self, row: _Row, role: str) -> str | None:
        """Return the name of an owner, such as that of the role ``us_owner``."""
        return self.words.each(lambda lang: owner_name(row, role, lang) or "") or None

    def hours_words(self, text: str | None) -> str | None:
        """Return hours in the document's language."""
        return self.words.each(lambda lang: _hours(text, lang)) if text else None

    def hours(self, row: _Row) -> str | None:
        """Return the hours of a port in words, with their date."""
        if not row["hours"]:
            return None
        known = str(known_part(row, "hours_as_of"))
        return self.words.each(
            lambda lang: f"{_hours(row['hours'], lang)} ({short_partial_day(known, lang)})"
        )

    def crossings(self) -> ReportTable:
        """Return the ports from west to east, grouped by pair of states."""
        short = self.words.short
        rows: list[tuple[Any, ...]] = []
        groups: dict[int, str] = {}
        pair = None
        for row in self.rows("ports"):
            if pair != (row["us_state"], row["mx_state"]):
                pair = row["us_state"], row["mx_state"]
                groups[len(rows)] = self.pair_name(*pair)
            rows.append(self._crossing(row))
        columns = (
            ReportColumn(label=short("number"), kind="integer", width=0.5),
            ReportColumn(label=short("name"), width=3.4),
            ReportColumn(label=short("towns"), width=1.9),
            ReportColumn(label=short("modes"), width=1.9),
            ReportColumn(label=short("hours"), width=3.0),
            ReportColumn(label=short("owner"), width=2.2),
            ReportColumn(label=short("opened"), kind="year", width=0.9),
            ReportColumn(label=short("river_km"), kind="decimal", width=1.0, note="km"),
        )
        return ReportTable(
            key="crossings", title=short("crossings"), columns=columns, rows=rows,
            notes=[self.words.long("crossings_note")], groups=groups,
        )  # fmt: skip

    def _crossing(self, row: _Row) -> tuple[Any, ...]:
        names = [row["name_es"], row["name_en"]]
        if self.words.tag == "en":
            names.reverse()
        owners = dict.fromkeys(
            owner for side in ("us_owner", "mx_owner") if (owner := self.owner(row, side))
        )
        return (
            self.border.port_number(self.border.port_position(row["id"])),
            "\n".join(dict.fromkeys(name for name in names if name)),
            "\n".join(dict.fromkeys((row["us_city"], row["mx_city"]))),
            self.mode_names(row["modes"]),
            self.hours(row),
            "\n".join(owners) or None,
            row["opened_year"],
            row["river_km"],
        )

    def per_state(self) -> ReportTable:
        """Return the number of ports of each state on both sides, and by mode."""
        ports = self.rows("ports")
        states = self.border.records("states")
        rows = []
        for state in STATES:
            of_state = [row for row in ports if state in (row["us_state"], row["mx_state"])]
            if of_state:
                country = self.words.short(states.row(states.position(state))["country"])
                counts = [sum(mode in row["modes"] for row in of_state) for mode in MODES]
                rows.append((self.state_name(state), country, len(of_state), *counts))
        totals = [sum(mode in row["modes"] for row in ports) for mode in MODES]
        rows.append((self.words.short("total"), None, len(ports), *totals))
        short = self.words.short
        columns = (
            ReportColumn(label=short("state"), width=2.6),
            ReportColumn(label=short("country"), width=1.6),
            ReportColumn(label=short("ports"), kind="integer", width=1.0),
            *(
                ReportColumn(label=self.mode_name(mode), kind="integer", width=1.4)
                for mode in MODES
            ),
        )
        notes = [self.words.long("per_state_note")]
        if not self.selection.is_whole:
            notes.append(self.words.long("per_state_part"))
        return ReportTable(
            key="per_state", title=short("per_state"), columns=columns, rows=rows, notes=notes
        )  # fmt: skip

    def gaps(self, most: int | None = None) -> ReportTable:
        """Return the stretches without a port, longest first; both ends are selected ports."""
        short = self.words.short
        ids = {row["id"] for row in self.rows("ports")}
        rows = [
            (
                self.words.pick(row["from_name_en"], row["from_name_es"]),
                self.words.pick(row["to_name_en"], row["to_name_es"]),
                short(row["kind"]),
                row["km"],
                row["km"] / KM_PER_MILE,
                row["straight_km"],
            )
            for gap in boundary_gaps(self.border, mode=self.selection.mode)
            for row in (gap_row(self.border, gap),)
            if ids.issuperset((row["from_port"], row["to_port"]))
        ]
        columns = (
            ReportColumn(label=short("from"), width=3.0),
            ReportColumn(label=short("to"), width=3.0),
            ReportColumn(label=short("kind"), width=1.1),
            ReportColumn(label=short("along_km"), kind="decimal", width=1.2, note="km"),
            ReportColumn(label=short("along_mi"), kind="decimal", width=1.2, note="mi"),
            ReportColumn(label=short("straight_km"), kind="decimal", width=1.2, note="km"),
        )
        return ReportTable(
            key="gaps", title=short("gaps"), columns=columns, rows=rows[:most],
            notes=[self.words.long("gaps_note")],
        )  # fmt: skip

    def segments(self) -> ReportTable:
        """Return the river segments with measured and published lengths."""
        short, pick = self.words.short, self.words.pick
        rows = [
            (
                row["id"],
                pick(row["name_en"], row["name_es"]),
                pick(row["from_en"], row["from_es"]),
                pick(row["to_en"], row["to_es"]),
                row["length_km"],
                row["length_mi"],
                row["official_length_mi"],
                self._known(row["official_length_source"]),
            )
            for row in self.rows("river_segments")
        ]
        columns = (
            ReportColumn(label="Id", width=0.5),
            ReportColumn(label=short("segment"), width=2.0),
            ReportColumn(label=short("from"), width=2.1),
            ReportColumn(label=short("to"), width=2.1),
            ReportColumn(label=short("measured_km"), kind="decimal", width=1.1, note="km"),
            ReportColumn(label=short("measured_mi"), kind="decimal", width=1.1, note="mi"),
            ReportColumn(label=short("published_mi"), kind="decimal", width=1.15, note="mi"),
            ReportColumn(label=short("published_by"), width=3.0),
        )
        return ReportTable(
            key="segments", title=short("segments"), columns=columns, rows=rows,
            notes=[self.words.long("segments_note")],
        )  # fmt: skip

    def not_counted(self) -> ReportTable:
        """Return the crossings left out, and why."""
        short, pick = self.words.short, self.words.pick
        rows = [
            (
                pick(row["name_en"], row["name_es"]),
                self.pair_name(row["us_state"], row["mx_state"]),
                pick(row["status_en"], row["status_es"]),
                pick(row["reason_en"], row["reason_es"]),
            )
            for row in self.rows("crossings_not_counted")
        ]
        columns = (
            ReportColumn(label=short("crossing"), width=2.5),
            ReportColumn(label=short("states"), width=1.7),
            ReportColumn(label=short("status"), width=1.7),
            ReportColumn(label=short("reason"), width=3.4),
        )
        return ReportTable(
            key="not_counted", title=short("not_counted"), columns=columns, rows=rows
        )

    def _known(self, text: str | None) -> str | None:
        """Return a text of the data that the catalogue of words has, in the reader's language."""
        return text and self.words.say(text)

    def _publisher(self, row: _Row) -> str:
        """Return who published a total, and when."""
        names = {"publisher_en": row["publisher"], "publisher_es": row["publisher_es"]}
        published = known_part(row, "published") or ""
        return self.words.each(
            lambda lang: ", ".join(filter(None, (words(lang).pick(names, "publisher"),
                                                 short_partial_day(published, lang))))
        )  # fmt: skip

    def totals(self) -> ReportTable:
        """Return other published totals and how they relate to 55."""
        short, pick = self.words.short, self.words.pick
        rows = [
            (
                pick(row["total"], row["total_es"]),
                self._publisher(row),
                pick(row["what_en"], row["what_es"]),
                pick(row["relation_en"], row["relation_es"]),
            )
            for row in self.rows("counts")
        ]
        columns = (
            ReportColumn(label=short("total"), width=0.8),
            ReportColumn(label=short("who"), width=1.8),
            ReportColumn(label=short("what"), width=3.2),
            ReportColumn(label=short("relation"), width=3.0),
        )
        return ReportTable(key="totals", title=short("totals"), columns=columns, rows=rows)


def _hours(text: str, lang: str) -> str:
    """Return hours in words, the dash of ranges in them, each number beside its unit."""
    return (
        hours_text(text, lang)
        .replace("-", "–")
        .replace(" am", "\N{NO-BREAK SPACE}am")
        .replace(" pm", "\N{NO-BREAK SPACE}pm")
        .replace(" h", "\N{NO-BREAK SPACE}h")
    )
