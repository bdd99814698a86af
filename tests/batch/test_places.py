"""Inputs and outputs beyond a file of this machine: stores, web, pipes, patterns, partitions."""

import io
import json
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from click.testing import CliRunner, Result
from pyarrow import fs, parquet

from geo.batch.listing import find_files, split_pattern
from geo.batch.places import Remote, place_of
from geo.cli import cli
from geo.errors import BorderError, DatasetError, InvalidValueError

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_TURNS = 600
PORTS = ["laredo-gateway", "columbus", "san-ysidro"]
"""The ports beside the three city centres below, which stand as a gazetteer gives them."""
PLACES = pd.DataFrame(
    {
        "place": ["Laredo", "Columbus", "Tijuana"],
        "lon": [-99.5075, -107.6403, -117.0382],
        "lat": [27.5036, 31.8276, 32.5149],
    }
)


def run(*words: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["nearest", *map(str, words)], input=stdin)


def answered(*words: object) -> Result:
    done = run(*words)
    assert done.exit_code == 0, done.exception
    return done


def refused(*words: object) -> str:
    done = run(*words)
    assert isinstance(done.exception, BorderError), done.exception
    return str(done.exception)


@pytest.fixture
def partitions(tmp_path: Path) -> Path:
    """Return a folder of three parts below two years, as Hive, Spark and others lay them."""
    folder = tmp_path / "trucks"
    for row, inside in enumerate(("year=2025/month=1", "year=2025/month=2", "year=2026/month=1")):
        (folder / inside).mkdir(parents=True)
        PLACES[row : row + 1].to_parquet(folder / inside / "part-0.parquet")
    (folder / "_delta_log").mkdir()
    (folder / "_delta_log" / "1.checkpoint.parquet").write_bytes(b"no data of ours")
    return folder


def test_a_link_that_leads_back_counts_no_part_twice(partitions: Path, tmp_path: Path) -> None:
    (partitions / "year=2025" / "back").symlink_to("..")
    (partitions / "year=2026" / "up").symlink_to(tmp_path)
    (partitions / "year=2025" / "other").symlink_to("../year=2026")
    done = answered("--input", partitions, "--output", tmp_path / "out", "--format", "json")
    assert json.loads(done.stdout)["row_count"] == 4  # the part of 2026 is there by two names


def test_letters_in_brackets_are_letters(tmp_path: Path) -> None:
    names = ["a&.parquet", "a[.parquet", "a\\.parquet", "ab.parquet"]
    for name in names:
        (tmp_path / name).touch()
    assert find_files(tmp_path, "a[[].parquet") == names[1:2]
    assert find_files(tmp_path, "a[\\].parquet") == names[2:3]
    assert find_files(tmp_path, "a[!&[].parquet") == names[2:]
    with pytest.raises(InvalidValueError, match="in order"):
        find_files(tmp_path, "[z-a].parquet")


def test_partitions_stay_columns_of_the_answers(partitions: Path, tmp_path: Path) -> None:
    answered("--input", partitions, "--output", tmp_path / "out", "--keep", "place,year,month")
    near = duckdb.read_parquet(f"{tmp_path}/out/**/*.parquet", hive_partitioning=True)
    rows = near.project("place, port_id, month").order("place DESC").fetchall()
    assert rows == [("Tijuana", "san-ysidro", 1), ("Laredo", "laredo-gateway", 1),
                    ("Columbus", "columbus", 2)]  # fmt: skip
    message = refused("--input", partitions, "--output", tmp_path / "b", "--keep", "place,day")
    assert "day" in message


@pytest.mark.parametrize(
    ("pattern", "taken"),
    [
        ("year=2025/*/*.parquet", {"Laredo", "Columbus"}),
        ("**/month=1/part-?.parquet", {"Laredo", "Tijuana"}),
        ("**/month=[!1]/*", {"Columbus"}),
        ("**", {"Laredo", "Columbus", "Tijuana"}),
    ],
)
def test_a_pattern_says_which_parts_are_answered(
    partitions: Path, tmp_path: Path, pattern: str, taken: set[str]
) -> None:
    answered("--input", partitions / pattern, "--output", tmp_path / "out")
    files = sorted((tmp_path / "out").rglob("*.parquet"))
    assert {parquet.read_table(file, partitioning=None)["place"][0].as_py() for file in files} == (
        taken
    )


