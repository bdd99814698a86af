"""The page that lists the ports and finds one, and the ports that a wrong address may mean."""

from difflib import get_close_matches
from typing import Any, Final

from geo.border import Border
from geo.maps.interactive.controls.port_choice import Filters, port_rows
from geo.words.messages import message
from web.http.operation import HTML, Call, Operation, Reply
from web.http.parameters import text
from web.pages.html import page

__all__ = ["near_ports", "ports_operation"]

_MAX_NEAR: Final = 5
_MAX_LENGTH: Final = 80


def ports_operation() -> Operation:
    """Return the operation that answers with the list of ports."""
    return Operation(
        id="portsPage",
        path="/ports",
        tag="pages",
        summary=message("The ports of entry, from west to east"),
        parameters=(
            text(
                "q",
                message("Only ports with these words in a name."),
                schema={"maxLength": _MAX_LENGTH},
            ),
        ),
        answer=_ports,
        media=(HTML,),
        localised=True,
    )


def near_ports(border: Border, words: str, lang: str) -> list[dict[str, Any]]:
    """Return the few ports whose names hold these words, else those with ids nearly the same."""
    words = words.replace("-", " ").replace("_", " ")[:_MAX_LENGTH].strip()
    if not words:
        return []
    rows = _found(border, words, lang)
    shown = [row for row in rows if row["shown"]]
    if not shown:
        ids = get_close_matches(words.replace(" ", "-").lower(), [row["id"] for row in rows])
        shown = [row for row in rows if row["id"] in ids]
    return shown[:_MAX_NEAR]


def _found(border: Border, words: str, lang: str) -> list[dict[str, Any]]:
    return port_rows(border.ports, border.states, lang, Filters(q=words))


def _ports(call: Call) -> Reply:
    sought = (call.values["q"] or "").strip()
    rows = _found(call.border, sought, call.lang)
    return page(
        call,
        "ports.html",
        title=call.words.say("Ports of entry"),
        description=call.border.counting_rule(call.lang),
        sought=sought,
        rows=[row for row in rows if row["shown"]],
        total=len(rows),
        types=call.words.codes("crossing_type"),
    )
