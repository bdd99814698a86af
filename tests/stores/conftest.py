"""A PostgreSQL server with PostGIS of the tests' own, on a loopback port nobody else has."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.border import Border

SERVER_PROGRAMS = Path("/usr/lib/postgresql/15/bin")
POSTGIS = Path("/usr/share/postgresql/15/extension/postgis.control")
START_SECONDS = "300"


class Server:
    """A PostgreSQL server that can be stopped and started, and makes empty databases."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = _free_port()
        self._databases = 0

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c fsync=off "
            f"-c unix_socket_directories={self.home} -c full_page_writes=off"
        )
        log = str(self.home / "log")
        self._control("-w", "-t", START_SECONDS, "-l", log, "-o", options, "start")

    def stop(self) -> None:
        """Stop the server at once, breaking every connection."""
        self._control("-w", "-m", "immediate", "stop")

    def database(self, template: str = "template_postgis") -> str:
        """Return the address of a new database: with PostGIS, or a copy of another."""
        self._databases += 1
        name = f"test_{self._databases}"
        self._execute("postgres", f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.address(name)

    def make_template(self) -> None:
        """Make the database with PostGIS of which others are copies."""
        self._execute("postgres", "CREATE DATABASE template_postgis")
        self._execute("template_postgis", "CREATE EXTENSION postgis")

    def _execute(self, database: str, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.address(database), autocommit=True) as connection:
            connection.execute(statement.encode())

    def address(self, database: str, user: str = "postgres") -> str:
        """Return the address of a database of this server."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def _control(self, *arguments: str) -> None:
        command = [str(SERVER_PROGRAMS / "pg_ctl"), "-D", str(self.home / "data"), *arguments]
        run_as_server(*command)


def run_as_server(*command: str) -> None:
    """Run a program of PostgreSQL, which refuses to run as root: as user postgres then."""
    change = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    whole = [*change, *command] if os.geteuid() == 0 else list(command)
    subprocess.run(whole, check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=300)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Return a running server; skip where PostgreSQL, PostGIS or their Python side is absent."""
    for package in ("psycopg", "geoalchemy2"):
        pytest.importorskip(package)
    if not (SERVER_PROGRAMS / "initdb").exists() or not POSTGIS.exists():
        pytest.skip("postgresql-15 and postgresql-15-postgis-3 are not installed")
    home = Path(tempfile.mkdtemp(prefix="border-ports-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(home, "postgres", "postgres")
    try:
        data = str(home / "data")
        initdb = str(SERVER_PROGRAMS / "initdb")
        run_as_server(initdb, "-A", "trust", "-U", "postgres", "--locale=C.UTF-8", "-D", data)
        found = Server(home)
        found.start()
        found.make_template()
        yield found
        found.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def database(server: Server) -> str:
    """Return the address of a new database with PostGIS."""
    return server.database()


@pytest.fixture(scope="session")
def loaded(server: Server, border: Border) -> str:
    """Return the address of a database that holds the data set; do not change it."""
    from geo.stores.load import load_border

    address = server.database()
    load_border(border, address)
    return address


@pytest.fixture
def filled(server: Server, loaded: str) -> str:
    """Return the address of a database of the test's own that holds the data set."""
    return server.database(template=loaded.rsplit("/", 1)[1])
