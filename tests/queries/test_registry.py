"""The registry names each question as its record does."""

import pytest

from geo.queries.registry import QUESTIONS


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_stands_under_the_name_of_its_command(name: str) -> None:
    assert QUESTIONS[name].name == name


def test_a_name_that_is_none_is_not_there() -> None:
    assert "nowhere" not in QUESTIONS
    with pytest.raises(KeyError):
        QUESTIONS["nowhere"]
