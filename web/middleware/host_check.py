"""Names and addresses that requests bring: a host, and what proxies in front say of them."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from ipaddress import ip_address
from typing import Any, Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.middleware.proxy_fix import ProxyFix

from web.http.handover import FAULT, Fault

__all__ = ["CheckedProxies", "KnownHosts", "host_fault", "is_host"]

_HOST: Final = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?"
)
"""A name or an address, with or without a port."""
_PREFIX: Final = re.compile(r"(?:/[A-Za-z0-9._~-]+)*/?")
_DIGITS: Final = re.compile(r"[0-9]{1,5}")
_HTTP_1_0: Final = "1.0"


def host_fault(scope: dict[str, Any]) -> Fault | None:
    """Return why the Host of an ASGI request is refused, ``None`` if it is not.

    A client of HTTP/1.0 may leave it out.
    """
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if len(hosts) == 1 and is_host(hosts[0].decode("latin-1")):
        return None
    if scope["http_version"] == _HTTP_1_0 and not any(hosts):
        return None
    return Fault(400, "Host: one name or address, with or without a port, is needed", closes=True)


@lru_cache(maxsize=256)
def is_host(text: str) -> bool:
    """Return whether a text is a name or an address, with or without a port."""
    return _HOST.fullmatch(text) is not None


class CheckedProxies:
    """Believes the headers ``X-Forwarded-*`` of so many proxies, if they are what they should be.

    A scheme is http or https, a host a name or an address, a prefix path segments, a port digits,
    a client an address; a request with anything else is refused with 400.
    """

    def __init__(self, application: WSGIApplication, proxies: int) -> None:
        self._proxies = proxies
        self._application = application
        self._fixed = ProxyFix(application, *([proxies] * 5))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        for header, is_right in _CHECKS.items():
            said = self._believed(environ.get(header, ""))
            if said and not is_right(said):
                name = header.removeprefix("HTTP_").replace("_", "-").title()
                environ[FAULT] = Fault(400, f"{name}: not what a proxy may say there", closes=True)
                return self._application(environ, start_response)
        return self._fixed(environ, start_response)

    def _believed(self, header: str) -> str:
        """Return the value that the outermost of the proxies in front added."""
        values = [value.strip() for value in header.split(",")]
        return values[-self._proxies] if len(values) >= self._proxies else ""


class KnownHosts:
    """Refuses with 400 what asks for a host that the service does not go by."""

    def __init__(self, application: WSGIApplication, hosts: str) -> None:
        self._application = application
        self._hosts = frozenset(name.strip().lower() for name in hosts.split(",") if name.strip())

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        host = environ.get("HTTP_HOST", "").lower()
        probe = str(environ.get("PATH_INFO", "")).startswith("/health/")
        if not probe and host not in self._hosts and _without_port(host) not in self._hosts:
            environ.setdefault(FAULT, Fault(400, "Host: not a name of this service", closes=True))
        return self._application(environ, start_response)


def _without_port(host: str) -> str:
    return host.rpartition(":")[0] if re.search(r":[0-9]+$", host) else host


def _is_address(text: str) -> bool:
    try:
        ip_address(text.strip("[]"))
    except ValueError:
        return False
    return True


_CHECKS: Final[dict[str, Callable[[str], bool]]] = {
    "HTTP_X_FORWARDED_PROTO": lambda text: text in {"http", "https"},
    "HTTP_X_FORWARDED_HOST": is_host,
    "HTTP_X_FORWARDED_PREFIX": lambda text: _PREFIX.fullmatch(text) is not None,
    "HTTP_X_FORWARDED_PORT": lambda text: _DIGITS.fullmatch(text) is not None,
    "HTTP_X_FORWARDED_FOR": _is_address,
}
