"""Phrases in every language: English stands in the code, others in ``translations/*.po``.

A language is one ``.po`` file, named by its code; its header ``Language`` names the locale that
numbers and dates follow. What a file leaves out reads as English.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from geo.errors import InvalidValueError
from geo.words.messages import parts
from geo.words.vocabulary import CODED_COLUMNS, VOCABULARY

__all__ = [
    "BOTH",
    "FOLDER_VARIABLE",
    "SOURCE",
    "Phrase",
    "Words",
    "document_languages",
    "language_name",
    "languages",
    "said",
    "said_in_all",
    "said_in_both",
    "words",
    "words_of",
]

SOURCE: Final = "en"
"""The language of the code's own texts."""
BOTH: Final = "both"
"""The language of a document that holds English and Spanish side by side."""
FOLDER_VARIABLE: Final = "BORDER_PORTS_TRANSLATIONS"
"""Environment variable that names a folder of further catalogues."""
_IN_BOTH: Final = (SOURCE, "es")
_SOURCE_LOCALE: Final = "en_US"
_BETWEEN: Final = " / "

_Plural = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """The messages of one language, by context and English text."""

    locale: str
    texts: Mapping[tuple[str | None, str], str | _Plural] = field(default_factory=dict)
    form: Callable[[int], int] = lambda n: int(n != 1)

    def text(self, message_id: str) -> str:
        context, english = parts(message_id)
        text = self.texts.get((context, english), english)
        return text if isinstance(text, str) else text[0]

    def plural(self, one: str, many: str, n: int) -> str:
        forms_kept = self.texts.get((None, one))
        forms = forms_kept if isinstance(forms_kept, tuple) else (one, many)
        return forms[min(self.form(n), len(forms) - 1)]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text that is made anew for each language, such as one that names a layer.

    ``str`` of it is the English.
    """

    make: Callable[["Words"], str]

    def __str__(self) -> str:
        """Return the English text."""
        return self.make(words(SOURCE))

    __repr__ = __str__


def said(form: str, /, **values: object) -> Phrase:
    """Return a message with values filled in, for each language."""
    return Phrase(lambda words: words.say(form, **values))


@dataclass(frozen=True, slots=True)
class Words:
    """What one reader reads: phrases and data in a language, or in two for a document.

    ``lang`` is one of ``document_languages()``.
    """

    lang: str

    @property
    def langs(self) -> tuple[str, ...]:
        """Return the languages, the leading one first."""
        return _IN_BOTH if self.lang == BOTH else (self.lang,)

    @property
    def leading(self) -> str:
        """Return the leading language: that of numbers and dates."""
        return self.langs[0]

    @property
    def locale(self) -> str:
        """Return the locale of the leading language, such as ``es_MX``."""
        return _catalogue(self.leading).locale

    @property
    def tag(self) -> str:
        """Return the leading language as a page or file names it (BCP 47), such as ``es-MX``."""
        return SOURCE if self.leading == SOURCE else self.locale.replace("_", "-")

    def say(self, message_id: str | Phrase, /, **values: object) -> str:
        """Return a phrase, filled in; in both languages with a slash between."""
        if not values and isinstance(message_id, str) and self.lang != BOTH:
            return _catalogue(self.lang).text(message_id)
        return _BETWEEN.join(self.paragraphs(message_id, **values))

    def paragraphs(self, message_id: str | Phrase, /, **values: object) -> list[str]:
        """Return a phrase, filled in, once per language."""
        if isinstance(message_id, Phrase):
            return _distinct(message_id.make(words(lang)) for lang in self.langs)
        return _distinct(_filled(_catalogue(lang).text(message_id), values) for lang in self.langs)

    def plural(self, one: str, many: str, /, n: int, **values: object) -> str:
        """Return the form of a phrase for ``n`` things, filled in."""
        return _BETWEEN.join(
            _distinct(
                _filled(_catalogue(lang).plural(one, many, n), {"n": f"{n:,}", **values})
                for lang in self.langs
            )
        )

    def code(self, of: str, value: str) -> str:
        """Return what a code of ``VOCABULARY`` means; a code that is not there as it is."""
        return self.say(VOCABULARY[of].get(value, value))

    def value(self, column: str, value: Any) -> str | None:  # noqa: ANN401 - a cell of any kind
        """Return what the codes in a cell of a column mean; ``None`` for a column without codes.

        Those of a list stand with semicolons between.
        """
        of = CODED_COLUMNS.get(column)
        if of is None or value is None:
            return None
        items = value if isinstance(value, tuple | list) else (value,)
        return "; ".join(self.code(of, str(item)) for item in items)

    def codes(self, of: str) -> dict[str, str]:
        """Return the meaning of every code of one vocabulary."""
        return {value: self.say(meaning) for value, meaning in VOCABULARY[of].items()}

    def pick(self, row: object, name: str) -> str:
        """Return what a row or definition holds under ``name``; see ``picks``."""
        if self.lang != BOTH:
            return _picked(row, name, self.lang)
        return _BETWEEN.join(self.picks(row, name))

    def choose(self, texts: Mapping[str, Any]) -> str:
        """Return the text of the language among texts by language; see ``picks``."""
        return self.pick({f"text_{lang}": text for lang, text in texts.items()}, "text")

    def picks(self, row: object, name: str) -> list[str]:
        """Return what a row holds under ``name`` in each language.

        ``row`` is a mapping with the keys ``<name>_en`` (or ``<name>``) and ``<name>_es``, or an
        object with such attributes. What is not there in a language reads as English, else as
        what there is; the English of a definition is translated first.
        """
        return _distinct(_picked(row, name, lang) for lang in self.langs)

    def others(self, row: object, name: str) -> dict[str, str]:
        """Return what a row holds under ``name`` in languages that its reader has not chosen.

        Texts by language; those that the reader's own language shows already are left out.
        """
        shown = set(self.picks(row, name))
        texts = {lang: _value(row, f"{name}_{lang}") for lang in _IN_BOTH}
        return {lang: str(text) for lang, text in texts.items() if text and text not in shown}

    def column(self, columns: Mapping[str, Sequence[Any]], name: str) -> list[str]:
        """Return ``picks`` joined for each row of columns."""
        kept = {key: columns[key] for key in columns if key.rpartition("_")[0] == name}
        rows = (dict(zip(kept, values, strict=True)) for values in zip(*kept.values(), strict=True))
        return [self.pick(row, name) for row in rows]

    def each(self, make: Callable[[str], str]) -> str:
        """Return what ``make`` returns for each language, joined as in ``say``."""
        return _BETWEEN.join(_distinct(make(lang) for lang in self.langs))


@cache
def words(lang: str) -> Words:
    """Return the phrases of a language or of a document in ``both``.

    Raises
    ------
    InvalidValueError
        There is no catalogue of that language.
    """
    if lang not in document_languages():
        raise InvalidValueError("lang", lang, ", ".join(document_languages()))
    return Words(lang)


def words_of(langs: Sequence[str]) -> Words:
    """Return the phrases of one language, or of a document in the two."""
    return words(BOTH if tuple(langs) == _IN_BOTH else langs[0])


def said_in_both(name: str, message_id: str) -> dict[str, str]:
    """Return a phrase as data hold it: ``<name>_en`` and ``<name>_es``."""
    return {f"{name}_{lang}": words(lang).say(message_id) for lang in _IN_BOTH}


def said_in_all(name: str, make: Callable[[str], str]) -> dict[str, str]:
    """Return what ``make`` returns for each language, as ``<name>_<language>``."""
    return {f"{name}_{lang}": make(lang) for lang in languages()}


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of all languages: English, then those of the catalogues by code."""
    return (SOURCE, *sorted(_files()))


