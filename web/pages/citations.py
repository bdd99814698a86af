"""How to cite a page: as text, BibTeX and CSL-JSON, with version, date and permanent address."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import orjson

from geo.border import Border
from geo.layers.measures import MAIN_MEASURES
from geo.volumes.areas import Area
from geo.volumes.ledger import BTS, CBP, ledger_of
from geo.volumes.parts import parts_of
from geo.words.catalogue import words
from geo.words.messages import message
from geo.words.numbers import day
from web.http.operation import Call, Operation, Reply
from web.http.parameters import text
from web.pages.areas import area_address, area_name, named_area

__all__ = ["Citation", "citation", "citation_operations"]

_BIBTEX: Final = "application/x-bibtex"
_CSL: Final = "application/vnd.citationstyles.csl+json"
_PUBLISHER: Final = "Border Ports"
_LAYERS: Final = {BTS: "volumes", CBP: "crossing_volumes"}
_ESCAPED: Final = str.maketrans(
    {sign: "\\" + sign for sign in "&%$#_{}"} | {"\\": r"\textbackslash{}", "–": "--"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A page as a reference: ``text`` is for people, the addresses are those of the files.

    ``sources`` says whose counts the page shows and where they are; empty where it shows none.
    """

    key: str
    title: str
    version: str
    date: date
    lang: str
    address: str
    sources: str
    text: str
    bibtex: str
    csl: str


def citation(call: Call, area: Area) -> Citation:
    """Return how to cite the page of an area, in the language of the call."""
    border, lang = call.border, call.lang
    title = area_name(border, area, lang)
    address = call.url(f"{area_address(area)}?lang={lang}")
    sources = _sources(border, area, lang)
    text = call.words.say(
        "Border Ports: {title}. Data version {version}, {date}. {address}",
        title=title,
        version=border.version,
        date=day(border.date, lang),
        address=address,
    )
    return Citation(
        key=area.id,
        title=title,
        version=border.version,
        date=border.date,
        lang=call.words.tag,
        address=address,
        sources=sources,
        text=f"{text} {sources}".strip(),
        bibtex=call.url(f"/citations/{area.id}.bib?lang={lang}"),
        csl=call.url(f"/citations/{area.id}.csl.json?lang={lang}"),
    )


def _sources(border: Border, area: Area, lang: str) -> str:
    from geo.documents.sources import publications_of

    ledger = ledger_of(border)
    counted = {one for name in MAIN_MEASURES for one in parts_of(ledger, area, name).sources}
    layers = {_LAYERS[one] for one in counted}
    listed = [
        ", ".join(part for part in (one.title, one.version, one.address) if part)
        for one in publications_of(border, lang, layers)
    ]
    return words(lang).say("Counts: {sources}", sources="; ".join(listed)) if layers else ""


def citation_operations(example: str) -> list[Operation]:
    """Return the operations that give references for other programs; ``example`` is an area."""
    return [
        _operation(example, "bib", _BIBTEX, _bibtex),
        _operation(example, "csl.json", _CSL, _csl),
    ]


def _operation(example: str, ending: str, media: str, write: Any) -> Operation:  # noqa: ANN401
    def answer(call: Call) -> Reply:
        cited = citation(call, named_area(call.border, call.values["id"]))
        name = f"{cited.key}-{call.lang}.{ending}".lower()
        disposition = ("Content-Disposition", f'attachment; filename="{name}"')
        return Reply(body=write(cited), media=media, headers=(disposition,))

    short = ending.partition(".")[0]
    return Operation(
        id=f"citation.{short}",
        path=f"/citations/{{id}}.{ending}",
        tag="exports",
        summary=message("How to cite the page of an area"),
        parameters=(
            text("id", message("The border, a state, a pair of states, a region, a port."),
                 where="path", example=example, schema={"maxLength": 200}),
        ),
        answer=answer,
        media=(media,),
        schema={"type": "array", "items": {"type": "object"}},
        problems=(404,),
        localised=True,
        extra_media_names={media: short},
    )  # fmt: skip


def _bibtex(cited: Citation) -> bytes:
    rows = {
        "title": "{" + cited.title.translate(_ESCAPED) + "}",
        "author": "{" + _PUBLISHER + "}",
        "year": str(cited.date.year),
        "month": str(cited.date.month),
        "version": cited.version.translate(_ESCAPED),
        "langid": _babel_name(cited.lang),
        "url": cited.address,
        "note": cited.sources.translate(_ESCAPED),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in rows.items() if value]
    entry = "\n".join([f"@misc{{border-ports-{cited.key.lower()},", *lines, "}", ""])
    return entry.encode()


def _babel_name(tag: str) -> str:
    """Return a language as BibLaTeX and babel call it: ``english``, ``spanish``."""
    from babel import Locale

    return str(Locale.parse(tag, sep="-").get_language_name("en")).lower()


def _csl(cited: Citation) -> bytes:
    when = cited.date
    item = {
        "id": f"border-ports-{cited.key.lower()}",
        "type": "dataset",
        "title": cited.title,
        "author": [{"literal": _PUBLISHER}],
        "publisher": _PUBLISHER,
        "version": cited.version,
        "language": cited.lang,
        "issued": {"date-parts": [[when.year, when.month, when.day]]},
        "URL": cited.address,
        **({"note": cited.sources} if cited.sources else {}),
    }
    return orjson.dumps([item], option=orjson.OPT_INDENT_2)
