"""Pages: templates, language and the shared frame around every page."""

import json
from functools import cache, partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from web.contract import HTML, LANGUAGES, Call, Reply

__all__ = ["page", "translate"]

_HERE: Final = Path(__file__).resolve().parent


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
            dataset=call.dataset,
            language_links=[(lang, _in_language(call, lang)) for lang in LANGUAGES],
            **context,
        )
    )
    return Reply(
        body=text.encode(), media=HTML, keep=keep, headers=(("Content-Language", call.lang),)
    )


def _translated(message: str, lang: str, **values: object) -> str:
    found = translate(message, lang)
    return found.format(**values) if values else found


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
