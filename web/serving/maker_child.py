"""A child of the maker: answers one request and ends."""

import errno
import json
import logging
import os
import resource
import socket
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NoReturn
from wsgiref.types import WSGIApplication

from web.http.handover import KEEP_FLAG, Fault
from web.serving.wsgi_call import call_application

__all__ = ["make_answer"]

_LOG: Final = logging.getLogger("border_ports")
_MAX_KEPT: Final = 2**20
"""Answers up to this size may be kept by the workers."""
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def make_answer(
    application: WSGIApplication,
    environ: Mapping[str, str],
    body: int | None,
    result: socket.socket,
    folder: Path,
) -> NoReturn:
    """Answer a request, send the answer as an open file, and end this process.

    Parameters
    ----------
    application
        What answers.
    environ
        The request, as ``handed_over`` chose from it.
    body
        An open file that holds the request's body, if it has one.
    result
        Where the answer goes.
    folder
        Where the file is made; it never has a name.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        message, file = _answer(application, environ, body, folder)
    except Exception as error:  # noqa: BLE001 - logged below, and told
        fault = _fault(error)
        path = environ.get("PATH_INFO")
        _LOG.exception("%s could not be made", path)
        message, file = {"fault": fault}, None
    files = [] if file is None else [file]
    try:
        socket.send_fds(result, [json.dumps(message).encode()], files)
        for handler in _LOG.handlers:
            handler.flush()
    finally:
        os._exit(0)


def _answer(
    application: WSGIApplication, environ: Mapping[str, str], body: int | None, folder: Path
) -> tuple[dict[str, Any], int]:
    content = b"" if body is None else os.pread(body, os.fstat(body).st_size, 0)
    full: dict[str, Any] = {**environ, "wsgi.errors": sys.stderr, "wsgi.version": (1, 0),
                            "wsgi.multithread": False, "wsgi.multiprocess": True,
                            "wsgi.run_once": True, "wsgi.input_terminated": True}  # fmt: skip
    answer = call_application(application, full, content)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        while (part := answer.next_part()) is not None:
            file.write(part)
        size = file.tell()
        file.flush()
        kept = os.dup(file.fileno())
    message = {
        "status": f"{answer.status} made",
        "headers": [(name.decode(), value.decode("latin-1")) for name, value in answer.headers],
        "keep": bool(full.get(KEEP_FLAG)) and size <= _MAX_KEPT,
    }
    return message, kept


def _fault(error: Exception) -> Fault:
    if isinstance(error, OSError) and error.errno in _FULL:
        return Fault(507, "there is no room left for the answer", 60)
    return Fault(500, "The service failed to answer; the log has the details.")
