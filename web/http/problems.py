"""Errors as problem details (RFC 9457): one table from cause to type, title and status."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from geo.errors import (
    BorderError,
    DatasetError,
    InvalidValueError,
    MissingExtraError,
    MissingSettingError,
    MissingValueError,
    UnknownNameError,
)
from geo.files import ExportError
from geo.routing.model import RouterError
from geo.words.catalogue import SOURCE, Phrase, words
from geo.words.messages import message
from web.http.operation import PROBLEM, Reply

__all__ = [
    "PROBLEM_TYPES",
    "AddressTooLongError",
    "CacheError",
    "InvalidParametersError",
    "NoRoomError",
    "NotAcceptableError",
    "NotFoundError",
    "ProblemType",
    "TooLargeError",
    "UnsupportedMediaError",
    "problem_of_error",
    "problem_of_status",
]

_LOG: Final = logging.getLogger("border_ports")


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A kind of problem: ``slug`` ends its URI ``/problems/<slug>``; ``title`` is a message."""

    slug: str
    status: int
    title: str


PROBLEM_TYPES: Final[dict[str, ProblemType]] = {
    item.slug: item
    for item in (
        ProblemType("invalid-parameter", 400, message("Invalid parameter")),
        ProblemType("bad-request", 400, message("Bad request")),
        ProblemType("not-found", 404, message("Not found")),
        ProblemType("method-not-allowed", 405, message("Method not allowed")),
        ProblemType("not-acceptable", 406, message("Not acceptable")),
        ProblemType("request-timeout", 408, message("Request timeout")),
        ProblemType("too-large", 413, message("Request too large")),
        ProblemType("uri-too-long", 414, message("Request address too long")),
        ProblemType("unsupported-media-type", 415, message("Unsupported media type")),
        ProblemType("too-many-requests", 429, message("Too many requests")),
        ProblemType("internal-error", 500, message("Internal error")),
        ProblemType("not-installed", 501, message("Not installed on this server")),
        ProblemType("no-route", 502, message("The routing engine gave no answer")),
        ProblemType("unavailable", 503, message("Service unavailable")),
        ProblemType("no-room", 507, message("No room left")),
    )
}  # fmt: skip
_OURS: Final = {
    "unavailable": "The data cannot be read just now.",
    "internal-error": "The service failed to answer; the log has the details under this "
    "request's id.",
    "no-room": "There is no room left to make this file.",
}
"""What clients are told of faults of the service itself: no path, no address, no cause."""
_NOT_ALLOWED: Final = message("{name}: {value} is not allowed; allowed: {allowed}")
_UNKNOWN: Final = message("{name}: {value} is not known; known: {known}")
_MISSING: Final = message("{name} is missing: {meaning}")
_NOT_SET: Final = message("{name} is not set: {meaning}")
_BY_STATUS: Final = {item.status: item for item in reversed(PROBLEM_TYPES.values())}


class InvalidParametersError(BorderError):
    """One or more parameters of a request are not allowed."""

    def __init__(self, errors: Sequence[InvalidValueError | UnknownNameError]) -> None:
        self.errors = list(errors)
        super().__init__("; ".join(str(error) for error in errors))


class _SaidError(BorderError):
    """An error whose text has words in each language.

    Parameters
    ----------
    phrase
        What it says: a text, or what is made anew for each language.
    """

    def __init__(self, phrase: str | Phrase) -> None:
        self.phrase = phrase
        super().__init__(str(phrase))


class NotFoundError(_SaidError):
    """The path names nothing."""


class NotAcceptableError(_SaidError):
    """No media type that the client accepts can be given."""


class AddressTooLongError(_SaidError):
    """Path and query together are longer than a stated limit."""


class TooLargeError(_SaidError):
    """The request is larger than a stated limit."""


class CacheError(BorderError):
    """The folder of kept files cannot be used."""


class NoRoomError(BorderError):
    """There is no room left for a file."""


class UnsupportedMediaError(_SaidError):
    """The request's body is of a type that the operation does not read."""


