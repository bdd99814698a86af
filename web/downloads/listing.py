"""What ``/exports`` lists: files of the whole border, of its parts, and of single layers."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias
from urllib.parse import urlencode

from geo.extras import is_installed
from geo.formats.pack import PACK_EXTRA
from geo.formats.registry import EXPORT_FORMATS, ExportFormat
from geo.layers import LAYERS, REGIONS, STATES
from geo.queries.selection import Selection, state_pairs
from web.http.operation import Call

__all__ = ["PACK", "export_list"]

PACK: Final = "pack.zip"
_LAYER_FORMATS: Final = ("csv", "geojson", "parquet", "fgb")
_TABLE_FORMATS: Final = ("csv", "parquet")

_Links: TypeAlias = list[tuple[str, str]]


def export_list(call: Call) -> dict[str, Any]:
    """Return every export that this installation can make with its address, in the call's language.

    ``pack`` is empty where the pack cannot be made.
    """
    return {
        "files": [_file(call, form.name) for form in _made_here()],
        "pack": _address(call, PACK, {"lang": "both"}) if is_installed(PACK_EXTRA) else "",
        "parts": [(name, _part_links(call, query)) for query, name in _parts(call)],
        "layers": [
            (call.words.pick(layer, "title"), _layer_links(call, name))
            for name, layer in LAYERS.items()
        ],
    }


def _made_here() -> list[ExportFormat]:
    return [form for form in EXPORT_FORMATS.values() if is_installed(form.extra)]


def _file(call: Call, name: str) -> dict[str, Any]:
    form = EXPORT_FORMATS[name]
    return {
        "id": form.name,
        "title": call.words.say(form.label),
        "purpose": call.words.say(form.purpose),
        "type": form.media_type,
        "document": form.document,
        "language": call.lang if form.document else None,
        "href": _address(call, form.file_name, {"lang": call.lang} if form.document else {}),
    }


def _parts(call: Call) -> list[tuple[dict[str, str], str]]:
    """Return regions, states and those pairs of states that share a port."""
    states = call.border.records("states").columns
    names = dict(zip(states["id"], call.words.column(states, "name"), strict=True))
    return [
        *(({"region": region}, call.words.code("subject", region)) for region in REGIONS),
        *(({"state": state}, names[state]) for state in STATES),
        *(
            ({"pair": f"{us}/{mx}"}, f"{names[us]}–{names[mx]}")
            for us, mx in state_pairs(call.border)
            if Selection(pair=(us, mx)).ports(call.border)
        ),
    ]


def _part_links(call: Call, query: Mapping[str, str]) -> _Links:
    asked = {**query, "lang": call.lang}
    links = [
        (form.suffix.removeprefix(".").upper(), _address(call, form.file_name, asked))
        for form in _made_here()
        if form.document
    ]
    packs = [("ZIP", _address(call, PACK, query))] if is_installed(PACK_EXTRA) else []
    return links + packs


def _layer_links(call: Call, name: str) -> _Links:
    forms = _LAYER_FORMATS if LAYERS[name].geometry else _TABLE_FORMATS
    return [(form, _address(call, f"border-ports.{form}", {"layers": name})) for form in forms]


def _address(call: Call, file: str, query: Mapping[str, str]) -> str:
    asked = f"?{urlencode(query)}" if query else ""
    return call.url(f"/exports/{file}{asked}")
