"""Pages: templates, language and the shared frame around every page."""

import json
from functools import cache, partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from geo.geodesy import KM_PER_MILE
from web.http.operation import HTML, LANGUAGES, Call, Reply

__all__ = ["page", "translate"]

_PAGE_SECONDS: Final = 60
_HERE: Final = Path(__file__).resolve().parents[1]
_LOCALES: Final = {"en": "en_US", "es": "es_MX"}
"""Mexican Spanish writes 1,234.5; the Spanish of Spain does not."""


def translate(message: str, lang: str) -> str:
    """Return a message in a language; English is what the message itself says."""
    return _catalogue(lang).get(message, message)


def page(call: Call, template: str, *, keep: bool = True, **context: Any) -> Reply:  # noqa: ANN401
    """Return a page made from a template; every value is escaped by the template engine."""
    text = (
        _environment()
        .get_template(template)
        .render(
            call=call,
            lang=call.lang,
            _=partial(_translated, lang=call.lang),
            number=partial(_number, lang=call.lang),
            distance=partial(_distance, lang=call.lang),
            dataset=call.dataset,
            language_links=[(lang, _in_language(call, lang)) for lang in LANGUAGES],
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


def _translated(message: str, lang: str, **values: object) -> str:
    found = translate(message, lang)
    return found.format(**values) if values else found


def _number(value: float, decimals: int = 0, *, lang: str) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, format=pattern, locale=_LOCALES[lang]))


def _distance(km: float, decimals: int = 1, *, lang: str) -> str:
    """Return a distance in kilometres and statute miles."""
    miles = _number(km / KM_PER_MILE, decimals, lang=lang)
    return f"{_number(km, decimals, lang=lang)} km ({miles} mi)"


def _in_language(call: Call, lang: str) -> str:
    return f"{call.url(call.path)}?{urlencode({**call.query, 'lang': lang})}"


@cache
def _catalogue(lang: str) -> dict[str, str]:
    path = _HERE / "translations" / f"{lang}.po"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        return {str(item.id): str(item.string) for item in read_po(file) if item.string}


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
