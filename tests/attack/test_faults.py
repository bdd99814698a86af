"""Faults of the machine, and requests that once were answered 500, or 200 for half the rows."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

MAP = "/exports/border-ports.csv?layers=states"
NEAREST = "/queries/nearest?lon=-100.93&lat=29.32"
POST = b"POST /queries/nearest HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
ROWS = b"lon,lat\n-100,29\n-101,29\n"


@pytest.fixture(scope="module")
def service(serve: Callable[..., Any]) -> Iterator[Any]:
    with serve() as found:
        found.folder = found.log.parent / "kept"
        found.first = found.get(MAP, timeout=60)
        assert found.first[0] == 200
        yield found


def kept(service: Any) -> list[Path]:
    return sorted(service.folder.glob("*.file"))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def garble(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "inner").write_text("x")


def link_away(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


def remove_all(path: Path) -> None:
    shutil.rmtree(path.parent)


DAMAGES = [empty, garble, cut, make_folder, link_away, Path.unlink, remove_all]


@pytest.mark.parametrize("damage", DAMAGES, ids=[item.__name__ for item in DAMAGES])
def test_a_damaged_kept_file_is_made_again_and_never_sent(
    service: Any, damage: Callable[[Path], None]
) -> None:
    service.get(MAP, timeout=60)
    (path,) = kept(service)
    damage(path)
    assert service.get(MAP, timeout=60) == service.first
    assert [item.is_file() for item in kept(service)] == [True]


def test_folders_in_place_of_locks_are_no_matter(service: Any) -> None:
    shutil.rmtree(service.folder)
    service.folder.mkdir()
    service.get(MAP, timeout=60)
    for path in service.folder.glob("*.lock"):
        path.unlink()
        path.mkdir()
    for path in kept(service):
        path.unlink()
    assert service.get(MAP, timeout=60) == service.first


def test_no_room_is_507_without_a_path_and_the_service_goes_on(
    serve: Callable[..., Any],
) -> None:
    small = Path(tempfile.mkdtemp(prefix="border-ports-small-"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "none", small],  # noqa: S607
        check=False, capture_output=True,
    )  # fmt: skip
    if mounted.returncode:
        small.rmdir()
        pytest.skip("this user may not mount a small file system")
    try:
        with serve(cache_dir=small) as service:
            status, headers, body = service.ask("GET", "/exports/border-ports.gpkg", 60)
            assert (status, headers["content-type"]) == (507, "application/problem+json")
            assert str(small).encode() not in body
            assert service.get("/exports/border-ports.csv?layers=ports", timeout=60)[0] == 200
            assert service.get(NEAREST)[0] == 200
            assert "no room" in service.log.read_text().lower()
    finally:
        subprocess.run(["umount", "-l", small], check=True)  # noqa: S607
        small.rmdir()


def test_the_folder_for_temporary_files_may_be_cleaned_while_the_service_runs(
    serve: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    with serve(cache_dir="") as service:
        asked = (MAP, NEAREST, "/metrics", "/exports/workbook.xlsx?state=US-NM")
        assert [service.get(path, timeout=60)[0] for path in asked] == [200] * len(asked)
        shutil.rmtree(folder)
        before = service.workers()
        os.kill(min(before), signal.SIGKILL)
        end = time.monotonic() + 20
        while len(service.workers() - {min(before)}) < len(before) and time.monotonic() < end:
            time.sleep(0.05)
        for _ in range(4):
            assert [service.get(path, timeout=60)[0] for path in asked] == [200] * len(asked)


@pytest.mark.parametrize(
    ("head", "body"),
    [(b"Content-Length: 60\r\n\r\n", ROWS),
     (b"Transfer-Encoding: chunked\r\n\r\n", b"18\r\n" + ROWS + b"\r\n"),
     (b"Transfer-Encoding: chunked\r\n\r\n", b"18\r\n" + ROWS + b"\r\nZZ\r\n"),
     (b"Transfer-Encoding: chunked\r\n\r\n", b"19\r\n" + ROWS + b"\r\n0\r\n\r\n")],
    ids=["short", "no last chunk", "no number", "a wrong number"],
)  # fmt: skip
def test_a_cut_off_body_is_400(service: Any, head: bytes, body: bytes) -> None:
    assert service.send(POST + head + body, ends=True).startswith(b"HTTP/1.1 400 ")


def test_a_whole_body_in_chunks_is_answered(service: Any) -> None:
    text = POST + b"Transfer-Encoding: chunked\r\n\r\n18\r\n" + ROWS + b"\r\n0\r\n\r\n"
    assert service.send(text).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("path", [NEAREST, "/", "/map", MAP, "/static/site.css"])
@pytest.mark.parametrize("year", ["9999", "99999", "9999999999", "0", "-1"])
def test_impossible_dates_are_ignored(service: Any, path: str, year: str) -> None:
    asked = {"If-Modified-Since": f"Fri, 31 Dec {year} 23:59:59 GMT"}
    assert service.ask("GET", path, 30, asked)[0] in {200, 304}


def test_methods_make_no_new_figures(service: Any) -> None:
    for method in ("BREW", "A" * 2000, "GETT"):
        text = f"{method} / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        assert service.send(text.encode()).startswith(b"HTTP/1.1 40")
    figures = service.get("/metrics")[1].decode()
    assert "BREW" not in figures
    assert 'method="other"' in figures
    assert len(figures) < 8000


@pytest.mark.parametrize(
    "hosts",
    [b"", b"Host: a\r\nHost: b\r\n", b"Host: \r\n", b"Host: a b\r\n", b"Host: a,b\r\n",
     b"Host: <script>\r\n", b"Host: a/b\r\n", b"Host: a@b\r\n", b"Host: -\r\n",
     b"Host: a:b\r\n", b"Host: " + b"a" * 300 + b"\r\n"],
)  # fmt: skip
def test_a_host_that_is_none_is_400(service: Any, hosts: bytes) -> None:
    answer = service.send(b"GET / HTTP/1.1\r\n" + hosts + b"\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"<script>" not in answer


def test_data_that_break_while_the_service_runs_make_it_unready(
    serve: Callable[..., Any], root: Path, tmp_path: Path
) -> None:
    store = tmp_path / "data"
    shutil.copytree(root / "data" / "published", store)
    with serve(store=store) as service:
        assert service.get("/health/ready")[0] == 200
        whole = (store / "volumes.parquet").read_bytes()
        cut(store / "volumes.parquet")
        status, _, body = service.ask("GET", "/health/ready")
        assert status == 503
        assert str(store).encode() not in body
        assert service.get(NEAREST)[0] == 200
        (store / "volumes.parquet").write_bytes(whole)
        assert service.get("/health/ready")[0] == 200
        time.sleep(0.5)
        assert "volumes.parquet: damaged" in service.log.read_text()
