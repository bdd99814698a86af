"""Memory that the processes of the service give back."""

import subprocess
import sys

import pytest

_LETTING_GO = """
import numpy, shapely
from pathlib import Path
from web.serving.processes import let_go_of_files

def mapped_kib():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssFile"))

square = shapely.box(0, 0, 2, 2)
before = mapped_kib()
let_go_of_files()
print(before, mapped_kib(), int(square.area), int(numpy.linalg.det(numpy.eye(3))))
"""


def _said_by(program: str) -> list[str]:
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what is mapped")
def test_a_process_lets_go_of_the_files_of_libraries_and_works_on() -> None:
    before, after, *worked = map(int, _said_by(_LETTING_GO))
    assert after < before / 2
    assert worked == [4, 1]
