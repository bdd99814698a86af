"""Whom documents credit: the publications behind what they show, in the reader's language."""

from pathlib import Path

import pandas as pd
import pytest

from geo import Border
from geo.documents.sources import publications_of, shown_publications
from geo.layers import LAYERS
from geo.words.catalogue import words

INPUTS = Path(__file__).parents[2] / "data" / "curated" / "inputs.csv"


@pytest.mark.parametrize(
    ("lang", "shown", "others"),
    [("en", ("per Texas bridge", "files 2016, states", "municipalities of Sonora"),
      ("counties", "railroads")),
     ("es", ("por puente de Texas", "límites 2016, estados", "municipios de Sonora"),
      ("condados", "railroads"))],
)  # fmt: skip
def test_publications_are_those_of_what_documents_show(
    border: Border, lang: str, shown: tuple[str, ...], others: tuple[str, ...]
) -> None:
    text = "\n".join(found.title for found in shown_publications(border, lang))
    for name in ("Border Crossing/Entry Data", "TIGER/Line 2023", "INEGI", *shown):
        assert name in text
    for name in ("TransBorder", *others):
        assert name not in text


def test_spanish_documents_name_no_publication_in_english(border: Border) -> None:
    every = frozenset(LAYERS)
    pairs = zip(
        publications_of(border, "en", every), publications_of(border, "es", every), strict=True
    )
    for en, es in pairs:
        parts = zip(en.title.split(": "), es.title.split(": "), strict=True)
        assert [one for one, again in parts if one == again and "INEGI" not in one] == []
    found = {shown.version for shown in shown_publications(border, "es")}
    assert {"copia del 25 feb 2026", "copia de segunda mano del 1 oct 2026", "abr 2026",
            "2017–2018"} <= found  # fmt: skip
    (trade,) = [one for one in publications_of(border, "es", {"trade"}) if "código" in one.title]
    assert trade.version == "meses hasta sep 2024"
    spanish = words("es")
    for text in filter(None, border.records("river_segments").columns["official_length_source"]):
        assert spanish.say(text) != text


def test_inegis_credit_stands_once_and_in_the_language_of_the_text(border: Border) -> None:
    said = {"en": "Source: INEGI, Marco", "es": "Fuente: INEGI, Marco", "both": "Source / Fuente: "}
    for lang, credit in said.items():
        (inegi,) = [shown for shown in shown_publications(border, lang) if "INEGI" in shown.title]
        assert inegi.title.startswith(credit)
        assert inegi.title.count("Marco Geoestadístico 2025") == 1
        assert inegi.version == "2025"
    assert "Fuente" not in "".join(shown.title for shown in shown_publications(border, "en"))


def test_every_publication_says_which_layers_are_made_from_it(border: Border) -> None:
    listed = pd.read_csv(INPUTS, dtype=str)
    made = {layer for source in border.package["sources"] for layer in source["layers"]}
    assert made == {layer for text in listed["layers"] for layer in text.split(";")}
