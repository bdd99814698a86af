"""The map with all around it: search, filters, legend and table, as markup or as one file."""

import base64
import hashlib
import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, cast

import folium
from branca.element import Element, Figure
from markupsafe import Markup

from geo.maps.interactive.assets import file_style, map_script
from geo.maps.interactive.border_map import BorderMap, border_layers
from geo.maps.interactive.control import BorderControl, rendered
from geo.maps.interactive.controls.ask import AskNearest
from geo.maps.interactive.controls.compare import ComparePorts
from geo.maps.interactive.controls.conditions import ConditionsOnMap
from geo.maps.interactive.controls.filter import FilterPorts
from geo.maps.interactive.controls.legend import Legend
from geo.maps.interactive.controls.map_key import MapKey
from geo.maps.interactive.controls.measure import Measure
from geo.maps.interactive.controls.own_file import OwnFile
from geo.maps.interactive.controls.port_choice import Filters
from geo.maps.interactive.controls.present import Present
from geo.maps.interactive.controls.print import PrintView
from geo.maps.interactive.controls.road import WayByRoad
from geo.maps.interactive.controls.search import SearchPorts
from geo.maps.interactive.controls.share import Share
from geo.maps.interactive.controls.table import PortTable
from geo.maps.interactive.controls.volumes import VolumesOnMap
from geo.maps.interactive.controls.waits import WaitsOnMap
from geo.maps.interactive.controls.whole_border import WholeBorder
from geo.maps.interactive.layers.streets import StreetsArchive, StreetsLayer
from geo.maps.interactive.tiles import Tiles
from geo.maps.interactive.view import MAX_ZOOM
from geo.maps.wording import phrase, phrases
from geo.queries.access import closed_by_mode
from geo.words.catalogue import words
from geo.words.numbers import day

if TYPE_CHECKING:
    from geo.border import Border

__all__ = ["EARLY_SCRIPT", "MapLinks", "MapParts", "map_file", "map_parts", "script_hash"]

EARLY_SCRIPT: Final = 'document.documentElement.classList.add("js");'
"""Runs before the page is laid out, so that what needs scripts has its place from the start."""

