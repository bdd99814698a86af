"""The items of each collection: pages of features, and single features."""

from typing import Final
from urllib.parse import urlencode

import orjson
import shapely

from geo.layers import LAYERS, Layer
from geo.words.catalogue import Phrase
from geo.words.messages import message
from geo.words.numbers import number
from web.features.encoding import Encoder
from web.features.exported import exported_reply, formats_of_layer
from web.features.links import DESCRIBED_BY, Link, link, link_header, self_links
from web.features.reference_systems import crs_parameter
from web.features.schemas import FEATURE_SCHEMA
from web.features.selection import filter_parameters, selected, sort_parameter
from web.features.sketch import sketch
from web.features.source import LayerSource
from web.http.operation import (
    GEOJSON,
    HTML,
    JSON,
    MEDIA_NAMES,
    SCHEMA,
    Call,
    Operation,
    Reply,
    Service,
)
from web.http.parameters import Parameter, integer, text
from web.http.problems import NotFoundError
from web.pages.cells import cell_text, shown_columns
from web.pages.html import page

__all__ = ["item_operations"]

_DEFAULT_LIMIT: Final = 1000
_HEAVY: Final = 2500
"""Heavier pages take longer than some 30 ms."""
_HTML_WEIGHT: Final = 4
_LARGEST_LIMIT: Final = 1_000_000
_OFFSET: Final = integer("offset", message("How many features to skip."), 0, 10_000_000, default=0)
_LEVEL: Final = text(
    "level",
    message(
        "Generalisation of the geometry: none, 25 m, 150 m or 1,000 m. Lengths stay those of the "
        "full line."
    ),
    ("full", "detail", "web", "overview"),
    default="full",
)
_WHOLE_FORMATS: Final = message(
    "Formats other than GeoJSON and HTML give all that match, without pages."
)
_ORDER: Final = message(
    "Without sortby the first features are those that together have a value in every property, so "
    "that programs which look at the first few learn the type of each; the rest follow in the "
    "order of the layer."
)
_CRS: Final = crs_parameter(
    "crs", message("CRS of the answer's coordinates, which stand in its own axis order.")
)
_QUERYABLES_REL: Final = "http://www.opengis.net/def/rel/ogc/1.0/queryables"


def item_operations(service: Service) -> list[Operation]:
    """Return the operations for the items and the single item of each collection."""
    encoder = Encoder(service.border)
    found = []
    for layer in LAYERS.values():
        source = LayerSource(service.border, layer)
        found += [
            _items_operation(service, layer, encoder, source),
            _item_operation(layer, encoder),
        ]
    return found


def _items_operation(
    service: Service, layer: Layer, encoder: Encoder, source: LayerSource
) -> Operation:
    exports = {item.media_type: item for item in formats_of_layer(layer)}

    def answer(call: Call) -> Reply:
        rows = selected(call, layer, source)
        if call.media in exports:
            call.costly()
            return exported_reply(call, layer, rows, exports[call.media])
        return _items(call, layer, encoder, rows)

    return Operation(
        id=f"items.{layer.name}",
        path=f"/collections/{layer.name}/items",
        tag="features",
        summary=Phrase(
            lambda words: words.say("{layer}: features", layer=words.pick(layer, "title"))
        ),
        description=Phrase(
            lambda words: " ".join(
                [words.pick(layer, "description"), words.say(_ORDER), words.say(_WHOLE_FORMATS)]
            )
        ),
        answer=answer,
        parameters=(
            _limit(service.settings.page_limit),
            _OFFSET,
            *_shape_parameters(layer),
            _properties(layer),
            sort_parameter(layer),
            *filter_parameters(layer),
        ),
        media=(GEOJSON, HTML, *exports),
        extra_media_names={media: item.name for media, item in exports.items()},
        schema=f"features.{layer.name}",
        response_headers=("Content-Crs", "Link"),
        localised=True,
    )


def _limit(most: int) -> Parameter:
    return integer(
        "limit",
        Phrase(
            lambda words: words.say(
                "Most features on one page; a page never has more than {most}.",
                most=number(most, words.lang),
            )
        ),
        1,
        _LARGEST_LIMIT,
        default=min(_DEFAULT_LIMIT, most),
        check=lambda value: min(value, most),
    )


def _item_operation(layer: Layer, encoder: Encoder) -> Operation:
    def answer(call: Call) -> Reply:
        return _item(call, layer, encoder)

    about = Phrase(lambda words: words.say("Id of a feature of {layer}.", layer=layer.name))
    key = text("id", about, where="path", schema={"maxLength": 200})
    return Operation(
        id=f"item.{layer.name}",
        path=f"/collections/{layer.name}/items/{{id}}",
        tag="features",
        summary=Phrase(
            lambda words: words.say("{layer}: one feature", layer=words.pick(layer, "title"))
        ),
        answer=answer,
        parameters=(key, *_shape_parameters(layer), _properties(layer)),
        media=(GEOJSON, HTML),
        schema=f"feature.{layer.name}",
        problems=(404,),
        response_headers=("Content-Crs", "Link"),
        localised=True,
    )


