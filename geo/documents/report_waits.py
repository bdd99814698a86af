"""Waits as CBP recorded them in a period, as a table of a document: never as official."""

from typing import TYPE_CHECKING, Final

from geo.documents.report import ReportColumn, ReportTable
from geo.documents.report_tables import Report
from geo.words.catalogue import words
from geo.words.credits import WAITS_NOTE
from geo.words.messages import message
from geo.words.numbers import short_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.feeds.recorded_period import RecordedPeriod

__all__ = ["waits_table"]

_TITLE: Final = message("Waits northbound as recorded")
_PERIOD: Final = message(
    "{first} to {last}, by the clock of each port: the hours of which a wait was kept, each with "
    "the middle one of its waits. Hours without one are not counted. The quartiles hold half of "
    "the hours between them."
)
_METHODS: Final = {"rfid": message("measured by RFID"), "manual": message("typed by officers")}
_NOT_SAID: Final = message("not said by CBP")


def waits_table(report: Report, waits: "RecordedPeriod | None") -> ReportTable:
    """Return the waits of the selected ports, with period, method and what they are not.

    Without a period, or where nothing is kept of it, the table has no rows.
    """
    say = report.words.say
    heads: Sequence[tuple[str, float]] = (
        (say("Days"), 0.5), (say("Hours counted"), 0.6), (say("Quartile (min)"), 0.7),
        (say("Median (min)"), 0.7), (say("Upper quartile (min)"), 0.7), (say("Longest (min)"), 0.7),
    )  # fmt: skip
    return ReportTable(
        key="waits",
        title=say(_TITLE),
        columns=(
            ReportColumn(label=say("Port"), width=1.5),
            ReportColumn(label=say("Place, as CBP calls it"), width=1.6),
            ReportColumn(label=say("Lanes"), width=1.6),
            ReportColumn(label=say("Method now"), width=1.1),
            *(ReportColumn(label=label, kind="integer", width=width) for label, width in heads),
        ),
        rows=_rows(report, waits) if waits is not None else [],
        notes=_notes(report, waits) if waits is not None else [],
    )


def _rows(report: Report, waits: "RecordedPeriod") -> list[tuple[object, ...]]:
    lang = report.words.lang
    names = {row["id"]: words(lang).pick(row, "short_name") for row in report.rows("ports")}
    return [
        (
            names[one.port_id],
            one.place,
            report.words.code("wait_lane", one.lane),
            report.words.say(_METHODS.get(one.method or "", _NOT_SAID)),
            one.days,
            one.hours,
            round(one.low),
            round(one.median),
            round(one.high),
            one.most,
        )
        for one in waits.lanes
        if one.port_id in names
    ]


def _notes(report: Report, waits: "RecordedPeriod") -> list[list[str]]:
    period = [
        words(lang).say(
            _PERIOD, first=short_day(waits.first, lang), last=short_day(waits.last, lang)
        )
        for lang in report.words.langs
    ]
    return [report.words.lines(WAITS_NOTE), period]
