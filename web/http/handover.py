"""What the server's front and the application tell each other about a request.

The words are keys of the WSGI environment. Without a front (in tests, or under another server)
none of them is there, and the application answers everything itself.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

__all__ = [
    "AT_ONCE",
    "COUNTED",
    "DATA_VERSION",
    "DEFERRED",
    "FAULT",
    "KEEP_FLAG",
    "KEPT",
    "LATER",
    "MADE",
    "MAY_DEFER",
    "STARTED",
    "CostlyError",
    "Fault",
    "Made",
]

AT_ONCE: Final = "border_ports.at_once"
"""Set by the front: its loop waits, so only what is ready or quick to make is to be answered."""
LATER: Final = "border_ports.later"
"""Set by the application: what was returned is no answer; a thread is to ask again."""
COUNTED: Final = "border_ports.counted"
"""Set by the application: the request counts in its client's rate already."""
MAY_DEFER: Final = "border_ports.may_defer"
"""Set by the front: a costly answer can be made by another process."""
DEFERRED: Final = "border_ports.deferred"
"""Set by the application: this answer is costly; what was returned is none."""
DATA_VERSION: Final = "border_ports.data_version"
"""Set by the application beside ``DEFERRED``: the version of the data that it answers from."""
MADE: Final = "border_ports.made"
"""Set by the front: the answer that another process has made (``Made``)."""
FAULT: Final = "border_ports.fault"
"""Set by the front: why the request is refused before it reaches the application (``Fault``)."""
STARTED: Final = "border_ports.started"
"""Set by the front: when the request arrived, on the clock of ``time.perf_counter``."""
KEEP_FLAG: Final = "border_ports.keep"
"""Set by the application: the response may be kept and sent again."""
KEPT: Final = "border_ports.kept"
"""Set by the application: what had kept this answer ready; the same request gets the same again."""


class Fault(NamedTuple):
    """A refusal: HTTP status, a sentence for the client, and seconds to wait, 0 for none.

    ``closes`` says that the connection ends with it, as part of the request may still arrive.
    """

    status: int
    detail: str
    retry_seconds: int = 0
    closes: bool = False


class Made(NamedTuple):
    """An answer made elsewhere; ``keep`` says that it may be kept and sent again."""

    status: str
    headers: list[tuple[str, str]]
    parts: Iterable[bytes]
    keep: bool = False


class CostlyError(Exception):
    """An answer takes long and is to be made by another process."""
