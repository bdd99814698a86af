"""The deployment files of the documentation: each is valid, and the service stands behind it."""

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

NAME = "ports.example.org"
URL = f"https://{NAME}"
NEAREST = "/queries/nearest?lon=-100.93&lat=29.32"
POINT = b'{"type":"MultiPoint","coordinates":[[-100.93,29.32]]}'
LIES = {
    "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "gopher",
    "X-Forwarded-Host": "evil.example", "X-Forwarded-Port": "1", "X-Forwarded-Prefix": "/evil",
    "Forwarded": "host=evil.example",
}  # fmt: skip
LARGEST_BODY = 16 * 10**6


def program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def nginx_file(root: Path, port: int, behind: int, folder: Path) -> Path:
    """Write the example without TLS, at a port of this machine, in a whole configuration."""
    text = (root / "docs/deploy/nginx.conf").read_text(encoding="utf-8")
    text = text.partition("\nserver {\n    listen 80")[0]
    text = re.sub(r"(?m)^\s*(listen|ssl_\w+) .*\n", "", text)
    text = text.replace("server {", f"server {{\n    listen 127.0.0.1:{port};", 1)
    text = text.replace("http://127.0.0.1:8055", f"http://127.0.0.1:{behind}")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    path = folder / "nginx.conf"
    path.write_text(
        f"{user}daemon off;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}{text}}}\n",
        encoding="utf-8",
    )
    return path


def caddy_file(root: Path, port: int, behind: int, folder: Path) -> Path:
    """Write the example without TLS, at a port of this machine."""
    text = (root / "docs/deploy/Caddyfile").read_text(encoding="utf-8")
    text = text.replace(f"{NAME} {{", f"http://{NAME}:{port} {{", 1)
    text = text.replace("127.0.0.1:8055", f"127.0.0.1:{behind}")
    path = folder / "Caddyfile"
    path.write_text("{\n\tadmin off\n\tauto_https off\n}\n" + text, encoding="utf-8")
    return path


def command(name: str, path: Path) -> list[str]:
    if name == "nginx":
        return [program("nginx"), "-e", "stderr", "-c", str(path)]
    return [program("caddy"), "run", "--adapter", "caddyfile", "--config", str(path)]


@pytest.fixture(scope="module")
def service(serve: Callable[..., Any]) -> Iterator[Any]:
    with serve(proxies=1, url=URL, hosts=NAME, log_clients="always") as found:
        yield found


