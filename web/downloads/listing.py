"""What ``/exports`` lists: files of the whole border, of its parts, and of single layers."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias
from urllib.parse import urlencode

from geo.extras import DOCUMENTS, is_installed
from geo.formats.model import Format
from geo.formats.registry import installed_formats
from geo.layers import LAYERS, REGIONS, STATES, Layer
from geo.queries.selection import Selection, state_pairs
from web.http.operation import Call

__all__ = ["PACK", "export_list"]

PACK: Final = "pack.zip"

_Links: TypeAlias = list[tuple[str, str]]


def export_list(call: Call, contact: str) -> dict[str, Any]:
    """Return every export that this installation can make with its address, in the call's language.

    ``pack`` is empty where the pack cannot be made; ``contact`` is whom metadata may name.
    """
    return {
        "files": [_file(call, form) for form in installed_formats(contact)],
        "pack": _address(call, PACK, {"lang": "both"}) if is_installed(DOCUMENTS) else "",
        "parts": [(name, _part_links(call, query)) for query, name in _parts(call)],
        "layers": [
            (call.words.pick(layer, "title"), _layer_links(call, layer))
            for layer in LAYERS.values()
            if not layer.is_background
        ],
    }


def _file(call: Call, form: Format) -> dict[str, Any]:
    return {
        "id": form.name,
        "title": call.words.say(form.title),
        "purpose": call.words.say(form.purpose),
        "type": form.media_type,
        "document": form.is_document,
        "language": call.lang if form.is_document else None,
        "href": _address(call, form.file_name, {"lang": call.lang} if form.is_document else {}),
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
        for form in installed_formats()
        if form.is_document
    ]
    packs = [("ZIP", _address(call, PACK, query))] if is_installed(DOCUMENTS) else []
    return links + packs


def _layer_links(call: Call, layer: Layer) -> _Links:
    return [
        (form.name, _address(call, form.file_name, {"layers": layer.name}))
        for form in installed_formats()
        if form.content == "layer" and form.holds(layer)
    ]


def _address(call: Call, file: str, query: Mapping[str, str]) -> str:
    asked = f"?{urlencode(query)}" if query else ""
    return call.url(f"/exports/{file}{asked}")
