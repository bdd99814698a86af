"""Pictures drawn in a process beside: the same ones, and drawn here if the process fails."""

import os
import time
from pathlib import Path

import pytest

import geo
from geo import Border
from geo.documents import beside
from geo.documents.beside import asked, drawing_beside

SLEEP_SECONDS = 30.0


def process_of(_border: Border, number: int) -> tuple[int, int]:
    return number, os.getpid()


def refuse(_border: Border, here: int) -> str:
    if os.getpid() != here:
        message = "not in the other process"
        raise RuntimeError(message)
    return "drawn here"


def vanish(_border: Border, here: int) -> str:
    if os.getpid() != here:
        os._exit(1)
    return "drawn here"


def large(_border: Border, size: int) -> bytes:
    return bytes(size)


def sleep(_border: Border, seconds: float) -> None:
    time.sleep(seconds)


@pytest.fixture
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the system seem to have two processors, which it may not have."""
    monkeypatch.setattr(beside.os, "sched_getaffinity", lambda _process: {0, 1})


@pytest.mark.usefixtures("two_processors")
def test_answers_come_from_one_other_process_in_any_order(border: Border) -> None:
    with drawing_beside(border):
        first, second, again = (asked(border, process_of, number) for number in (1, 2, 1))
        (two, other), (one, same) = second(), first()
        assert (one, two, again()) == (1, 2, (1, other))
        assert other == same != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(other, 0)


@pytest.mark.usefixtures("two_processors")
def test_answers_larger_than_a_pipe_holds_wait_for_nobody(border: Border) -> None:
    with drawing_beside(border):
        drawn = [asked(border, large, size) for size in (5_000_000, 4_000_000, 10)]
        late = asked(border, process_of, 1)
        assert late()[1] != os.getpid()
        assert [len(one()) for one in drawn] == [5_000_000, 4_000_000, 10]


@pytest.mark.usefixtures("two_processors")
@pytest.mark.parametrize("draw", [refuse, vanish])
def test_what_the_other_process_cannot_draw_is_drawn_here(border: Border, draw: object) -> None:
    with drawing_beside(border):
        failed = asked(border, draw, os.getpid())  # type: ignore[arg-type]
        assert failed() == "drawn here"
        assert asked(border, process_of, 3)()[0] == 3


@pytest.mark.usefixtures("two_processors")
def test_leaving_ends_the_process_and_leaves_the_rest_to_this_one(border: Border) -> None:
    start = time.monotonic()
    with drawing_beside(border):
        asked(border, sleep, SLEEP_SECONDS)
        after = asked(border, process_of, 1)
    assert after() == (1, os.getpid())
    assert time.monotonic() - start < SLEEP_SECONDS


def test_without_it_or_for_another_border_pictures_are_drawn_here(
    border: Border, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asked(border, process_of, 1)() == (1, os.getpid())
    with drawing_beside(border.replace()):
        assert asked(border, process_of, 2)() == (2, os.getpid())
    monkeypatch.setattr(beside.os, "sched_getaffinity", lambda _process: {0})
    with drawing_beside(border):
        assert asked(border, process_of, 3)() == (3, os.getpid())


@pytest.mark.usefixtures("two_processors")
@pytest.mark.parametrize("suffix", ["docx", "pptx"])
def test_documents_are_the_same_bytes_either_way(
    border: Border, tmp_path: Path, suffix: str
) -> None:
    here, there = tmp_path / f"here.{suffix}", tmp_path / f"there.{suffix}"
    with drawing_beside(border):  # First: what this process has drawn, it would not draw again.
        geo.export(border, there, pair="US-NM/MX-CHH")
    geo.export(border, here, pair="US-NM/MX-CHH")
    assert here.read_bytes() == there.read_bytes()