_FILE_POLICY: Final = (
    "default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; "
    "font-src data:; base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapLinks:
    """Where the page of the map leads, and where its script reads; empty for what is not there.

    ``data`` are addresses by level of generalisation (without them the page holds the data),
    ``page`` that of a port's own page without its id, ``compare`` that of ports side by side,
    ``locate`` that of the answer about a place, ``waits``, ``alerts`` and
    ``gauges`` those of what is so now, ``road`` that of the nearest ports by road,
    ``streets`` says where an archive of streets is, if there is one.
    """

    data: Mapping[str, str] = field(default_factory=dict)
    page: str = ""
    compare: str = ""
    locate: str = ""
    waits: str = ""
    alerts: str = ""
    gauges: str = ""
    road: str = ""
    streets: StreetsArchive | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapParts:
    """The parts of a page with the map: markup of the body and the script that starts it."""

    body: Markup
    script: str


def map_parts(
    border: "Border",
    lang: str,
    links: MapLinks | None = None,
    filters: Filters | None = None,
    tiles: Tiles | None = None,
) -> MapParts:
    """Return the map's markup and script for a page that brings ``map_script`` and ``map_style``.

    The same arguments give the same bytes, so that a page's policy may name the script's hash.
    Every text of the data set is escaped by the template engine or travels as JSON.
    """
    links = links or MapLinks()
    drawn = BorderMap(lang, label=phrase("map_label", lang))
    if tiles is not None:
        _tile_layer(tiles).add_to(drawn)
    closer = () if links.data else ("web", "detail")
    layers = border_layers(border, lang, closer=closer, addresses=links.data, page=links.page)
    for layer in layers:
        layer.add_to(drawn)
    if links.streets:
        StreetsLayer(links.streets, lang=lang).add_to(drawn)
    WholeBorder(lang=lang).add_to(drawn)
    controls = _controls(border, lang, links, filters or Filters())
    for control in controls.values():
        control.add_to(drawn)
    _name_repeatably(drawn)
    figure = cast("Figure", drawn.get_root())
    drawn.render()
    script = "\n".join(line.strip() for line in figure.script.render().splitlines())
    body = rendered(
        "map_page.html",
        t=phrases(lang),
        lang=lang,
        table_id=controls["table"].get_name(),
        canvas=_markup_of(drawn),
        **{name: _markup_of(control) for name, control in controls.items()},
    )
    return MapParts(body=body, script=script)


def _markup_of(element: Element) -> Markup:
    """Return what a rendered element wrote into the body, every text of the data escaped."""
    written = cast("Figure", element.get_root()).html._children  # noqa: SLF001 - folium's own way
    return Markup(written[element.get_name()].render())  # noqa: S704 - escaped by its template


def _controls(
    border: "Border", lang: str, links: MapLinks, filters: Filters
) -> dict[str, BorderControl]:
    """Return the controls around the map by the places that the page's template has for them."""
    ports, states = border.ports, border.states
    edition = phrase("data_version", lang, version=border.version, date=day(border.date, lang))
    title = _title(border, lang)
    measure = Measure(lang=lang, position=None)
    own_file = OwnFile(lang=lang, position=None)
    linked: dict[str, BorderControl] = {}
    if links.compare:
        linked["compare"] = ComparePorts(page=links.compare, lang=lang, position=None)
    if links.waits:
        linked["waits"] = WaitsOnMap(links.waits, page=links.page, lang=lang, position=None)
    if links.alerts:
        linked["conditions"] = ConditionsOnMap(links.alerts, links.gauges, lang=lang)
    beside: list[BorderControl] = [measure]
    if links.road:
        linked["road"] = WayByRoad(links.road, lang=lang, position=None)
        beside.append(linked["road"])
    return linked | {
        "search": SearchPorts(lang=lang, position=None, text=filters.q),
        "filter": FilterPorts(ports, states=states, filters=filters, lang=lang, position=None),
        "ask": AskNearest(
            locate=links.locate,
            closed=closed_by_mode(border),
            beside=beside,
            lang=lang,
            position=None,
        ),
        "measure": measure,
        "volumes": VolumesOnMap(border, addresses=links.data, lang=lang, position=None),
        "share": Share(lang=lang, position=None),
        "print": PrintView(title=title, edition=edition, lang=lang, position=None),
        "present": Present(lang=lang, position=None),
        "legend": Legend(beside=[own_file], lang=lang, position=None),
        "own_file": own_file,
        "key": MapKey(lang=lang, position=None),
        "table": PortTable(ports, states=states, filters=filters, page=links.page, lang=lang),
    }


def _title(border: "Border", lang: str) -> str:
    return phrase("file_title", lang, n=border.port_totals()["ports"])


def _tile_layer(tiles: Tiles) -> folium.TileLayer:
    return folium.TileLayer(
        tiles=tiles.url,
        attr=html.escape(tiles.attribution),
        name=tiles.name,
        max_zoom=min(tiles.most_zoom, MAX_ZOOM),
    )


def _name_repeatably(drawn: BorderMap) -> None:
    """Give the map and what is on it ids that repeat: folium's are random."""
    drawn._id = "border"  # noqa: SLF001
    children = list(drawn._children.values())  # noqa: SLF001
    drawn._children.clear()  # noqa: SLF001
    for number, child in enumerate(children):
        child._id = str(number)  # noqa: SLF001
        drawn.add_child(child)


def map_file(border: "Border", lang: str) -> str:
    """Return one HTML page that holds the map, its data and its scripts, for use from disk.

    It names no other host; its policy allows exactly the scripts and styles that it holds.
    """
    parts = map_parts(border, lang)
    scripts = [map_script(), parts.script]
    allowed = [EARLY_SCRIPT, *scripts]
    styles = [file_style()]
    policy = _FILE_POLICY.format(
        scripts=" ".join(script_hash(text) for text in allowed),
        styles=" ".join(script_hash(text) for text in styles),
    )
    return rendered(
        "map_file.html",
        t=phrases(lang),
        title=_title(border, lang),
        tag=words(lang).tag,
        policy=policy,
        early=Markup(EARLY_SCRIPT),  # noqa: S704 - a constant
        scripts=[Markup(text) for text in scripts],  # noqa: S704 - ours; data are JSON in it
        styles=[Markup(text) for text in styles],  # noqa: S704
        body=parts.body,
        rule=border.counting_rule(lang),
    )


def script_hash(text: str) -> str:
    """Return a script or style as a content security policy names it."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"