class Proxy:
    """A proxy in front of the service, asked by its public name."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b""
    ) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(connection):
            sent = {"Host": NAME, **(headers or {})}
            with contextlib.suppress(BrokenPipeError):  # Refused before the whole body was read.
                connection.request(method, path, body or None, sent)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, found, answer.read()


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def proxy(
    request: pytest.FixtureRequest,
    root: Path,
    service: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Proxy]:
    program(request.param)
    folder = tmp_path_factory.mktemp(request.param)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    write = nginx_file if request.param == "nginx" else caddy_file
    words = command(request.param, write(root, port, service.port, folder))
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(words, stdout=log, stderr=log, cwd=folder)
    try:
        end = time.monotonic() + 20
        while time.monotonic() < end and process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        assert process.poll() is None, (folder / "log").read_text()
        yield Proxy(port)
    finally:
        process.terminate()
        process.wait(10)


def test_answers_pass_with_their_headers_and_nobody_says_what_program_it_is(proxy: Proxy) -> None:
    status, headers, body = proxy.ask("GET", NEAREST)
    assert status == 200
    assert json.loads(body)["features"][0]["id"] == "del-rio"
    assert headers["strict-transport-security"].startswith("max-age=")
    assert headers["x-content-type-options"] == "nosniff"
    assert "caddy" not in headers.get("server", "").lower()
    assert not re.search(r"[0-9]", headers.get("server", ""))


def test_links_are_those_of_the_public_address_whatever_a_client_says(proxy: Proxy) -> None:
    status, headers, body = proxy.ask("GET", "/?f=json", LIES)
    assert status == 200
    assert headers["cache-control"].startswith("public")
    for link in json.loads(body)["links"]:
        assert link["href"].startswith(URL)
    assert b"evil" not in body


def test_the_log_has_the_client_that_the_proxy_saw(proxy: Proxy, service: Any) -> None:
    proxy.ask("GET", "/conformance?f=json&lang=es", LIES)
    time.sleep(0.5)
    lines = [json.loads(line) for line in service.log.read_text().splitlines()[1:]]
    line = next(line for line in reversed(lines) if line["path"] == "/conformance")
    assert line["client"] == "127.0.0.1"


def test_other_names_and_figures_are_not_for_the_public(proxy: Proxy) -> None:
    assert proxy.ask("GET", "/metrics")[0] == 404
    status, _, body = proxy.ask("GET", "/?f=json", {"Host": "evil.example"})
    assert status in {400, 404, 421} or b"evil" not in body


def test_compressed_answers_conditions_and_parts_of_files(proxy: Proxy) -> None:
    path = "/collections/ports/items?f=json"
    status, headers, _ = proxy.ask("GET", path, {"Accept-Encoding": "br"})
    assert (status, headers["content-encoding"]) == (200, "br")
    tag = {"Accept-Encoding": "br", "If-None-Match": headers["etag"]}
    assert proxy.ask("GET", path, tag)[0] == 304
    status, headers, body = proxy.ask("GET", "/exports/border-ports.gpkg", {"Range": "bytes=0-15"})
    if status == 206:
        assert body == b"SQLite format 3\x00"
    else:
        assert status == 200
        assert int(headers["content-length"]) == len(body)


def test_large_bodies_pass_up_to_the_limit(proxy: Proxy) -> None:
    kind = {"Content-Type": "application/json"}
    room = b" " * (LARGEST_BODY - len(POINT) - 10)
    assert proxy.ask("POST", "/queries/nearest", kind, POINT + room)[0] == 200
    status, _, _ = proxy.ask("POST", "/queries/nearest", kind, POINT + b" " * (17 * 2**20))
    assert status == 413


def test_the_example_of_nginx_is_valid_as_it_stands(root: Path, tmp_path: Path) -> None:
    text = (root / "docs/deploy/nginx.conf").read_text(encoding="utf-8")
    key, certificate = tmp_path / "key", tmp_path / "certificate"
    subprocess.run(
        [program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "1", "-subj", f"/CN={NAME}", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    text = re.sub(r"(ssl_certificate_key\s+)\S+;", rf"\g<1>{key};", text)
    text = re.sub(r"(ssl_certificate\s+)\S+;", rf"\g<1>{certificate};", text)
    path = tmp_path / "nginx.conf"
    path.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{text}}}\n", encoding="utf-8")
    done = subprocess.run(
        [program("nginx"), "-t", "-e", "stderr", "-c", path],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_example_of_caddy_is_valid_as_it_stands(root: Path) -> None:
    path = root / "docs/deploy/Caddyfile"
    for words in (["validate", "--adapter", "caddyfile", "--config"], ["fmt"]):
        done = subprocess.run(
            [program("caddy"), *words, path], check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    assert done.stdout == path.read_text(encoding="utf-8")


def test_the_unit_of_systemd_is_valid_and_closed_in(root: Path, tmp_path: Path) -> None:
    analyse = program("systemd-analyze")
    text = (root / "docs/deploy/border-ports.service").read_text(encoding="utf-8")
    unit = tmp_path / "border-ports.service"
    unit.write_text(re.sub(r"(?m)^ExecStart=\S+", f"ExecStart={sys.executable}", text))
    done = subprocess.run([analyse, "verify", unit], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    words = ["security", "--offline=true", "--threshold=20", unit]
    done = subprocess.run([analyse, *words], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_container_installs_nothing_without_its_hash(root: Path) -> None:
    text = (root / "docs/deploy/Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    installs = re.findall(r"/pip (?:install|wheel) [^&\n]*", text)
    assert len(installs) == 4
    for words in installs:
        assert "--require-hashes" in words or "--no-deps" in words
        assert "--no-index" in words or "--no-build-isolation" in words or "-r " in words
    assert re.findall(r"(?m)^USER (\S+)", text) == ["border-ports"]
    for name in re.findall(r"requirements/\w+\.txt", text):
        assert (root / name).is_file()
