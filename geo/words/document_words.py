"""Every phrase of the documents in English and Mexican Spanish."""

from dataclasses import dataclass
from typing import Final

from geo.words.document_phrases import PHRASES

__all__ = ["Words"]

_LANGUAGES: Final = {"en": ("en",), "es": ("es",), "both": ("en", "es")}


@dataclass(frozen=True, slots=True)
class Words:
    """The phrases of one document, whose ``lang`` is ``en``, ``es`` or ``both``."""

    lang: str

    @property
    def langs(self) -> tuple[str, ...]:
        """Return the languages of the document, the leading one first."""
        return _LANGUAGES[self.lang]

    @property
    def tag(self) -> str:
        """Return the language that the file names as its own (BCP 47)."""
        return self.langs[0]

    def short(self, key: str, **values: object) -> str:
        """Return a label or heading; in both languages with a slash between."""
        return self.pick(*(text.format(**values) for text in PHRASES[key]))

    def long(self, key: str, **values: object) -> list[str]:
        """Return a paragraph per language."""
        return self.paragraphs(*(text.format(**values) for text in PHRASES[key]))

    def pick(self, english: str | None, spanish: str | None) -> str:
        """Return the text in the document's language, else the one that there is."""
        texts = {"en": english or spanish, "es": spanish or english}
        return " / ".join(dict.fromkeys(texts[lang] or "" for lang in self.langs))

    def paragraphs(self, english: str | None, spanish: str | None) -> list[str]:
        """Return the text once per language."""
        texts = {"en": english or spanish, "es": spanish or english}
        return list(dict.fromkeys(texts[lang] or "" for lang in self.langs))
