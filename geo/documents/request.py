"""What an export is asked for, beside its format."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from geo.data.contact import checked_contact
from geo.data.difference import Difference
from geo.errors import InvalidValueError
from geo.layers import LAYERS, layer
from geo.queries.selection import Selection
from geo.words.catalogue import words

if TYPE_CHECKING:
    from geo.feeds.recorded_period import RecordedPeriod

__all__ = ["PAPERS", "Request", "checked_request"]

PAPERS: Final = ("letter", "a4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The part of the border, the layers, language and paper.

    ``layers`` is empty for a format's own choice; ``paper`` is for the brief, ``wkt`` and ``bom``
    are for CSV, ``projects`` asks for a slide of each project, ``changes`` are what the brief
    tells of an earlier version of the data, ``waits`` those of a period for brief and workbook.
    Metadata names ``contact`` (mailto:… or https://…) and
    the files below ``address``, the root of a service that sends them.
    """

    selection: Selection = field(default_factory=Selection)
    layers: tuple[str, ...] = ()
    lang: str = "en"
    paper: str = "letter"
    wkt: bool = False
    bom: bool = False
    projects: bool = False
    changes: Difference | None = None
    waits: "RecordedPeriod | None" = None
    contact: str = ""
    address: str = ""


def checked_request(  # noqa: PLR0913
    selection: Selection,
    *,
    layers: Sequence[str] = (),
    lang: str = "en",
    paper: str = "letter",
    wkt: bool = False,
    bom: bool = False,
    projects: bool = False,
    changes: Difference | None = None,
    waits: "RecordedPeriod | None" = None,
    contact: str = "",
) -> Request:
    """Return a request; ``InvalidValueError`` or ``UnknownLayerError`` for what is not allowed."""
    for name in layers:
        layer(name)
    words(lang)
    if paper not in PAPERS:
        raise InvalidValueError("paper", paper, ", ".join(PAPERS))
    in_order = tuple(name for name in LAYERS if name in set(layers))
    return Request(
        selection=selection,
        layers=in_order,
        lang=lang,
        paper=paper,
        wkt=wkt,
        bom=bom,
        projects=projects,
        changes=changes,
        waits=waits,
        contact=checked_contact("contact", contact) if contact else "",
    )
