"""The page that says how the 55 are counted, beside the other totals in use."""

from geo.data.dates import known_part
from geo.layers import LAYERS
from geo.words.messages import message
from geo.words.numbers import short_partial_day
from web.http.operation import HTML, Call, Operation, Reply
from web.pages.evidence import References
from web.pages.html import page

__all__ = ["counting_operation"]


def counting_operation() -> Operation:
    """Return the operation that answers with the page on counting."""
    return Operation(
        id="countingPage",
        path="/counting",
        tag="pages",
        summary=message("How the ports are counted"),
        answer=_counting,
        media=(HTML,),
        localised=True,
    )


def _counting(call: Call) -> Reply:
    border = call.border
    counts = border.records("counts")
    states = border.records("states").columns
    left_out = border.records("crossings_not_counted")
    return page(
        call,
        "counting.html",
        title=call.words.say("How the ports are counted"),
        published=lambda row: short_partial_day(str(known_part(row, "published")), call.lang),
        counts=[counts.row(position) for position in range(len(counts))],
        left_out=[left_out.row(position) for position in range(len(left_out))],
        references=References(border, call.lang),
        states=dict(zip(states["id"], call.words.column(states, "name"), strict=True)),
        label={
            column.name: call.words.pick(column, "label")
            for layer in ("counts", "crossings_not_counted")
            for column in LAYERS[layer].columns
        },
    )
