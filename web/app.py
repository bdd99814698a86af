"""The application factory: operations become routes, errors become problem details."""

import logging
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Any, Final
from wsgiref.types import WSGIApplication

from flask import Flask, Request, Response, request, send_from_directory
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException

from geo.border import Border, load
from geo.checks.quick import refuse_unsound
from geo.errors import BorderError
from geo.paths import assets_dir
from geo.routing.choice import open_router
from geo.words.catalogue import SOURCE, words
from web.http.address_rule import AddressRule
from web.http.handover import DATA_VERSION, DEFERRED, KEEP_FLAG, MAY_DEFER, CostlyError
from web.http.known_pages import KnownPages
from web.http.metrics import Metrics
from web.http.operation import Operation, Reply, Service
from web.http.problems import problem_of_error, problem_of_status
from web.http.reading import RequestReader, language_of, language_of_header, own_names
from web.http.responses import (
    Ready,
    ReadyResponse,
    for_flask,
    response_of_reply,
    shared_headers,
)
from web.middleware.access_log import REQUEST_ID, AccessLog
from web.middleware.fixed_paths import FixedPaths
from web.middleware.handover import Handover
from web.middleware.host_check import CheckedProxies, KnownHosts
from web.middleware.ready_table import ReadyTable
from web.middleware.response_cache import Quick, ResponseCache
from web.operations.store_watch import watch_store
from web.pages.error_pages import for_its_reader
from web.registry import operations
from web.settings import Settings, settings_from_environment

__all__ = ["create_app"]

_Answered = Callable[..., Ready | Response]
_LOG: Final = logging.getLogger("border_ports")
_WITHOUT_CONTEXT: Final = ("features", "queries")
"""Tags of operations whose answers are made from the request alone, not from Flask's contexts."""
_MADE_ANEW: Final = "/queries/"
"""Where quick answers are made for each request, and never kept."""
_PREFLIGHT_SECONDS: Final = "86400"
_PREFLIGHT_HEADERS: Final = (
    "Authorization, Cache-Control, Content-Type, If-Modified-Since, If-None-Match, Range, "
    "traceparent, tracestate"
)
"""What browsers, and the tracing of their pages, send beside the headers that need no leave."""


def create_app(
    settings: Settings | None = None,
    border: Border | None = None,
    metrics: Metrics | None = None,
) -> Flask:
    """Return the service as a WSGI application.

    Parameters
    ----------
    settings
        Settings; by default from the environment.
    border
        The data; by default loaded from the settings' store.
    metrics
        Where requests are counted; by default figures of its own.

    Raises
    ------
    DatasetError
        The data are missing, damaged or of another format version.
    InvalidValueError
        A setting is not allowed.
    MissingExtraError
        A router is set and the extra ``routing`` is not installed.
    """
    settings = settings or settings_from_environment()
    border = border or load(
        settings.store or None,
        layers=settings.layers or None,
        changed_tables=settings.changed_tables,
    )
    border.preload()
    refuse_unsound(border)
    router = open_router(settings.router, settings.router_seconds) if settings.router else None
    service = Service(border=border, settings=settings, metrics=metrics or Metrics(), router=router)
    app = _Application(service)
    app.extensions["border_ports"] = service
    app.url_map.strict_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_mib * 2**20
    listed = operations(service)
    answerer = partial(_answerer, service, KnownPages(), own_names(listed))
    for operation in listed:
        app.add_url_rule(
            operation.path.replace("{", "<").replace("}", ">"),
            endpoint=operation.id,
            view_func=_view(operation, answerer(operation)),
            methods=[operation.method],
        )
    _add_error_handlers(app, service)
    inner = Handover(FixedPaths(app.wsgi_app, _fixed_paths(listed, answerer)), service)
    app.extensions["border_ports_costly"] = inner
    quick = {
        operation.path: operation.quick
        for operation in listed
        if operation.quick and operation.method == "GET"
    }
    outer, ready = _around(inner, service, quick)
    app.wsgi_app = outer  # type: ignore[method-assign, assignment]
    app.extensions["border_ports_ready"] = ready
    watch_store(app, service, create_app)
    return app


class _Application(Flask):
    """Flask without sessions and functions after a request, which the service does not use."""

    url_rule_class = AddressRule

    def __init__(self, service: Service) -> None:
        super().__init__("web", static_folder="static", static_url_path="/static")
        self._service = service

    def send_static_file(self, filename: str) -> Response:
        """Send a file of ``/static``; those under ``vendor`` are the browser files of ``geo``."""
        inner = filename.removeprefix("vendor/")
        if inner == filename:
            return super().send_static_file(filename)
        return send_from_directory(
            assets_dir(), inner, max_age=self.get_send_file_max_age(filename)
        )

    def process_response(self, response: Response) -> Response:
        """Complete what Flask answers by itself: files, and which methods a path has."""
        if isinstance(response, ReadyResponse):
            return response
        if "X-Content-Type-Options" not in response.headers:
            response.headers.extend(shared_headers(self._service, request))
        if request.method == "OPTIONS" and "Allow" in response.headers:
            response.headers["Access-Control-Allow-Methods"] = response.headers["Allow"]
            response.headers["Access-Control-Allow-Headers"] = _PREFLIGHT_HEADERS
            response.headers["Access-Control-Max-Age"] = _PREFLIGHT_SECONDS
        return response


