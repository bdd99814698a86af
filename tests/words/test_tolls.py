"""Tolls are said with their currency and in the reader's language, every word of the data."""

import csv
from pathlib import Path

import pytest

from geo.words.tolls import axles_text, toll_text, vehicle_text

TOLLS = Path(__file__).parents[2] / "data" / "curated" / "tolls.csv"
ROWS = list(csv.DictReader(TOLLS.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize(
    ("toll", "currency", "said"),
    [
        ("4", "US$", "US$4.00"),
        ("$0.50", "US$", "US$0.50"),
        ("MX$32.00", "", "MX$32.00"),
        ("2", "", "2.00 (moneda no indicada)"),
        ("$1.75 $1.50 E-Fast Pass", "US$", "US$1.75; US$1.50 con E-Fast Pass"),
        ("$16.25 ($15.25 AVI)", "US$", "US$16.25; US$15.25 con AVI"),
        ("$5.00 4.75 AVI", "US$", "US$5.00; US$4.75 con AVI"),
        ("No Toll", "US$", "Sin peaje"),
        ("what nobody wrote", "US$", "what nobody wrote"),
    ],
)
def test_a_toll_has_its_currency(toll: str, currency: str, said: str) -> None:
    assert toll_text(toll, "es", currency) == said


@pytest.mark.parametrize(
    ("axles", "said"),
    [
        ("2 axles", "2 ejes"),
        ("5-6 axles", "5–6 ejes"),
        ("5,6 axles, oversize", "5,6 ejes, sobredimensionado"),
        ("per additional axle", "por eje adicional"),
    ],
)
def test_axles_are_said(axles: str, said: str) -> None:
    assert axles_text(axles, "es") == said


def test_every_word_of_the_tolls_has_spanish() -> None:
    for row in ROWS:
        assert vehicle_text(row["vehicle"], "es") != row["vehicle"], row
        for side in ("southbound", "northbound"):
            axles, toll = row[f"axles_{side}"], row[f"toll_{side}"]
            assert not axles or axles_text(axles, "es") != axles, row
            if toll and not toll.startswith("MX$"):
                assert toll_text(toll, "es", "US$") != toll, row