def _shape_parameters(layer: Layer) -> tuple[Parameter, ...]:
    skip = Parameter(
        name="skipGeometry",
        description=message("Leave the geometry out."),
        schema={"type": "boolean", "default": False},
    )
    return (_CRS, skip, *((_LEVEL,) if layer.levels else ()))


def _properties(layer: Layer) -> Parameter:
    names = list(layer.column_names)
    return Parameter(
        name="properties",
        description=message("Only these properties, with commas between."),
        schema={
            "type": "array",
            "items": {"type": "string", "enum": names},
            "minItems": 1,
            "maxItems": len(names),
        },
        example=names[:2],
    )


def _items(call: Call, layer: Layer, encoder: Encoder, rows: list[int]) -> Reply:
    offset, limit = call.values["offset"], call.values["limit"]
    shown = rows[offset : offset + limit]
    if _weight(call, layer, shown) > _HEAVY:
        call.costly()
    title = call.words.pick(layer, "title")
    links = [*self_links(call, title), *_page_links(call, layer, len(rows)), *_about(call, layer)]
    crs = ("Content-Crs", f"<{call.values['crs']}>")
    if call.media == HTML:
        table = call.border.records(layer.name)
        found = page(
            call,
            "items.html",
            title=title,
            layer=layer,
            rows=[table.row(row) for row in shown],
            columns=shown_columns(layer, call.lang, brief=True),
            cell=lambda row, column: cell_text(call.border, layer, row, column, call.lang),
            links=links,
            matched=len(rows),
            sketch=sketch(call.border, layer, shown),
        )
        return Reply(body=found.body, media=HTML, headers=(*found.headers, crs, link_header(links)))
    head = {
        "type": "FeatureCollection",
        "numberMatched": len(rows),
        "numberReturned": len(shown),
        "links": links,
    }
    body = b'%b,"features":[%b]}' % (
        orjson.dumps(head)[:-1],
        b",".join(encoder.features(layer, shown, call.values)),
    )
    return Reply(body=body, media=GEOJSON, headers=(crs, link_header(links)))


def _weight(call: Call, layer: Layer, rows: list[int]) -> float:
    """Return how heavy a page is: features, and a tenth of the positions that it shows."""
    if call.media == HTML:
        return _HTML_WEIGHT * len(rows)
    if not layer.geometry or call.values.get("skipGeometry"):
        return len(rows)
    shapes = call.border.geometries(layer.name, call.values.get("level") or "full")
    return len(rows) + int(shapely.get_num_coordinates(shapes[rows]).sum()) / 10


def _item(call: Call, layer: Layer, encoder: Encoder) -> Reply:
    key = call.values["id"]
    table = call.border.records(layer.name)
    if key not in table:
        message = f"{layer.name} has no feature {key[:200]!r}"
        raise NotFoundError(message)
    position = table.position(key)
    links = [*self_links(call, key), *_about(call, layer)]
    crs = ("Content-Crs", f"<{call.values['crs']}>")
    if call.media == HTML:
        found = page(
            call,
            "item.html",
            title=call.words.pick(table.row(position), "name") or key,
            layer=layer,
            row=table.row(position),
            columns=shown_columns(layer, call.lang),
            cell=lambda row, column: cell_text(call.border, layer, row, column, call.lang),
            links=links,
            sketch=sketch(call.border, layer, [position]),
        )
        return Reply(body=found.body, media=HTML, headers=(*found.headers, crs, link_header(links)))
    feature = encoder.features(layer, [position], call.values)[0]
    body = b'%b,"links":%b}' % (feature[:-1], orjson.dumps(links))
    return Reply(body=body, media=GEOJSON, headers=(crs, link_header(links)))


def _page_links(call: Call, layer: Layer, matched: int) -> list[Link]:
    offset, limit = call.values["offset"], call.values["limit"]
    found = []
    if offset + limit < matched:
        found.append(_page_link(call, layer, "next", offset + limit))
    if offset > 0:
        found.append(_page_link(call, layer, "prev", max(offset - limit, 0)))
    return found


def _page_link(call: Call, layer: Layer, rel: str, offset: int) -> Link:
    names = MEDIA_NAMES | dict(call.operation.extra_media_names)
    query = urlencode(
        {**call.query, "offset": offset, "limit": call.values["limit"], "f": names[call.media]}
    )
    path = f"/collections/{layer.name}/items?{query}"
    return link(call, path, rel, call.media, f"{call.words.pick(layer, 'title')} ({rel})")


def _about(call: Call, layer: Layer) -> list[Link]:
    path = f"/collections/{layer.name}"
    title = call.words.pick(layer, "title")
    return [
        link(call, path, "collection", JSON, title),
        link(call, f"{path}/queryables", _QUERYABLES_REL, SCHEMA, title),
        link(call, f"{path}/{FEATURE_SCHEMA}", DESCRIBED_BY, SCHEMA, title),
    ]
