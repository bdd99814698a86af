"""The first page: what people come for, and the newest figures."""

from geo.border import Border
from geo.data.boundary_line import boundary_line
from geo.volumes.areas import BORDER, area_of
from geo.volumes.ledger import ledger_of
from geo.volumes.sentences import Sentences
from geo.volumes.summary import volumes_of
from geo.words.catalogue import words
from web.http.operation import Call, Reply
from web.pages.html import page
from web.pages.pictures import picture_address

__all__ = ["landing_page"]


def landing_page(call: Call, title: str) -> Reply:
    """Return the first page."""
    border = call.border
    states = border.records("states").columns
    year, figures = _figures(border, call.lang)
    return page(
        call,
        "landing.html",
        title=title,
        picture=picture_address(call, BORDER, "png"),
        small_map=picture_address(call, BORDER, "svg"),
        length_km=boundary_line(border).length_km,
        states=list(zip(states["id"], call.words.column(states, "name"), strict=True)),
        year=year,
        figures=figures,
    )


def _figures(border: Border, lang: str) -> tuple[int, list[dict[str, str]]]:
    """Return the compared year, and each measure of the border in it with what is newer."""
    ledger = ledger_of(border)
    volumes = volumes_of(ledger, area_of(ledger, BORDER))
    say = Sentences(border, lang)
    rows = []
    for about in volumes.measures:
        year = volumes.in_year(about)
        newer = [
            say.newer(later, volumes.change(about, later.year - 1, later.year), about.last)
            for later in volumes.newer_years(about)[-1:]
            if about.last is not None
        ]
        if year is not None:
            rows.append(
                {
                    "label": words(lang).pick(about, "label"),
                    "value": say.value(year),
                    "newer": "".join(newer),
                }
            )
    return volumes.year, rows
