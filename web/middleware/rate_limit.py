"""A limit on requests per client that no person reaches (library ``limits``)."""

import logging
import time
from collections.abc import Iterable
from typing import Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Request
from limits import RateLimitItem, parse
from limits.storage import Storage, storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter

from geo.errors import InvalidValueError
from geo.words.catalogue import words
from geo.words.messages import message
from web.http.handover import AT_ONCE, COUNTED, LATER, MADE
from web.http.operation import Service
from web.http.problems import problem_of_status
from web.http.reading import language_of
from web.http.responses import response_of_reply
from web.middleware.access_log import REQUEST_ID

__all__ = ["RateLimit", "checked_rate"]

_LIMITED: Final = message("at most {rate}; again in {seconds} s")
_LOG: Final = logging.getLogger("border_ports")


def checked_rate(text: str) -> RateLimitItem:
    """Return a rate such as ``60/minute``; ``InvalidValueError`` names the setting."""
    try:
        return parse(text)
    except ValueError:
        raise InvalidValueError(
            "BORDER_PORTS_RATE_LIMIT", text, "a rate such as 60/minute or 1000/hour, or none"
        ) from None


def _storage(address: str) -> Storage:
    """Return where rates are counted; the address may hold a password and is in no message."""
    try:
        return storage_from_string(address)  # type: ignore[return-value]
    except Exception:  # noqa: BLE001 - each storage has errors of its own
        kinds = "memory://, or redis://… or memcached://… whose package is installed"
        raise InvalidValueError("BORDER_PORTS_RATE_STORE", "this address", kinds) from None


class RateLimit:
    """Answers 429 with ``Retry-After`` to a client that has used up its rate.

    A client is its network address; the setting ``rate_store`` is an address that ``limits``
    knows, ``memory://`` keeping the count in each worker process. Health checks and what browsers
    ask first (OPTIONS) are never limited.
    """

    def __init__(self, application: WSGIApplication, service: Service, rate: RateLimitItem) -> None:
        self._application = application
        self._service = service
        self._rate = rate
        self._limiter = SlidingWindowCounterRateLimiter(_storage(service.settings.rate_store))
        self._is_near = service.settings.rate_store.startswith("memory:")
        self._is_away = False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if AT_ONCE in environ and not self._is_near:
            environ[LATER] = True
            return []
        probe = str(environ.get("PATH_INFO", "")).startswith("/health/")
        asks_first = environ.get("REQUEST_METHOD") == "OPTIONS"
        exempt = probe or asks_first or MADE in environ or COUNTED in environ
        seconds = 0 if exempt else self._seconds_to_wait(str(environ.get("REMOTE_ADDR", "")))
        environ[COUNTED] = True
        if not seconds:
            return self._application(environ, start_response)
        lang = language_of(Request(environ))
        reply = problem_of_status(
            429,
            words(lang).say(_LIMITED, rate=self._rate, seconds=seconds),
            environ.get(REQUEST_ID, ""),
            (("Retry-After", str(seconds)),),
            lang,
        )
        return response_of_reply(self._service, Request(environ), reply)(environ, start_response)

    def admits(self, client: str) -> bool:
        """Count a request of a client that is answered at once; say whether it may be.

        Not where the rate is counted far away, for which nobody waits here.
        """
        return self._is_near and not self._seconds_to_wait(client)

    def _seconds_to_wait(self, client: str) -> int:
        """Return when a client may come back, 0 for now; where no rate is counted, now."""
        try:
            if self._limiter.hit(self._rate, client):
                self._is_away = False
                return 0
            window = self._limiter.get_window_stats(self._rate, client)
        except Exception as error:  # noqa: BLE001 - each storage has errors of its own
            if not self._is_away:
                self._is_away = True
                kind = type(error).__name__
                _LOG.warning("requests are not limited: the rate store is away (%s)", kind)
            return 0
        return max(1, int(window.reset_time - time.time()) + 1)
