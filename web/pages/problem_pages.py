"""``/problems/{slug}``: what each type of problem means."""

from typing import Final
from urllib.parse import urlsplit

import orjson

from geo.words.catalogue import said
from geo.words.messages import message
from web.http.operation import HTML, JSON, Call, Operation, Reply
from web.http.parameters import text
from web.http.problems import PROBLEM_TYPES, NotFoundError
from web.pages.html import page

__all__ = ["MEANINGS", "problem_operations"]

_NO_KIND: Final = message("There is no type of problem {slug}")
MEANINGS: Final = {
    "invalid-parameter": message(
        "A parameter is unknown, repeated, missing or outside what is allowed; errors names "
        "each one, its value and what is allowed."
    ),
    "bad-request": message("The request cannot be understood."),
    "not-found": message("Nothing is at this address."),
    "method-not-allowed": message(
        "The address does not take this method; the Allow header lists those it takes."
    ),
    "not-acceptable": message("The Accept header allows none of the formats offered."),
    "request-timeout": message("The request took too long to arrive."),
    "too-large": message("The request is larger than a stated limit."),
    "uri-too-long": message("The address of the request is too long."),
    "unsupported-media-type": message("The body's Content-Type is none that the operation reads."),
    "too-many-requests": message(
        "This client has sent more requests than the service allows; Retry-After says when to"
        " come back."
    ),
    "internal-error": message(
        "The service failed; the log has the details under the id in instance."
    ),
    "not-installed": message(
        "This server was set up without an optional part that the answer needs; detail names it."
    ),
    "no-route": message(
        "The engine that the way by road is asked of is away, or knows no such way; detail says "
        "which."
    ),
    "unavailable": message(
        "The data cannot be read at the moment, or too much is being asked for; Retry-After says "
        "when to come back."
    ),
    "no-room": message("The service has no room left to make this file."),
}


def problem_operations() -> list[Operation]:
    """Return the operation that explains the types of problems."""
    slug = text("slug", message("The end of a problem's type."), tuple(PROBLEM_TYPES), where="path")
    return [
        Operation(
            id="problemType",
            path="/problems/{slug}",
            tag="operations",
            summary=message("What a type of problem means"),
            answer=_explained,
            parameters=(slug,),
            media=(JSON, HTML),
            schema={"type": "object"},
            problems=(404,),
            localised=True,
        )
    ]


def _explained(call: Call) -> Reply:
    kind = PROBLEM_TYPES.get(call.values["slug"])
    if kind is None:
        raise NotFoundError(said(_NO_KIND, slug=repr(call.values["slug"][:100])))
    title = call.words.say(kind.title)
    if call.media == HTML:
        return page(
            call, "problem.html", title=title, kind=kind, names=(), detail="", near=(),
            meaning=MEANINGS[kind.slug],
        )  # fmt: skip
    address = f"{urlsplit(call.root).path}/problems/{kind.slug}"
    body = {"type": address, "title": title, "status": kind.status,
            "meaning": call.words.say(MEANINGS[kind.slug])}  # fmt: skip
    return Reply(body=orjson.dumps(body), media=JSON)
