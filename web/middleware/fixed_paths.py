"""Questions and collections answered by their path alone, ahead of Flask's routing."""

from collections.abc import Callable, Iterable, Mapping
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Request

from web.middleware.host_check import is_host

__all__ = ["FixedPaths"]


class FixedPaths:
    """Answers GET requests for paths without a variable part; all others are left to Flask.

    Matching addresses and keeping contexts, which such answers do not use, takes Flask longer than
    a quick answer. What fails here is asked again of Flask, which makes the problem of it.

    Parameters
    ----------
    application
        What answers everything, these paths too, with the same bytes and headers.
    answers
        What answers a request, by its path.
    """

    def __init__(
        self,
        application: WSGIApplication,
        answers: Mapping[str, Callable[[Request], WSGIApplication]],
    ) -> None:
        self._application = application
        self._answers = answers

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        answer = self._answers.get(environ["PATH_INFO"])
        plain = environ["REQUEST_METHOD"] == "GET" and is_host(environ.get("HTTP_HOST", ""))
        if answer is None or not plain:
            return self._application(environ, start_response)
        try:
            response = answer(Request(environ))
        except Exception:  # noqa: BLE001 - it comes again below, and is answered or logged there
            return self._application(environ, start_response)
        return response(environ, start_response)
