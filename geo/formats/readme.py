"""The README that travels inside archives: what is in it, in the reader's language or in both."""

from collections.abc import Mapping, Sequence
from typing import Final

from geo.border import Border
from geo.data.provenance import Provenance, provenance
from geo.documents.sources import publications_of
from geo.layers import LAYERS
from geo.words.catalogue import BOTH, Phrase, Words, words
from geo.words.credits import NOT_OFFICIAL
from geo.words.messages import message
from geo.words.units import unit_symbol

__all__ = ["readme"]

_CONVENTIONS: Final = (
    message("Coordinates: longitude, latitude, WGS 84 (OGC:CRS84), degrees. Text: UTF-8."),
    message("An empty cell means: not known."),
)
_ALL: Final = frozenset(LAYERS)


def readme(
    border: Border,
    names: Sequence[str],
    renames: Mapping[str, Mapping[str, str]] | None = None,
    lang: str = BOTH,
    remarks: Sequence[Phrase] = (),
) -> str:
    """Return the text: version, rule, licence, sources, layers and columns.

    ``renames`` maps, for each layer, the column names in the files to those of the data set;
    ``remarks`` say what the format of the files changes.
    """
    about, reader = provenance(border), words(lang)
    lines = [*reader.picks(about, "title"), "", about.edition, ""]
    for one in reader.langs:
        lines += [*_about(about, words(one)), *map(words(one).say, remarks), ""]
    lines += [
        f"{reader.say('License')}: {about.licence_in(lang)}",
        f"{reader.say('Sources')}:",
        *(f"- {one.title} ({one.version})" for one in publications_of(border, lang, _ALL)),
    ]
    for name in names:
        lines += ["", *_layer_lines(name, (renames or {}).get(name, {}), reader)]
    return "\r\n".join(lines) + "\r\n"


def _about(about: Provenance, reader: Words) -> list[str]:
    return [
        reader.pick(about, "counting_rule"),
        reader.say(NOT_OFFICIAL),
        *(reader.say(text) for text in _CONVENTIONS),
    ]


def _layer_lines(name: str, renamed: Mapping[str, str], reader: Words) -> list[str]:
    definition = LAYERS[name]
    in_file = {column: short for short, column in renamed.items()}
    lines = [
        f"{name}: {reader.pick(definition, 'title')}",
        *(f"  {text}" for text in reader.picks(definition, "description")),
    ]
    for column in definition.columns:
        short = in_file.get(column.name)
        shown = f"{short} = {column.name}" if short else column.name
        unit = f" [{unit_symbol(column.unit)}]" if column.unit else ""
        described = " ".join(reader.paragraphs(column.description))
        lines.append(f"  {shown}{unit}: {reader.pick(column, 'label')}. {described}")
    return lines
