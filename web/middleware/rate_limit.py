"""A limit on requests per client that no person reaches (library ``limits``)."""

import time
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Request
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter

from geo.errors import InvalidValueError
from web.http.operation import Service
from web.http.problems import problem_of_status
from web.http.responses import response_of_reply
from web.middleware.access_log import REQUEST_ID

__all__ = ["RateLimit", "checked_rate"]


def checked_rate(text: str) -> RateLimitItem:
    """Return a rate such as ``60/minute``; ``InvalidValueError`` names the setting."""
    try:
        return parse(text)
    except ValueError:
        raise InvalidValueError(
            "BORDER_PORTS_RATE_LIMIT", text, "a rate such as 60/minute or 1000/hour"
        ) from None


class RateLimit:
    """Answers 429 with ``Retry-After`` to a client that has used up its rate.

    A client is its network address; the setting ``rate_store`` is an address that ``limits``
    knows, ``memory://`` keeping the count in each worker process. Health checks are never limited.
    """

    def __init__(self, application: WSGIApplication, service: Service, rate: RateLimitItem) -> None:
        self._application = application
        self._service = service
        self._rate = rate
        self._limiter = SlidingWindowCounterRateLimiter(
            storage_from_string(service.settings.rate_store)
        )

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        client = str(environ.get("REMOTE_ADDR", ""))
        exempt = str(environ.get("PATH_INFO", "")).startswith("/health/")
        if exempt or self._limiter.hit(self._rate, client):
            return self._application(environ, start_response)
        window = self._limiter.get_window_stats(self._rate, client)
        seconds = max(1, int(window.reset_time - time.time()) + 1)
        reply = problem_of_status(
            429,
            f"at most {self._rate}; again in {seconds} s",
            environ.get(REQUEST_ID, ""),
            (("Retry-After", str(seconds)),),
        )
        return response_of_reply(self._service, Request(environ), reply)(environ, start_response)
