"""Truth beside the service: the published files as GDAL reads them."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import geopandas as gpd
import pytest
from flask.testing import FlaskClient


@pytest.fixture(scope="session")
def published(root: Path) -> Callable[..., gpd.GeoDataFrame]:
    """Return a function that reads a layer of the published GeoPackage, by GDAL alone."""

    @cache
    def read(layer: str, **options: Any) -> gpd.GeoDataFrame:  # noqa: ANN401
        return gpd.read_file(root / "data" / "published" / "border.gpkg", layer=layer, **options)

    return read


@pytest.fixture(scope="session")
def sql(root: Path) -> Callable[[str], list[str]]:
    """Return a function that asks SQLite for a column of the published GeoPackage."""
    address = f"file:{root / 'data' / 'published' / 'border.gpkg'}?mode=ro&immutable=1"

    def column(text: str) -> list[str]:
        with closing(sqlite3.connect(address, uri=True)) as package:
            package.execute("PRAGMA case_sensitive_like = ON")
            return [row[0] for row in package.execute(text)]

    return column


@pytest.fixture(scope="session")
def document(client: FlaskClient) -> dict[str, Any]:
    """Return the API document as a client reads it."""
    found: dict[str, Any] = client.get("/api").get_json(force=True)
    return found


def path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def links_of(found: dict[str, Any], rel: str) -> list[dict[str, str]]:
    return [link for link in found["links"] if link["rel"] == rel]


def pages(client: FlaskClient, path: str) -> Iterator[dict[str, Any]]:
    following: str | None = path
    while following is not None:
        page = client.get(following).get_json()
        yield page
        found = links_of(page, "next")
        following = path_of(found[0]["href"]) if found else None


def items(client: FlaskClient, query: str = "", layer: str = "ports") -> list[str]:
    """Return the ids on the first page."""
    answer = client.get(f"/collections/{layer}/items{query}")
    assert answer.status_code == 200, answer.text
    return [feature["id"] for feature in answer.get_json()["features"]]
