"""Which routing engine is asked: its address, as a setting writes it."""

import os
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from geo.errors import InvalidValueError
from geo.routing.model import Router

__all__ = ["ROUTER", "ROUTER_SECONDS", "open_router", "router_of_environment"]

ROUTER: Final = "BORDER_PORTS_ROUTER"
"""Environment variable that names the engine."""
ROUTER_SECONDS: Final = 8
"""How long an answer may take in all unless a setting says otherwise."""
_SECONDS: Final = "BORDER_PORTS_ROUTER_SECONDS"
_LOCAL: Final = "valhalla+local:"
_ALLOWED: Final = (
    "osrm+http://host:port, valhalla+http://host:port, the same with https, or valhalla+local:TILES"
)


def open_router(address: str, seconds: float = ROUTER_SECONDS) -> Router:
    """Return the engine at an address, which is not asked anything yet.

    ``osrm+http://…`` and ``valhalla+http://…`` (or ``https``) are services; ``valhalla+local:…``
    is a folder of tiles, a tar of them or a configuration that Valhalla reads in this process.

    Raises
    ------
    InvalidValueError
        It is no such address, or the tiles are not there.
    MissingExtraError
        The extra ``routing`` is not installed.
    """
    if address.startswith(_LOCAL):
        from geo.routing.valhalla_local import LocalValhalla

        return LocalValhalla(address.removeprefix(_LOCAL), seconds)
    engine, _, url = address.partition("+")
    parts = urlsplit(url)
    is_known = engine in {"osrm", "valhalla"} and parts.scheme in {"http", "https"}
    if not is_known or not parts.hostname or parts.query or parts.fragment:
        raise InvalidValueError(ROUTER, "(not shown)" if "@" in address else address, _ALLOWED)
    if engine == "osrm":
        from geo.routing.osrm import Osrm

        return Osrm(url, seconds)
    from geo.routing.valhalla import ValhallaService

    return ValhallaService(url, seconds)


def router_of_environment(environment: Mapping[str, str] | None = None) -> Router | None:
    """Return the engine that the environment names, ``None`` where it names none.

    Raises
    ------
    InvalidValueError, MissingExtraError
        As ``open_router``, or the seconds are no whole number of 1 or more.
    """
    variables = os.environ if environment is None else environment
    address, seconds = variables.get(ROUTER, ""), variables.get(_SECONDS, "")
    if seconds and not (seconds.isdecimal() and int(seconds)):
        raise InvalidValueError(_SECONDS, seconds, "a whole number, 1 or more")
    return open_router(address, int(seconds or ROUTER_SECONDS)) if address else None
