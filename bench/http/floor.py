"""The floor: a bare Flask app that answers each case with bytes read from ``FLOOR_ANSWERS``."""

import os
from pathlib import Path

from flask import Flask, Response
from granian.constants import HTTPModes, Interfaces
from granian.server import Server

_ANSWERS = {
    file.stem: (file.read_bytes(), "application/json")
    for file in Path(os.environ["FLOOR_ANSWERS"]).glob("*.json")
}
app = Flask("floor")


@app.get("/<name>")
def answer(name: str) -> Response:
    """Return the bytes of a case."""
    body, mimetype = _ANSWERS[name]
    return Response(body, mimetype=mimetype)


if __name__ == "__main__":
    Server(
        "floor:app",
        address="127.0.0.1",
        port=int(os.environ["FLOOR_PORT"]),
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=int(os.environ["FLOOR_WORKERS"]),
        blocking_threads=int(os.environ["FLOOR_THREADS"]),
        log_enabled=False,
    ).serve(target_loader=lambda: app, wrap_loader=False)
