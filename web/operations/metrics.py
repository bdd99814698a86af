"""Counts and durations of requests, for Prometheus; all worker processes together."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

__all__ = ["METRICS_FOLDER", "Metrics"]

METRICS_FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
"""Environment variable by which the worker processes find each other's figures."""
_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The figures of this process; ``text`` gives those of all of them."""

    def __init__(self) -> None:
        from prometheus_client import Counter, Histogram

        self._requests = Counter(
            "border_ports_requests", "Requests answered.", ["method", "status"], registry=None
        )
        self._seconds = Histogram(
            "border_ports_request_seconds", "Time to answer.", buckets=_BUCKETS, registry=None
        )
        self._counters: dict[tuple[str, int], Counter] = {}
        self._bytes = Counter("border_ports_sent_bytes", "Bytes of bodies sent.", registry=None)

    def observe(self, method: str, status: int, seconds: float, size: int) -> None:
        """Count one request."""
        counter = self._counters.get((method, status))
        if counter is None:
            counter = self._requests.labels(method, str(status))
            self._counters[method, status] = counter
        counter.inc()
        self._seconds.observe(seconds)
        self._bytes.inc(size)

    def text(self) -> bytes:
        """Return the figures in Prometheus' text format."""
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector

        registry = CollectorRegistry()
        if METRICS_FOLDER in os.environ:
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        else:
            for metric in (self._requests, self._seconds, self._bytes):
                registry.register(metric)
        return bytes(generate_latest(registry))

    @staticmethod
    def share_between_processes() -> Path:
        """Give the worker processes a common folder; call before the first ``Metrics``."""
        folder = Path(tempfile.mkdtemp(prefix="border-ports-metrics-"))
        os.environ[METRICS_FOLDER] = str(folder)
        return folder

    @staticmethod
    def forget(folder: Path) -> None:
        """Remove the common folder."""
        shutil.rmtree(folder, ignore_errors=True)
