"""From a Flask request to a validated ``Call``: parameters, media type, language, address."""

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Final

from flask import Request
from werkzeug.datastructures import LanguageAccept, MIMEAccept
from werkzeug.http import parse_accept_header
from werkzeug.sansio.utils import get_current_url, get_host

from geo.errors import InvalidValueError, MissingValueError, UnknownNameError
from geo.words.catalogue import SOURCE, Phrase, languages, said
from geo.words.messages import message
from web.http.handover import MAY_DEFER
from web.http.operation import HTML, JSON, Call, Operation, Service
from web.http.problems import (
    AddressTooLongError,
    InvalidParametersError,
    NotAcceptableError,
    UnsupportedMediaError,
)
from web.http.request_body import whole_body

__all__ = [
    "RequestReader",
    "accepts_page",
    "arguments",
    "language_of",
    "language_of_header",
    "own_names",
    "root_of",
]

_LONGEST_ADDRESS: Final = 32_768
"""Bytes of path and query; the longest filter, percent-encoded, is within it."""
_LANDING: Final = "/"
_NAMED_ELSEWHERE: Final = frozenset({"area", "changed_since", "contact", "format", "waits"})
"""What the command line and the pages call choices that no operation has by that name."""
_NO_SUCH: Final = message("one of the parameters {known}")
_ONCE: Final = message("to be given once")
_NOT_READ: Final = message("Content-Type: {given} is not read; send one of {read}")
_NONE_ALLOWED: Final = message("Accept: {given} allows none of {known}")
_TOO_LONG: Final = message("path and query have {length} bytes; at most {most} are taken")
_CHARSET: Final = re.compile(r";\s*charset\s*=\s*\"?utf-?8\"?", re.IGNORECASE)


class RequestReader:
    """Reads the requests for one operation; what is the same for all of them is made once.

    ``names`` are those of all operations: one that a file lacks would have changed the file.
    """

    def __init__(self, service: Service, operation: Operation, names: AbstractSet[str]) -> None:
        self._service = service
        self._operation = operation
        self._refused = names if operation.is_file else frozenset[str]()
        self._parameters = {
            item.name: item for item in operation.all_parameters if item.where == "query"
        }
        self._defaults = {name: item.default for name, item in self._parameters.items()}
        self._required = [item for item in self._parameters.values() if item.required]
        self._formats = operation.formats
        self._offered = _offered(operation)

    def call(self, request: Request, path_values: Mapping[str, str]) -> Call:
        """Return the request as a call of the operation.

        Raises
        ------
        AddressTooLongError
            Path and query are longer than 32 KiB.
        InvalidParametersError
            A parameter is unknown, repeated, missing or not allowed; all of them are named.
        NotAcceptableError
            The Accept header allows none of the operation's media types.
        UnsupportedMediaError
            The body's media type is none that the operation reads.
        """
        _check_length(request)
        given = self._own(request)
        values = self._checked_values(given)
        body, body_type = self._body(request)
        return Call(
            service=self._service,
            operation=self._operation,
            values={**values, **path_values},
            media=self._media(values["f"], request),
            lang=values.get("lang") or _language(request),
            root=root_of(self._service, request),
            path=request.path,
            query={name: texts[0] for name, texts in given.items() if name in self._parameters},
            body=body,
            body_type=body_type,
            deferrable=MAY_DEFER in request.environ or request.method == "HEAD",
        )

    def _own(self, request: Request) -> Mapping[str, list[str]]:
        """Return the parameters to check: of a page, not those that others append to addresses.

        Social networks and newsletters do. A name that is nearly one of the page's own is a slip
        of the pen, which a person wants to know of; a file has no heading to tell of what its
        parameters did not do, so that the names of other operations are checked too.
        """
        given = self._filled(arguments(request))
        if all(name in self._parameters for name in given) or not self._is_for_people(request):
            return given
        return {
            name: texts
            for name, texts in given.items()
            if name in self._parameters
            or name in self._refused
            or get_close_matches(name, self._parameters, 1)
        }

    def _filled(self, given: Mapping[str, list[str]]) -> Mapping[str, list[str]]:
        """Return the parameters of a page without what its form sends for a field left empty."""
        if [""] not in given.values() or given.get("f") != ["html"]:
            return given
        optional = {name for name, item in self._parameters.items() if not item.required}
        return {
            name: texts for name, texts in given.items() if texts != [""] or name not in optional
        }

    def _is_for_people(self, request: Request) -> bool:
        operation = self._operation
        if operation.path != _LANDING:
            return operation.is_for_people
        return request.args.get("f", HTML if accepts_page(request) else "") in {HTML, "html"}

    def _checked_values(self, given: Mapping[str, list[str]]) -> dict[str, Any]:
        errors: list[InvalidValueError | UnknownNameError] = []
        values = dict(self._defaults)
        for name, texts in given.items():
            try:
                values[name] = self._value(name, texts)
            except (InvalidValueError, UnknownNameError) as error:
                errors.append(error)
        errors += [
            MissingValueError(item.name, item.description)
            for item in self._required
            if item.name not in given
        ]
        if errors:
            raise InvalidParametersError(errors)
        return values

    def _value(self, name: str, texts: list[str]) -> object:
        parameter = self._parameters.get(name)
        if parameter is None:
            known = ", ".join(self._parameters)
            allowed = Phrase(lambda words: words.say(_NO_SUCH, known=known))
            raise InvalidValueError(name, texts[0], allowed)
        if len(texts) > 1:
            once = Phrase(lambda words: words.say(_ONCE))
            raise InvalidValueError(name, ", ".join(texts), once)
        return parameter.parse(texts[0])

    def _body(self, request: Request) -> tuple[bytes, str]:
        expected = self._operation.body
        if expected is None:
            return b"", ""
        if request.mimetype not in expected.content:
            read = ", ".join(expected.content)
            raise UnsupportedMediaError(said(_NOT_READ, given=repr(request.mimetype), read=read))
        most = self._service.settings.max_body_mib * 2**20
        return whole_body(request, most), request.mimetype

    def _media(self, asked: str | None, request: Request) -> str:
        if asked is not None:
            return self._formats[asked]
        sent = request.mimetype if self._operation.body is not None else ""
        preferred = sent if sent in self._operation.media else self._operation.media[0]
        header = request.environ.get("HTTP_ACCEPT")
        if not header:
            return preferred
        best = _best_match(header, (preferred, *self._offered))
        if best is None:
            known = ", ".join(self._operation.media)
            raise NotAcceptableError(said(_NONE_ALLOWED, given=repr(header[:200]), known=known))
        return self._offered[best]


