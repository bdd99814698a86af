"""The chart of a measure of an area as a file: SVG, PNG or CSV, with its axis and its source."""

import csv
import io
import tempfile
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geo.extras import DOCUMENTS, require
from geo.layers.measures import MEASURES
from geo.volumes.about import About, about_of, marks_of
from geo.volumes.areas import Area
from geo.volumes.ledger import ledger_of
from geo.volumes.sentences import Sentences
from geo.volumes.yearly import Year, years_of
from geo.words.catalogue import said, words
from geo.words.messages import message
from geo.words.numbers import day
from web.http.operation import CSV, Call, Operation, Reply
from web.http.parameters import text
from web.http.problems import NotFoundError
from web.pages.areas import area_address, area_name, named_area
from web.pages.chart import Chart, bar_chart
from web.pages.html import drawing
from web.pages.pictures import PNG, SVG

__all__ = ["chart_operations"]

_NO_MEASURE: Final = message("There is no measure {id}")
_NOT_ALONE: Final = message("{measure} are not counted for {area} alone")
_MEDIA: Final = {"svg": SVG, "png": PNG, "csv": CSV}
_LINE: Final = 74
"""Characters of a line of the source below a chart."""
_PPI: Final = 216.0
_TYPST: Final = '#set page(width: auto, height: auto, margin: 0pt)\n#image("chart.svg")\n'
_COLUMNS: Final = (
    "area", "measure", "year", "crossings", "months_counted", "months_expected", "complete",
    "source",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """A measure of an area in the reader's language, with what belongs below its chart."""

    area: Area
    about: About
    name: str
    label: str
    years: Sequence[Year]
    chart: Chart
    source: str


def chart_operations(example: str) -> list[Operation]:
    """Return the operations that give charts as files; ``example`` is the id of an area."""
    return [_operation(example, form, media) for form, media in _MEDIA.items()]


def _operation(example: str, form: str, media: str) -> Operation:
    def answer(call: Call) -> Reply:
        drawn = _found(call)
        if form == "csv":
            return _reply(call, drawn, _table(drawn), form)
        picture = _picture(call, drawn)
        if form == "svg":
            return _reply(call, drawn, picture.encode(), form)
        require(DOCUMENTS)
        call.costly()
        return _reply(call, drawn, _pixels(picture), form)

    return Operation(
        id=f"chart.{form}",
        path=f"/charts/{{id}}/{{measure}}.{form}",
        tag="exports",
        summary=message("Crossings of an area per year as a chart or table"),
        parameters=(
            text("id", message("The border, a state, a pair, a region, a port code or a port."),
                 where="path", example=example, schema={"maxLength": 200}),
            text("measure", message("What is counted."), tuple(MEASURES), where="path"),
        ),
        answer=answer,
        media=(media,),
        problems=(404, 501) if form == "png" else (404,),
        localised=True,
        extra_media_names={media: form},
    )  # fmt: skip


def _found(call: Call) -> _Drawn:
    border, lang = call.border, call.lang
    area, measure = named_area(border, call.values["id"]), call.values["measure"]
    ledger = ledger_of(border)
    if measure not in MEASURES:
        raise NotFoundError(said(_NO_MEASURE, id=repr(measure[:200])))
    about = about_of(ledger, area, measure)
    years = years_of(ledger, area, measure) if about.parts.series else []
    chart = bar_chart(years, marks_of(about))
    if chart is None:
        raise NotFoundError(said(_NOT_ALONE, measure=measure, area=area.id))
    say = Sentences(border, lang)
    return _Drawn(
        area=area,
        about=about,
        name=area_name(border, area, lang),
        label=words(lang).pick(about, "label"),
        years=years,
        chart=chart,
        source=f"{say.source(about)} {say.until(about)}".strip(),
    )


def _reply(call: Call, drawn: _Drawn, body: bytes, form: str) -> Reply:
    name = f"{drawn.area.id}-{drawn.about.measure}-{call.lang}.{form}".lower()
    disposition = ("Content-Disposition", f'attachment; filename="{name}"')
    return Reply(body=body, media=_MEDIA[form], headers=(disposition,))


def _picture(call: Call, drawn: _Drawn) -> str:
    edition = call.words.say(
        "Border Ports, data version {version}, {date}. {address}",
        version=call.border.version,
        date=day(call.border.date, call.lang),
        address=call.url(area_address(drawn.area)),
    )
    return drawing(
        call,
        chart=drawn.chart,
        title=drawn.name,
        label=drawn.label,
        kinds=call.words.codes("note_kind"),
        lines=[line for text in (*_remarks(call, drawn), edition) for line in _wrapped(text)],
    )


def _remarks(call: Call, drawn: _Drawn) -> list[str]:
    """Return whose counts a chart shows, and what an outlined bar is where it has one."""
    partial = any(not bar.year.is_full for bar in drawn.chart.bars)
    outlined = call.words.say("Outlined bars: months are missing, or the year has not ended.")
    return [drawn.source, *([outlined] if partial else [])]


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _LINE)


def _pixels(picture: str) -> bytes:
    """Return an SVG as PNG, drawn by Typst with the typeface of the documents."""
    import typst

    from geo.maps.printed.fonts import font_folder

    with tempfile.TemporaryDirectory(prefix="border-ports-chart-") as name:
        folder = Path(name)
        (folder / "chart.svg").write_text(picture, encoding="utf-8")
        (folder / "chart.typ").write_text(_TYPST, encoding="utf-8")
        made = typst.compile(
            str(folder / "chart.typ"), root=str(folder), format="png", ppi=_PPI,
            font_paths=[str(font_folder())], ignore_system_fonts=True,
        )  # fmt: skip
    return bytes(made)


def _table(drawn: _Drawn) -> bytes:
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\r\n")
    table.writerow(_COLUMNS)
    for year in drawn.years:
        value = "" if year.value is None else year.value
        table.writerow([drawn.area.id, drawn.about.measure, year.year, value, year.months,
                        year.expected, str(year.is_full).lower(), drawn.source])  # fmt: skip
    return file.getvalue().encode()
