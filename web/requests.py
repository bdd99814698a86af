"""From a Flask request to a validated ``Call``: parameters, media type, language, address."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Request
from werkzeug.datastructures import MultiDict

from geo.errors import InvalidValueError, UnknownNameError
from web.contract import LANGUAGES, Call, Operation, Service
from web.parameters import Parameter
from web.problems import InvalidParametersError, NotAcceptableError, UnsupportedMediaError

__all__ = ["call_of_request"]

_LANGUAGE_TAGS: Final = (*LANGUAGES, "es-MX", "en-US")


def call_of_request(
    service: Service, operation: Operation, request: Request, path_values: Mapping[str, str]
) -> Call:
    """Return the request as a call of the operation.

    Raises
    ------
    InvalidParametersError
        A parameter is unknown, repeated, missing or not allowed; all of them are named.
    NotAcceptableError
        The Accept header allows none of the operation's media types.
    UnsupportedMediaError
        The body's media type is none that the operation reads.
    """
    values = _checked_values(operation, request.args, path_values)
    body, body_type = _body(operation, request)
    root = service.settings.url.rstrip("/") or request.root_url.rstrip("/")
    return Call(
        service=service,
        operation=operation,
        values=values,
        media=_media(operation, values.get("f"), request),
        lang=values.get("lang") or _language(request),
        root=root,
        path=request.path,
        query=request.args.to_dict(),
        body=body,
        body_type=body_type,
    )


def _checked_values(
    operation: Operation, given: MultiDict[str, str], path_values: Mapping[str, str]
) -> dict[str, Any]:
    known = {parameter.name: parameter for parameter in operation.all_parameters}
    in_query = [name for name, item in known.items() if item.where == "query"]
    errors: list[InvalidValueError | UnknownNameError] = [
        InvalidValueError(name, given[name], f"no such parameter; known: {', '.join(in_query)}")
        for name in given
        if name not in in_query
    ]
    values: dict[str, Any] = {}
    for name, parameter in known.items():
        try:
            values[name] = _value(parameter, given.getlist(name), path_values)
        except (InvalidValueError, UnknownNameError) as error:
            errors.append(error)
    if errors:
        raise InvalidParametersError(errors)
    return values


def _value(parameter: Parameter, given: list[str], path_values: Mapping[str, str]) -> object:
    if parameter.where == "path":
        return path_values[parameter.name]
    if len(given) > 1:
        raise InvalidValueError(parameter.name, ", ".join(given), "to be given once")
    if given:
        return parameter.parse(given[0])
    if parameter.required:
        raise InvalidValueError(parameter.name, "", f"required: {parameter.description}")
    return parameter.default


def _media(operation: Operation, asked: str | None, request: Request) -> str:
    if asked is not None:
        return operation.formats[asked]
    accepted = request.accept_mimetypes
    if not accepted or (request.method == "POST" and not accepted):
        return operation.media[0]
    best = accepted.best_match([_plain(media) for media in operation.media])
    if best is None:
        offered = ", ".join(operation.media)
        message = f"Accept: {str(accepted)[:200]!r} allows none of {offered}"
        raise NotAcceptableError(message)
    return next(media for media in operation.media if _plain(media) == best)


def _plain(media: str) -> str:
    return media.partition(";")[0]


def _language(request: Request) -> str:
    best = request.accept_languages.best_match(_LANGUAGE_TAGS)
    if best is None:
        spanish = any(tag.lower().startswith("es") for tag in request.accept_languages.values())
        return "es" if spanish else "en"
    return best[:2]


def _body(operation: Operation, request: Request) -> tuple[bytes, str]:
    if operation.body is None:
        return b"", ""
    if request.mimetype not in operation.body.content:
        read = ", ".join(operation.body.content)
        message = f"Content-Type: {request.mimetype!r} is not read; send one of {read}"
        raise UnsupportedMediaError(message)
    return request.get_data(cache=False), request.mimetype
