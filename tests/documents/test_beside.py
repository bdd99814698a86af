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


def meet(_border: Border, folder: Path, number: int) -> int:
    """Return the process once the other picture has been begun: not the same one draws both."""
    (folder / str(number)).touch()
    end = time.monotonic() + SLEEP_SECONDS
    while len(list(folder.iterdir())) == 1 and time.monotonic() < end:
        time.sleep(0.01)
    return os.getpid()


def large(_border: Border, size: int) -> bytes:
    return bytes(size)


def length_of(_border: Border, content: bytes) -> tuple[int, int]:
    return len(content), os.getpid()


def sleep(_border: Border, seconds: float) -> None:
    time.sleep(seconds)


@pytest.fixture
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the system seem to have two processors, which it may not have."""
    monkeypatch.setattr(beside.os, "sched_getaffinity", lambda _process: {0, 1})


@pytest.mark.usefixtures("two_processors")
def test_who_waits_draws_what_the_other_process_has_not_begun(
    border: Border, tmp_path: Path
) -> None:
    with drawing_beside(border):
        one, two = (asked(border, meet, tmp_path, number) for number in (1, 2))
        here, there = sorted((one(), two()), key=os.getpid().__ne__)
        assert here == os.getpid() != there
    with pytest.raises(ProcessLookupError):
        os.kill(there, 0)


@pytest.mark.usefixtures("two_processors")
def test_each_is_drawn_once_in_whatever_order_it_is_needed(border: Border) -> None:
    with drawing_beside(border):
        first, second, again = (asked(border, process_of, number) for number in (1, 2, 1))
        (two, _either), (one, drawer) = second(), first()
        assert (one, two, again(), first()) == (1, 2, (1, drawer), (1, drawer))


@pytest.mark.usefixtures("two_processors")
def test_answers_larger_than_a_pipe_holds_wait_for_nobody(border: Border) -> None:
    with drawing_beside(border):
        drawn = [asked(border, large, size) for size in (5_000_000, 4_000_000, 10)]
        late = asked(border, process_of, 1)
        time.sleep(0.1)  # So that the other process has drawn some.
        assert late()[0] == 1
        assert [len(one()) for one in drawn] == [5_000_000, 4_000_000, 10]


@pytest.mark.usefixtures("two_processors")
def test_what_does_not_fit_into_a_job_is_drawn_here(border: Border) -> None:
    with drawing_beside(border):
        assert asked(border, length_of, bytes(10**7))() == (10**7, os.getpid())


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
