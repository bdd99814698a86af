"""Pages made before, whatever else is written in the addresses by which they are asked for."""

import threading
from collections import OrderedDict
from typing import Final

from web.http.operation import Call, Reply

__all__ = ["KnownPages"]

_MAX_BYTES: Final = 16 * 2**20
_OVERHEAD_BYTES: Final = 1000
_MAX_ROOTS: Final = 4
"""Addresses of the service for which pages are made here; a service has one or two."""
_MAX_MAKING: Final = 3
"""Pages that are made here at the same time; the next ones are made by another process."""
_MAX_WAITING: Final = 3
"""Calls that wait for the same page here, each holding a thread."""

_Key = tuple[object, ...]


class KnownPages:
    """Answers calls of pages and files, each of them once.

    A page takes up to a tenth of a second to make, and parameters that others append to its
    address do not change it. Nor can somebody have pages made again and again by naming hosts, or
    many at once: beyond a few, another process makes them, which keeps nobody else waiting.
    """

    def __init__(self) -> None:
        self._replies: OrderedDict[_Key, Reply] = OrderedDict()
        self._bytes = 0
        self._roots: set[str] = set()
        self._making: dict[_Key, tuple[threading.Lock, list[int]]] = {}
        self._lock = threading.Lock()

    def answer(self, call: Call) -> Reply:
        """Return the answer to a call, the one made before if there is one.

        Raises
        ------
        CostlyError
            Another process is to make it.
        """
        key = (call.operation.id, call.path, tuple(call.query.items()), call.media, call.lang,
               call.root)  # fmt: skip
        with self._lock:
            known = self._replies.get(key)
            if known is not None:
                self._replies.move_to_end(key)
                return known
            if call.deferrable and len(self._roots) < _MAX_ROOTS:
                self._roots.add(call.root)
            if call.root not in self._roots or len(self._making) >= _MAX_MAKING:
                call.costly()
            making, waits = self._making.setdefault(key, (threading.Lock(), [0]))
            if waits[0] > _MAX_WAITING:
                call.costly()
            waits[0] += 1
        try:
            with making:
                return self._replies.get(key) or self._made(key, call)
        finally:
            with self._lock:
                waits[0] -= 1
                if not waits[0]:
                    self._making.pop(key, None)

    def _made(self, key: _Key, call: Call) -> Reply:
        reply = call.operation.answer(call)
        if reply.keep and reply.status == 200 and reply.file is None:  # noqa: PLR2004
            self._keep(key, reply)
        return reply

    def _keep(self, key: _Key, reply: Reply) -> None:
        with self._lock:
            if key in self._replies:
                return
            self._replies[key] = reply
            self._bytes += len(reply.body) + _OVERHEAD_BYTES
            while self._bytes > _MAX_BYTES:
                _, oldest = self._replies.popitem(last=False)
                self._bytes -= len(oldest.body) + _OVERHEAD_BYTES
