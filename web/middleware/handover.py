"""Answers that the server's front brings along: refusals, and what another process has made."""

from collections.abc import Iterable
from typing import Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Request

from web.http.conditions import asked_range, moment_of, part_headers
from web.http.file_parts import FileParts
from web.http.handover import FAULT, KEEP_FLAG, MADE, Fault, Made
from web.http.operation import Service
from web.http.problems import problem_of_status
from web.http.responses import response_of_reply
from web.middleware.access_log import REQUEST_ID

__all__ = ["Handover"]

_DATES: Final = ("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE")
_GONE: Final = 499
"""For the log alone: the client that would read it has gone."""


class Handover:
    """Sends what the front brought along; the application answers everything else."""

    def __init__(self, application: WSGIApplication, service: Service) -> None:
        self._application = application
        self._service = service

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if MADE in environ:
            made: Made = environ[MADE]
            environ[KEEP_FLAG] = made.keep
            start_response(*_chosen(made, environ))
            return made.parts
        if FAULT in environ:
            fault: Fault = environ[FAULT]
            if fault.status == _GONE:
                start_response("499 Client Closed Request", [])
                return []
            headers = [("Connection", "close")] if fault.closes else []
            if fault.retry_seconds:
                headers.append(("Retry-After", str(fault.retry_seconds)))
            identity = environ.get(REQUEST_ID, "")
            reply = problem_of_status(fault.status, fault.detail, identity, tuple(headers))
            answer = response_of_reply(self._service, Request(environ), reply)
            return answer(environ, start_response)
        for name in _DATES:
            if name in environ and moment_of(environ[name]) is None:
                del environ[name]  # Not even Flask's files read the year 10^10.
        return self._application(environ, start_response)


def _chosen(made: Made, environ: WSGIEnvironment) -> tuple[str, list[tuple[str, str]]]:
    """Choose of an answer what is asked for; return its status and headers.

    Of an answer that the cache keeps it chooses itself.
    """
    said = {name.lower(): value for name, value in made.headers}
    parts, is_whole = made.parts, made.keep or not made.status.startswith("200")
    if is_whole or "content-encoding" in said or environ["REQUEST_METHOD"] != "GET":
        return made.status, made.headers
    if not isinstance(parts, FileParts):
        return made.status, made.headers
    size = parts.size
    asked = asked_range(environ, said.get("etag", ""), size)
    if asked is None:
        return made.status, made.headers
    parts.only(*asked)
    return part_headers(asked, size, made.headers)
