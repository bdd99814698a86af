"""Whether the process lives and whether it can answer."""

import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import orjson
from flask import Flask, current_app
from werkzeug.exceptions import ServiceUnavailable

from geo.data.contact import checked_contact
from geo.data.frames import BorderFrames
from geo.data.freshness import freshness
from geo.errors import DatasetError, InvalidValueError
from geo.words.messages import message
from web.http.operation import JSON, Call, Operation, Reply
from web.operations.live_figures import LiveFigures, live_state
from web.operations.store_watch import store_trouble
from web.settings import Settings

__all__ = ["health_operations", "not_ready_while"]

_LOG: Final = logging.getLogger("border_ports")
_DAMAGED: Final = "A data file was damaged; questions are answered from the loaded data."
_STARTING: Final = "Questions are answered; what makes the answers quick is being loaded."
_STARTING_KEY: Final = "border_ports_starting"
_PROMETHEUS: Final = "text/plain;version=0.0.4"
_TEXT: Final = "text/plain"
_METRICS_PATH: Final = re.compile(r"(?:/[A-Za-z0-9._~-]+)+")
_CONTACT_PATH: Final = "/.well-known/security.txt"
_CONTACT_HOLDS: Final = timedelta(days=180)


def health_operations(settings: Settings) -> list[Operation]:
    """Return the operations under ``/health``, and of the figures and the contact, if wanted."""
    operations = [
        Operation(
            id="live",
            path="/health/live",
            tag="operations",
            summary=message("The process lives"),
            answer=_live,
            schema="Health",
        ),
        Operation(
            id="ready",
            path="/health/ready",
            tag="operations",
            summary=message("The data are loaded and questions are answered"),
            answer=_ready,
            schema="Health",
            problems=(503,),
        ),
    ]
    if settings.metrics and not settings.metrics.isdigit():
        operations.append(_metrics_operation(settings.metrics))
    if settings.security_contact:
        contact = checked_contact("BORDER_PORTS_SECURITY_CONTACT", settings.security_contact)
        operations.append(_contact_operation(contact))
    return operations


def not_ready_while(app: Flask, is_starting: Callable[[], bool]) -> None:
    """Let a process say that it is not ready, although it answers, while the service starts."""
    app.extensions[_STARTING_KEY] = is_starting


def _metrics_operation(path: str) -> Operation:
    if not _METRICS_PATH.fullmatch(path):
        raise InvalidValueError("BORDER_PORTS_METRICS", path, "a path such as /metrics, or a port")
    return Operation(
        id="metrics",
        path=path,
        tag="operations",
        summary=message("Figures of the requests, for Prometheus"),
        answer=_metrics,
        media=(_PROMETHEUS,),
        extra_media_names={_PROMETHEUS: "prometheus"},
        documented=path == "/metrics",
    )


def _contact_operation(contact: str) -> Operation:
    """Return the operation of ``security.txt`` (RFC 9116)."""

    def answer(call: Call) -> Reply:
        expires = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        end = (expires + _CONTACT_HOLDS).isoformat().replace("+00:00", "Z")
        address = call.url(_CONTACT_PATH)
        lines = f"Contact: {contact}\nExpires: {end}\nPreferred-Languages: en, es\n"
        body = f"{lines}Canonical: {address}\n".encode()
        return Reply(body=body, media=_TEXT, keep=False, max_age=86_400)

    return Operation(
        id="securityContact",
        path=_CONTACT_PATH,
        tag="operations",
        summary=message("Whom to tell of a weakness"),
        answer=answer,
        media=(_TEXT,),
        extra_media_names={_TEXT: "txt"},
        documented=False,
    )


def _live(_call: Call) -> Reply:
    return Reply(body=b'{"status":"ok"}', media=JSON, keep=False, max_age=0)


def _metrics(call: Call) -> Reply:
    text = call.service.metrics.text(LiveFigures(call.service.settings))
    return Reply(body=text, media=_PROMETHEUS, keep=False, max_age=0, open=False)


def _ready(call: Call) -> Reply:
    is_starting = current_app.extensions.get(_STARTING_KEY)
    if is_starting is not None and is_starting():
        raise ServiceUnavailable(_STARTING)
    if trouble := store_trouble():
        raise ServiceUnavailable(trouble)
    try:
        call.border.verify_files()
    except DatasetError as error:
        _LOG.error("a data file was damaged while the service runs: %s", error)
        raise ServiceUnavailable(_DAMAGED) from None
    body = {
        "status": "ok",
        "dataset_version": call.border.version,
        "ports": len(call.border.records("ports")),
        **_age(call.border),
        **live_state(call.service.settings),
    }
    return Reply(body=orjson.dumps(body), media=JSON, keep=False, max_age=0)


def _age(border: BorderFrames) -> dict[str, Any]:
    """Return to which months the counts reach and how long ago that is, which is no fault."""
    fresh = freshness(border)
    if fresh.to_month is None:
        return {}
    return {
        "data_to": fresh.to_month.isoformat()[:7],
        "data_to_by_measure": {name: one.isoformat()[:7] for name, one in fresh.newest.items()},
        "data_age_months": fresh.age_months(datetime.now(UTC).date()),
    }
