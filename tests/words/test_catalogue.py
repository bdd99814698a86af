"""Phrases by language: English as it stands, translations, both, plurals and data columns."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from geo.errors import InvalidValueError
from geo.layers import LAYERS
from geo.words import catalogue
from geo.words.catalogue import document_languages, language_name, languages, words
from geo.words.cells import cell_word
from geo.words.messages import in_context, message, parts

FRENCH = """
msgid ""
msgstr ""
"Language: fr_CA\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Ports of entry"
msgstr "Points d'entrée"

msgid "{n} month"
msgid_plural "{n} months"
msgstr[0] "{n} mois seul"
msgstr[1] "{n} mois"

msgctxt "verb"
msgid "Measure"
msgstr "Mesurer"

#, fuzzy
msgid "Bridge"
msgstr "Pont"
"""


@dataclass
class Heading:
    """A definition with a text in two languages."""

    label_en: str
    label_es: str


def _forget() -> None:
    for kept in (catalogue.words, catalogue.languages, catalogue._files, catalogue._catalogue):
        kept.cache_clear()


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put a third language beside the two."""
    (tmp_path / "fr.po").write_text(FRENCH, encoding="utf-8")
    monkeypatch.setenv(catalogue.FOLDER_VARIABLE, str(tmp_path))
    _forget()
    yield
    monkeypatch.undo()
    _forget()


def test_english_is_what_the_message_says() -> None:
    assert words("en").say("Nobody has written this down") == "Nobody has written this down"
    assert words("en").say(in_context("verb", "Measure")) == "Measure"
    assert words("en").say(message("{a} of {b}"), a=1, b="{x}") == "1 of {x}"


def test_spanish_is_what_the_catalogue_says_else_english() -> None:
    assert words("es").say("Ports of entry") == "Puertos de entrada"
    assert words("es").say(in_context("verb", "Measure")) == "Medir"
    assert words("es").say("Measure") == "Concepto"
    assert words("es").say("Nobody has written this down") == "Nobody has written this down"


def test_a_document_in_both_languages_holds_each_text_once() -> None:
    both = words("both")
    assert both.langs == ("en", "es")
    assert both.say("Ports of entry") == "Ports of entry / Puertos de entrada"
    assert both.say("Total") == "Total"
    assert both.paragraphs("Map") == ["Map", "Mapa"]
    assert both.each(str.upper) == "EN / ES"
    assert (both.leading, both.tag, both.locale) == ("en", "en", "en_US")


def test_languages_are_named_by_themselves_and_by_their_tags() -> None:
    assert languages() == ("en", "es")
    assert document_languages() == ("en", "es", "both")
    assert [language_name(lang) for lang in ("en", "es", "qps")] == ["English", "Español", "qps"]
    assert (words("es").tag, words("es").locale) == ("es-MX", "es_MX")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="'fr' is not allowed; allowed: en, es, both"):
        words("fr")


def test_rows_read_in_the_language_else_in_english_else_in_what_there_is() -> None:
    row = {"name_en": "Naco", "name_es": None, "note_es": "ojo", "note_en": ""}
    assert words("es").pick(row, "name") == "Naco"
    assert words("en").pick(row, "note") == "ojo"
    assert words("es").pick(row, "nothing") == ""
    names = {"name_en": ["El Paso", "Otay"], "name_es": ["Paso del Norte", None], "id": [1, 2]}
    assert words("es").column(names, "name") == ["Paso del Norte", "Otay"]
    assert words("both").column(names, "name") == ["El Paso / Paso del Norte", "Otay"]


def test_codes_of_the_data_have_words_and_unknown_ones_stay() -> None:
    assert words("es").code("mode", "pov") == "Vehículos particulares"
    assert words("es").code("mode", "hovercraft") == "hovercraft"
    assert words("es").codes("country") == {"US": "Estados Unidos", "MX": "México"}


@pytest.mark.usefixtures("french")
def test_a_third_language_is_one_file() -> None:
    assert languages() == ("en", "es", "fr")
    found = words("fr")
    assert (found.tag, found.locale) == ("fr-CA", "fr_CA")
    assert found.say("Ports of entry") == "Points d'entrée"
    assert found.say(in_context("verb", "Measure")) == "Mesurer"
    assert found.say("Measure") == "Measure"


@pytest.mark.usefixtures("french")
def test_a_doubtful_translation_reads_as_english() -> None:
    assert words("fr").say("Bridge") == "Bridge"


@pytest.mark.usefixtures("french")
@pytest.mark.parametrize(("n", "said"), [(0, "0 mois seul"), (1, "1 mois seul"), (2, "2 mois"),
                                         (1200, "1,200 mois")])  # fmt: skip
def test_plurals_follow_the_language(n: int, said: str) -> None:
    assert words("fr").plural("{n} month", "{n} months", n) == said


def test_plurals_of_english_and_of_a_language_that_lacks_the_message() -> None:
    assert words("en").plural("{n} box", "{n} boxes", 1) == "1 box"
    assert words("en").plural("{n} box", "{n} boxes", 0) == "0 boxes"
    assert words("es").plural("{n} box", "{n} boxes", 2) == "2 boxes"


@pytest.mark.usefixtures("french")
def test_definitions_are_translated_by_a_third_language_and_rows_are_not() -> None:
    assert words("fr").pick(Heading("Ports of entry", "Puertos"), "label") == "Points d'entrée"
    assert words("es").pick(Heading("Ports of entry", "Puertos"), "label") == "Puertos"
    assert words("fr").pick({"name_en": "Ports of entry"}, "name") == "Ports of entry"


def test_a_message_knows_its_context() -> None:
    assert parts(message("Map")) == (None, "Map")
    assert parts(in_context("verb", "Map")) == ("verb", "Map")


def test_every_code_of_the_data_has_a_word() -> None:
    codes = {
        (layer.name, column.name, code)
        for layer in LAYERS.values()
        for column in layer.columns
        for code in column.allowed or ()
        if re.fullmatch(r"[a-z_]+", code)
    }
    assert len(codes) > 150
    wordless = {item for item in codes if cell_word(*item, "es") == item[2]}
    assert wordless == set()
