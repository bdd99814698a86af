"""What stands beside the titles of sources, in the language of the reader."""

import csv
import re
from pathlib import Path

import pytest

from geo import Border
from geo.words.cells import cell_word
from geo.words.source_words import source_said

SOURCES = Path(__file__).parents[2] / "data" / "curated" / "sources.csv"
ENGLISH = re.compile(
    r"\b(the|and|of|with|from|by|via|on|at|not|copy|release|page|second-hand|which|inside|only)\b"
)
BRACKETS = re.compile(r"\([^()]*\)")


@pytest.fixture(scope="module")
def cited() -> list[str]:
    with SOURCES.open(encoding="utf-8", newline="") as file:
        return [f"{row['publisher']}: {row['title']}" for row in csv.DictReader(file)]


def test_no_remark_of_a_source_is_english_in_spanish(cited: list[str]) -> None:
    remarks = {text for one in cited for text in BRACKETS.findall(one)}
    assert {text for text in remarks if ENGLISH.search(text)}
    spanish = {text for one in cited for text in BRACKETS.findall(source_said(one, "es"))}
    assert {text for text in spanish if ENGLISH.search(text)} == set()
    publishers = {source_said(one, "es").partition(": ")[0] for one in cited}
    assert {one for one in publishers if re.search(r"\b(from|with|and|copy)\b", one)} == {
        "International Boundary and Water Commission",
        "International Boundary and Water Commission, US Section",
        "International Boundary and Water Commission, Yuma Field Office",
        "US Customs and Border Protection",
    }
    spanish_titles = [source_said(one, "es").partition(": ")[2] for one in cited]
    described = re.compile(r"(Reports?|Releases?|List|Statement) (on|that|of) ")
    assert [one for one in spanish_titles if described.match(one)] == [
        "List of Mexico–United States border crossings"  # So Wikipedia calls it.
    ]


def test_titles_stay_as_they_are(cited: list[str]) -> None:
    assert [source_said(one, "en") for one in cited] == cited
    title = "Border Report: Amistad Dam: repairs and closures (2024-01-02)"
    assert source_said(title, "es") == title


def test_each_source_of_several_has_its_remark() -> None:
    text = (
        "US General Services Administration: Andrade Border Station (page of the end-of-term "
        "archive) (2009-03-05); KXEG: Report on the Douglas ports (2022); Arup: Calexico West, "
        "project page"
    )
    assert source_said(text, "es") == (
        "US General Services Administration: Andrade Border Station (página del archivo de fin de "
        "gobierno) (2009-03-05); KXEG: Nota sobre los puertos de Douglas (2022); Arup: Calexico "
        "West, página del proyecto"
    )
    assert source_said("SANDAG: New port (release)", "both") == (
        "SANDAG: New port (release / comunicado)"
    )


@pytest.mark.parametrize(
    ("layer", "column"),
    [
        ("ports", "coordinate_source"), ("states", "area_source"), ("states", "population_source"),
        ("river_segments", "official_length_source"), ("boundary", "official_length_source"),
        ("river_points", "published_river_mile_source"), ("port_codes", "note"),
    ],
)  # fmt: skip
def test_what_the_data_say_in_one_language_is_said_in_spanish(
    border: Border, layer: str, column: str
) -> None:
    texts = {text for text in border.records(layer).columns[column] if text}
    said = {cell_word(layer, column, text, "es") for text in texts}
    assert {one for one in said if ENGLISH.search(one) and not one.startswith("Wikipedia, ")} == (
        set()
    )
    assert {cell_word(layer, column, text, "en") for text in texts} == texts
