"""Answers of the counts are kept with the frames that they come from, and no longer."""

import pytest

from geo import Border
from geo.errors import InvalidValueError
from geo.volumes.areas import area_of
from geo.volumes.ledger import Ledger, ledger_of, remembered
from geo.volumes.yearly import years_of


def test_an_answer_is_made_once_for_a_ledger(border: Border) -> None:
    asked: list[str] = []

    @remembered
    def answer(_ledger: Ledger, word: str) -> str:
        asked.append(word)
        if word == "bad":
            raise LookupError(word)
        return word * 2

    ledger = ledger_of(border)
    assert [answer(ledger, "ab"), answer(ledger, "ab"), answer(ledger, "c")] == ["abab"] * 2 + [
        "cc"
    ]
    for _ in range(2):
        with pytest.raises(LookupError):
            answer(ledger, "bad")
    assert asked == ["ab", "c", "bad", "bad"]


def test_other_counts_give_other_answers(border: Border) -> None:
    frame = border.volumes
    laredo = (frame["port_code"] == "2304") & (frame["measure"] == "trucks")
    month = laredo & (frame["month"].dt.year == 2024) & (frame["month"].dt.month == 1)
    frame.loc[month, "value"] += 1_000
    other = ledger_of(border.replace(volumes=frame))
    ours = ledger_of(border)
    before, after = (
        {year.year: year.value or 0 for year in years_of(one, area_of(one, "2304"), "trucks")}
        for one in (ours, other)
    )
    assert after[2024] - before[2024] == 1_000
    assert after[2023] == before[2023]


def test_words_that_name_no_area_are_not_kept(border: Border) -> None:
    ledger = ledger_of(border)
    kept = len(ledger.answers)
    for word in ("US-TX_nowhere", "no-such-port", "a_b"):
        with pytest.raises(InvalidValueError):
            area_of(ledger, word)
    assert len(ledger.answers) == kept
