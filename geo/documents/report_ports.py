"""The table of ports with what each one serves: modes, hours, lanes and counts in one row."""

from typing import Any, Final

from geo.data.dates import known_part
from geo.documents.report import ReportColumn, ReportTable
from geo.documents.report_tables import Report
from geo.documents.report_volumes import ReportVolumes
from geo.layers import MODES
from geo.layers.measures import MEASURES
from geo.volumes.areas import area_of
from geo.volumes.yearly import Year, years_of
from geo.words.catalogue import words
from geo.words.messages import in_context, message
from geo.words.numbers import short_partial_day

__all__ = ["ports_overview"]

_COUNTED: Final = ("trucks", "personal_vehicles", "pedestrians")
_LETTERS: Final = {
    "pedestrian": in_context("mode letter", "P"),
    "pov": in_context("mode letter", "V"),
    "bus": in_context("mode letter", "B"),
    "commercial": in_context("mode letter", "T"),
    "rail": in_context("mode letter", "R"),
}
_NAMES: Final = {
    "pedestrian": in_context("counted", "pedestrians"),
    "pov": in_context("counted", "personal vehicles"),
    "bus": in_context("counted", "buses"),
    "commercial": in_context("counted", "trucks"),
    "rail": in_context("counted", "rail"),
}
_NOT_HERE: Final = "·"
_NOT_STATED: Final = "—"
_AS_OF: Final = message("Hours and lanes are northbound, as of {first}.")
_AS_OF_SPAN: Final = message("Hours and lanes are northbound, as of {first} to {last}.")
_APART: Final = message("with others")


def ports_overview(report: Report, volumes: ReportVolumes) -> ReportTable:
    """Return the ports from west to east by pair of states, with the counts of the compared year.

    A count stands in a port's row only where it is the port's alone.
    """
    groups: dict[int, str] = {}
    rows: list[tuple[Any, ...]] = []
    modes = _by_mode(report)
    pair = None
    for row in report.rows("ports"):
        if pair != (row["us_state"], row["mx_state"]):
            pair = row["us_state"], row["mx_state"]
            groups[len(rows)] = report.pair_name(*pair)
        rows.append(_row(report, volumes, row, modes.get(row["id"], {})))
    short = report.words.short
    say = report.words.say
    columns = (
        ReportColumn(label=short("number"), kind="integer", width=0.5),
        ReportColumn(label=short("name"), width=2.7, style="names"),
        ReportColumn(label=short("towns"), width=1.55, style="towns"),
        ReportColumn(label=short("modes"), width=1.15),
        ReportColumn(label=say("Open northbound"), width=2.2),
        ReportColumn(label=say("Lanes"), width=1.0),
        *(
            ReportColumn(label=_measure(report, name), kind="integer", width=1.12)
            for name in _COUNTED
        ),
    )
    return ReportTable(
        key="ports_overview", title=short("crossings"), columns=columns, rows=rows, groups=groups,
        notes=[_legend(report, volumes)],
    )  # fmt: skip


def _row(
    report: Report, volumes: ReportVolumes, row: dict[str, Any], modes: dict[str, dict[str, Any]]
) -> tuple[Any, ...]:
    names = [row["name_en"], row["name_es"]]
    if report.words.tag != "en":
        names.reverse()
    letters = _mode_letters(report)
    return (
        report.border.port_number(report.border.port_position(row["id"])),
        "\n".join(dict.fromkeys(name for name in names if name)),
        "\n".join((row["us_city"], row["mx_city"])),
        " ".join(letters[mode] if mode in row["modes"] else _NOT_HERE for mode in MODES),
        _hours(report, row, modes),
        ", ".join(
            f"{letters[mode]}\N{NO-BREAK SPACE}{of_mode['lanes_northbound']}"
            for mode, of_mode in modes.items()
            if of_mode["lanes_northbound"]
        ) or None,
        *(_count(volumes, row, name) for name in _COUNTED),
    )  # fmt: skip


def _count(volumes: ReportVolumes, row: dict[str, Any], measure: str) -> int | str | None:
    """Return the port's own count of the compared year, or why there is none."""
    if MEASURES[measure].mode not in row["modes"]:
        return _NOT_HERE
    ledger = volumes.area_volumes.ledger
    years = years_of(ledger, area_of(ledger, row["id"]), measure)
    year: Year | None = next((one for one in years if one.year == volumes.year), None)
    if year is None or year.value is None or not year.is_held:
        return volumes.say(_APART)
    return year.value if year.is_full else f"{year.value:,} ({year.months})"


def _hours(report: Report, row: dict[str, Any], modes: dict[str, dict[str, Any]]) -> str | None:
    """Return the hours of each mode after its letter, or of all where they are the same."""
    letters = _mode_letters(report)
    letters_of: dict[str, str] = {}
    for mode, of_mode in modes.items():
        text = report.hours_words(of_mode["hours_cbp"])
        if text:
            letters_of[text] = f"{letters_of.get(text, '')} {letters[mode]}".strip()
    if len(letters_of) > 1:
        return "\n".join(f"{of}: {text}" for text, of in letters_of.items())
    return next(iter(letters_of), None) or report.hours_words(row["hours"])


def _by_mode(report: Report) -> dict[str, dict[str, dict[str, Any]]]:
    by_port: dict[str, dict[str, dict[str, Any]]] = {}
    for row in report.rows("port_modes"):
        by_port.setdefault(row["port_id"], {})[row["mode"]] = row
    return by_port


def _mode_letters(report: Report) -> dict[str, str]:
    reader = words(report.words.tag)
    return {mode: reader.say(letter) for mode, letter in _LETTERS.items()}


def _measure(report: Report, name: str) -> str:
    return words(report.words.lang).pick(MEASURES[name], "label")


def _legend(report: Report, volumes: ReportVolumes) -> list[str]:
    """Return what letters, dots and counts of the table mean, and of when its facts are."""
    dates = sorted(filter(None, (known_part(row, "hours_as_of") for row in report.rows("ports"))))
    letters = _mode_letters(report)
    texts = []
    for lang in report.words.langs:
        say = words(lang).say
        modes = ", ".join(f"{letters[mode]} {say(_NAMES[mode])}" for mode in MODES)
        text = say(
            "Modes and lanes: {modes}; a dot is a mode that does not cross here, a dash what no "
            "source states. Counts are northbound in {year}; (n) is the number of months counted "
            "where it is not twelve; “{apart}” is counted only together with other ports.",
            modes=modes, year=volumes.year, apart=volumes.say(_APART),
        )  # fmt: skip
        if dates:
            first, last = (short_partial_day(str(one), lang) for one in (dates[0], dates[-1]))
            span = _AS_OF_SPAN if first != last else _AS_OF
            text += " " + say(span, first=first, last=last)
        texts.append(text)
    return texts
