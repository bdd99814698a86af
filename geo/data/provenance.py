"""What every exported file says of itself: version, date, licence, counting rule and sources."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from geo.data.frames import BorderFrames
from geo.layers import layer
from geo.words.catalogue import SOURCE, words
from geo.words.credits import NOT_OFFICIAL

__all__ = ["Provenance", "layer_provenance", "provenance"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a file's facts come from.

    ``sources`` are the credits of the publications behind the rows; each row names its own.
    """

    title_en: str
    title_es: str
    version: str
    date: date
    counting_rule_en: str
    counting_rule_es: str
    licences: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def licence(self) -> str:
        """Return the licences as one text."""
        return self.licence_in(SOURCE)

    def licence_in(self, lang: str) -> str:
        """Return the licences as one text in a language."""
        return "; ".join(words(lang).say(licence) for licence in self.licences)

    @property
    def edition(self) -> str:
        """Return name, version and date in one short text that both languages read."""
        return f"Border Ports {self.version} ({self.date.isoformat()})"

    @property
    def moment(self) -> datetime:
        """Return the start of the data's day in UTC: the only time that files may hold."""
        return datetime(self.date.year, self.date.month, self.date.day, tzinfo=UTC)

    def fields(self) -> dict[str, str]:
        """Return everything as flat text, for formats that hold keys and values."""
        return {
            "title": self.title_en,
            "title_es": self.title_es,
            "dataset": self.edition,
            "dataset_version": self.version,
            "dataset_date": self.date.isoformat(),
            "licence": self.licence,
            "counting_rule": self.counting_rule_en,
            "counting_rule_es": self.counting_rule_es,
            "sources": "; ".join(self.sources),
            "status": words("en").say(NOT_OFFICIAL),
            "status_es": words("es").say(NOT_OFFICIAL),
        }


def provenance(border: BorderFrames) -> Provenance:
    """Return the provenance of the data set as a whole."""
    package = border.package
    titles = package["borderPorts"]["title"]
    return _of(
        border,
        titles["en"],
        titles["es"],
        tuple(item["title"] for item in package["licenses"]),
        tuple(item["title"] for item in package["sources"]),
    )


def layer_provenance(border: BorderFrames, name: str) -> Provenance:
    """Return the provenance of one layer or table; no sources where the package has none of it."""
    definition = layer(name)
    described = border.package["borderPorts"]["layers"].get(name, {})
    inputs = described.get("inputs", ())
    credited = dict.fromkeys(item.get("credit") or item["publisher"] for item in inputs)
    return _of(
        border,
        definition.title_en,
        definition.title_es,
        (definition.licence,),
        tuple(credited),
    )


def _of(
    border: BorderFrames,
    title_en: str,
    title_es: str,
    licences: tuple[str, ...],
    sources: tuple[str, ...],
) -> Provenance:
    return Provenance(
        title_en=title_en,
        title_es=title_es,
        version=border.version,
        date=border.date,
        counting_rule_en=border.counting_rule("en"),
        counting_rule_es=border.counting_rule("es"),
        licences=licences,
        sources=sources,
    )
