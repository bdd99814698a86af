"""Counts and durations of requests, for Prometheus; all worker processes together.

The figures are in memory that the processes share, without files: a full or cleaned folder
cannot stop a request from being counted, nor the counting a request.
"""

import mmap
import threading
from bisect import bisect_left
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import CollectorRegistry
    from prometheus_client.metrics_core import Metric

__all__ = ["Figures", "Metrics"]

_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS", "other")
"""Labels are these alone: a client cannot make new ones."""
_STATUSES: Final = (
    200, 204, 206, 301, 302, 304, 307, 308, 400, 404, 405, 406, 408, 413, 414, 415, 416, 429, 499,
    500, 503, 507, 0,
)  # fmt: skip
"""Statuses that are counted by themselves; 0 is any other."""
_METHOD_PLACES: Final = {name: figure for figure, name in enumerate(_METHODS)}
_STATUS_PLACES: Final = {status: figure for figure, status in enumerate(_STATUSES)}
_COUNTS: Final = len(_METHODS) * len(_STATUSES)
_SECONDS: Final = _COUNTS + len(_BUCKETS) + 1
_BYTES: Final = _SECONDS + 1
_FIGURES: Final = _BYTES + 1


class Figures(Protocol):
    """What yields figures as Prometheus' client wants them."""

    def collect(self) -> "Iterator[Metric]":
        """Yield the figures."""
        ...


class Metrics:
    """The figures of ``processes`` processes; each counts in a row of its own.

    Make it before the processes are forked, and set ``process`` in each of them.
    """

    def __init__(self, processes: int = 1) -> None:
        self.process = 0
        self._processes = processes
        self._figures = memoryview(mmap.mmap(-1, processes * _FIGURES * 8)).cast("d")
        self._lock = threading.Lock()

    def observe(self, method: str, status: int, seconds: float, size: int) -> None:
        """Count one request: its method, status, seconds and bytes of the body."""
        start = self.process * _FIGURES
        known = _METHOD_PLACES.get(method, len(_METHODS) - 1)
        figure = known * len(_STATUSES) + _STATUS_PLACES.get(status, len(_STATUSES) - 1)
        figures = self._figures
        with self._lock:
            figures[start + figure] += 1
            figures[start + _COUNTS + bisect_left(_BUCKETS, seconds)] += 1
            figures[start + _SECONDS] += seconds
            figures[start + _BYTES] += size

    def text(self, *beside: Figures) -> bytes:
        """Return the figures, and those beside them, in Prometheus' text format."""
        from prometheus_client import generate_latest

        return bytes(generate_latest(self._registry(beside)))

    def serve(self, port: int, *beside: Figures) -> None:
        """Answer for the figures at a port of this machine alone, from a thread."""
        from prometheus_client import start_http_server

        start_http_server(port, "127.0.0.1", self._registry(beside))

    def _registry(self, beside: "tuple[Figures, ...]") -> "CollectorRegistry":
        from prometheus_client import CollectorRegistry

        registry = CollectorRegistry()
        for figures in (self, *beside):
            registry.register(figures)
        return registry

    def collect(self) -> "Iterator[Metric]":
        """Yield the figures as Prometheus' client wants them."""
        from prometheus_client.metrics_core import CounterMetricFamily, HistogramMetricFamily

        sums = [
            sum(self._figures[row * _FIGURES + figure] for row in range(self._processes))
            for figure in range(_FIGURES)
        ]
        requests = CounterMetricFamily(
            "border_ports_requests", "Requests answered.", labels=["method", "status"]
        )
        for figure, count in enumerate(sums[:_COUNTS]):
            if count:
                status = _STATUSES[figure % len(_STATUSES)] or "other"
                requests.add_metric([_METHODS[figure // len(_STATUSES)], str(status)], count)
        yield requests
        buckets, total = [], 0.0
        for bound, count in zip((*_BUCKETS, "+Inf"), sums[_COUNTS:_SECONDS], strict=True):
            total += count
            buckets.append((str(bound), total))
        yield HistogramMetricFamily(
            "border_ports_request_seconds",
            "Time to answer.",
            buckets=buckets,
            sum_value=sums[_SECONDS],
        )
        yield CounterMetricFamily(
            "border_ports_sent_bytes", "Bytes of bodies sent.", value=sums[_BYTES]
        )
