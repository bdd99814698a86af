"""The production server: granian under a guard, a maker beside the workers (docs/decisions)."""

import asyncio
import gc
import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Final
from wsgiref.types import StartResponse, WSGIEnvironment

import click
from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from werkzeug.test import EnvironBuilder, run_wsgi_app

from geo.feeds.live_registry import kept_history
from geo.queries.registry import QUESTIONS
from web.app import create_app
from web.downloads.file_cache import cache_folder
from web.http.metrics import Metrics
from web.operations.health import not_ready_while
from web.operations.live_figures import LiveFigures
from web.operations.log import configure_logging
from web.operations.store_watch import keep_up
from web.serving.arrival import Arrival
from web.serving.board import Board
from web.serving.front import Front
from web.serving.guard import Guard, refuse_port_in_use
from web.serving.live import Live
from web.serving.maker import Maker
from web.serving.maker_client import MakerClient
from web.settings import Settings

__all__ = ["serve_forever"]

_DRAIN_SECONDS: Final = 10
_FIRST_PATHS: Final = ("/collections/ports/items?limit=1", "/map")
_LATER: Final = ("geo.batch.answers",)
"""Modules that no page needs, but the answer to a table of points."""
_OF_DOCUMENTS: Final = (
    "geo.formats.registry", "geo.formats.pack", "geo.documents.brief.write",
    "geo.documents.slides.write", "geo.documents.workbook", "geo.maps.printed.figure",
    "pyogrio", "matplotlib.figure",
)  # fmt: skip
"""What files and documents are made with, which the maker's children then need not load."""
_ARROW_MEMORY: Final = ("ARROW_DEFAULT_MEMORY_POOL", "system")
"""Arrow's own pool keeps 40 MiB of what the reading of the counts has freed."""
_COLLECTED_OBJECTS: Final = 20_000
"""New objects between two looks for garbage; Python's 700 is a few requests."""


def serve_forever(settings: Settings) -> None:
    """Load the data once, then serve from worker processes until SIGTERM or SIGINT.

    Workers and maker are forked from the process that holds the data, so its memory is shared,
    and end with it. A first worker answers before all is loaded; the service is ready when that
    one has gone. One that dies or falls silent is replaced; on SIGTERM open requests are finished
    first.

    Raises
    ------
    DatasetError
        The data are missing, damaged or of another format version.
    PortInUseError
        The address cannot be listened on.
    """
    _begin(settings)
    first = settings.workers
    metrics = Metrics(settings.workers + 1)
    app = create_app(settings, metrics=metrics)
    gc.freeze()
    multiprocessing.set_start_method("fork", force=True)
    board = Board(settings.workers + 1, settings.threads)
    maker = _maker(app, settings)
    guard = _guard(settings)
    beside: list[Maker | Live] = [maker, *_live(app, settings)]
    guard.watch(board, beside, settings.worker_seconds, partial(_prepare, app))

    def load(worker: int) -> Front:
        board.worker = metrics.process = worker
        not_ready_while(app, lambda: worker == first or board.last_beat(first) > 0)
        _collect_seldom()
        front = Front(
            app,
            board,
            Arrival(settings.max_body_mib * 2**20, settings.request_seconds),
            threads=settings.threads,
            send_seconds=settings.send_seconds,
            maker=MakerClient(maker.jobs),
            table=lambda: app.extensions["border_ports_ready"],
        )
        front.task = asyncio.get_event_loop_policy().get_event_loop().create_task(front.beat())
        return front

    if settings.metrics.isdigit():
        metrics.serve(int(settings.metrics), LiveFigures(settings))
    click.echo(f"Border Ports serves http://{settings.host}:{settings.port}", err=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        guard.serve(target_loader=guard.in_worker(load), wrap_loader=False)
    finally:
        for one in beside:
            one.stop()


def _begin(settings: Settings) -> None:
    """Make this process ready to load, if it may listen."""
    os.environ.setdefault(*_ARROW_MEMORY)
    configure_logging(settings.log_level)
    refuse_port_in_use(settings.host, settings.port)
    gc.disable()


def _live(app: Flask, settings: Settings) -> list[Live]:
    """Return the process that asks the live feeds, if the service is to ask them."""
    if settings.live != "1":
        return []
    history = kept_history(settings.live_folder, settings.live_database)
    return [Live(app.extensions["border_ports"].border, history)]


def _prepare(app: Flask) -> Iterator[object]:
    """Load what the first asker of each kind would wait for, which the workers then share.

    It yields after each step. What the process then holds stays, and is not looked at for garbage.
    """
    border = app.extensions["border_ports"].border
    for question in QUESTIONS.values():
        if question.quick:
            required = {item.name: item.example for item in question.fields if item.required}
            yield question.ask(border, required)
    for name in _LATER:
        yield import_module(name)
    for path in (f"/states/{border.records('states').columns['id'][0]}", *_FIRST_PATHS):
        environ = EnvironBuilder(path).get_environ()
        yield run_wsgi_app(app.extensions["border_ports_costly"], environ)
    for name in _OF_DOCUMENTS:
        with suppress(ImportError):  # An extra may not be installed.
            yield import_module(name)
    gc.collect()
    gc.freeze()
    _collect_seldom()


def _collect_seldom() -> None:
    gc.enable()
    gc.set_threshold(_COLLECTED_OBJECTS)


def _maker(app: Flask, settings: Settings) -> Maker:
    def costly(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer from the data in use when it is asked, which may be newer than at the start."""
        answer: Iterable[bytes] = app.extensions["border_ports_costly"](environ, start)
        return answer

    return Maker(
        costly,
        partial(keep_up, app),
        at_once=settings.makers or max(1, (os.cpu_count() or 1) - 1),
        seconds=settings.make_seconds,
        folder=Path(cache_folder(settings.cache_dir)),
    )


def _guard(settings: Settings) -> Guard:
    return Guard(
        "web.app:create_app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=settings.request_seconds * 1000),
        websockets=False,
        workers=settings.workers,
        respawn_failed_workers=True,
        workers_kill_timeout=_DRAIN_SECONDS,
        log_enabled=False,
    )
