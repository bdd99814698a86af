"""A database behind TLS: it is checked as the address asks, and no message tells a secret."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import geo
from geo.errors import DatasetError
from geo.stores.database import connected


def certificate(folder: Path, name: str) -> Path:
    """Return a new certificate of the host ``localhost``; its key stands beside."""
    made = folder / f"{name}.crt"
    words = [
        *("openssl", "req", "-x509", "-nodes", "-days", "2", "-newkey", "ec"),
        *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=localhost"),
        *("-addext", "subjectAltName=DNS:localhost"),
        *("-keyout", str(folder / f"{name}.key"), "-out", str(made)),
    ]
    subprocess.run(words, check=True, capture_output=True)
    return made


@pytest.fixture(scope="module")
def trusted(server: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Let the server speak TLS, and return the certificate by which it is known."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    found = certificate(folder, "server")
    for file in (found, found.with_suffix(".key")):
        kept = server.home / "data" / file.name
        shutil.copy(file, kept)
        kept.chmod(0o600)
        if os.geteuid() == 0:
            shutil.chown(kept, "postgres", "postgres")
    for setting in ("ssl = on", "ssl_cert_file = 'server.crt'", "ssl_key_file = 'server.key'"):
        server._execute("postgres", f"ALTER SYSTEM SET {setting}")
    server._execute("postgres", "SELECT pg_reload_conf()")
    yield found
    server._execute("postgres", "ALTER SYSTEM RESET ALL")
    server._execute("postgres", "SELECT pg_reload_conf()")


def asking(address: str, host: str, mode: str, root: Path) -> str:
    """Return an address with a password that asks a host by name for a certificate."""
    asked = address.replace("postgres@127.0.0.1", f"postgres:hunter2@{host}")
    return f"{asked}?sslmode={mode}&sslrootcert={root}"


def test_a_server_that_is_who_it_says_is_read(loaded: str, trusted: Path) -> None:
    address = asking(loaded, "localhost", "verify-full", trusted)
    with connected(address) as connection:
        told = connection.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        assert told.fetchone() == (True,)
    assert geo.load(address).nearest(-106.45, 31.75)["id"].tolist() == [
        "el-paso-bridge-of-the-americas"
    ]


def test_another_certificate_or_name_is_refused_in_one_line_without_the_password(
    loaded: str, trusted: Path, tmp_path: Path
) -> None:
    other = certificate(tmp_path, "other")
    for host, mode, root, reason in (
        ("localhost", "verify-full", other, "certificate verify failed"),
        ("localhost", "verify-ca", other, "certificate verify failed"),
        ("127.0.0.1", "verify-full", trusted, 'does not match host name "127.0.0.1"'),
        ("localhost", "verify-full", tmp_path / "none.crt", "does not exist"),
    ):
        with pytest.raises(DatasetError) as refusal:
            geo.load(asking(loaded, host, mode, root))
        message = str(refusal.value)
        assert reason in message
        assert "hunter2" not in message
        assert len(message.splitlines()) == 1
    assert geo.load(asking(loaded, "127.0.0.1", "verify-ca", trusted)).version
