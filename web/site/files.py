"""What a static copy holds, and where each address of the service is found in it."""

from dataclasses import dataclass
from itertools import product
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from geo.border import Border
from geo.formats.registry import FORMATS
from geo.formats.to_csv import CSV
from geo.formats.to_geojson import GEOJSON
from geo.layers import LAYERS, STATES
from geo.layers.measures import MAIN_MEASURES
from geo.queries.counts import GROUPS
from geo.volumes.areas import BORDER, FAMILIES, areas_of
from geo.volumes.ledger import ledger_of
from geo.volumes.yearly import years_of
from geo.words.catalogue import languages
from web.pages.sitemap import FORMS, page_paths

__all__ = ["ROOT", "SiteFile", "file_of_address", "site_files"]

ROOT: Final = "http://border-ports.invalid"
"""Stands for the service's public address while the copy is made (RFC 2606)."""
_FILES: Final = ("/pictures/", "/charts/")
"""Files in a language, which keep their places in the copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFile:
    """A file of the copy: its path, the address that gives its content, its language."""

    path: str
    address: str
    lang: str = "en"


def site_files(border: Border) -> list[SiteFile]:
    """Return every file that the service is asked for."""
    files = [_page(path, lang) for lang in languages() for path in page_paths(border)]
    files.append(SiteFile(path="index.html", address="/?f=html&lang=en"))
    addresses = [
        "/api",
        "/queries/ports-per-state",
        *(f"/queries/port-counts?by={group}" for group in GROUPS),
        "/queries/gaps",
        *_export_addresses(),
    ]
    addresses += [f"{item}?lang={lang}" for lang in languages() for item in _area_files(border)]
    files += [SiteFile(path=file_of_address(item, "en"), address=item) for item in addresses]
    return files


def file_of_address(address: str, lang: str) -> str:
    """Return the path in the copy that stands for an address, whether the copy has it or not.

    ``lang`` is that of the page which names the address.
    """
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    lang = query.get("lang", lang)
    path = parts.path
    mark = f"#{parts.fragment}" if parts.fragment else ""
    if path.startswith("/static/"):
        return path[1:]
    if path in {"/api", "/api.html"}:
        return "openapi.json"
    if path.startswith(_FILES):
        return _name(path[1:], query | {"lang": lang})
    if path.startswith("/exports/"):
        return f"exports/{_name(path.removeprefix('/exports/'), query)}"
    if path.startswith("/queries/"):
        return f"data/{_name(path.removeprefix('/queries/') + '.json', query)}"
    if path.endswith("/items"):
        return _layer_file(path.split("/")[2], query)
    if query.get("f") == "json":
        return f"data{path}.json"
    return f"{lang}/index.html{mark}" if path in {"", "/"} else f"{lang}{path}.html{mark}"


def _page(path: str, lang: str) -> SiteFile:
    query = {"f": "html"} if path in FORMS or "/collections/" in path else {}
    address = f"{path}?{urlencode(query | {'lang': lang})}"
    return SiteFile(path=file_of_address(address, lang), address=address, lang=lang)


def _export_addresses() -> list[str]:
    files = []
    for form in FORMATS.values():
        if form.needs_contact:
            continue
        file = f"/exports/{form.file_name}"
        queries = [f"lang={lang}" for lang in languages()] if form.is_document else [""]
        parts = ["", *(f"state={state}" for state in STATES)] if form.per_state else [""]
        if form.content == "layer":
            parts += [
                f"layers={layer.name}"
                for layer in LAYERS.values()
                if form.holds(layer) and (form is GEOJSON or not layer.is_background)
            ]
        asked = ["&".join(filter(None, pair)) for pair in product(parts, queries)]
        files += [f"{file}?{query}" if query else file for query in asked]
    return files


def _area_files(border: Border) -> list[str]:
    """Return the addresses of the maps, charts and tables of all areas."""
    ledger = ledger_of(border)
    files = []
    for kind in (BORDER, *FAMILIES):
        for area in areas_of(ledger, kind):
            files += [f"/pictures/{area.id}.svg"] if kind != "code" else []
            files += [
                f"/charts/{area.id}/{measure}.{form}"
                for measure in MAIN_MEASURES
                if any(year.value for year in years_of(ledger, area, measure))
                for form in ("svg", "csv")
            ]
    return files


def _layer_file(name: str, query: dict[str, str]) -> str:
    """Return the file of a whole layer; pages and filters of it are not in a copy."""
    form = GEOJSON if name in LAYERS and GEOJSON.holds(LAYERS[name]) else CSV
    if query.get("f", "json") == "json":
        return f"exports/{_name(form.file_name, {'layers': name})}"
    return f"collections/{name}/items.html"


def _name(file: str, query: dict[str, str]) -> str:
    """Return a file name that holds the query: ``brief.pdf`` becomes ``brief-us-tx-es.pdf``."""
    kept = [value for key, value in sorted(query.items(), reverse=True) if key != "f"]
    stem, _, suffix = file.partition(".")
    words = "-".join(value.lower().replace("/", "-") for value in kept)
    return f"{stem}-{words}.{suffix}" if words else file
