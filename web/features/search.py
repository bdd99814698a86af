"""``POST /collections/{layer}/search``: items by a filter too long for an address."""

from dataclasses import replace
from typing import Any, Final

import orjson

from geo.cql2 import CQL2_JSON, CQL2_TEXT
from geo.errors import InvalidValueError
from geo.layers import Layer
from geo.words.catalogue import Phrase, said
from geo.words.messages import message
from geo.words.numbers import number, within
from web.features.encoding import Encoder
from web.features.item_page import items_reply, page_parameters
from web.features.reference_systems import crs_parameter
from web.features.selection import LONGEST_SEARCH, plain_parameters, selected
from web.features.source import GEOMETRY, LayerSource
from web.http.operation import GEOJSON, JSON, Call, Operation, Reply, RequestBody, Service
from web.http.problems import TooLargeError
from web.http.request_body import json_of, text_of

__all__ = ["search_operation"]

_TEXT: Final = "text/plain"
_CQL2_JSON: Final = "application/cql2+json"
_EXPRESSION: Final = {"anyOf": [{"type": "object"}, {"type": "boolean"}]}
"""Schema of CQL2 as JSON: true and false are filters too."""
_MANY_BYTES: Final = 64 * 1024
"""Larger filters take longer than some 20 ms."""
_TOO_LARGE: Final = message("the filter has {size} bytes; at most {most} are taken")
_A_GEOMETRY: Final = message("a GeoJSON geometry, or a Feature with one")
_GEOMETRIES: Final = frozenset(
    ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
)
_SUMMARY: Final = message("{title}: features by a filter in the body")
_DESCRIPTION: Final = message(
    "As the items, with a CQL2 filter in the body, as JSON or text of up to {most} characters; a "
    "GeoJSON geometry or feature finds what intersects it. The links to other pages are to be "
    "followed with the same body."
)


def search_operation(
    service: Service, layer: Layer, encoder: Encoder, source: LayerSource
) -> Operation:
    """Return the operation that searches one collection."""

    def answer(call: Call) -> Reply:
        if len(call.body) > _MANY_BYTES:
            call.costly()
        asked = replace(call, values={**call.values, **_filter(call)})
        reply = items_reply(asked, layer, encoder, selected(asked, layer, source))
        return replace(reply, keep=False)

    example = {"op": "isNull", "args": [{"property": layer.key}]}
    content: dict[str, dict[str, Any]] = {
        _CQL2_JSON: {"schema": _EXPRESSION, "example": example},
        JSON: {"schema": _EXPRESSION, "example": example},
        _TEXT: {"schema": {"type": "string"}, "example": f"{layer.key} IS NULL"},
    }
    if layer.geometry:
        shape = {"type": "Point", "coordinates": [-106.45, 31.75]}
        content[GEOJSON] = {"schema": {"type": "object"}, "example": shape}
    return Operation(
        id=f"search.{layer.name}",
        path=f"/collections/{layer.name}/search",
        method="POST",
        tag="features",
        summary=Phrase(lambda words: words.say(_SUMMARY, title=within(words.pick(layer, "title")))),
        description=Phrase(
            lambda words: words.say(_DESCRIPTION, most=number(LONGEST_SEARCH, words.lang))
        ),
        answer=answer,
        parameters=(
            *page_parameters(service, layer),
            *plain_parameters(layer),
            crs_parameter("filter-crs", message("CRS of geometries in the filter.")),
        ),
        media=(GEOJSON,),
        schema=f"features.{layer.name}",
        problems=(408, 413, 415, 503),
        response_headers=("Content-Crs", "Link"),
        body=RequestBody(description=str(message("A filter.")), content=content),
        localised=True,
    )


def _filter(call: Call) -> dict[str, str]:
    """Return the filter of the body as the parameters of an address would have it."""
    if len(call.body) > LONGEST_SEARCH:
        size, most = f"{len(call.body):,}", f"{LONGEST_SEARCH:,}"
        raise TooLargeError(said(_TOO_LARGE, size=size, most=most))
    text = text_of(call.body)
    if call.body_type == _TEXT:
        return {"filter": text, "filter-lang": CQL2_TEXT}
    given = json_of(text)
    if call.body_type == GEOJSON:
        crossing = {"op": "s_intersects", "args": [{"property": GEOMETRY}, _geometry(given)]}
        text = orjson.dumps(crossing).decode()
    return {"filter": text, "filter-lang": CQL2_JSON}


def _geometry(given: Any) -> dict[str, Any]:  # noqa: ANN401
    match given:
        case {"type": "Feature", "geometry": dict(inner)}:
            return _geometry(inner)
        case {"type": str(kind), "coordinates": list()} if kind in _GEOMETRIES:
            return dict(given)
    raise InvalidValueError("body", str(given)[:80], _A_GEOMETRY)
