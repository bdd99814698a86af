"""What a meeting has before it, in sentences made from the planning register."""

from typing import Any, Final

from geo.documents.report_tables import Report
from geo.queries.changes import changed
from geo.queries.promises import Slip, period_words, slip_of
from geo.words.catalogue import words
from geo.words.messages import message
from geo.words.numbers import day, number, period

__all__ = ["register_sentences"]

_Row = dict[str, Any]
_PLENARY: Final = "plenary"
_MOVED: Final = message("{project}: the promised opening moved from {first} to {last}.")


def register_sentences(report: Report) -> list[list[str]]:
    """Return what happened since the last plenary, what moved most and what lapses, per language.

    A selection without projects and permits has none.
    """
    said = [
        [make(report, lang) for lang in report.words.langs] for make in (_since, _moved, _lapsing)
    ]
    return [texts for texts in said if all(texts)]


def _since(report: Report, lang: str) -> str:
    meetings = [
        row for row in map(report.border.records("meetings").row,
                           range(len(report.border.records("meetings"))))
        if row["kind"] == _PLENARY
    ]  # fmt: skip
    if not meetings:
        return ""
    last = max(meetings, key=lambda row: row["first_day"])
    own = {row["id"] for row in report.rows("projects")}
    _, _, rows = changed(report.border, last["id"])
    events = [row for row in rows if row["subject"] == "event" and row["about"] in own]
    if not events:
        return ""
    projects = words(lang).plural(
        "{n} project", "{n} projects", len({row["about"] for row in events})
    )
    return words(lang).plural(
        "Since the last plenary found ({date}): {n} event at {projects}.",
        "Since the last plenary found ({date}): {n} events at {projects}.",
        len(events), date=day(last["first_day"], lang), projects=projects,
    )  # fmt: skip


def _moved(report: Report, lang: str) -> str:
    moved: list[tuple[int, str, _Row, Slip]] = []
    for row in report.rows("projects"):
        slip = slip_of(report.border, row)
        if slip is not None and slip.months > 0:
            moved.append((-slip.months, row["id"], row, slip))
    if not moved:
        return ""
    _, _, row, slip = min(moved, key=lambda one: one[:2])
    first, last = (
        period(period_words(one.first, one.last), lang)
        for one in (slip.promises[0], slip.promises[-1])
    )
    return words(lang).say(_MOVED, project=words(lang).pick(row, "name"), first=first, last=last)


def _lapsing(report: Report, lang: str) -> str:
    days = sorted(
        row["lapses_on"] for row in report.rows("permits")
        if row["lapses_on"] is not None and row["lapses_on"] >= report.border.date
    )  # fmt: skip
    if not days:
        return ""
    left = number((days[0] - report.border.date).days, lang)
    return words(lang).plural(
        "{n} permit lapses unless work begins, on {date}, {days} days after the date of these "
        "data.",
        "{n} permits lapse unless work begins, the first on {date}, {days} days after the date of "
        "these data.",
        len(days), date=day(days[0], lang), days=left,
    )  # fmt: skip
