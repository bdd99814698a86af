"""A real browser, the service on a port of its own, and a record of what a page asked for."""

import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from werkzeug.serving import make_server

from geo import Border
from web.app import create_app
from web.settings import Settings

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")
"""The first that is there is taken: the shell is Chromium without windows, for half the work."""
CHROMIUM = next(filter(None, map(shutil.which, PROGRAMS)), None)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-accelerated-2d-canvas",
    "--font-render-hinting=none",
]
"""The shell would draw letters of another width than people's Chromium but for the last one."""
AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
READY = "html[data-map=ready]"


@dataclass
class Watched:
    """A page with what it said on the console and whom it asked."""

    page: Any
    messages: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def go(self, address: str) -> Any:  # noqa: ANN401 - untyped plug-in
        """Open an address and wait until its map, if it has one, is drawn."""
        self.page.goto(address)
        if self.page.locator("#bp").count():
            self.page.wait_for_selector(READY, state="attached")
            self.page.evaluate("document.fonts.ready.then(() => true)")
        return self.page


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Return Chromium, or skip where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


def whole(application: WSGIApplication) -> WSGIApplication:
    """Let an answer be complete, and its file closed, before werkzeug sends it.

    werkzeug does not close the answer of a browser that has gone when it looks for what is left of
    the request.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        parts = application(environ, start_response)
        try:
            return [b"".join(parts)]
        finally:
            getattr(parts, "close", lambda: None)()

    return answer


@pytest.fixture(scope="session")
def served() -> Iterator[Callable[[Border], str]]:
    """Return a function that serves a border on a free port and returns the address."""
    running = []

    def serve(border: Border) -> str:
        server = make_server("127.0.0.1", 0, whole(create_app(Settings(), border)), threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        running.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}"

    yield serve
    for server, thread in running:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def site(served: Callable[[Border], str], border: Border) -> str:
    """Return the address of the service with the embedded data."""
    return served(border)


@pytest.fixture
def watch(browser: Any) -> Iterator[Callable[..., Watched]]:  # noqa: ANN401 - untyped plug-in
    """Return a function that opens a watched page; options are those of a browser context."""
    contexts = []

    def start(**options: Any) -> Watched:  # noqa: ANN401
        options.setdefault("viewport", {"width": 1280, "height": 860})
        options.setdefault("locale", "en-US")
        context = browser.new_context(**options)
        context.set_default_timeout(60_000)
        contexts.append(context)
        found = Watched(context.new_page())
        found.page.on("console", lambda message: found.messages.append(message.text))
        found.page.on("pageerror", lambda error: found.messages.append(str(error)))
        found.page.on("request", lambda request: found.addresses.append(request.url))
        return found

    yield start
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def unfold() -> Callable[[Any, str], None]:
    """Return a function that opens a folded part of the panel, unless it is open."""

    def start(page: Any, name: str) -> None:  # noqa: ANN401 - untyped plug-in
        if page.locator(f"details.{name}").get_attribute("open") is None:
            page.locator(f"details.{name} > summary").click()

    return start


@pytest.fixture(scope="session")
def axe() -> str:
    """Return axe-core's script, or skip where it is not installed."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: python hatch_build.py --tests")
    return AXE.read_text(encoding="utf-8")
