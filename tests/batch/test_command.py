"""``border-ports nearest`` on files: what is printed, refused, and left behind when killed."""

import contextlib
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from geo.cli import cli
from geo.cli.interruption import interruptible as interruptible_run
from geo.files import UNFINISHED

COMMAND = [sys.executable, "-m", "web", "nearest"]


@pytest.fixture
def trucks(tmp_path: Path) -> Path:
    """Return a file of 1,000 positions around Laredo and one that is none."""
    random = np.random.default_rng(3)
    frame = pd.DataFrame(
        {
            "truck": [f"T{row}" for row in range(1_001)],
            "lon": np.append(random.normal(-99.5, 0.05, 1_000), np.nan),
            "lat": np.append(random.normal(27.5, 0.05, 1_000), 27.5),
        }
    )
    path = tmp_path / "trucks.parquet"
    frame.to_parquet(path)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["nearest", *map(str, arguments)])


def test_a_file_is_answered_and_summed_up(trucks: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    result = run("--input", trucks, "--output", target, "--mode", "commercial", "--format", "json")
    assert result.exit_code == 0, result.output
    summary = json.loads(result.stdout)
    assert (summary["row_count"], summary["without_position"]) == (1_001, 1)
    by_port = {row["id"]: row["points"] for row in summary["rows"]}
    assert set(pd.read_csv(target)["port_id"].dropna()) == {key for key in by_port if by_port[key]}
    assert sum(by_port.values()) == 1_000


# Northbound the Gateway bridge at Laredo is for holders of SENTRI (TxDOT/UNT bridge guide 2026).
def test_a_file_is_answered_for_a_traveller_and_who_is_left_out_is_said(tmp_path: Path) -> None:
    source, target = tmp_path / "here.csv", tmp_path / "out.csv"
    source.write_text("lon,lat\n-99.507,27.502\n")
    everyone = run("--input", source, "--output", target, "--mode", "pov")
    assert everyone.exit_code == 0
    assert pd.read_csv(target)["port_id"].tolist() == ["laredo-juarez-lincoln"]
    said = everyone.stderr.splitlines()[-1]
    assert said.startswith("not open to the traveler: ")
    assert "laredo-gateway (sentri)" in said
    holder = run("--input", source, "--output", target, "--mode", "pov", "--program", "sentri")
    assert pd.read_csv(target)["port_id"].tolist() == ["laredo-gateway"]
    assert "laredo-gateway" not in holder.stderr


def test_the_table_names_the_ports_with_points(trucks: Path, tmp_path: Path) -> None:
    result = run("--input", trucks, "--output", tmp_path / "out.parquet", "--k", 2)
    assert result.exit_code == 0
    assert "Laredo" in result.stdout or "laredo" in result.stdout
    assert "otay-mesa" not in result.stdout
    assert "1,001 rows, 1 without a position; distance: median" in result.stderr


@pytest.mark.parametrize("suffix", ["csv", "json", "svg"])
def test_the_summary_is_written_as_table_and_as_map(
    trucks: Path, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"summary.{suffix}"
    result = run("--input", trucks, "--output", tmp_path / "o.parquet", "--summary", path)
    assert result.exit_code == 0
    if suffix == "csv":
        table = pd.read_csv(path)
        assert len(table) == 46  # 55 without seven railways, CBX and Stanton Street
        assert table["points"].sum() == 1_000
        assert table["points"].is_monotonic_decreasing
        assert table["share"].sum() == pytest.approx(1.0, abs=1e-4)
    elif suffix == "json":
        assert json.loads(path.read_text(encoding="utf-8"))["row_count"] == 1_001
    else:
        drawn = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - our own file
        circles = list(drawn.iter("{http://www.w3.org/2000/svg}circle"))
        ports = set(pd.read_parquet(tmp_path / "o.parquet")["port_id"].dropna())
        assert len(circles) == len(ports)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ((), "give LON and LAT, or --input and --output"),
        (("--input", "in.csv"), "--input needs --output"),
        (("--strict", "-99.5", "27.5"), "--strict needs --input"),
        (("--summary", "s.csv", "-99.5", "27.5"), "--summary needs --input"),
        (("--input", "in.csv", "--output", "o.csv", "-99.5", "27.5"), "takes no LON and LAT"),
        (("--input", "none.csv", "--output", "o.csv"), "none.csv: cannot be read"),
        (("--input", f"{'n' * 300}.csv", "--output", "o.csv"), "File name too long"),
        (("--input", "\udcff.csv", "--output", "o.csv"), "a name in UTF-8"),
        (("--input", "http://[::1/o.csv", "--output", "o.csv"), "Invalid IPv6 URL"),
    ],
)
def test_what_does_not_go_together_is_refused(
    arguments: tuple[str, ...], line: str, tmp_path: Path
) -> None:
    done = subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, cwd=tmp_path,
                          check=False)  # fmt: skip
    assert done.returncode == 2
    assert line in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "more",
    [
        ("--k", 6),
        ("--engine", "dask"),
        ("--resume",),
        ("--format", "geojson"),
        ("--summary", "summary.docx"),
        ("--lon", "nothing", "--lat", "lat"),
        ("--layer", "trucks"),
        ("--delimiter", ";"),
        ("--encoding", "cp1252"),
        ("--geometry", "lon", "--lon", "lon", "--lat", "lat"),
        ("--scheduler", "tcp://127.0.0.1:8786"),
        ("--output-format", "parquet"),
    ],
)
def test_bad_options_of_a_file_are_refused_before_any_work(
    trucks: Path, tmp_path: Path, more: tuple[object, ...]
) -> None:
    result = run("--input", trucks, "--output", tmp_path / "out.parquet", *more)
    assert result.exit_code != 0
    assert str(more[0]).strip("-") in f"{result.exception}{result.stderr}"
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize("option", ["--layer", "--geometry"])
def test_an_option_of_other_formats_is_named_with_the_formats_that_take_it(
    tmp_path: Path, option: str
) -> None:
    (tmp_path / "in.csv").write_text("lon,lat\n-99.5,27.5\n")
    result = run("--input", tmp_path / "in.csv", "--output", tmp_path / "out.csv", option, "points")
    assert f"{option}: 'points' is not allowed; allowed: an input in " in str(result.exception)
    assert "which in.csv is not" in str(result.exception)


