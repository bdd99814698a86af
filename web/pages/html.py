"""Pages: templates, language and the shared frame around every page."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from geo.data.freshness import freshness_text
from geo.words import numbers
from geo.words.catalogue import language_name, languages
from geo.words.units import unit_symbol
from web.http.operation import HTML, Call, Reply

__all__ = ["page"]

_PAGE_SECONDS: Final = 60
_SHOWN: Final = (
    "area", "as_of", "day", "distance", "file_size", "listing", "miles", "number", "partial_day",
    "short_day", "short_partial_day",
)  # fmt: skip
"""Functions of ``geo.words.numbers`` that templates may call, without the language."""
_HERE: Final = Path(__file__).resolve().parents[1]


def page(call: Call, template: str, *, keep: bool = True, **context: Any) -> Reply:  # noqa: ANN401
    """Return a page made from a template; every value is escaped by the template engine."""
    text = (
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
            **{name: _said(name, call.lang) for name in _SHOWN},
            border=call.border,
            data_reach=freshness_text(call.border, call.lang),
            language_links=[
                (lang, language_name(lang), _in_language(call, lang)) for lang in languages()
            ],
            **context,
        )
    )
    return Reply(
        body=text.encode(),
        media=HTML,
        keep=keep,
        headers=(("Content-Language", call.lang),),
        max_age=_PAGE_SECONDS,
    )


def _said(name: str, lang: str) -> Callable[..., str]:
    """Return a function of ``geo.words.numbers`` for one language."""
    show: Callable[..., str] = getattr(numbers, name)
    return lambda value, *more: show(value, lang, *more)


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
