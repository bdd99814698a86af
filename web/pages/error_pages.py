"""Problems as pages: what a person's browser gets where a program gets problem details."""

from dataclasses import replace
from typing import Any, Final
from urllib.parse import unquote

import orjson
from flask import Request

from geo.words.catalogue import SOURCE
from web.http.operation import HTML, Call, Operation, Reply, Service
from web.http.problems import PROBLEM_TYPES, NotFoundError
from web.http.reading import accepts_page, language_of, root_of
from web.pages.html import page
from web.pages.ports import near_ports
from web.pages.problem_pages import MEANINGS

__all__ = ["for_its_reader"]

_FOR_PROGRAMS: Final = ("/collections", "/queries")
"""What stands under these answers errors as problem details, unless ``f`` asks for a page."""
_FIRST_OURS: Final = 500
_NOT_FOUND: Final = 404


def for_its_reader(service: Service, request: Request, problem: Reply) -> Reply:
    """Return a problem as a page in the reader's language if a browser asked for a page.

    Failures of the service itself stay as they are: a page might fail too.
    """
    if problem.status >= _FIRST_OURS or not _wants_page(request):
        return problem
    body: dict[str, Any] = orjson.loads(problem.body)
    slug = body["type"].rpartition("/")[2]
    kind = PROBLEM_TYPES[slug]
    call = _call(service, request)
    shown = page(
        call,
        "problem.html",
        keep=False,
        indexed=False,
        title=call.words.say(kind.title),
        kind=kind,
        meaning=MEANINGS[slug],
        names=[error["parameter"] for error in body.get("errors", ())],
        detail=body["detail"] if body.get("errors") else "",
        detail_lang=dict(problem.headers).get("Content-Language", SOURCE),
        near=near_ports(call.border, unquote(request.path.rpartition("/")[2]), call.lang)
        if problem.status == _NOT_FOUND
        else (),
    )
    kept = (pair for pair in problem.headers if pair[0] != "Content-Language")
    headers = (*kept, *shown.headers)
    return replace(shown, status=problem.status, headers=headers, max_age=0)


def _wants_page(request: Request) -> bool:
    if request.method not in {"GET", "HEAD"}:
        return False
    if request.path.startswith(_FOR_PROGRAMS) and request.args.get("f") != "html":
        return False
    return accepts_page(request)


def _call(service: Service, request: Request) -> Call:
    return Call(
        service=service,
        operation=_NO_OPERATION,
        values={},
        media=HTML,
        lang=language_of(request),
        root=root_of(service, request),
        path=request.path,
        query={},
    )


def _not_found(call: Call) -> Reply:
    """Refuse: a page of an error stands at no address of its own."""
    raise NotFoundError(call.path)


_NO_OPERATION: Final = Operation(id="error", path="", summary="", answer=_not_found, tag="pages")
