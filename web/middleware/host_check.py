"""The Host of a request: one, written as a host, and one of those served."""

import re
from typing import Any, Final

from web.http.handover import Fault

__all__ = ["HOST", "host_fault"]

HOST: Final = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?"
)
"""A name or an address, with or without a port."""
_BEFORE_HOSTS: Final = "1.0"


def host_fault(scope: dict[str, Any]) -> Fault | None:
    """Return why the Host of an ASGI request is refused, ``None`` if it is not.

    A client of HTTP/1.0 may leave it out.
    """
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if len(hosts) == 1 and HOST.fullmatch(hosts[0].decode("latin-1")):
        return None
    if scope["http_version"] == _BEFORE_HOSTS and not any(hosts):
        return None
    return Fault(400, "Host: one name or address, with or without a port, is needed", closes=True)