def test_a_pattern_that_no_part_fits_is_refused(partitions: Path, tmp_path: Path) -> None:
    (partitions / "year=2025" / "more.csv").write_text("lon,lat\n1,2\n")
    for pattern in ("*.parquet", "year=2025/*"):
        message = refused("--input", partitions / pattern, "--output", tmp_path / "out")
        assert str(partitions) in message
    assert not (tmp_path / "out").exists()
    assert split_pattern("s3://bucket/a/*/b?region=x") == ("s3://bucket/a?region=x", "*/b")
    assert split_pattern("https://host/a?b=*") == ("https://host/a?b=*", "")


def _as_bytes(suffix: str) -> bytes:
    if suffix in {"parquet", "arrow", "arrows"}:
        table = pa.Table.from_pandas(PLACES, preserve_index=False)
        out = io.BytesIO()
        if suffix == "parquet":
            parquet.write_table(table, out)
            return out.getvalue()
        kind = pa.ipc.new_file if suffix == "arrow" else pa.ipc.new_stream
        with kind(out, table.schema) as writer:
            writer.write_table(table)
        return out.getvalue()
    if suffix.startswith("csv"):
        packing = {"csv": None, "csv.gz": "gzip", "csv.zst": "zstd"}[suffix]
        text = PLACES.to_csv(index=False).encode()
        return text if packing is None else bytes(pa.Codec(packing).compress(text, asbytes=True))
    features = [
        {"type": "Feature", "properties": {"place": row.place},
         "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]}}
        for row in PLACES.itertuples()
    ]  # fmt: skip
    if suffix == "geojson":
        return json.dumps({"type": "FeatureCollection", "features": features}, indent=1).encode()
    return "".join(f"{json.dumps(feature)}\n" for feature in features).encode()


@pytest.mark.parametrize(
    "suffix", ["csv", "csv.gz", "csv.zst", "parquet", "arrow", "arrows", "geojson", "geojsonl"]
)
def test_standard_input_is_read_in_the_format_that_its_bytes_have(
    tmp_path: Path, suffix: str
) -> None:
    words = ("--input", "-", "--output", tmp_path / "out.csv")
    done = run(*words, stdin=_as_bytes(suffix))
    assert done.exit_code == 0, done.exception
    found = pd.read_csv(tmp_path / "out.csv")
    assert (found["place"].tolist(), found["port_id"].tolist()) == (PLACES["place"].tolist(), PORTS)


def test_a_pipe_of_many_rows_goes_through_and_the_report_stands_beside_it(tmp_path: Path) -> None:
    rows = 20_000  # some times what a pipe holds
    source = "lon,lat\n" + "-99.5075,27.5036\n" * rows
    done = subprocess.run(
        [sys.executable, "-m", "web", "nearest", "--input", "-", "--output", "-", "--format",
         "csv"],
        input=source, capture_output=True, text=True, check=True, cwd=tmp_path,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    assert (lines[0], len(lines)) == ('"lon","lat","port_id","distance_km","bearing_deg"', rows + 1)
    assert {line.split(",")[2] for line in lines[1:]} == {'"laredo-gateway"'}
    assert "laredo-gateway,Gateway to the Americas" in done.stderr


def test_nothing_goes_to_standard_output_where_the_answers_are_not_whole(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("lon,lat\n-99.5,27.5\n1,2,3\n")
    done = run("--input", tmp_path / "in.csv", "--output", "-")
    assert isinstance(done.exception, DatasetError)
    assert done.stdout == ""
    message = refused("--input", tmp_path / "in.csv", "--output", "-", "--output-format", "xls")
    assert "--output-format: 'xls'" in message


STORES = {
    "s3": (
        "moto.server -H 127.0.0.1 -p {port}",
        "s3://key:secret@{inside}?endpoint_override=127.0.0.1:{port}&scheme=http&region=us-east-1",
    ),
    "gs": (
        "gcp_storage_emulator start --in-memory --host=127.0.0.1 --port={port}",
        "gs://anonymous@{inside}?endpoint_override=127.0.0.1:{port}&scheme=http&project_id=secret",
    ),
}
"""What serves a store, and how addresses in it are written."""


@pytest.fixture(scope="module", params=STORES)
def store(request: pytest.FixtureRequest) -> Iterator[Callable[[str], str]]:
    """Serve a store on this machine, with a bucket; return what makes addresses in it."""
    python = ROOT / ".venv" / "stores" / "bin" / "python"
    if not python.exists():
        pytest.skip("the stores for tests stand in an environment of their own (.venv/stores)")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program, address = STORES[request.param]
    words = [python, "-m", *program.format(port=port).split()]
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(PATIENCE_TURNS):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None
            time.sleep(0.1)
        made = address.format(inside="x/", port=port)
        more = "&allow_bucket_creation=true" if request.param == "s3" else ""
        filesystem, _ = fs.FileSystem.from_uri(made + more)
        filesystem.create_dir("trucks")
        yield lambda inside: address.format(inside=inside, port=port)
    finally:
        server.terminate()
        server.wait()


def _there(address: str) -> dict[str, bytes]:
    """Return every object of a store's address."""
    filesystem, path = fs.FileSystem.from_uri(address)
    found = filesystem.get_file_info(fs.FileSelector(path, recursive=True))
    return {
        info.path: filesystem.open_input_file(info.path).read() for info in found if info.is_file
    }


def test_a_store_is_read_and_written_and_says_no_secret(
    store: Callable[[str], str], partitions: Path, tmp_path: Path
) -> None:
    filesystem, _ = fs.FileSystem.from_uri(store("trucks"))
    fs.copy_files(
        str(partitions / "year=2025"), "trucks/in/year=2025", destination_filesystem=filesystem
    )
    PLACES.to_csv(tmp_path / "in.csv", index=False)
    answered("--input", tmp_path / "in.csv", "--output", store("trucks/out.geojsonl"))
    answered("--input", store("trucks/out.geojsonl"), "--keep", "place", "--output",
             tmp_path / "back.csv")  # fmt: skip
    assert pd.read_csv(tmp_path / "back.csv")["port_id"].tolist() == PORTS

    folders = ("--input", store("trucks/in"), "--output", store("trucks/near"))
    answered(*folders)
    there = _there(store("trucks/near"))
    assert list(there) == [
        f"trucks/near/year=2025/month={month}/part-0.parquet" for month in (1, 2)
    ]
    found = [parquet.read_table(pa.BufferReader(file))["port_id"].to_pylist()
             for file in there.values()]  # fmt: skip
    assert found == [["laredo-gateway"], ["columbus"]]
    assert "empty folder" in refused(*folders)
    answered(*folders, "--resume")
    assert "k was 1" in refused(*folders, "--resume", "--k", 2)
    answered("--input", store("trucks/in/*/month=2/*"), "--output", tmp_path / "two")
    assert len(list((tmp_path / "two").rglob("*.parquet"))) == 1

    for words in (
        ("--input", store("trucks/none.csv"), "--output", tmp_path / "no.csv"),
        ("--input", store("nobody/none.csv"), "--output", tmp_path / "no.csv"),
        ("--input", tmp_path / "in.csv", "--output", store("nobody/out.csv")),
        ("--input", store("trucks/in"), "--output", store("trucks/in/near")),
    ):
        message = refused(*words)
        assert re.search(r"(s3|gs)://(trucks|nobody)/", message)
        assert "secret" not in message


def test_a_key_of_azure_is_taken_from_the_address_or_as_its_own_tools_find_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def key(address: str) -> str:
        place = place_of(address, "--input")
        assert isinstance(place, Remote)
        assert "c2VjcmV0" not in str(place)
        _, (options,) = place.filesystem.__reduce__()
        assert (options["account_name"], place.path) == ("someone", "trucks/in.csv")
        return str(options["account_key"])

    of_azure = "abfs://trucks{}@someone.dfs.core.windows.net/in.csv"
    emulated = "abfs://someone@127.0.0.1:10000/trucks/in.csv?enable_tls=false"
    monkeypatch.delenv("AZURE_STORAGE_KEY", raising=False)
    assert key(of_azure.format("")) == ""
    assert key(of_azure.format(":c2VjcmV0%3D")) == "c2VjcmV0="
    with pytest.raises(InvalidValueError, match="AZURE_STORAGE_KEY"):
        place_of(emulated, "--input")
    monkeypatch.setenv("AZURE_STORAGE_KEY", "c2VjcmV0")
    assert key(of_azure.format("")) == key(emulated) == "c2VjcmV0"


class _Ranges(SimpleHTTPRequestHandler):
    """Serves files whole or, as object stores on the web do, in the parts that are asked for."""

    ranges = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Send a file, or the bytes of it that are asked for."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        content, code = path.read_bytes(), 200
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or "")
        length = len(content)
        if asked and self.ranges:
            first, last = int(asked[1]), int(asked[2] or length - 1)
            content, code = content[first : last + 1], 206
        self.send_response(code)
        if self.ranges:
            self.send_header("Accept-Ranges", "bytes")
        if code == 206:
            self.send_header("Content-Range", f"bytes {first}-{last}/{length}")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    do_HEAD = do_GET  # noqa: N815 - as http.server names it


class _Whole(_Ranges):
    """Serves whole files only."""

    ranges = False


class _Refusing(_Ranges):
    """Serves nothing; of what is ``/seen`` it says so only when asked for bytes."""

    def do_GET(self) -> None:
        """Refuse."""
        self.send_error(403)

    def do_HEAD(self) -> None:
        """Refuse, or promise."""
        if "seen" not in self.path:
            self.send_error(403)
            return
        self.send_response(200)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", "100")
        self.end_headers()


def test_why_the_web_gives_nothing_is_said(tmp_path: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Refusing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        try:
            for name, reason in (
                ("shut.csv", "the server answers 403"),
                ("seen.parquet", "nothing is given there"),
            ):
                said = refused("--input", f"{base}/{name}?token=secret", "--output",
                               tmp_path / "o.csv")  # fmt: skip
                assert said == f"{base}/{name}: cannot be read: {reason}"
        finally:
            server.shutdown()
    said = refused("--input", f"{base}/in.csv?token=secret", "--output", tmp_path / "o.csv")
    assert "in.csv: cannot be read: Cannot connect to host 127.0.0.1" in said
    assert "secret" not in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("handler", [_Ranges, _Whole])
def test_the_web_is_read(handler: type[SimpleHTTPRequestHandler], tmp_path: Path) -> None:
    (tmp_path / "web").mkdir()
    for suffix in ("csv", "parquet", "geojson"):
        (tmp_path / "web" / f"in.{suffix}").write_bytes(_as_bytes(suffix))
    served = partial(handler, directory=str(tmp_path / "web"))
    with ThreadingHTTPServer(("127.0.0.1", 0), served) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        try:
            for suffix in ("csv", "parquet", "geojson"):
                target = tmp_path / f"{suffix}.csv"
                answered("--input", f"{base}/in.{suffix}?token=secret", "--output", target)
                assert pd.read_csv(target)["port_id"].tolist() == PORTS
            message = refused("--input", f"{base}/none.csv?token=secret", "--output", "x.csv")
            assert f"{base}/none.csv: cannot be read" in message
            assert "secret" not in message
            assert "object store" in refused(
                "--input", f"{base}/in.csv", "--output", f"{base}/o.csv"
            )
        finally:
            server.shutdown()
