"""The data set in PostGIS: loaded whole or not at all, read back as it was."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest
import shapely
from click.testing import CliRunner

import geo
from geo.border import Border
from geo.cli import cli
from geo.errors import DatasetError, InvalidValueError
from geo.formats.feature_json import layer_collection
from geo.layers import LAYERS, LEVELS
from geo.stores import open_store

psycopg = pytest.importorskip("psycopg")
pytest.importorskip("geoalchemy2")

from geo.stores.load import load_border  # noqa: E402
from geo.stores.postgis import current_fingerprint  # noqa: E402


class Altered:
    """A store that says it is of another version, and may fail half-way."""

    def __init__(self, border: Border, version: str, broken: str = "") -> None:
        self._border = border
        self._version = version
        self._broken = broken

    @property
    def package(self) -> Mapping[str, Any]:
        return {**self._border.package, "version": self._version}

    def read(self, name: str) -> pd.DataFrame:
        frame = self._border.layer(name)
        if name == self._broken:
            frame["id"] = frame["id"].iloc[0]
        return frame

    def read_rows(self, _name: str) -> None:
        return

    def read_level(self, name: str, level: str) -> dict[str, shapely.Geometry]:
        frame = self._border.layer(name, level)
        return dict(zip(frame["id"], frame.geometry, strict=True))

    def verify_files(self) -> None:
        return


def one(address: str, query: str) -> Any:  # noqa: ANN401
    with psycopg.connect(address) as connection:
        return connection.execute(query).fetchone()[0]


@pytest.fixture(scope="module")
def from_postgis(loaded: str) -> Border:
    """Return the data set read from that database."""
    return geo.load(loaded)


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_is_the_same_geojson_byte_for_byte(
    name: str, border: Border, from_postgis: Border
) -> None:
    expected = layer_collection(border, name)
    assert layer_collection(from_postgis, name) == expected


@pytest.mark.parametrize("name", [name for name in LAYERS if LAYERS[name].levels])
@pytest.mark.parametrize("level", LEVELS)
def test_every_generalised_geometry_is_the_same(
    name: str, level: str, border: Border, from_postgis: Border
) -> None:
    ours, theirs = border.geometries(name, level), from_postgis.geometries(name, level)
    assert (shapely.to_wkb(ours) == shapely.to_wkb(theirs)).all()


def test_questions_have_the_same_answers(border: Border, loaded: str) -> None:
    here, there = border, geo.load(loaded)
    assert here.nearest(-106.45, 31.75, k=5).equals(there.nearest(-106.45, 31.75, k=5))
    assert here.ports_per_state().equals(there.ports_per_state())
    assert here.gaps(100.0).equals(there.gaps(100.0))
    assert dict(there.package) == dict(border.package)
    assert there.version == border.version


def test_postgis_itself_finds_the_same_nearest_port(loaded: str, border: Border) -> None:
    for lon, lat in ((-106.45, 31.75), (-99.13, 19.43), (-97.5, 25.9), (-117.0, 32.6)):
        query = (
            "SELECT id, ST_Distance(geom::geography, ST_Point(%s, %s)::geography) AS metres "
            "FROM border_ports.ports ORDER BY metres, id LIMIT 1"
        )
        with psycopg.connect(loaded) as connection:
            found, metres = connection.execute(query, (lon, lat)).fetchone()
        nearest = border.nearest(lon, lat, direction="any").iloc[0]
        assert nearest["id"] == found
        assert nearest["distance_km"] * 1000.0 == pytest.approx(metres, abs=0.001)


def test_lengths_measured_by_postgis_are_those_of_the_layer(loaded: str) -> None:
    total = one(loaded, "SELECT sum(ST_Length(geom::geography)) / 1000 FROM border_ports.boundary")
    stated = one(loaded, "SELECT sum(length_km) FROM border_ports.boundary")
    assert total == pytest.approx(stated, abs=0.01)
    assert stated == pytest.approx(3_145.0, rel=0.015)  # IBWC: 1,954 miles


def test_tables_have_keys_indexes_and_the_data_dictionary_as_comments(loaded: str) -> None:
    keys = one(loaded, "SELECT count(*) FROM information_schema.table_constraints WHERE "
               "table_schema = 'border_ports' AND constraint_type = 'PRIMARY KEY'")  # fmt: skip
    levelled = sum(1 for layer in LAYERS.values() if layer.levels)
    assert keys == 1 + len(LAYERS) + levelled * (len(LEVELS) - 1)
    with psycopg.connect(loaded) as connection:
        rows = connection.execute(
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'border_ports' "
            "AND tablename = 'ports'"
        ).fetchall()
    definitions = " ".join(row[0] for row in rows)
    assert "USING gist (geom)" in definitions
    assert "USING gist (geography(geom))" in definitions
    comment = one(loaded, "SELECT col_description('border_ports.ports'::regclass, attnum) FROM "
                  "pg_attribute WHERE attrelid = 'border_ports.ports'::regclass AND "
                  "attname = 'boundary_km'")  # fmt: skip
    assert comment.startswith(LAYERS["ports"].column("boundary_km").description)
    assert comment.endswith("Unit: km.")


def test_loading_twice_is_harmless(border: Border, filled: str) -> None:
    before = current_fingerprint(filled)
    assert load_border(border, filled) == border.version
    assert current_fingerprint(filled) == before
    assert one(filled, "SELECT count(*) FROM border_ports.ports") == 55


def test_a_load_that_fails_half_way_changes_nothing(border: Border, filled: str) -> None:
    broken = Border(Altered(border, "2099.1.0", broken="volumes"))
    with pytest.raises(DatasetError, match="is repeated"):
        load_border(broken, filled)
    assert geo.load(filled).version == border.version
    assert one(filled, "SELECT count(*) FROM border_ports.ports") == 55


def test_a_first_load_that_fails_leaves_no_schema(border: Border, database: str) -> None:
    with pytest.raises(DatasetError, match="is repeated"):
        load_border(Border(Altered(border, "1", broken="tolls")), database)
    found = one(database, "SELECT count(*) FROM pg_namespace WHERE nspname = 'border_ports'")
    assert found == 0


def test_an_older_data_set_replaces_a_newer_one_only_when_told(border: Border, filled: str) -> None:
    with psycopg.connect(filled) as connection:
        connection.execute("UPDATE border_ports.dataset SET version = '2099.10.0'")
    for version in (border.version, "2099.9.1"):
        with pytest.raises(DatasetError, match=r"2099\.10\.0, newer than .*--allow-older"):
            load_border(Border(Altered(border, version)), filled)
    assert load_border(border, filled, allow_older=True) == "2099.10.0"
    assert geo.load(filled).version == border.version


def test_a_reader_needs_no_more_than_select_and_keeps_it_over_a_load(
    border: Border,
    filled: str,
    server: Any,  # noqa: ANN401
) -> None:
    with psycopg.connect(filled) as connection:
        connection.execute('CREATE ROLE "the reader" LOGIN')
        connection.execute("GRANT USAGE ON SCHEMA border_ports TO PUBLIC")
        connection.execute(
            'GRANT SELECT ON ALL TABLES IN SCHEMA border_ports TO "the reader", PUBLIC'
        )
    reader = server.address(filled.rsplit("/", 1)[1], "the%20reader")
    assert len(geo.load(reader).ports) == 55
    load_border(border, filled)
    assert len(geo.load(reader).ports) == 55
    with pytest.raises(DatasetError, match="permission denied"):
        load_border(border, reader)


def test_a_database_without_data_or_without_postgis_says_so(
    border: Border,
    database: str,
    server: Any,  # noqa: ANN401
) -> None:
    with pytest.raises(DatasetError, match="border_ports"):
        geo.load(database)
    with pytest.raises(DatasetError, match="CREATE EXTENSION postgis"):
        load_border(border, server.address("postgres"))


def test_another_format_version_is_refused(filled: str) -> None:
    with psycopg.connect(filled) as connection:
        connection.execute("UPDATE border_ports.dataset SET format_version = 99")
    with pytest.raises(DatasetError, match="format version 99"):
        geo.load(filled)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://someone:s3cret@127.0.0.1:1/gis",
        "postgresql://someone:s3cret%zz@127.0.0.1:1/gis",
        "postgresql://someone:s3cret@no-such-host.invalid/gis",
        "mysql://someone:s3cret@127.0.0.1/gis",
        "postgresl://someone:s3cret@127.0.0.1/gis",
    ],
)
def test_no_message_repeats_the_password(address: str) -> None:
    with pytest.raises((DatasetError, InvalidValueError)) as caught:
        open_store(address)
    assert "s3cret" not in str(caught.value)
    assert caught.value.__cause__ is None or "s3cret" not in str(caught.value.__cause__)


def test_the_commands_load_and_describe(border: Border, filled: str) -> None:
    result = CliRunner().invoke(cli, ["db", "load", filled])
    assert result.exit_code == 0, result.output
    assert f"version {border.version} loaded, replacing {border.version}" in result.stdout
    info = CliRunner().invoke(cli, ["db", "info", filled])
    assert "ports                       55 rows" in info.stdout
    refused = CliRunner().invoke(cli, ["db", "load", "/some/folder"])
    assert isinstance(refused.exception, InvalidValueError)
