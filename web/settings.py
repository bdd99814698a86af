"""Settings of the service, read from environment variables ``BORDER_PORTS_*``."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from typing import Any

from geo.errors import InvalidValueError
from geo.feeds.settings import FEED_VARIABLES, LIVE_NAMES, LIVE_VARIABLES, address_variable
from geo.routing.choice import ROUTER_SECONDS
from geo.words.places import GULF_NAMES

__all__ = ["Settings", "settings_from_environment", "settings_help"]

_PREFIX = "BORDER_PORTS_"


def _setting(
    default: object,
    help_text: str,
    least: int | None = None,
    allowed: tuple[str, ...] | None = None,
) -> Any:  # noqa: ANN401
    metadata = {"help": help_text, "least": least, "allowed": allowed}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the service runs. Each field is the environment variable ``BORDER_PORTS_<FIELD>``."""

    host: str = _setting("127.0.0.1", "address to listen on")
    port: int = _setting(8055, "port to listen on", least=1)
    workers: int = _setting(2, "worker processes", least=1)
    threads: int = _setting(16, "threads per worker", least=2)
    makers: int = _setting(
        0, "costly answers made at once, in processes of their own; 0: processors less one", least=0
    )
    make_seconds: int = _setting(120, "longest time to make one of them", least=1)
    worker_seconds: int = _setting(
        30, "a worker without a sign of life for so long is replaced", least=3
    )
    store: str = _setting(
        "", "folder of published data, or postgresql://…; empty: the embedded data set"
    )
    changed_tables: str = _setting(
        "refuse",
        "tables of a database that were changed by hand: refuse them, or warn and serve them as a "
        "version of their own",
        allowed=("refuse", "warn"),
    )
    live: str = _setting(
        "0",
        "waiting times, gauges and alerts: 1 asks for them from a process beside the workers, read "
        "shows what 'border-ports feeds run' keeps, 0 shows none",
        allowed=("0", "1", "read"),
    )
    live_folder: str = _setting(
        "", "folder of what live feeds said; empty: ~/.local/state/border-ports"
    )
    live_database: str = _setting(
        "", "postgresql://… that keeps what live feeds said; empty: a file of the folder"
    )
    router: str = _setting(
        "",
        "routing engine for the way by road: osrm+http://…, valhalla+http://… or "
        "valhalla+local:TILES; empty: none",
    )
    router_seconds: int = _setting(
        ROUTER_SECONDS, "longest time that one answer may wait for the routing engine", least=1
    )
    layers: str = _setting("", "folder of layers of your own beside the data set's; empty: none")
    store_check_seconds: int = _setting(10, "seconds between looks at the store", least=1)
    url: str = _setting("", "public address of the service's root; empty: as the request says")
    proxies: int = _setting(0, "trusted proxies in front that set X-Forwarded-*", least=0)
    hosts: str = _setting(
        "", "names under which the service is reached, with commas between; empty: any"
    )
    hsts_seconds: int = _setting(
        0, "how long browsers ask by https only once they have; 0: not said", least=0
    )
    security_contact: str = _setting(
        "", "address for reports, mailto:… or https://…, in /.well-known/security.txt; empty: none"
    )
    data_contact: str = _setting(
        "",
        "address for errors in the data, mailto:… or https://…, on /data-quality and in metadata; "
        "empty: none",
    )
    cors_origins: str = _setting("*", "origins that may read answers from a browser; empty: none")
    max_body_mib: int = _setting(16, "largest request body in MiB", least=1)
    max_points: int = _setting(100_000, "most points of one POST /queries/nearest", least=1)
    page_limit: int = _setting(10_000, "most features of one page of items", least=1)
    request_seconds: int = _setting(30, "longest time a client may take to send a request", least=1)
    send_seconds: int = _setting(
        15, "longest time a client may take to read 64 KiB of an answer", least=1
    )
    rate_limit: str = _setting(
        "6000/minute", "requests per client, which no person reaches; none: no limit"
    )
    rate_store: str = _setting(
        "memory://", "where the rate is counted: memory:// is each worker by itself"
    )
    cache_dir: str = _setting("", "folder of exports kept ready; empty: a private temporary one")
    cache_mib: int = _setting(512, "most MiB of exports kept ready", least=1)
    frame_ancestors: str = _setting(
        "", "origins whose pages may show /embed in a frame, with commas between, or *; empty: none"
    )
    gulf: str = _setting(
        "mexico", "English name of the gulf on maps and in documents", allowed=tuple(GULF_NAMES)
    )
    tiles: str = _setting(
        "", "online tiles under the map, such as USGS.USTopo; empty: none, no other host"
    )
    basemap: str = _setting(
        "", "PMTiles archive of streets below the map, in the schema of Protomaps; empty: none"
    )
    metrics: str = _setting(
        "/metrics", "path of the figures for Prometheus, or a port of 127.0.0.1; empty: none"
    )
    log_clients: str = _setting(
        "cautious",
        "addresses of clients in the log: never, always, or cautious: not beside places asked for",
        allowed=("cautious", "never", "always"),
    )
    log_level: str = _setting(
        "info", "debug, info, warning or error", allowed=("debug", "info", "warning", "error")
    )


def settings_from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings; ``InvalidValueError`` names a variable that is not allowed."""
    variables = os.environ if environment is None else environment
    known = {item.name.upper() for item in fields(Settings)}
    for name in variables:
        ending = name.removeprefix(_PREFIX)
        if ending != name and ending not in known and ending not in _elsewhere():
            near = get_close_matches(ending, known, 1)
            allowed = f"perhaps {_PREFIX}{near[0]}" if near else "those of serve --help"
            raise InvalidValueError(name, "this setting", allowed)
    values: dict[str, Any] = {
        item.name: _value(
            item.name, item.type, variables[_PREFIX + item.name.upper()], item.metadata
        )
        for item in fields(Settings)
        if _PREFIX + item.name.upper() in variables
    }
    return Settings(**values)


def settings_help() -> str:
    """Return one line per environment variable, with its default."""
    return "\n".join(
        f"{_PREFIX}{item.name.upper()}  {item.metadata['help']} (default: {item.default!r})"
        for item in fields(Settings)
    )


def _elsewhere() -> set[str]:
    """Return the variables of the same beginning that are not settings of the service."""
    from geo.feeds.registry import DATA_FEEDS

    of_feeds = {address_variable(name) for name in (*DATA_FEEDS, *LIVE_NAMES)}
    names = {*FEED_VARIABLES, *LIVE_VARIABLES, *of_feeds}
    return {"SOURCES", "TRANSLATIONS"} | {name.removeprefix(_PREFIX) for name in names}


def _value(name: str, kind: object, text: str, metadata: Mapping[str, Any]) -> str | int:
    if kind is not int:
        choices = metadata["allowed"]
        if choices and text not in choices:
            raise InvalidValueError(_PREFIX + name.upper(), text, ", ".join(choices))
        return text
    least = metadata["least"]
    allowed = f"a whole number, {least} or more"
    try:
        number = int(text)
    except ValueError:
        raise InvalidValueError(_PREFIX + name.upper(), text, allowed) from None
    if number < least:
        raise InvalidValueError(_PREFIX + name.upper(), text, allowed)
    return number
