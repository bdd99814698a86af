"""The collections: what each layer is, how far it extends, and where its items are."""

from typing import Any, Final

import orjson
import shapely

from geo.border import Border
from geo.layers import LAYERS, Layer
from geo.layers.evidence import SOURCES_TABLE
from geo.words.catalogue import Phrase
from geo.words.messages import message
from web.features.exported import formats_of_layer
from web.features.reference_systems import CRS84_URI, CRS_URIS
from web.features.schemas import FEATURE_SCHEMA
from web.http.links import DESCRIBED_BY, Link, link, link_header, self_links
from web.http.operation import GEOJSON, HTML, JSON, SCHEMA, Call, Operation, Reply
from web.pages.html import page

__all__ = ["collection_operations"]

_RELATIONS: Final = "http://www.opengis.net/def/rel/ogc/1.0"
_DESCRIBED_BY: Final = (DESCRIBED_BY, "describedBy")
"""The registered relation, and how GDAL to version 3.6 and later writes it."""

_PLAIN_GEOJSON: Final = "http://www.opengis.net/def/profile/ogc/0/rfc7946"
"""The link that ArcGIS takes, whose fields are neither lists nor true or false.

Its relation is the one that OGC had before ``items`` was registered: ArcGIS looks for it where no
``items`` is of this profile or of none. GDAL, which takes the last of several ``items``, does not.
"""
_FLAT: Final = message("GeoJSON without lists")


def collection_operations() -> list[Operation]:
    """Return the list of collections and one operation per collection."""
    return [
        Operation(
            id="collections",
            path="/collections",
            tag="features",
            summary=message("The collections of the service"),
            answer=_collections,
            media=(JSON, HTML),
            schema="Collections",
            links={layer: {"operationId": f"collection.{layer}"} for layer in LAYERS},
            localised=True,
        ),
        *(_collection_operation(layer) for layer in LAYERS.values()),
    ]


def _collection_operation(layer: Layer) -> Operation:
    def answer(call: Call) -> Reply:
        description = _description(call, layer)
        links = [*self_links(call, description["title"]), *description["links"]]
        if call.media == HTML:
            return page(
                call,
                "collection.html",
                title=description["title"],
                layer=layer,
                described=description,
            )
        return Reply(
            body=orjson.dumps(description | {"links": links}),
            media=JSON,
            headers=(link_header(links),),
        )

    return Operation(
        id=f"collection.{layer.name}",
        path=f"/collections/{layer.name}",
        tag="features",
        summary=Phrase(lambda words: words.pick(layer, "title")),
        description=Phrase(lambda words: words.pick(layer, "description")),
        answer=answer,
        media=(JSON, HTML),
        schema="Collection",
        links={
            kind: {"operationId": f"{kind}.{layer.name}"}
            for kind in ("items", "queryables", "sortables", "schema")
        },
        localised=True,
    )


def _collections(call: Call) -> Reply:
    title = call.words.say("Collections")
    links = self_links(call, title)
    descriptions = [_description(call, layer) for layer in LAYERS.values()]
    if call.media == HTML:
        return page(call, "collections.html", title=title, collections=descriptions)
    body = {"links": links, "collections": descriptions}
    return Reply(body=orjson.dumps(body), media=JSON, headers=(link_header(links),))


def _description(call: Call, layer: Layer) -> dict[str, Any]:
    return {
        "id": layer.name,
        "title": call.words.pick(layer, "title"),
        "description": call.words.pick(layer, "description"),
        "itemType": "feature",
        "extent": _extent(call.border, layer),
        "crs": list(CRS_URIS),
        "storageCrs": CRS84_URI,
        "licence": layer.licence,
        "links": _links(call, layer),
    }


def _links(call: Call, layer: Layer) -> list[Link]:
    path = f"/collections/{layer.name}"
    title = call.words.pick(layer, "title")
    items = f"{path}/items"
    # GDAL appends "/id" to this address, which a query would spoil; a person's browser needs it.
    geojson = f"{items}?f=json" if call.media == HTML else items
    return [
        link(call, geojson, "items", GEOJSON, f"{title} (GeoJSON)")
        | {"profile": [call.url(f"{path}/{FEATURE_SCHEMA}")]},
        link(call, f"{items}?f=html", "items", HTML, f"{title} (HTML)"),
        link(call, f"{items}?flat=true", f"{_RELATIONS}/items", GEOJSON,
             f"{title} ({call.words.say(_FLAT)})")
        | {"profile": [_PLAIN_GEOJSON]},
        *(
            link(call, f"{items}?f={form.name}", "enclosure", form.media_type,
                 f"{title} ({call.words.say(form.title)})")
            for form in formats_of_layer(layer)
        ),
        *(
            link(call, f"{path}/{kind}", f"{_RELATIONS}/{kind}", SCHEMA,
                 call.words.say(kind))
            for kind in ("queryables", "sortables", "schema")
        ),
        link(call, f"/collections/{SOURCES_TABLE.name}/items?f=html", "license", HTML,
             call.words.say(layer.licence)),
        *(
            link(call, f"{path}/{FEATURE_SCHEMA}", relation, SCHEMA, title)
            for relation in _DESCRIBED_BY
        ),
    ]  # fmt: skip


def _extent(border: Border, layer: Layer) -> dict[str, Any]:
    extent: dict[str, Any] = {}
    if layer.geometry:
        bounds = shapely.total_bounds(border.geometries(layer.name, "full"))
        extent["spatial"] = {"bbox": [[float(value) for value in bounds]], "crs": CRS84_URI}
    if layer.time:
        months = border.package["borderPorts"]["layers"][layer.name]["months"]
        interval = [f"{month}-01T00:00:00Z" for month in months]
        extent["temporal"] = {
            "interval": [interval],
            "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
        }
    return extent
