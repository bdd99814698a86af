"""What an operation of the service is: path, parameters, media types, and what answers it.

Routing, validation of parameters, content negotiation and the OpenAPI document all come from
the same ``Operation``, so that what is documented and what is accepted cannot differ.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from geo.border import Border
from geo.routing.model import Router
from geo.words.catalogue import Phrase, Words, languages, words
from geo.words.messages import message
from web.http.file_parts import KeptFile
from web.http.handover import CostlyError
from web.http.metrics import Metrics
from web.http.parameters import Parameter, text
from web.settings import Settings

__all__ = [
    "CSV",
    "GEOJSON",
    "HTML",
    "JSON",
    "MEDIA_NAMES",
    "OPENAPI",
    "PROBLEM",
    "SCHEMA",
    "Call",
    "Operation",
    "Reply",
    "RequestBody",
    "Service",
]

JSON: Final = "application/json"
GEOJSON: Final = "application/geo+json"
HTML: Final = "text/html"
CSV: Final = "text/csv"
SCHEMA: Final = "application/schema+json"
OPENAPI: Final = "application/vnd.oai.openapi+json;version=3.0"
PROBLEM: Final = "application/problem+json"

MEDIA_NAMES: Final[dict[str, str]] = {
    JSON: "json",
    GEOJSON: "json",
    SCHEMA: "json",
    OPENAPI: "json",
    HTML: "html",
    CSV: "csv",
}
"""The value of ``f`` that asks for each media type; formats of exports add theirs."""
_FILES: Final = "exports"
_FOR_PEOPLE: Final = ("pages", _FILES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What every answer is made from: data, settings, figures of requests, a routing engine."""

    border: Border
    settings: Settings
    metrics: Metrics
    router: Router | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request, validated: path and query values, negotiated media type and language.

    ``root`` is the public address of the service without a trailing slash; ``path`` is the
    request's path below it; ``query`` holds the parameters as they were written. ``deferrable``
    says that costly answers are not to be made here.
    """

    service: Service
    operation: "Operation"
    values: Mapping[str, Any]
    media: str
    lang: str
    root: str
    path: str
    query: Mapping[str, str]
    body: bytes = b""
    body_type: str = ""
    deferrable: bool = False

    @property
    def border(self) -> Border:
        """Return the border."""
        return self.service.border

    @property
    def words(self) -> Words:
        """Return the phrases of the call's language."""
        return words(self.lang)

    def costly(self) -> None:
        """Say that what comes now takes long.

        Raises
        ------
        CostlyError
            It is not to be done here: another process does it, or, for HEAD, none.
        """
        if self.deferrable:
            raise CostlyError

    def url(self, path: str) -> str:
        """Return the public address of a path below the root."""
        return f"{self.root}{path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer: its bytes, or an open file in their place, media type and further headers.

    ``keep`` says that the answer depends on the data and the request line alone, so that it may
    be kept ready and sent again. ``policy`` is a content security policy of its own, if any.
    ``open`` says that scripts of other origins may read it. With a ``max_age`` of 0 it has no
    validators and is never answered 304. ``dated`` says that the day of the data is its own: what
    is of now has newer parts.
    """

    body: bytes
    media: str
    status: int = 200
    file: KeptFile | None = None
    headers: tuple[tuple[str, str], ...] = ()
    keep: bool = True
    max_age: int = 3600
    policy: str | None = None
    open: bool = True
    dated: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestBody:
    """What an operation reads: schema and example by media type."""

    description: str
    content: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One path and method of the service.

    ``media`` lists what it can answer with, the default first. ``schema`` is the JSON schema of
    its JSON answer (a name among the document's components, or a schema). ``problems`` are the
    error statuses it can give beside 400, 406 and 500. ``quick`` says that every answer takes a few
    milliseconds at most, pages apart, so that no thread is needed for it. ``localised`` says that
    answers are in the reader's language, ``has_localised_page`` that the page alone is.
    ``links`` are OpenAPI links: which operation follows, and which values of the answer it takes.
    """

    id: str
    path: str
    summary: str | Phrase
    answer: Callable[[Call], Reply]
    tag: str
    method: Literal["GET", "POST"] = "GET"
    description: str | Phrase = ""
    parameters: tuple[Parameter, ...] = ()
    media: tuple[str, ...] = (JSON,)
    schema: str | Mapping[str, Any] = field(default_factory=lambda: {"type": "object"})
    example: object = None
    problems: tuple[int, ...] = ()
    quick: bool | Callable[[str], bool] = False
    body: RequestBody | None = None
    response_headers: tuple[str, ...] = ()
    links: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    documented: bool = True
    localised: bool = False
    has_localised_page: bool = False
    extra_media_names: Mapping[str, str] = field(default_factory=dict)

    @property
    def formats(self) -> dict[str, str]:
        """Return the media type by the value of ``f`` that asks for it."""
        names = MEDIA_NAMES | dict(self.extra_media_names)
        return {names[media]: media for media in reversed(self.media)}

    @property
    def is_for_people(self) -> bool:
        """Return whether it is a page or a file, which parameters of others do not hinder."""
        return self.tag in _FOR_PEOPLE

    @property
    def is_file(self) -> bool:
        """Return whether it is a file to take along, or the list of them."""
        return self.tag == _FILES

    @property
    def all_parameters(self) -> tuple[Parameter, ...]:
        """Return the operation's own parameters, ``f``, and ``lang`` where it matters."""
        formats = text(
            "f",
            message("Format of the answer; otherwise the Accept header decides."),
            tuple(reversed(self.formats)),
        )
        if not (self.localised or self.has_localised_page):
            return (*self.parameters, formats)
        lang = text(
            "lang",
            message("Language of titles and pages; otherwise Accept-Language decides."),
            languages(),
        )
        return (*self.parameters, formats, lang)
