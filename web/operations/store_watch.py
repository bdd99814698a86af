"""A service over a store: notices that it is away, and takes up a new version of the data."""

import logging
import os
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flask import Flask, current_app

from geo.border import Border, load
from geo.errors import BorderError
from geo.stores import store_fingerprint
from geo.stores.own_layers import own_fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable

    from web.http.metrics import Metrics
    from web.http.operation import Service
    from web.settings import Settings

__all__ = ["keep_up", "store_trouble", "watch_store"]

_LOG: Final = logging.getLogger("border_ports")
_KEY: Final = "border_ports_watch"
_OF_DATA: Final = ("border_ports", "border_ports_costly", "border_ports_ready")
"""What of an application holds the data."""
_NOT_KNOWN: Final = ""
"""What the store was when the data were loaded, if a write to it since might not be seen."""
_AWAY: Final = "The data set's store is away; questions are answered from the loaded data."


def watch_store(
    app: Flask, service: "Service", build: "Callable[[Settings, Border, Metrics], Flask]"
) -> None:
    """Look at the service's database or folder of data now and then, if it has one.

    Each process looks for itself from its first request on. While the store is away the
    loaded data go on answering and ``store_trouble`` says why; a new version is loaded, made
    into an application by ``build``, and answers from then on.
    """
    if not (service.settings.store or service.settings.layers):
        return
    watch = _Watch(app, service, build)
    app.extensions[_KEY] = watch
    app.before_request(watch.begin)


def keep_up(app: Flask, version: str) -> None:
    """Look at the store now, if another process of the service has another version of the data.

    For a process that answers no requests by itself and so does not look now and then.
    """
    watch: _Watch | None = app.extensions.get(_KEY)
    if watch is not None and version not in {"", app.extensions["border_ports"].border.version}:
        watch.look()


def store_trouble() -> str | None:
    """Return what to tell clients while the store is away, ``None`` while it is not.

    The log has the details, which are not for everybody.
    """
    watch: _Watch | None = current_app.extensions.get(_KEY)
    return _AWAY if watch is not None and watch.trouble is not None else None


class _Watch:
    """Looks at a store from a thread of its own."""

    def __init__(
        self, app: Flask, service: "Service", build: "Callable[[Settings, Border, Metrics], Flask]"
    ) -> None:
        from geo.stores.postgis import package_fingerprint

        self.trouble: str | None = None
        self._app = app
        self._settings = service.settings
        self._build = build
        self._by_hand = self._settings.changed_tables == "warn"
        self._fingerprint = (
            self._seen() if self._settings.layers else package_fingerprint(service.border.package)
        )
        if self._by_hand:
            self._fingerprint = _NOT_KNOWN
        self._process: int | None = None
        self._lock = threading.Lock()

    def begin(self) -> None:
        """Start looking, once in each process: threads do not survive a fork."""
        if self._process == os.getpid():
            return
        with self._lock:
            if self._process != os.getpid():
                self._process = os.getpid()
                threading.Thread(target=self._run, name="store-watch", daemon=True).start()

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            self.look()
            pause.wait(self._settings.store_check_seconds)

    def look(self) -> None:
        """Look once: note trouble, or its end, or take up a new version."""
        try:
            fingerprint = self._seen()
            if fingerprint != self._fingerprint:
                self._take_up(self._loaded(), fingerprint)
        except BorderError as error:
            if self.trouble is None:
                _LOG.warning("the data set's store is away: %s", error)
            self.trouble = str(error)
            return
        if self.trouble is not None:
            _LOG.warning("the data set's store is back")
        self.trouble = None

    def _loaded(self) -> Border:
        return load(
            self._settings.store or None,
            layers=self._settings.layers or None,
            changed_tables=self._settings.changed_tables,
        )

    def _seen(self) -> str:
        """Return what tells the store and the folder of layers from all that they were before."""
        store = self._settings.store
        seen = store_fingerprint(store, by_hand=self._by_hand) if store else ""
        layers = self._settings.layers
        return f"{seen} {own_fingerprint(Path(layers))}" if layers else seen

    def _take_up(self, border: Border, fingerprint: str) -> None:
        service = self._app.extensions["border_ports"]
        if self._fingerprint == _NOT_KNOWN and border.package == service.border.package:
            self._fingerprint = fingerprint
            return
        metrics = service.metrics
        fresh = self._build(replace(self._settings, store="", layers=""), border, metrics)
        fresh.extensions[_KEY] = self
        for name in _OF_DATA:
            self._app.extensions[name] = fresh.extensions[name]
        self._app.wsgi_app = fresh.wsgi_app  # type: ignore[method-assign]
        self._fingerprint = fingerprint
        _LOG.warning("data set %s is in use", border.version)
