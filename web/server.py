"""The production server: granian, chosen by measurement (docs/decisions)."""

import gc
import multiprocessing
import signal
import sys
from typing import Final

import click
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server import Server

from web.app import create_app
from web.operations.log import configure_logging
from web.operations.metrics import Metrics
from web.settings import Settings

__all__ = ["serve_forever"]

_DRAIN_SECONDS: Final = 10
_COLLECTED_OBJECTS: Final = 20_000
"""New objects between two looks for garbage; Python's 700 is a few requests."""
_RESPAWN_SECONDS: Final = 0.5


def serve_forever(settings: Settings) -> None:
    """Load the data once, then serve from worker processes until SIGTERM or SIGINT.

    The workers are forked from the process that holds the data, so its memory is shared. A
    worker that dies is replaced; on SIGTERM open requests are finished first.

    Raises
    ------
    DatasetError
        The data are missing, damaged or of another format version.
    """
    configure_logging(settings.log_level)
    figures = Metrics.share_between_processes()
    app = create_app(settings)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECTED_OBJECTS)
    if sys.platform != "win32":
        multiprocessing.set_start_method("fork", force=True)
    server = Server(
        "web.app:create_app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=settings.request_seconds * 1000),
        workers=settings.workers,
        blocking_threads=settings.threads,
        respawn_failed_workers=True,
        respawn_interval=_RESPAWN_SECONDS,
        workers_kill_timeout=_DRAIN_SECONDS,
        log_enabled=False,
    )
    click.echo(f"Border Ports serves http://{settings.host}:{settings.port}", err=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        server.serve(target_loader=lambda: app, wrap_loader=False)
    finally:
        Metrics.forget(figures)