def own_names(operations: Iterable[Operation]) -> frozenset[str]:
    """Return the names of all parameters of queries, and other names of what they choose."""
    return _NAMED_ELSEWHERE.union(
        item.name
        for operation in operations
        for item in operation.all_parameters
        if item.where == "query"
    )


def arguments(request: Request) -> Mapping[str, list[str]]:
    """Return the texts of each parameter of a query, in the order in which they are written."""
    query: str = request.environ.get("QUERY_STRING", "")
    if "%" in query or "+" in query or not query.isascii():
        return dict(request.args.lists())
    given: dict[str, list[str]] = {}
    for part in query.split("&"):
        if part:
            name, _, text = part.partition("=")
            given.setdefault(name, []).append(text)
    return given


@lru_cache(maxsize=256)
def _best_match(header: str, offered: tuple[str, ...]) -> str | None:
    """Return what a header ``Accept`` likes best; that all text is UTF-8 needs no saying."""
    return parse_accept_header(_CHARSET.sub("", header), MIMEAccept).best_match(offered)


def accepts_page(request: Request) -> bool:
    """Return whether a browser asks for a page: it names HTML, and nothing that it likes better."""
    accepted = list(request.accept_mimetypes)
    named = [quality for name, quality in accepted if name == HTML]
    return bool(named) and 0 < max(quality for _name, quality in accepted) <= max(named)


def _check_length(request: Request) -> None:
    environ = request.environ
    length = len(environ["PATH_INFO"]) + len(environ["QUERY_STRING"])
    if length > _LONGEST_ADDRESS:
        raise AddressTooLongError(
            said(_TOO_LONG, length=f"{length:,}", most=f"{_LONGEST_ADDRESS:,}")
        )


def _offered(operation: Operation) -> dict[str, str]:
    """Return the media type to send by each name that a client may accept it under.

    A type with a parameter goes by its bare name too. Clients that accept just
    ``application/json`` mean any JSON: they get the operation's GeoJSON, schema or API document.
    """
    offered = {name: media for media in operation.media for name in (media, media.split(";")[0])}
    kin = next((media for media in operation.media if "+json" in media), None)
    if kin is not None:
        offered.setdefault(JSON, kin)
    return offered


@lru_cache(maxsize=16)
def _root(scheme: str, host: str, script_name: str) -> str:
    """Return the address of the application that a host and a prefix of WSGI name."""
    root_path = script_name.encode("latin-1").decode(errors="replace").rstrip("/")
    return get_current_url(scheme, get_host(scheme, host), root_path).rstrip("/")


def _language(request: Request) -> str:
    return language_of_header(request.environ.get("HTTP_ACCEPT_LANGUAGE", ""))


def language_of(request: Request) -> str:
    """Return the language that a request asks for, whatever else is wrong with it."""
    asked = request.args.get("lang", "")
    return asked if asked in languages() else _language(request)


def root_of(service: Service, request: Request) -> str:
    """Return the public address of the service without a trailing slash."""
    own = service.settings.url.rstrip("/")
    if own:
        return own
    environ = request.environ
    host = environ.get("HTTP_HOST") or request.host
    return _root(environ["wsgi.url_scheme"], host, environ.get("SCRIPT_NAME") or "")


@lru_cache(maxsize=256)
def language_of_header(header: str) -> str:
    """Return the language that a header ``Accept-Language`` stands for, English without one."""
    known = languages()
    accepted = parse_accept_header(header, LanguageAccept)
    wanted = (tag.lower().split("-")[0] for tag, quality in accepted if quality)
    return next((lang for lang in wanted if lang in known), SOURCE)
