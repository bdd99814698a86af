"""Whom documents credit: the publications behind what they show, in the reader's language."""

from pathlib import Path

import pandas as pd
import pytest

from geo import Border
from geo.documents.sources import shown_publications

INPUTS = Path(__file__).parents[2] / "data" / "curated" / "inputs.csv"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_publications_are_those_of_what_documents_show(border: Border, lang: str) -> None:
    text = "\n".join(shown.title for shown in shown_publications(border, lang))
    for name in ("Border Crossing/Entry Data", "TIGER/Line 2023", "INEGI", "per Texas bridge",
                 "Cartographic boundary files 2016, states"):  # fmt: skip
        assert name in text
    for name in ("TransBorder", "counties", "railroads"):
        assert name not in text


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