def _around(
    application: WSGIApplication, service: Service, quick: Mapping[str, Quick]
) -> tuple[WSGIApplication, ReadyTable]:
    """Return the application inside what concerns every request, and what answers ahead of it."""
    settings = service.settings
    by_origin = settings.cors_origins not in {"*", ""}
    cache = ResponseCache(
        application,
        language_of_header,
        quick=quick,
        anew=[path for path in quick if path.startswith(_MADE_ANEW)],
        by_origin=by_origin,
    )
    application = cache
    rate = None
    if settings.rate_limit not in {"", "none"}:
        from web.middleware.rate_limit import RateLimit, checked_rate

        rate = RateLimit(application, service, checked_rate(settings.rate_limit))
        application = rate
    if settings.hosts:
        application = KnownHosts(application, settings.hosts)
    if settings.proxies:
        application = CheckedProxies(application, settings.proxies)
    log = AccessLog(application, service.metrics.observe, clients=settings.log_clients)
    return log, ReadyTable(cache, log, rate)


def _fixed_paths(
    listed: Sequence[Operation], answerer: Callable[[Operation], _Answered]
) -> dict[str, Callable[[Request], WSGIApplication]]:
    return {
        operation.path: answerer(operation)
        for operation in listed
        if operation.tag in _WITHOUT_CONTEXT
        and operation.method == "GET"
        and "{" not in operation.path
    }


def _view(operation: Operation, answered: _Answered) -> Callable[..., Response]:
    def view(**path_values: str) -> Response:
        return for_flask(answered(request_ctx.request, **path_values))  # The proxy costs more.

    view.__name__ = operation.id
    return view


def _answerer(
    service: Service, pages: KnownPages, names: AbstractSet[str], operation: Operation
) -> _Answered:
    reader = RequestReader(service, operation, names)
    answer = pages.answer if operation.is_for_people else operation.answer

    def answered(current: Request, **path_values: str) -> Ready | Response:
        call = reader.call(current, path_values)
        try:
            reply = answer(call)
        except CostlyError:
            return _put_off(service, current, call.media)
        if reply.keep and reply.status == 200:  # noqa: PLR2004
            current.environ[KEEP_FLAG] = True
        return response_of_reply(service, current, reply, call.lang if operation.localised else "")

    return answered


def _put_off(service: Service, current: Request, media: str) -> Response:
    """Leave a costly answer to the front; for HEAD nobody makes it, and its length stays unsaid."""
    if MAY_DEFER in current.environ and current.method != "HEAD":
        current.environ[DEFERRED] = True
        current.environ[DATA_VERSION] = service.border.version
        return Response()
    headers = shared_headers(service, current)
    answer = Response(status=200, headers=[("Content-Type", media), *headers])
    answer.automatically_set_content_length = False
    return answer


def _add_error_handlers(app: Flask, service: Service) -> None:
    def answer_with(problem: Reply) -> Response:
        return for_flask(response_of_reply(service, request, problem))

    def ours(error: BorderError) -> Response:
        problem = problem_of_error(error, _request_id(), language_of(request))
        return answer_with(for_its_reader(service, request, problem))

    def http(error: HTTPException) -> Response:
        return answer_with(for_its_reader(service, request, _problem_of_http(error)))

    def unexpected(error: Exception) -> Response:
        request_id = _request_id()
        _LOG.error("request %s failed", request_id, exc_info=error)
        detail = "The service failed to answer; the log has the details under this request's id."
        return answer_with(problem_of_status(500, detail, request_id))

    app.register_error_handler(BorderError, ours)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(Exception, unexpected)


def _problem_of_http(error: HTTPException) -> Reply:
    status = error.code or 500
    kept = tuple(
        (name, value)
        for name, value in error.get_headers()
        if name in {"Allow", "Retry-After", "Location"}
    )
    most = request.max_content_length or 0
    lang = language_of(request)
    say = words(lang).say
    details = {
        404: say("Nothing is at {path}.", path=repr(request.path[:500])),
        405: say("This method is not allowed here; allowed: {methods}.",
                 methods=", ".join(text for name, text in kept if name == "Allow")),
        413: say("The body is larger than {most} MiB.", most=f"{most / 2**20:g}"),
    }  # fmt: skip
    detail = details.get(status, error.description or "")
    said_in = lang if status in details else SOURCE
    return problem_of_status(status, detail, _request_id(), kept, said_in)


def _request_id() -> str:
    request_id: Any = request.environ.get(REQUEST_ID, "")
    return str(request_id)
