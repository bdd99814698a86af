"""The waits of one port for programs: its lanes now, and what is usual at this hour."""

from dataclasses import asdict
from typing import Any

import orjson

from geo.feeds.usual_waits import UsualHour
from geo.words.credits import WAITS_NOTE
from geo.words.messages import message
from web.http.operation import JSON, Call, Operation, Reply
from web.http.parameters import text
from web.http.problems import NotFoundError
from web.pages.port import no_port
from web.pages.waits import WAITS_KEPT_SECONDS, WAITS_SOURCE, port_waits, wait_row

__all__ = ["port_waits_operation"]


def port_waits_operation(port_ids: tuple[str, ...]) -> Operation:
    """Return the operation that answers with a port's waits."""
    return Operation(
        id="portWaits",
        path="/ports/{id}/waits",
        tag="queries",
        summary=message("The waits of a port now, and what is usual at this hour of this weekday"),
        parameters=(
            text("id", message("Id of a port of entry."), where="path", example=port_ids[0],
                 schema={"maxLength": 200}),
        ),
        answer=_port_waits,
        schema="PortWaits",
        problems=(404,),
    )  # fmt: skip


def _port_waits(call: Call) -> Reply:
    ports = call.border.records("ports")
    key = call.values["id"]
    if key not in ports:
        raise NotFoundError(no_port(key))
    rows = port_waits(call, ports.row(ports.position(key)))
    document = {
        "source": WAITS_SOURCE,
        "note": str(WAITS_NOTE),
        "waits": [
            wait_row(row["place"], row["item"], row["answered"]) | {"usual": _usual(row["usual"])}
            for row in rows
        ],
    }
    body = orjson.dumps(document)
    return Reply(body=body, media=JSON, keep=False, max_age=WAITS_KEPT_SECONDS, dated=False)


def _usual(usual: UsualHour | None) -> dict[str, Any] | None:
    return None if usual is None else asdict(usual)
