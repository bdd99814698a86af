"""A page of items: the parameters that shape it, and the reply that holds it."""

from typing import Final
from urllib.parse import urlencode

import orjson
import shapely

from geo.layers import Layer
from geo.words.catalogue import Phrase
from geo.words.messages import message
from geo.words.numbers import number
from web.features.encoding import Encoder
from web.features.reference_systems import CRS84_URI, crs_parameter
from web.features.schemas import FEATURE_SCHEMA
from web.features.selection import sort_parameter
from web.features.sketch import sketch
from web.http.links import DESCRIBED_BY, Link, link, link_header, self_links
from web.http.operation import GEOJSON, HTML, JSON, MEDIA_NAMES, SCHEMA, Call, Reply, Service
from web.http.parameters import Parameter, integer, text
from web.pages.cells import NAMING, cell_text, empty_text, shown_columns
from web.pages.html import page

__all__ = ["about_links", "items_reply", "page_parameters", "shape_parameters", "shown_rows"]

_DEFAULT_LIMIT: Final = 1000
_HEAVY: Final = 2500
"""Heavier pages take longer than some 30 ms."""
_HTML_WEIGHT: Final = 4
_OFFSET: Final = integer("offset", message("How many features to skip."), 0, 10_000_000, default=0)
_RESULT_TYPE: Final = text(
    "resultType",
    message("hits gives the number of the features that match, and none of them."),
    ("results", "hits"),
    default="results",
)
_LEVEL: Final = text(
    "level",
    message(
        "Generalization of the geometry: none, 25 m, 150 m or 1,000 m. Lengths stay those of the "
        "full line."
    ),
    ("full", "detail", "web", "overview"),
    default="full",
)
_CRS: Final = crs_parameter(
    "crs", message("CRS of the answer's coordinates, which stand in its own axis order.")
)
_FLAT: Final = Parameter(
    name="flat",
    description=message(
        "Lists as texts with semicolons between, true and false as texts: for programs whose "
        "fields have no such types."
    ),
    schema={"type": "boolean", "default": False},
)
_QUERYABLES_REL: Final = "http://www.opengis.net/def/rel/ogc/1.0/queryables"


def page_parameters(service: Service, layer: Layer) -> tuple[Parameter, ...]:
    """Return the parameters that say how much of the items to show, how, and in which order."""
    return (
        _limit(service.settings.page_limit),
        _OFFSET,
        _RESULT_TYPE,
        *shape_parameters(layer),
        sort_parameter(layer),
    )


def shown_rows(call: Call, rows: list[int]) -> list[int]:
    """Return the rows of a page; a file without ``limit`` and ``offset`` holds all rows."""
    if call.values["resultType"] == "hits":
        return []
    if call.media not in {GEOJSON, HTML} and not {"limit", "offset"} & set(call.query):
        return rows
    offset: int = call.values["offset"]
    return rows[offset : offset + call.values["limit"]]


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
        most,
        default=min(_DEFAULT_LIMIT, most),
        clips=True,
    )


def shape_parameters(layer: Layer) -> tuple[Parameter, ...]:
    """Return the parameters that say how features are shown."""
    skip = Parameter(
        name="skipGeometry",
        description=message("Leave the geometry out."),
        schema={"type": "boolean", "default": False},
    )
    return (_CRS, skip, *((_LEVEL,) if layer.levels else ()), _properties(layer), _FLAT)


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


def items_reply(call: Call, layer: Layer, encoder: Encoder, rows: list[int]) -> Reply:
    """Return a page of the rows that a request chose."""
    shown = shown_rows(call, rows)
    if _weight(call, layer, shown) > _HEAVY:
        call.costly()
    title = call.words.pick(layer, "title")
    links = [
        *self_links(call, title),
        *_page_links(call, layer, len(rows)),
        *about_links(call, layer, title),
    ]
    crs = ("Content-Crs", f"<{call.values['crs']}>")
    if call.media == HTML:
        answered = _table(call, layer, shown, len(rows), links)
        return Reply(
            body=answered.body, media=HTML, headers=(*answered.headers, crs, link_header(links))
        )
    projected = {} if call.values["crs"] == CRS84_URI else {"coordRefSys": call.values["crs"]}
    head = {
        "type": "FeatureCollection",
        **projected,
        "numberMatched": len(rows),
        "numberReturned": len(shown),
        "links": links,
    }
    body = b'%b,"features":[%b]}' % (
        orjson.dumps(head)[:-1],
        b",".join(encoder.features(layer, shown, call.values)),
    )
    return Reply(body=body, media=GEOJSON, headers=(crs, link_header(links)))


def _table(call: Call, layer: Layer, shown: list[int], matched: int, links: list[Link]) -> Reply:
    """Return rows as a table for people, with the way to the other pages and formats."""
    table = call.border.records(layer.name)
    columns = shown_columns(layer, call.lang, brief=True)
    return page(
        call,
        "items.html",
        title=call.words.pick(layer, "title"),
        layer=layer,
        rows=[table.row(row) for row in shown],
        columns=columns,
        named=bool(columns) and columns[0].name in NAMING,
        cell=lambda row, column: cell_text(call.border, layer, row, column, call.lang),
        empty=lambda row, column: empty_text(call.border, layer, row, column, call.lang),
        links=links,
        first=1 + call.values["offset"],
        matched=matched,
        sketch=sketch(call.border, layer, shown),
    )


def _weight(call: Call, layer: Layer, rows: list[int]) -> float:
    """Return how heavy a page is: features, and a tenth of the positions that it shows."""
    if call.media == HTML:
        return _HTML_WEIGHT * len(rows)
    if layer.geometry in {None, "Point"} or call.values.get("skipGeometry"):
        return len(rows)
    shapes = call.border.geometries(layer.name, call.values.get("level") or "full")
    return len(rows) + int(shapely.get_num_coordinates(shapes[rows]).sum()) / 10


def _page_links(call: Call, layer: Layer, matched: int) -> list[Link]:
    offset, limit = call.values["offset"], call.values["limit"]
    links: list[Link] = []
    if call.values["resultType"] == "hits":
        return links
    if offset + limit < matched:
        links.append(_page_link(call, layer, "next", offset + limit))
    if offset > 0:
        links.append(_page_link(call, layer, "prev", max(offset - limit, 0)))
    return links


def _page_link(call: Call, layer: Layer, rel: str, offset: int) -> Link:
    names = MEDIA_NAMES | dict(call.operation.extra_media_names)
    query = urlencode(
        {**call.query, "offset": offset, "limit": call.values["limit"], "f": names[call.media]}
    )
    path = f"{call.operation.path}?{query}"
    described = link(call, path, rel, call.media, f"{call.words.pick(layer, 'title')} ({rel})")
    return (
        described
        if call.operation.method == "GET"
        else described | {"method": call.operation.method}
    )


def about_links(call: Call, layer: Layer, title: str) -> list[Link]:
    """Return the links from items to what describes them; ``title`` is the layer's."""
    path = f"/collections/{layer.name}"
    links = [
        link(call, path, "collection", JSON, title),
        link(call, f"{path}/queryables", _QUERYABLES_REL, SCHEMA, title),
    ]
    if not call.values["flat"]:
        links.append(link(call, f"{path}/{FEATURE_SCHEMA}", DESCRIBED_BY, SCHEMA, title))
    return links
