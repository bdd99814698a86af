"""A new question is one record: command, address, schema and reference follow from it."""

from collections.abc import Sequence

import pytest
from click.testing import CliRunner

from geo import Border
from geo.cli.questions import question_command
from geo.data.frames import BorderFrames
from geo.layers import MODES
from geo.queries.answer import Answer
from geo.queries.fields import MODE, result
from geo.queries.filters import checked_modes
from geo.queries.question import Question
from geo.queries.reference import question_reference
from geo.queries.registry import QUESTIONS
from web.app import create_app
from web.settings import Settings


def northernmost(border: BorderFrames, mode: str | Sequence[str] | None = None) -> Answer:
    """Return the northernmost port with one of the modes, or of all where none is given."""
    ports, asked = border.frame("ports"), set(checked_modes(mode) or MODES)
    chosen = [row for row, modes in enumerate(ports["modes"]) if asked.intersection(modes)]
    row = max(chosen, key=lambda row: ports.geometry.iloc[row].y)
    return Answer(
        columns={"latitude": [ports.geometry.iloc[row].y]}, border=border, layer="ports", rows=[row]
    )


@pytest.fixture
def question(monkeypatch: pytest.MonkeyPatch) -> Question:
    """Enter a question in the registry."""
    record = Question(
        name="northernmost",
        path="northernmost",
        operation="northernmost",
        summary="The northernmost port of entry",
        fields=(MODE,),
        columns=(result("latitude", "number", "Latitude of the port.", unit="deg"),),
        layer="ports",
        answer=northernmost,
        shown=("latitude", "id"),
        example="--mode rail",
    )
    monkeypatch.setitem(QUESTIONS, record.name, record)
    return record


def test_the_command_asks_it(question: Question) -> None:
    command = question_command(question.name)
    done = CliRunner().invoke(command, ["--mode", "commercial"])
    # Andrade, at 32.72 N, with its one commercial lane, is the northernmost crossing for trucks.
    assert done.exit_code == 0
    assert "andrade" in done.stdout


@pytest.mark.usefixtures("question")
def test_the_service_answers_and_describes_it(border: Border) -> None:
    client = create_app(Settings(), border).test_client()
    found = client.get("/queries/northernmost?mode=rail").get_json()
    (feature,) = found["features"]
    assert next(iter(feature["properties"])) == "latitude"
    assert feature["properties"]["latitude"] == feature["geometry"]["coordinates"][1]
    assert client.get("/queries/northernmost?mode=boat").status_code == 400
    document = client.get("/api").get_json()
    described = document["paths"]["/queries/northernmost"]["get"]
    assert described["parameters"][0]["name"] == "mode"
    schema = document["components"]["schemas"]["answer.northernmost"]
    feature_schema = schema["properties"]["features"]["items"]
    assert feature_schema["properties"]["properties"]["required"] == ["latitude"]


@pytest.mark.usefixtures("question")
def test_the_reference_lists_it() -> None:
    text = question_reference()
    assert "`border-ports northernmost --mode rail`" in text
    assert "`GET /queries/northernmost`" in text
    assert "| `latitude`* | number | deg | Latitude of the port. |" in text
