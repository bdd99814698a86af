"""Whether the process lives and whether it can answer."""

from typing import Final

import orjson
from werkzeug.exceptions import ServiceUnavailable

from geo.words.messages import message
from web.http.operation import JSON, Call, Operation, Reply
from web.operations.store_watch import store_trouble

__all__ = ["health_operations"]

_PROMETHEUS: Final = "text/plain;version=0.0.4"


def health_operations() -> list[Operation]:
    """Return the operations under ``/health``."""
    return [
        Operation(
            id="live",
            path="/health/live",
            tag="operations",
            summary=message("The process lives"),
            answer=_live,
            schema="Health",
        ),
        Operation(
            id="metrics",
            path="/metrics",
            tag="operations",
            summary=message("Figures of the requests, for Prometheus"),
            answer=_metrics,
            media=(_PROMETHEUS,),
            extra_media_names={_PROMETHEUS: "prometheus"},
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


def _live(_call: Call) -> Reply:
    return Reply(body=b'{"status":"ok"}', media=JSON, keep=False, max_age=0)


def _metrics(call: Call) -> Reply:
    return Reply(body=call.service.metrics.text(), media=_PROMETHEUS, keep=False, max_age=0)


def _ready(call: Call) -> Reply:
    if trouble := store_trouble():
        raise ServiceUnavailable(trouble)
    body = {
        "status": "ok",
        "dataset_version": call.border.version,
        "ports": len(call.border.records("ports")),
    }
    return Reply(body=orjson.dumps(body), media=JSON, keep=False, max_age=0)
