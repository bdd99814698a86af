"""What several tests share: the embedded data set, the service, and how to find programs."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from geo import Border, load
from geo.dataset import Dataset
from web.app import create_app
from web.settings import Settings

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def raw_sources() -> Path:
    """Return the folder of raw sources, or skip where a machine has none."""
    folder = Path(os.environ.get("BORDER_PORTS_SOURCES", ROOT.parent / "shared" / "sources"))
    if not folder.is_dir():
        pytest.skip("the raw sources of the data build are not on this machine")
    return folder


@pytest.fixture(scope="session")
def border() -> Border:
    """Return the embedded border."""
    return load()


@pytest.fixture(scope="session")
def dataset(border: Border) -> Dataset:
    """Return the embedded data set."""
    return border.dataset


@pytest.fixture(scope="session")
def client(border: Border) -> Iterator[FlaskClient]:
    """Return a client of the service, without a server in between."""
    app = create_app(Settings(), border)
    with app.test_client() as found:
        yield found
