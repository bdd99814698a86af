"""The pages of the planning register, as a reader of Spanish meets them."""

import re

import pytest
from flask.testing import FlaskClient

from geo.border import Border

GOVERNMENT_IN_ENGLISH = re.compile(r"\b(?:[Cc]ity|[Ss]tate) of [A-Z]\w+|\b\w+ County\b")


@pytest.mark.parametrize("path", ["/projects", "/permits", "/projects/otay-mesa-east"])
def test_governments_that_lead_are_named_in_spanish(client: FlaskClient, path: str) -> None:
    shown = re.sub(r"<[^>]+>", " ", client.get(f"{path}?lang=es").text)
    assert GOVERNMENT_IN_ENGLISH.findall(shown) == []
    assert re.search(r"(?:Ciudad|Estado|Condado|condado) de ", shown)


def test_a_promise_that_nobody_made_is_said_to_be_not_known(
    client: FlaskClient, border: Border
) -> None:
    events = border.records("project_events").columns
    promised = {
        project
        for project, until in zip(events["project_id"], events["promised_until"], strict=True)
        if until is not None
    }
    cells = re.findall(
        r'href="[^"]*/projects/([^"?]+)\?lang=en">.*?data-label="Last promise">(.*?)</td>',
        client.get("/projects?lang=en").text,
    )
    assert {project for project, _ in cells} == set(border.records("projects").columns["id"])
    assert {project for project, cell in cells if "not known" not in cell} == promised
