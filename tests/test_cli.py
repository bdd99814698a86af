"""The command line: answers, formats, and one clear line for bad input."""

import csv
import io
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest


def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "web", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        timeout=300,
    )


def test_nearest_prints_the_bridge_of_the_americas_for_el_paso() -> None:
    done = run("nearest", "-106.45", "31.75")
    assert done.returncode == 0
    assert "el-paso-bridge-of-the-americas" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "unneeded"),
    [
        (
            ("nearest", "-106.45", "31.75"),
            {"pandas", "geopandas", "pyogrio", "shapely", "geo.volumes"},
        ),
        (("nearest", "--help"), {"pandas", "geopandas", "pyogrio", "pyproj", "geo.volumes"}),
        (("--help",), {"pandas", "geopandas", "pyogrio", "pyproj", "flask", "folium"}),
    ],
)
def test_a_short_answer_waits_for_no_library_that_it_does_not_need(
    arguments: tuple[str, ...], unneeded: set[str]
) -> None:
    program = (
        "import atexit, sys\n"
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr))\n"
        f"sys.argv = ['border-ports', *{arguments!r}]\n"
        "from web.command import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=300
    )
    loaded = set(done.stderr.split())
    assert "geo.queries.nearest" in loaded
    assert loaded & unneeded == set()


def test_what_is_to_be_done_at_the_end_is_done_before_the_program_leaves() -> None:
    program = (
        "import atexit, sys\n"
        "class Kept:\n"
        "    def __del__(self):\n"
        "        sys.__stderr__.write('taken apart')\n"
        "kept, sys.argv = Kept(), ['border-ports', 'nearest', '-106.45', '31.75']\n"
        "from web.command import main\n"
        "main()\n"
        "atexit.register(lambda: sys.stdout.write('the end'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=300
    )
    assert "el-paso-bridge-of-the-americas" in done.stdout
    assert done.stdout.endswith("the end")
    assert "taken apart" not in done.stderr


def test_ctrl_c_while_the_program_loads_ends_it_without_a_word() -> None:
    program = (
        "import os, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # A job's may be ignored.
        "class Pressed:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'geo.queries.registry':\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Pressed())\n"
        "from web.command import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (-signal.SIGINT, b"")


def test_json_geojson_and_csv_hold_the_same_ports() -> None:
    arguments = ("within", "-106.45", "31.75", "30")
    rows = json.loads(run(*arguments, "--format", "json").stdout)["rows"]
    features = json.loads(run(*arguments, "--format", "geojson").stdout)["features"]
    table = list(csv.DictReader(io.StringIO(run(*arguments, "--format", "csv").stdout)))
    ids = [row["id"] for row in rows]
    assert len(ids) > 3
    assert ids == [feature["id"] for feature in features] == [row["id"] for row in table]
    assert [float(row["distance_km"]) for row in table] == [row["distance_km"] for row in rows]


def test_ports_of_arizona_are_ten() -> None:
    rows = json.loads(run("ports", "--state", "US-AZ", "--format", "json").stdout)["rows"]
    assert len(rows) == 10
    assert {row["us_state"] for row in rows} == {"US-AZ"}


def test_states_by_region_are_west_and_east() -> None:
    rows = json.loads(run("states", "--by", "region", "--format", "json").stdout)["rows"]
    assert {row["id"]: row["ports"] for row in rows} == {"west": 21, "east": 34}


def test_between_and_along_and_gaps_and_locate_answer() -> None:
    way = json.loads(run("between", "del-rio", "eagle-pass-1", "--format", "json").stdout)
    assert way["ports_passed"] == []
    assert "eagle-pass-1" in run("along", "del-rio").stdout
    assert "fort-hancock" in run("gaps", "--min-km", "300").stdout
    assert json.loads(run("locate", "-99.5", "27.5", "--format", "json").stdout)["state"] == "US-TX"


def test_hours_not_known_are_told_on_standard_error() -> None:
    done = run("nearest", "-115.4", "32.6", "--mode", "rail", "--open-at", "2026-11-23T12:00-08:00")
    assert done.returncode == 0
    assert "hours not known: calexico-rail" in done.stderr


def test_a_nearer_port_that_a_traveller_cannot_use_is_told_on_standard_error() -> None:
    assert "nearer, but " in (told := run("nearest", "--", "-115.49", "32.665").stderr)
    assert "calexico-rail" in told
    assert run("nearest", "--", "-106.4", "31.7").stderr == ""


def test_a_lost_sign_is_hinted_at_on_standard_error() -> None:
    assert "lost its minus sign" in run("nearest", "106.45", "31.75").stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nearest", "abc", "31"), "LON"),
        (("nearest", "nan", "31"), "lon"),
        (("nearest", "-106", "91"), "lat"),
        (("nearest", "-106", "31", "--k", "0"), "k"),
        (("nearest", "-106", "31", "--mode", "bicycle"), "--mode"),
        (("nearest", "-106", "31", "--state", "US-NV"), "--state"),
        (("nearest", "-106", "31", "--open-at", "soon"), "open_at"),
        (("nearest", "-106"), "LAT"),
        (("within", "-106", "31", "-5"), "km"),
        (("along", "atlantis"), "atlantis"),
        (("along", "pharr", "--direction", "up"), "--direction"),
        (("between", "pharr", "atlantis"), "to"),
        (("gaps", "--min-km", "-1"), "min_km"),
        (("gaps", "--min-km", "many"), "--min-km"),
        (("locate", "0", "inf"), "lat"),
        (("locate", "0", "0", "--format", "geojson"), "--format"),
        (("frobnicate",), "frobnicate"),
        (("ports", "--format", "xml"), "--format"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(arguments: tuple[str, ...], words: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert words in done.stderr


def test_a_closed_pipe_is_not_an_error() -> None:
    command = f"{sys.executable} -m web data dictionary | head -1"
    done = subprocess.run(  # noqa: S602 - a shell's pipe is the subject
        command, shell=True, capture_output=True, text=True, check=True, timeout=300
    )
    assert done.stdout == "# Data dictionary\n"
    assert done.stderr == ""
