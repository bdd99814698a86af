"""PostGIS shared with others: nobody waits for a load, and what a DBA set up stays as it was."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import text as texts

import geo
from geo.border import Border
from geo.cli import cli
from geo.errors import DatasetError, InvalidValueError
from geo.stores import open_store
from geo.stores.editions import version_key

psycopg = pytest.importorskip("psycopg")
pytest.importorskip("geoalchemy2")

from geo.stores.accept import accept_changes  # noqa: E402
from geo.stores.load import load_border  # noqa: E402
from geo.stores.postgis import PostgisStore, current_fingerprint  # noqa: E402

PATIENCE_SECONDS = 60
MOMENTS = 50


def one(address: str, query: str) -> Any:  # noqa: ANN401
    with psycopg.connect(address) as connection:
        return connection.execute(query).fetchone()[0]


def change(address: str, *statements: str) -> None:
    with psycopg.connect(address) as connection:
        for statement in statements:
            connection.execute(statement)


def grants(address: str) -> set[tuple[str, ...]]:
    query = (
        "SELECT grantee, table_name, privilege_type FROM information_schema.table_privileges "
        "WHERE table_schema = 'border_ports' AND grantee <> 'postgres'"
    )
    with psycopg.connect(address) as connection:
        return set(connection.execute(query).fetchall())


@contextmanager
def unfinished_load(border: Border, address: str) -> Iterator[None]:
    """Hold a load before its end, when all rows are written, while the body runs."""
    written, go_on = threading.Event(), threading.Event()

    def progress(_table: str, done: int, total: int) -> None:
        if done == total:
            written.set()
            assert go_on.wait(PATIENCE_SECONDS)

    load = threading.Thread(
        target=load_border, args=(border, address), kwargs={"progress": progress}
    )
    load.start()
    try:
        assert written.wait(PATIENCE_SECONDS)
        yield
    finally:
        go_on.set()
        load.join()


def test_nobody_waits_for_a_load(border: Border, filled: str) -> None:
    with psycopg.connect(filled) as old:
        old.execute("SET lock_timeout = 100")
        assert old.execute("SELECT count(*) FROM border_ports.ports").fetchone() == (55,)
        with unfinished_load(border, filled):
            begun = time.monotonic()
            current_fingerprint(filled)
            assert old.execute("SELECT count(*) FROM border_ports.tolls").fetchone() != (0,)
            assert len(PostgisStore(filled).read("ports")) == 55
            assert time.monotonic() - begun < PATIENCE_SECONDS / 2
    assert geo.load(filled).version == border.version


def test_a_load_leaves_what_a_dba_set_up(border: Border, filled: str) -> None:
    change(
        filled,
        "CREATE ROLE one_table LOGIN",
        "CREATE ROLE nobody_else LOGIN",
        "GRANT USAGE ON SCHEMA border_ports TO one_table, nobody_else",
        "GRANT SELECT ON border_ports.ports TO one_table",
        "CREATE VIEW public.texan AS SELECT id FROM border_ports.ports WHERE us_state = 'US-TX'",
        "CREATE PUBLICATION copies FOR TABLE border_ports.ports",
        "CREATE INDEX a_name ON border_ports.ports (name_en)",
        "ALTER TABLE border_ports.ports ADD COLUMN remark text",
    )
    before = grants(filled)
    load_border(border, filled)
    assert grants(filled) == before
    assert one(filled, "SELECT count(*) FROM public.texan") == 34
    assert one(filled, "SELECT tablename FROM pg_publication_tables") == "ports"
    assert one(filled, "SELECT to_regclass('border_ports.a_name') IS NOT NULL")
    assert len(geo.load(filled).ports) == 55


def test_a_table_of_another_layout_is_made_anew_with_its_grants(
    border: Border, filled: str
) -> None:
    change(
        filled,
        "CREATE ROLE of_all LOGIN",
        "CREATE ROLE of_volumes LOGIN",
        "GRANT SELECT ON ALL TABLES IN SCHEMA border_ports TO of_all",
        "GRANT SELECT ON border_ports.volumes TO of_volumes",
        "ALTER TABLE border_ports.volumes DROP COLUMN caveat",
        "ALTER TABLE border_ports.ports ALTER COLUMN river_km TYPE text",
        "DROP TABLE border_ports.tolls",
        "DROP INDEX border_ports.states_geom_idx",
    )
    before = grants(filled)
    load_border(border, filled)
    assert grants(filled) - before == {("of_all", "tolls", "SELECT")}
    assert before <= grants(filled)
    assert geo.load(filled).ports.equals(border.ports)
    assert one(filled, "SELECT to_regclass('border_ports.states_geom_idx') IS NOT NULL")


def test_a_view_on_a_table_that_must_be_made_anew_stops_the_load(
    border: Border, filled: str
) -> None:
    change(
        filled,
        "ALTER TABLE border_ports.ports DROP COLUMN note_en",
        "CREATE VIEW public.names AS SELECT name_en FROM border_ports.ports",
    )
    with pytest.raises(DatasetError, match="other objects depend on it"):
        load_border(border, filled)
    assert one(filled, "SELECT count(*) FROM public.names") == 55


def test_loading_again_needs_no_right_on_the_database(
    border: Border,
    database: str,
    server: Any,  # noqa: ANN401
) -> None:
    name = database.rsplit("/", 1)[1]
    change(database, "CREATE ROLE loader LOGIN", f"GRANT CREATE ON DATABASE {name} TO loader")
    loader = server.address(name, "loader")
    load_border(border, loader)
    change(database, f"REVOKE CREATE ON DATABASE {name} FROM loader")
    assert load_border(border, loader) == border.version


def test_references_between_the_tables_hold(filled: str) -> None:
    named = one(filled, "SELECT count(*) FROM pg_constraint WHERE contype = 'f' "
                "AND connamespace = 'border_ports'::regnamespace")  # fmt: skip
    assert named >= 12
    with pytest.raises(psycopg.errors.ForeignKeyViolation, match="port_modes"):
        change(
            filled,
            "SET CONSTRAINTS ALL IMMEDIATE",
            "DELETE FROM border_ports.ports WHERE id = 'del-rio'",
        )
    assert one(filled, "SELECT reltuples FROM pg_class "
               "WHERE oid = 'border_ports.ports'::regclass") == 55  # fmt: skip


def test_changed_tables_are_refused_until_they_are_accepted(border: Border, filled: str) -> None:
    run = CliRunner().invoke
    assert "all tables as loaded" in run(cli, ["db", "check", filled]).stdout
    assert accept_changes(filled) == (border.version, [])
    change(
        filled,
        "UPDATE border_ports.ports SET name_en = 'Zaragoza' WHERE id = 'ysleta'",
        "UPDATE border_ports.states_web SET geom = ST_Translate(geom, 1e-9, 0) WHERE id = 'US-AZ'",
        "DELETE FROM border_ports.tolls WHERE id = (SELECT min(id) FROM border_ports.tolls)",
    )
    with pytest.raises(DatasetError, match=r"not as loaded: ports, states_web, tolls; "):
        geo.load(filled)
    accepted = run(cli, ["db", "accept", filled])
    assert f"accepted as version {border.version}+local.1" in accepted.stdout, accepted.output
    assert geo.load(filled).version == f"{border.version}+local.1"
    with pytest.raises(DatasetError, match=r"\+local\.1, newer than"):
        load_border(border, filled)
    load_border(border, filled, allow_older=True)
    assert geo.load(filled).ports.equals(border.ports)


def test_a_database_that_keeps_no_utf_8_is_refused(border: Border, server: Any) -> None:  # noqa: ANN401
    change_outside = psycopg.connect(server.address("postgres"), autocommit=True)
    change_outside.execute("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    change_outside.close()
    for use in (lambda address: load_border(border, address), geo.load):
        with pytest.raises(DatasetError, match="keeps LATIN1; it must be UTF8"):
            use(server.address("latin"))


def test_postgis_may_have_a_schema_of_its_own(border: Border, server: Any) -> None:  # noqa: ANN401
    address = server.database(template="template1")
    change(address, "CREATE SCHEMA gis", "CREATE EXTENSION postgis SCHEMA gis")
    load_border(border, address)
    assert load_border(border, address) == border.version
    assert geo.load(address).ports.equals(border.ports)


def test_a_pooler_that_shares_connections_may_stand_between(
    border: Border, filled: str, pooled: Callable[[str], str]
) -> None:
    address = pooled(filled)
    assert load_border(border, address) == border.version
    assert len(geo.load(address).ports) == 55
    for _ in range(8):
        assert current_fingerprint(address) == current_fingerprint(filled)
    with psycopg.connect(address) as connection:
        assert connection.execute("SHOW lock_timeout").fetchone() == ("0",)
        assert connection.execute("SHOW statement_timeout").fetchone() == ("0",)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(texts(alphabet="@/:?#%[], =&\\'\"ä", max_size=5), texts(alphabet="@/:?#%[], =&", max_size=5))
def test_no_message_holds_a_password_whatever_is_in_it(before: str, after: str) -> None:
    address = f"postgresql://someone:{before}s3cret{after}@127.0.0.1:1/gis"
    with pytest.raises((DatasetError, InvalidValueError)) as caught:
        open_store(address)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("2026.9.1", "2026.11.1"), ("2026.11.2-rc.1", "2026.11.2"),
     ("2026.11.2-rc.2", "2026.11.2-rc.10"),
     ("2026.11.2", "2026.11.2+local.1"), ("2026.11.2+local.9", "2026.11.2+local.10"),
     ("2026.11.2+local.1", "2026.11.3")],
)  # fmt: skip
def test_versions_are_in_their_order(earlier: str, later: str) -> None:
    assert version_key(earlier) < version_key(later)


def test_loads_killed_at_any_moment_leave_the_whole_data(
    border: Border, filled: str, *, long_form: bool
) -> None:
    command = [sys.executable, "-m", "web", "db", "load", filled]
    begun = time.monotonic()
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE_SECONDS)
    whole = time.monotonic() - begun
    moments = MOMENTS if long_form else 2
    for moment in range(moments):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as loader:
            time.sleep(whole * (moment + 0.7) / moments)
            loader.kill()
        assert geo.load(filled).version == border.version
    assert load_border(border, filled) == border.version


@pytest.fixture
def pooled(server: Any) -> Iterator[Callable[[str], str]]:  # noqa: ANN401
    """Return what gives the address of a database through pgbouncer, one connection for all."""
    program = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
    if not Path(program).exists():
        pytest.skip("pgbouncer is not installed")
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    home = Path(tempfile.mkdtemp(prefix="border-ports-pool-"))
    (home / "users.txt").write_text('"postgres" ""\n')
    (home / "pool.ini").write_text(
        f"[databases]\n* = host=127.0.0.1 port={server.port}\n[pgbouncer]\n"
        f"listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = trust\n"
        f"auth_file = {home}/users.txt\npool_mode = transaction\ndefault_pool_size = 1\n"
    )
    for path in (home, *home.iterdir()):
        path.chmod(0o755)
    as_other = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    command = [*(as_other if os.geteuid() == 0 else []), program, "-q", str(home / "pool.ini")]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd="/")
    try:
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield lambda address: f"postgresql://postgres@127.0.0.1:{port}/{address.rsplit('/', 1)[1]}"
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(home)
