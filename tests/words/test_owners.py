"""Public owners by the names that they use themselves in Spanish; private ones keep theirs."""

import re

import pytest

from geo import Border
from geo.words.owners import owner_name, owner_text


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("City of Laredo", "Ciudad de Laredo"),
        ("Cameron County", "Condado de Cameron"),
        ("State of Texas", "Estado de Texas"),
        # gsa.gov, Region 9, communiqué in Spanish of 25 January 2024
        ("U.S. General Services Administration",
         "Administración de Servicios Generales de Estados Unidos (GSA)"),
        # cila.sre.gob.mx
        ("International Boundary and Water Commission (Mexican Section)",
         "Sección Mexicana de la CILA"),
        ("Union Pacific Railroad", "Union Pacific Railroad"),
        ("Armando de la Garza", "Armando de la Garza"),
    ],
)  # fmt: skip
def test_owners_in_spanish(english: str, spanish: str) -> None:
    assert owner_text(english, "es") == spanish
    assert owner_text(english, "en") == english


def test_every_public_owner_of_the_data_has_its_spanish_name(border: Border) -> None:
    public = re.compile(
        r"\b(City of|Cities|County|State|Government|U\.S\.|Commission|Department|Service|"
        r"Administration|family|System)\b"
    )
    roles = ("us_owner", "us_operator", "mx_owner", "mx_operator")
    rows = border.ports.to_dict("records")
    names = {str(owner_name(row, role, "es")) for row in rows for role in roles if row[role]}
    assert len(names) > 30
    assert {name for name in names if public.search(name)} == set()