@pytest.mark.parametrize("way", ["in.csv", "-"])
def test_a_table_that_is_refused_in_its_middle_ends_with_one_line(tmp_path: Path, way: str) -> None:
    lines = "-99.5,27.5\n" * 1_200_000  # several blocks are read ahead of the bad line
    (tmp_path / "in.csv").write_text(f"lon,lat\n{lines}1,2,3\n{lines}")
    words = ["--input", way, "--output", "out.parquet"]
    with (tmp_path / "in.csv").open("rb") as pipe:
        done = subprocess.run([*COMMAND, *words], stdin=pipe, capture_output=True, text=True,
                              cwd=tmp_path, check=False)  # fmt: skip
    assert done.returncode == 2
    assert "Expected 2 columns, got 3" in done.stderr
    assert done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


@pytest.mark.parametrize(
    ("number", "places", "said"),
    [(0, ("-", "o.csv"), "standard input is closed"), (1, ("in.csv", "-"), "output is closed")],
)
def test_a_stream_that_is_closed_is_named(
    tmp_path: Path, number: int, places: tuple[str, str], said: str
) -> None:
    (tmp_path / "in.csv").write_text("lon,lat\n-99.5,27.5\n")
    words = [*COMMAND, "--input", places[0], "--output", places[1]]
    shell = ["sh", "-c", f'exec "$@" {number}>&-', "sh", *words]
    done = subprocess.run(shell, stderr=subprocess.PIPE, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_output_must_be_another_file(trucks: Path) -> None:
    before = trucks.read_bytes()
    assert run("--input", trucks, "--output", trucks).exit_code != 0
    assert trucks.read_bytes() == before


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let children be interrupted, also where a shell made this process ignore such signals."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    hung_up = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGINT, before)
    signal.signal(signal.SIGHUP, hung_up)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("kill", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_killed_command_leaves_no_half_file(tmp_path: Path, kill: signal.Signals) -> None:
    source = tmp_path / "in.csv"
    source.write_text("lon,lat\n" + "-99.5,27.5\n" * 15_000_000, encoding="utf-8")
    arguments = ["--input", "in.csv", "--output", "out.csv"]
    process = subprocess.Popen([*COMMAND, *arguments], cwd=tmp_path, stderr=subprocess.DEVNULL)
    while not list(tmp_path.glob(f"{UNFINISHED}*/*")):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(kill)
    code = process.wait()
    source.unlink()
    assert not (tmp_path / "out.csv").exists()
    if kill == signal.SIGKILL:
        assert code == -kill
        return
    assert code == 128 + kill
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("interruptible")
def test_an_interruption_that_native_code_swallowed_ends_the_run_at_its_next_step() -> None:
    with interruptible_run() as check:
        check()
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            check()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_few_rows_load_no_more_than_they_need(tmp_path: Path, kind: str) -> None:
    frame = pd.DataFrame({"lon": [-99.5], "lat": [27.5]})
    source = tmp_path / f"in.{kind}"
    _ = frame.to_csv(source, index=False) if kind == "csv" else frame.to_parquet(source)
    code = (
        "import sys; from click.testing import CliRunner; from geo.cli import cli; "
        "done = CliRunner().invoke(cli, ['nearest', *sys.argv[1:]]); assert not done.exit_code; "
        "print(*(name for name in ('dask', 'geopandas', 'http.client', 'numba', 'opening_hours', "
        "'pandas', 'pyarrow.compute', 'pyogrio', 'pyproj', 'tqdm') if name in sys.modules))"
    )
    words = ["--input", str(source), "--output", str(tmp_path / f"out.{kind}")]
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no folder that root cannot write to")
@pytest.mark.parametrize("option", ["--output", "--summary"])
@pytest.mark.parametrize("is_folder", [False, True])
def test_where_nothing_can_be_written_no_work_begins(
    tmp_path: Path,
    option: str,
    is_folder: bool,  # noqa: FBT001
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.parquet").write_bytes(b"not even looked at")
    source = "in" if is_folder else "in/a.parquet"
    places = {
        "--input": tmp_path / source,
        "--output": tmp_path / "o.csv",
        "--summary": tmp_path / "s.csv",
    }
    places[option] = Path("/proc/self/o.csv")
    words = [str(word) for pair in places.items() for word in pair]
    said = str(CliRunner().invoke(cli, ["nearest", *words]).exception)
    assert "/proc/self/o.csv: cannot be written: " in said
