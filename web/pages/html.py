"""Pages: templates, language and the shared frame around every page."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from geo.data.freshness import freshness_text
from geo.maps.symbols import COLOURS
from geo.words import numbers
from geo.words.catalogue import language_name, languages
from geo.words.credits import NOT_OFFICIAL
from geo.words.messages import message
from geo.words.owners import owners_text
from geo.words.source_words import source_said
from geo.words.units import unit_symbol
from web.http.operation import HTML, Call, Reply

__all__ = ["drawing", "page"]

_PAGE_SECONDS: Final = 60
_SHOWN: Final = (
    "area", "as_of", "day", "distance", "file_size", "listing", "miles", "number", "partial_day",
    "period", "short_day", "short_partial_day",
)  # fmt: skip
"""Functions of ``geo.words.numbers`` that templates may call, without the language."""
_OF_THE_PAGE: Final = ("ports",)
"""Parameters that make another page, and not another view of the same."""
_HERE: Final = Path(__file__).resolve().parents[1]


_ABOUT: Final = message(
    "The ports of entry of the US-Mexico land border: where they are, when they are open, who "
    "may cross and how many do, in English and Spanish, with sources."
)


def page(
    call: Call,
    template: str,
    *,
    keep: bool = True,
    description: str = "",
    picture: str = "",
    indexed: bool = True,
    **context: Any,  # noqa: ANN401
) -> Reply:
    """Return a page made from a template; every value is escaped by the template engine.

    ``description`` and ``picture`` (an address) are what a shared link shows. A page that is not
    ``indexed``, such as an error's, has no address of its own.
    """
    text = _rendered(
        call,
        template,
        border=call.border,
        data_reach=freshness_text(call.border, call.lang),
        not_official=NOT_OFFICIAL,
        description=description or call.words.say(_ABOUT),
        picture=picture,
        indexed=indexed,
        canonical={lang: _address(call, lang) for lang in languages()},
        language_links=[
            (lang, language_name(lang), _in_language(call, lang)) for lang in languages()
        ],
        **context,
    )
    return Reply(
        body=text.encode(),
        media=HTML,
        keep=keep,
        headers=(("Content-Language", call.lang),),
        max_age=_PAGE_SECONDS,
    )


def drawing(call: Call, **context: Any) -> str:  # noqa: ANN401
    """Return a chart as a text of SVG."""
    return _rendered(call, "chart_file.html", colours=COLOURS, **context).strip()


def _rendered(call: Call, template: str, **context: Any) -> str:  # noqa: ANN401
    return (
        _environment()
        .get_template(template)
        .render(
            call=call,
            lang=call.lang,
            _=call.words.say,
            plural=call.words.plural,
            modes_text=lambda modes: numbers.listing(
                [call.words.code("mode", mode) for mode in modes], call.lang
            ),
            pick=call.words.pick,
            unit=unit_symbol,
            owners=lambda names: owners_text(names, call.lang),
            sources_said=lambda sources: source_said(sources, call.lang),
            **{name: _said(name, call.lang) for name in _SHOWN},
            **context,
        )
    )


def _said(name: str, lang: str) -> Callable[..., str]:
    """Return a function of ``geo.words.numbers`` for one language."""
    show: Callable[..., str] = getattr(numbers, name)
    return lambda value, *more: show(value, lang, *more)


def _address(call: Call, lang: str) -> str:
    """Return the one address of a page in a language, whatever else a reader's address says."""
    kept = {name: text for name, text in call.query.items() if name in _OF_THE_PAGE}
    if call.operation.media and call.operation.media[0] != HTML:
        kept["f"] = "html"
    return f"{call.url(call.path)}?{urlencode({**kept, 'lang': lang})}"


def _in_language(call: Call, lang: str) -> str:
    return f"{call.url(call.path)}?{urlencode({**call.query, 'lang': lang})}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = _shown
    environment.filters["beginning"] = lambda text: text[:1].upper() + text[1:]
    return environment


def _shown(value: object) -> str:
    match value:
        case None:
            return ""
        case list() | tuple():
            return ", ".join(str(item) for item in value)
        case dict():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)
