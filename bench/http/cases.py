"""What is asked of each server: the same question in the server's own words."""

from dataclasses import dataclass

__all__ = ["CASES", "Case"]

_KEPT_SHARE = 1.5
"""What is answered from memory should be so many times as fast as the floor."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """A question: our path, pygeoapi's if it can answer it, and what varies between requests.

    ``varies`` is ``box`` or ``point``; the paths then end where the query goes on. ``sample``
    ends the path of the one request whose answer is the floor's.
    """

    name: str
    ours: str
    pygeoapi: str | None = None
    varies: str = ""
    sample: str = ""
    floor_share: float = _KEPT_SHARE
    pygeoapi_times: float = 20.0


_PORTS = "/collections/ports/items"

CASES = (
    Case(name="landing", ours="/?f=json", pygeoapi="/?f=json"),
    Case(name="collections", ours="/collections?f=json", pygeoapi="/collections?f=json"),
    Case(
        name="items-55",
        ours=f"{_PORTS}?f=json",
        pygeoapi=f"{_PORTS}?f=json&limit=100",
    ),
    Case(
        name="bbox-fixed",
        ours=f"{_PORTS}?f=json&bbox=-107,31,-106,32",
        pygeoapi=f"{_PORTS}?f=json&limit=100&bbox=-107,31,-106,32",
    ),
    Case(
        name="bbox-varied",
        ours=f"{_PORTS}?f=json&",
        pygeoapi=f"{_PORTS}?f=json&limit=100&",
        varies="box",
        sample="bbox=-107.5,31,-106,32",
        floor_share=0.6,
    ),
    Case(
        name="filter",
        ours=f"{_PORTS}?f=json&filter=us_state='US-NM'",
        pygeoapi=f"{_PORTS}?f=json&limit=100&us_state=US-NM",
    ),
    Case(name="one-item", ours=f"{_PORTS}/del-rio?f=json", pygeoapi=f"{_PORTS}/del-rio?f=json"),
    Case(
        name="states-10",
        ours="/collections/states/items?f=json&level=web",
        pygeoapi="/collections/states/items?f=json",
    ),
    Case(
        name="rivers-9",
        ours="/collections/river_segments/items?f=json&level=web",
        pygeoapi="/collections/river_segments/items?f=json",
    ),
    Case(
        name="nearest",
        ours="/queries/nearest?",
        varies="point",
        sample="lon=-100&lat=30",
        floor_share=0.65,
    ),
    Case(
        name="locate",
        ours="/queries/locate?",
        varies="point",
        sample="lon=-100&lat=30",
        floor_share=0.55,
    ),
)
