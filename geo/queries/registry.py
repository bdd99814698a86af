"""Every question, in the order in which it is shown: a new one is a file and a line here."""

from typing import Final

from geo.queries.along import ALONG, BETWEEN
from geo.queries.changes import CHANGES
from geo.queries.counts import PORT_COUNTS, PORTS_PER_STATE
from geo.queries.gaps import GAPS
from geo.queries.locate import LOCATE
from geo.queries.nearest import NEAREST
from geo.queries.people import PEOPLE
from geo.queries.ports import PORTS
from geo.queries.projects import AGENDA, LAPSING, PROJECTS, SLIPS
from geo.queries.question import Question
from geo.queries.trade import TRADE
from geo.queries.volumes import CHANGE, VOLUMES
from geo.queries.within import WITHIN

__all__ = ["QUESTIONS"]

QUESTIONS: Final[dict[str, Question]] = {
    question.name: question
    for question in (
        PORTS,
        PORTS_PER_STATE,
        PORT_COUNTS,
        NEAREST,
        WITHIN,
        ALONG,
        BETWEEN,
        GAPS,
        LOCATE,
        VOLUMES,
        CHANGE,
        TRADE,
        PEOPLE,
        PROJECTS,
        SLIPS,
        LAPSING,
        CHANGES,
        AGENDA,
    )
}
"""The questions by the name of their command."""
