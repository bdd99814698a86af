"""Files appear whole or not at all; bad input is one clear line."""

import errno
import hashlib
import json
import signal
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from geo.border import Border
from geo.cli import cli
from geo.documents.request import checked_request
from geo.errors import BorderError, InvalidValueError
from geo.files import ExportError, new_file, write_zip
from geo.formats.pack import write_pack
from geo.formats.registry import FORMATS, format_of_path
from geo.queries.selection import checked_selection
from web.downloads.file_cache import FileCache, cache_folder
from web.http.file_parts import KeptFile

Make = Callable[..., Path]


def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("before")

    def fail_half_way() -> None:
        with new_file(path) as place:
            place.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("step", ["__init__", "cleanup"])
def test_a_signal_while_the_folder_is_made_or_removed_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """It comes when the folder is there and before it is known, or before it is gone."""

    class Disturbed(TemporaryDirectory[str]):
        def __init__(self, **more: object) -> None:
            super().__init__(**more)  # type: ignore[call-overload]
            if step == "__init__":
                signal.raise_signal(signal.SIGINT)

        def cleanup(self) -> None:
            if step == "cleanup":
                signal.raise_signal(signal.SIGINT)
            super().cleanup()

    monkeypatch.setattr("geo.files.TemporaryDirectory", Disturbed)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt), new_file(tmp_path / "out.txt") as place:
            place.write_text("whole")
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"] * (step == "cleanup")


def test_a_full_disk_is_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ExportError, match="No space left"), new_file(tmp_path / "a.csv") as place:
        place.write_text("x")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_not_a_file_to_write(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="folder"), new_file(tmp_path):
        pass


def test_zip_archives_depend_on_their_content_alone(tmp_path: Path, border: Border) -> None:
    for name in ("a.zip", "b.zip"):
        write_zip(tmp_path / name, {"x.txt": b"x"}, border.date)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


@pytest.mark.parametrize(
    ("name", "form"),
    [("A.PDF", "pdf"), ("b.shp.zip", "shapefile"), ("b.csv.zip", "csv-zip"), ("c.csv", "csv")],
)
def test_a_suffix_says_the_format(name: str, form: str) -> None:
    assert format_of_path(Path(name)).name == form


def test_an_unknown_format_is_refused() -> None:
    for name, form in (("x.doc", None), ("x.pdf", "odt")):
        with pytest.raises(InvalidValueError):
            format_of_path(Path(name), form)


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "x.doc"],
        ["export", "none/x.csv"],
        ["export", "x.csv", "--state", "US-NM", "--mode", "rail"],
        ["export", "x.csv", "--layers", "ports,states"],
        ["export", "x.csv", "--layers", "bridges"],
        ["export", "x.csv", "--layers", ","],
        ["export", "x.kml", "--layers", "volumes"],
        ["export", "x.shp.zip", "--layers", "volumes"],
        ["export", "x.pdf", "--pair", "US-TX/MX-SON"],
        ["pack", "none/x.zip"],
    ],
)
def test_bad_input_is_one_line_of_our_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, arguments)
    assert isinstance(done.exception, BorderError)
    assert "\n" not in str(done.exception)
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_writes_what_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, ["export", "az.geojson", "--state", "US-AZ"])
    assert done.exit_code == 0
    found = json.loads(Path("az.geojson").read_text(encoding="utf-8"))
    assert len(found["features"]) == 10


def test_the_meeting_pack_is_whole_and_its_manifest_true(
    border: Border, tmp_path: Path, edition: tuple[str, str]
) -> None:
    path = tmp_path / "pack.zip"
    request = checked_request(checked_selection(border, pair="US-NM/MX-CHH"), lang="both")
    write_pack(border, path, request)
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        names = set(archive.namelist()) - {"manifest.json", "README.txt"}
        assert {item["name"] for item in manifest["files"]} == names
        for item in manifest["files"]:
            content = archive.read(item["name"])
            assert len(content) == item["bytes"]
            assert hashlib.sha256(content).hexdigest() == item["sha256"]
        with pikepdf.open(archive.open("brief-us-nm-mx-chh-es.pdf")) as brief:
            assert str(brief.Root.Lang) == "es-MX"
    assert manifest["dataset_version"] == edition[0]
    kinds = {name.rsplit(".", 1)[1] for name in names}
    assert kinds == {"pdf", "docx", "pptx", "xlsx", "gpkg", "kmz", "ics", "xml"}
    assert len(names) == 19  # seven documents and a calendar in each language, three of data


