"""English texts that people read are spelled as in the United States."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from geo import Border
from geo.layers import LAYERS

# Merriam-Webster lists each as "chiefly British"; names of columns and settings keep theirs.
BRITISH = re.compile(
    r"(?<![\w`/])(licences?|(kilo|centi)?metres?|centres?|centred|neighbour[a-z]*|"
    r"programmes?|travell(er|ing)[a-z]*|cancelled|catalogues?|grey|towards|colour\w*|labell\w+|"
    r"modell\w+|behaviour|harbour|favour\w*|\w+isation\w*|(general|organ|recogn|real|summar)is\w+)"
    r"(?![\w`])(?!\.\w)",
    re.IGNORECASE,
)
CATALOGUE = Path(__file__).parents[2] / "geo" / "words" / "translations" / "es.po"


def british(text: str) -> list[str]:
    return [found.group(0) for found in BRITISH.finditer(re.sub(r"`[^`]*`", "", text))]


def test_the_pattern_finds_what_it_should() -> None:
    assert british("The licence, by river kilometre, of `licence`") == ["licence", "kilometre"]
    assert not british("licence_url, docs/licence.md, license, kilometer, colorado, promise")


def test_every_phrase_is_spelled_as_in_the_united_states() -> None:
    with CATALOGUE.open("rb") as source:
        phrases = [entry.id for entry in read_po(source) if entry.id]
    texts = [text for one in phrases for text in ([one] if isinstance(one, str) else one)]
    assert len(texts) > 1000
    assert [text for text in texts if british(text)] == []


@pytest.mark.parametrize("name", sorted(LAYERS))
def test_every_note_and_description_is_spelled_so_too(border: Border, name: str) -> None:
    layer = LAYERS[name]
    said = [layer.title_en, layer.description_en]
    said += [text for column in layer.columns for text in (column.label_en, column.description)]
    rows = border.records(name).columns
    said += [text for column in rows if column.endswith("_en") for text in rows[column] if text]
    assert [text for text in said if british(text)] == []