_SLUG_OF_ERROR: Final[dict[type[BorderError], str]] = {
    InvalidParametersError: "invalid-parameter",
    InvalidValueError: "invalid-parameter",
    UnknownNameError: "invalid-parameter",
    NotFoundError: "not-found",
    NotAcceptableError: "not-acceptable",
    AddressTooLongError: "uri-too-long",
    TooLargeError: "too-large",
    UnsupportedMediaError: "unsupported-media-type",
    MissingExtraError: "not-installed",
    MissingSettingError: "not-installed",
    RouterError: "no-route",
    DatasetError: "unavailable",
    ExportError: "internal-error",
    CacheError: "unavailable",
    NoRoomError: "no-room",
}


def problem_of_error(error: BorderError, request_id: str, lang: str = SOURCE) -> Reply:
    """Return the problem that one of our errors is.

    What it says is in the reader's language ``lang`` where all of it has words there, and in
    English otherwise; what programs read of it is the same in each.
    """
    slug = next(
        (_SLUG_OF_ERROR[kind] for kind in type(error).__mro__ if kind in _SLUG_OF_ERROR),
        "bad-request",
    )
    if slug in _OURS:
        _LOG.error("request %s failed: %s", request_id, error)
        return _reply(PROBLEM_TYPES[slug], _OURS[slug], request_id)
    causes = error.errors if isinstance(error, InvalidParametersError) else [error]
    details = [
        {"parameter": cause.field, "value": _shown(cause.value), "allowed": cause.allowed}
        for cause in causes
        if isinstance(cause, InvalidValueError | UnknownNameError)
    ]
    said = [_said(cause, lang) for cause in causes]
    more = {"errors": details} if details else {}
    if any(text is None for text in said):
        return _reply(PROBLEM_TYPES[slug], str(error), request_id, more)
    return _reply(PROBLEM_TYPES[slug], "; ".join(map(str, said)), request_id, more, lang=lang)


def _said(cause: BorderError, lang: str) -> str | None:
    """Return what an error says in a language, ``None`` where a part of it has no words there."""
    say = words(lang).say
    if isinstance(cause, RouterError):
        _LOG.warning("router: %s", cause)  # Its address is nothing that a client is told.
        return say(cause.phrase)
    if lang == SOURCE:
        return str(cause)
    if isinstance(cause, MissingSettingError):
        return say(_NOT_SET, name=cause.setting, meaning=say(cause.phrase))
    if isinstance(cause, UnknownNameError):
        return say(_UNKNOWN, name=cause.field, value=repr(cause.value), known=cause.allowed)
    if isinstance(cause, _SaidError):
        text = say(cause.phrase)
        return None if text == cause.phrase else text
    return _said_of_value(cause, lang) if isinstance(cause, InvalidValueError) else None


def _said_of_value(cause: InvalidValueError, lang: str) -> str | None:
    say = words(lang).say
    allowed = say(cause.phrase) if isinstance(cause.phrase, str | Phrase) else ""
    if not allowed or allowed == cause.phrase:
        return None
    if isinstance(cause, MissingValueError):
        return say(_MISSING, name=cause.field, meaning=allowed)
    value = say(cause.value) if isinstance(cause.value, Phrase) else repr(cause.value)
    place = say(cause.place) if isinstance(cause.place, Phrase) else cause.field
    return say(_NOT_ALLOWED, name=place, value=value, allowed=allowed)


def problem_of_status(
    status: int,
    detail: str,
    request_id: str,
    headers: tuple[tuple[str, str], ...] = (),
    lang: str = SOURCE,
) -> Reply:
    """Return the problem for an HTTP status; an unknown one counts as 400 or 500.

    ``lang`` is the language of the detail.
    """
    kind = (
        _BY_STATUS.get(status)
        or PROBLEM_TYPES[
            "bad-request" if status < 500 else "internal-error"  # noqa: PLR2004
        ]
    )
    return _reply(kind, detail, request_id, headers=headers, lang=lang)


def _reply(
    kind: ProblemType,
    detail: str,
    request_id: str,
    more: dict[str, Any] | None = None,
    headers: tuple[tuple[str, str], ...] = (),
    *,
    lang: str = SOURCE,
) -> Reply:
    body = {
        "type": f"/problems/{kind.slug}",
        "title": words(lang).say(kind.title),
        "status": kind.status,
        "detail": detail[:2000],
        "instance": f"urn:request:{request_id}",
    } | (more or {})
    return Reply(
        body=orjson.dumps(body),
        media=PROBLEM,
        status=kind.status,
        keep=False,
        headers=(*headers, ("Content-Language", lang)),
    )


def _shown(value: object) -> str:
    return str(value)[:200]
