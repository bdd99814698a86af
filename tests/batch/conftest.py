"""Points, the ports they are compared with, and the truth about them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import pytest
from pyproj import Geod

from geo.batch.engine import NearestEngine
from geo.batch.ports import PortPoints, ports_of_border
from geo.border import Border

SPHERE_M = 6_371_000.0
SPHERE_ERROR = 0.012
"""Great circles err by up to 0.56 per cent either way, so two of them by 1.13 per cent."""
SPHERE_SLACK_M = 1_000.0

Floats = npt.NDArray[np.float64]
Truth = tuple[npt.NDArray[np.intp], Floats]


@pytest.fixture(scope="session")
def ports(border: Border) -> PortPoints:
    """Return the ports that are open to everyone northbound."""
    return ports_of_border(border)


@pytest.fixture
def engine(ports: PortPoints) -> NearestEngine:
    """Return the compiled engine; skip where numba is absent."""
    pytest.importorskip("numba")
    return NearestEngine(ports, compiled=True)


@pytest.fixture(scope="session")
def truth() -> Callable[[PortPoints, Floats, Floats], Truth]:
    """Return what finds the nearest port and metres by pyproj among all that may be nearest.

    Only ports that a sphere puts within its own error of the nearest are measured.
    """

    def find(ports: PortPoints, lon: Floats, lat: Floats) -> Truth:
        starts = range(0, len(lon), 50_000)
        with ThreadPoolExecutor(2) as pool:
            parts = list(pool.map(lambda s: _truth(ports, lon[s : s + 50_000], lat[s : s + 50_000]),
                                  starts))  # fmt: skip
        return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])

    return find


def _truth(ports: PortPoints, lon: Floats, lat: Floats) -> Truth:
    cosine = _unit(lon, lat) @ _unit(ports.lon, ports.lat).T
    around = SPHERE_M * np.arccos(np.clip(cosine, -1.0, 1.0))
    limit = around.min(axis=1) * (1.0 + SPHERE_ERROR) + SPHERE_SLACK_M
    rows, columns = np.nonzero(around <= limit[:, None])
    metres = Geod(ellps="WGS84").inv(lon[rows], lat[rows], ports.lon[columns], ports.lat[columns])
    table = np.full(cosine.shape, np.inf)
    table[rows, columns] = metres[2]
    return table.argmin(axis=1), table.min(axis=1)


def _unit(lon: Floats, lat: Floats) -> Floats:
    lam, phi = np.radians(lon), np.radians(lat)
    return np.column_stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)))


@pytest.fixture
def random() -> np.random.Generator:
    """Return a generator of the same random numbers in every run."""
    return np.random.default_rng(20_261_123)
