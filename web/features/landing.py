"""The landing page and the declaration of conformance."""

from typing import Final

import orjson

from geo.words.credits import NOT_OFFICIAL
from geo.words.messages import message
from web.http.links import link, link_header, self_links
from web.http.operation import HTML, JSON, OPENAPI, Call, Operation, Reply
from web.pages.html import page
from web.pages.landing import landing_page

__all__ = ["CONFORMANCE", "landing_operations"]

_FEATURES: Final = "http://www.opengis.net/spec/ogcapi-features"
CONFORMANCE: Final = (
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    *(f"{_FEATURES}-1/1.0/conf/{name}" for name in ("core", "geojson", "html", "oas30")),
    f"{_FEATURES}-2/1.0/conf/crs",
    *(
        f"{_FEATURES}-3/1.0/conf/{name}"
        for name in ("queryables", "queryables-query-parameters", "filter", "features-filter")
    ),
    *(
        f"{_FEATURES}-5/1.0/conf/{name}"
        for name in (
            "schemas", "core-roles-features", "returnables-and-receivables", "queryables",
            "sortables",
        )
    ),
    *(
        f"http://www.opengis.net/spec/cql2/1.0/conf/{name}"
        for name in (
            "cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators",
            "case-insensitive-comparison", "accent-insensitive-comparison",
            "basic-spatial-functions", "basic-spatial-functions-plus", "spatial-functions",
            "temporal-functions", "array-functions", "property-property", "arithmetic",
        )
    ),
)  # fmt: skip
"""Conformance classes that the service passes."""


def landing_operations() -> list[Operation]:
    """Return the operations at the root of the service."""
    return [
        Operation(
            id="landing",
            path="/",
            tag="features",
            summary=message("The landing page"),
            answer=_landing,
            media=(JSON, HTML),
            schema="Landing",
            links={
                found: {"operationId": found}
                for found in ("api", "conformance", "collections", "queries")
            },
            localised=True,
        ),
        Operation(
            id="conformance",
            path="/conformance",
            tag="features",
            summary=message("The conformance classes that the service passes"),
            answer=_conformance,
            media=(JSON, HTML),
            schema="Conformance",
            localised=True,
        ),
    ]


def _landing(call: Call) -> Reply:
    title = call.words.say("Border Ports: the US-Mexico land border")
    links = [
        *self_links(call, title),
        link(call, "/api", "service-desc", OPENAPI, "OpenAPI 3.0"),
        link(call, "/api.html", "service-doc", HTML, "API"),
        link(call, "/conformance", "conformance", JSON, call.words.say("Conformance")),
        link(call, "/collections", "data", JSON, call.words.say("Collections")),
        link(call, "/queries", "related", JSON, call.words.say("What can be asked")),
        link(call, "/map", "related", HTML, call.words.say("Map")),
    ]
    border = call.border
    if call.media == HTML:
        return landing_page(call, title)
    body = {
        "title": title,
        "description": border.counting_rule(call.lang),
        "dataset_version": border.version,
        "dataset_date": border.date,
        "attribution": call.words.say(NOT_OFFICIAL),
        "links": links,
    }
    return Reply(body=orjson.dumps(body), media=JSON, headers=(link_header(links),))


def _conformance(call: Call) -> Reply:
    if call.media == HTML:
        title = call.words.say("Conformance")
        return page(call, "conformance.html", title=title, classes=CONFORMANCE)
    return Reply(body=orjson.dumps({"conformsTo": CONFORMANCE}), media=JSON)