def test_the_page_of_exports_lists_every_format_in_both_languages(client: FlaskClient) -> None:
    listed = client.get("/exports").get_json()["exports"]
    assert {item["id"] for item in listed} == set(FORMATS) - {"dcat-us"}
    spanish = client.get("/exports?f=html&lang=es").text
    assert "Descargas" in spanish
    assert "Paquete de documentos de la reunión" in spanish


def test_a_file_is_sent_with_its_type_and_name(client: FlaskClient) -> None:
    found = client.get("/exports/border-ports.csv?state=US-NM")
    assert found.status_code == 200
    assert found.mimetype == "text/csv"
    assert found.headers["Content-Disposition"] == 'attachment; filename="border-ports-us-nm.csv"'
    assert found.text.count("\r\n") == 4
    brief = client.get("/exports/brief.pdf?pair=US-NM/MX-CHH&lang=es")
    assert brief.mimetype == "application/pdf"
    assert brief.data.startswith(b"%PDF-")
    assert "brief-us-nm-mx-chh-es.pdf" in brief.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("state=US-XX", "state"),
        ("pair=US-TX/MX-SON", "pair"),
        ("paper=a3", "paper"),
        ("state=US-NM&mode=rail", "selection"),
        ("papper=a4", "papper"),
    ],
)
def test_bad_input_is_a_problem_that_names_the_parameter(
    client: FlaskClient, query: str, parameter: str
) -> None:
    found = client.get(f"/exports/brief.pdf?{query}")
    assert found.status_code == 400
    assert found.mimetype == "application/problem+json"
    assert found.get_json()["errors"][0]["parameter"] == parameter


@pytest.mark.parametrize("path", ["/exports/..%2f..%2fetc/passwd", "/exports/none.pdf"])
def test_nothing_else_can_be_read(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def _content(file: KeptFile) -> bytes:
    return b"".join(file.parts)


def test_a_file_asked_for_at_the_same_time_is_made_once(tmp_path: Path) -> None:
    cache = FileCache(tmp_path, 10_000)
    made: list[int] = []
    got: list[bytes] = []

    def make(path: Path) -> None:
        made.append(1)
        time.sleep(0.2)
        path.write_bytes(b"brief")

    threads = [
        threading.Thread(target=lambda: got.append(_content(cache.get("brief", make))))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [b"brief"] * 8
    assert made == [1]


def test_a_failed_file_is_tried_again(tmp_path: Path) -> None:
    cache = FileCache(tmp_path, 10_000)

    def fail(_path: Path) -> None:
        raise ExportError

    with pytest.raises(ExportError):
        cache.get("brief", fail)
    made = cache.get("brief", lambda path: path.write_bytes(b"made") and None)
    assert _content(made) == b"made"


def test_the_cache_keeps_to_its_size(tmp_path: Path) -> None:
    cache = FileCache(tmp_path, 25)
    for number in range(5):
        cache.get(str(number), lambda path: path.write_bytes(b"0123456789") and None)
        time.sleep(0.01)
    kept = [number for number in range(5) if cache.find(str(number))]
    assert kept == [3, 4]


def test_the_cache_has_a_private_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    first = cache_folder("")
    assert first.stat().st_mode & 0o777 == 0o700
    assert cache_folder("") == first
    first.chmod(0o777)
    assert cache_folder("") != first
    assert cache_folder(str(tmp_path / "named" / "one")).is_dir()
