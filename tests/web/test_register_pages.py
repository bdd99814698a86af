"""The pages of the planning register, as a reader of Spanish meets them."""

import re

import pytest
from flask.testing import FlaskClient

GOVERNMENT_IN_ENGLISH = re.compile(r"\b(?:[Cc]ity|[Ss]tate) of [A-Z]\w+|\b\w+ County\b")


@pytest.mark.parametrize("path", ["/projects", "/permits", "/projects/otay-mesa-east"])
def test_governments_that_lead_are_named_in_spanish(client: FlaskClient, path: str) -> None:
    shown = re.sub(r"<[^>]+>", " ", client.get(f"{path}?lang=es").text)
    assert GOVERNMENT_IN_ENGLISH.findall(shown) == []
    assert re.search(r"(?:Ciudad|Estado|Condado|condado) de ", shown)
