"""The Spanish catalogue: complete, consistent, Mexican, and true to the project's glossary."""

import re
import string
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from geo.layers import LAYERS
from geo.words.extract import data_messages, marked_messages, updated, written

ROOT = Path(__file__).resolve().parents[2]
SPANISH = ROOT / "geo" / "words" / "translations" / "es.po"
ENGLISH_WORDS = re.compile(
    r"\b(the|and|of|with|from|per|this|that|which|is|are|not|known|ports?|crossings?|bridges?|"
    r"counts?|hours|lanes|year|month|state|layer|file|map|page|request|license|licence)\b"
)
NAMES = ("Border Ports", "BTS Border Crossing/Entry Data", "docs/data-licence.md")
"""Names in other languages that Spanish texts may hold."""
SAME_IN_BOTH = {
    "P", "V",
    "Border Ports", "N", "—", "Total", "Shapefiles (zip)", "GeoNames: CC BY 4.0",
    "no", "Río Bravo", "Río Colorado",
    "Términos de libre uso de la información del INEGI",
}  # fmt: skip
"""Messages that are one in English and Spanish."""
TERMS = {
    "port of entry": "puerto de entrada",
    "ports of entry": "puertos de entrada",
    "crossings not counted": "cruces no incluidos",
    "international boundary": "límite internacional",
    "boundary on land": "línea divisoria terrestre",
    "boundary on a river": "límite fluvial",
    "river segment": "tramo de río",
    "river segments": "tramos de río",
    "personal vehicles": "vehículos particulares",
    "commercial trucks": "camiones de carga",
    "pedestrians": "peatones",
    "towns": "localidades",
    "us side": "lado estadounidense",
    "mexican side": "lado mexicano",
    "bad request": "solicitud no válida",
    "published totals": "totales publicados",
    "layers and legend": "capas y simbología",
    "modes": "modalidades",
    "rio grande": "río bravo",
    "mexico": "méxico",
}
"""Terms of the SRE, CILA, INEGI, SICT and GSA in their own Spanish documents."""
AVOIDED = re.compile(
    r"estado de méxico|ciudad de méxico|no contad|no se conoce|conjunto de datos \d|medianoche|"
    r"24/7|lado de eua|al otro lado|por la línea|frontera internacional|\bmodos?\b|poblaciones|"
    r"tiempo de espera agotado|diapositivas|libro de cálculo|mes (?:ausente|faltante)|"
    r"contenedores de ferrocarril|university of north texas|para fines cartográficos|"
    r"(?<!sí )\bsolo\b|bbbxg",
    re.IGNORECASE,
)
"""Wordings that the glossary rules out."""


def catalogue() -> Catalog:
    """Return the Spanish catalogue as it is in the file."""
    with SPANISH.open("rb") as file:
        return read_po(file)


@cache
def marked() -> Catalog:
    """Return the messages that code and templates mark."""
    return marked_messages([ROOT / "geo", ROOT / "web"])


@cache
def entries() -> list[Message]:
    return [item for item in catalogue() if item.id]


@cache
def pairs() -> list[tuple[str, str]]:
    """Return every English text, singular and plural, with its Spanish."""
    found = []
    for item in entries():
        english = [item.id] if isinstance(item.id, str) else list(item.id)
        spanish = [item.string] if isinstance(item.string, str) else list(item.string)
        found += list(zip(english, spanish, strict=True))
    return found


def test_catalogue_holds_exactly_the_messages_that_code_and_templates_mark() -> None:
    wanted = {(item.context, item.id) for item in marked() if item.id}
    wanted |= {(None, text) for text in data_messages("es")}
    assert len(wanted) > 300
    assert {(item.context, item.id) for item in entries()} == wanted


def test_every_message_has_its_spanish() -> None:
    assert [english for english, spanish in pairs() if not spanish.strip()] == []


def test_no_entry_is_fuzzy_obsolete_or_twice() -> None:
    found = catalogue()
    assert [item.id for item in found if item.fuzzy and item.id] == []
    assert dict(found.obsolete) == {}
    ids = re.findall(r"(?m)^msgid ", SPANISH.read_text(encoding="utf-8"))
    assert len(ids) == len(entries()) + 1


def test_file_is_as_the_extraction_writes_it() -> None:
    found = catalogue()
    again = updated(found, marked(), data_messages("es"))
    assert written(again, "es_MX").decode() == SPANISH.read_text(encoding="utf-8")


def test_spanish_fills_in_what_english_fills_in() -> None:
    for english, spanish in pairs():
        fields = [{f[1] for f in string.Formatter().parse(text)} for text in (english, spanish)]
        assert fields[0] - {None} == fields[1] - {None}, english


def test_spanish_is_another_text_than_english() -> None:
    same = {english for english, spanish in pairs() if english == spanish}
    assert same <= SAME_IN_BOTH


def test_spanish_holds_no_english_word() -> None:
    for _english, spanish in pairs():
        text = spanish
        for name in NAMES:
            text = text.replace(name, "")
        text = re.sub(r"{\w+}|<[^>]*>", "", text)
        assert not ENGLISH_WORDS.search(text), spanish


def test_spanish_avoids_what_the_glossary_rules_out() -> None:
    assert [spanish for _english, spanish in pairs() if AVOIDED.search(spanish)] == []


@pytest.mark.parametrize("term", TERMS)
def test_terms_are_those_of_the_institutions(term: str) -> None:
    found = {spanish.lower() for english, spanish in pairs() if english.lower() == term}
    assert found == {TERMS[term]}


def test_one_english_text_has_one_spanish_whatever_its_case() -> None:
    found = defaultdict(set)
    for item in entries():
        if isinstance(item.id, str) and isinstance(item.string, str):
            found[item.context, item.id.lower().rstrip(".:")].add(item.string.lower().rstrip(".:"))
    assert {english: texts for english, texts in found.items() if len(texts) > 1} == {}


def test_capital_letters_and_stops_agree() -> None:
    for english, spanish in pairs():
        start = spanish.lstrip("¿¡")[:1]
        if (
            english[:1].isalpha()
            and start.isalpha()
            and english not in {"Rio Grande", "Colorado River"}
        ):
            assert english[:1].isupper() == start.isupper() or start.isupper(), english
        assert english.endswith((".", ":")) == spanish.endswith((".", ":")), english


def test_headings_of_the_data_are_those_of_the_catalogue() -> None:
    known = {str(item.id): str(item.string) for item in entries() if item.id and not item.context}
    differing = {
        (column.label_en, column.label_es, known[column.label_en])
        for layer in LAYERS.values()
        for column in layer.columns
        if known.get(column.label_en, column.label_es) != column.label_es
    }
    assert differing == set()
