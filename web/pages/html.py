"""Pages: templates, language and the shared frame around every page."""

import json
from functools import cache, partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from geo.geodesy import KM_PER_MILE
from geo.words.catalogue import language_name, languages, words
from web.http.operation import HTML, Call, Reply

__all__ = ["page"]

_PAGE_SECONDS: Final = 60
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
            number=partial(_number, lang=call.lang),
            distance=partial(_distance, lang=call.lang),
            border=call.border,
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


def _number(value: float, decimals: int = 0, *, lang: str) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, format=pattern, locale=words(lang).locale))


def _distance(km: float, decimals: int = 1, *, lang: str) -> str:
    """Return a distance in kilometres and statute miles."""
    miles = _number(km / KM_PER_MILE, decimals, lang=lang)
    return f"{_number(km, decimals, lang=lang)} km ({miles} mi)"


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