def document_languages() -> tuple[str, ...]:
    """Return the languages that a document may have: each one, and ``both``."""
    return (*languages(), BOTH)


def language_name(lang: str) -> str:
    """Return what a language calls itself, such as ``Español``; its code if that is not known."""
    from babel.core import Locale, UnknownLocaleError

    try:
        name = Locale.parse(lang).get_display_name()
    except (UnknownLocaleError, ValueError):
        name = None
    return name[0].upper() + name[1:] if name else lang


@cache
def _files() -> dict[str, Path]:
    folders = [Path(__file__).parent / "translations"]
    if os.environ.get(FOLDER_VARIABLE):
        folders.append(Path(os.environ[FOLDER_VARIABLE]))
    return {path.stem: path for folder in folders for path in sorted(folder.glob("*.po"))}


@cache
def _catalogue(lang: str) -> _Catalogue:
    if lang == SOURCE:
        return _Catalogue(_SOURCE_LOCALE)
    from babel.messages.pofile import read_po

    with _files()[lang].open("rb") as file:
        catalogue = read_po(file)
    texts: dict[tuple[str | None, str], str | _Plural] = {}
    for item in catalogue:
        english = item.id if isinstance(item.id, str) else item.id[0]
        if english and item.string and not item.fuzzy:
            forms = item.string
            texts[item.context, english] = forms if isinstance(forms, str) else tuple(forms)
    locale = catalogue.locale_identifier or lang
    return _Catalogue(locale, texts, _plural_rule(catalogue.plural_expr))


def _plural_rule(expression: str) -> Callable[[int], int]:
    from gettext import c2py

    return c2py(expression)


def _picked(row: object, name: str, lang: str) -> str:
    own = _value(row, f"{name}_{lang}")
    if own:
        return str(own)
    english = _value(row, f"{name}_{SOURCE}") or _value(row, name)
    if english:
        is_definition = not isinstance(row, Mapping)
        return _catalogue(lang).text(str(english)) if is_definition else str(english)
    return str(next((text for other in _IN_BOTH if (text := _value(row, f"{name}_{other}"))), ""))


def _value(row: object, key: str) -> Any:  # noqa: ANN401 - what a cell holds
    return row.get(key) if isinstance(row, Mapping) else getattr(row, key, None)


def _filled(text: str, values: Mapping[str, object]) -> str:
    return text.format(**values) if values else text


def _distinct(texts: Any) -> list[str]:  # noqa: ANN401
    return list(dict.fromkeys(texts))
