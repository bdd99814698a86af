"""The items of each collection: pages of features, and single features."""

import re
from functools import partial
from typing import Final

import orjson

from geo.border import Border
from geo.layers import LAYERS, Layer
from geo.words.catalogue import Phrase, said
from geo.words.messages import message
from web.features.encoding import Encoder
from web.features.exported import exported_reply, formats_of_layer
from web.features.item_page import (
    about_links,
    items_reply,
    page_parameters,
    shape_parameters,
    shown_rows,
)
from web.features.search import search_operation
from web.features.selection import filter_parameters, selected
from web.features.sketch import sketch
from web.features.source import LayerSource
from web.http.links import link_header, self_links
from web.http.operation import GEOJSON, HTML, Call, Operation, Reply, Service
from web.http.parameters import text
from web.http.problems import NotFoundError
from web.pages.cells import cell_text, empty_text, shown_columns
from web.pages.html import page

__all__ = ["item_operations"]

_WHOLE_FORMATS: Final = message(
    "Formats other than GeoJSON and HTML give all that match where limit and offset are left out."
)
_FEW_ROWS: Final = 100
_BOX_AS_JSON: Final = re.compile(r"(?:(?:f=json|(?:bbox|limit|offset)=[-+.,0-9eE]*)(?:&|$))+")
"""Queries that a layer of a few points answers within a millisecond or two."""
_NO_FEATURE: Final = message("{layer} has no feature {id}")
_ORDER: Final = message(
    "Without sortby the first features are those that together have a value in every property, so "
    "that programs which look at the first few learn the type of each; the rest follow in the "
    "order of the layer."
)


def item_operations(service: Service) -> list[Operation]:
    """Return the operations for the items and the single item of each collection."""
    encoder = Encoder(service.border)
    operations = []
    for layer in LAYERS.values():
        source = LayerSource(service.border, layer)
        operations += [
            _items_operation(service, layer, encoder, source),
            _item_operation(service, layer, encoder),
            search_operation(service, layer, encoder, source),
        ]
    return operations


def _items_operation(
    service: Service, layer: Layer, encoder: Encoder, source: LayerSource
) -> Operation:
    exports = {item.media_type: item for item in formats_of_layer(layer)}

    def answer(call: Call) -> Reply:
        rows = selected(call, layer, source)
        if call.media in exports:
            call.costly()
            return exported_reply(call, layer, shown_rows(call, rows), exports[call.media])
        return items_reply(call, layer, encoder, rows)

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
        parameters=(*page_parameters(service, layer), *filter_parameters(layer)),
        media=(GEOJSON, HTML, *exports),
        extra_media_names={media: item.name for media, item in exports.items()},
        schema=f"features.{layer.name}",
        response_headers=("Content-Crs", "Link"),
        links={
            "feature": {
                "operationId": f"item.{layer.name}",
                "parameters": {"id": "$response.body#/features/0/id"},
            },
            "collection": {"operationId": f"collection.{layer.name}"},
        },
        localised=True,
        quick=_is_quick if layer.geometry == "Point" and source.count <= _FEW_ROWS else False,
    )


def _is_quick(query: str) -> bool:
    return "f=json" in query and _BOX_AS_JSON.fullmatch(query) is not None


def _first_id(border: Border, layer: Layer) -> str | None:
    ids = border.records(layer.name).columns[layer.key]
    return str(ids[0]) if len(ids) else None


def _item_operation(service: Service, layer: Layer, encoder: Encoder) -> Operation:
    def answer(call: Call) -> Reply:
        return _item(call, layer, encoder)

    about = Phrase(lambda words: words.say("Id of a feature of {layer}.", layer=layer.name))
    key = text("id", about, where="path", example=partial(_first_id, service.border, layer),
               schema={"maxLength": 200})  # fmt: skip
    return Operation(
        id=f"item.{layer.name}",
        path=f"/collections/{layer.name}/items/{{id}}",
        tag="features",
        summary=Phrase(
            lambda words: words.say("{layer}: one feature", layer=words.pick(layer, "title"))
        ),
        answer=answer,
        parameters=(key, *shape_parameters(layer)),
        media=(GEOJSON, HTML),
        schema=f"feature.{layer.name}",
        problems=(404,),
        response_headers=("Content-Crs", "Link"),
        links={"collection": {"operationId": f"collection.{layer.name}"}},
        localised=True,
    )


def _item(call: Call, layer: Layer, encoder: Encoder) -> Reply:
    key = call.values["id"]
    table = call.border.records(layer.name)
    if key not in table:
        raise NotFoundError(said(_NO_FEATURE, layer=layer.name, id=repr(key[:200])))
    position = table.position(key)
    links = [*self_links(call, key), *about_links(call, layer, call.words.pick(layer, "title"))]
    crs = ("Content-Crs", f"<{call.values['crs']}>")
    if call.media == HTML:
        shown = page(
            call,
            "item.html",
            title=call.words.pick(table.row(position), "name") or key,
            layer=layer,
            row=table.row(position),
            columns=shown_columns(layer, call.lang),
            cell=lambda row, column: cell_text(call.border, layer, row, column, call.lang),
            empty=lambda row, column: empty_text(call.border, layer, row, column, call.lang),
            links=links,
            sketch=sketch(call.border, layer, [position]),
        )
        return Reply(body=shown.body, media=HTML, headers=(*shown.headers, crs, link_header(links)))
    feature = encoder.features(layer, [position], call.values)[0]
    body = b'%b,"links":%b}' % (feature[:-1], orjson.dumps(links))
    return Reply(body=body, media=GEOJSON, headers=(crs, link_header(links)))
