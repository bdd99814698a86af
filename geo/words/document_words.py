"""The phrases of documents in the languages of one document."""

from collections.abc import Callable
from dataclasses import dataclass

from geo.words.catalogue import words
from geo.words.document_phrases import PHRASES
from geo.words.numbers import days_in_words

__all__ = ["Words"]


@dataclass(frozen=True, slots=True)
class Words:
    """The phrases of one document, whose ``lang`` is a language or ``both``."""

    lang: str

    @property
    def langs(self) -> tuple[str, ...]:
        """Return the languages of the document, the leading one first."""
        return words(self.lang).langs

    @property
    def tag(self) -> str:
        """Return the leading language."""
        return words(self.lang).leading

    @property
    def language(self) -> str:
        """Return the leading language with its region (BCP 47), such as ``es-MX``."""
        return words(self.tag).locale.replace("_", "-")

    def short(self, key: str, **values: object) -> str:
        """Return a label or heading; in both languages with a slash between."""
        return words(self.lang).say(PHRASES[key], **values)

    def long(self, key: str, **values: object) -> list[str]:
        """Return a paragraph per language."""
        return words(self.lang).paragraphs(PHRASES[key], **values)

    def code(self, of: str, value: str) -> str:
        """Return what a code of the data means."""
        return words(self.lang).code(of, value)

    def lines(self, message_id: str) -> list[str]:
        """Return a message once per language."""
        return words(self.lang).paragraphs(message_id)

    def say(self, message_id: str, **values: object) -> str:
        """Return a message; in both languages with a slash between."""
        return words(self.lang).say(message_id, **values)

    def each(self, make: Callable[[str], str]) -> str:
        """Return what ``make`` returns for each language of the document."""
        return words(self.lang).each(make)

    def pick(self, english: str | None, spanish: str | None) -> str:
        """Return the text in the document's language, else the one that there is."""
        texts = {"text_en": english, "text_es": spanish}
        return self.each(lambda lang: days_in_words(words(lang).pick(texts, "text"), lang))

    def paragraphs(self, english: str | None, spanish: str | None) -> list[str]:
        """Return the text once per language."""
        return words(self.lang).picks({"text_en": english, "text_es": spanish}, "text")
