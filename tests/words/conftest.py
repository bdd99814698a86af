"""A pseudo-language, which shows every text that no catalogue could translate."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from babel.core import Locale
from babel.dates import get_timezone_name
from babel.messages.catalog import Catalog
from flask.testing import FlaskClient

from geo import Border
from geo.documents.sources import shown_publications
from geo.layers import LAYERS
from geo.words import catalogue
from geo.words.extract import data_messages, marked_messages, updated, written
from web.app import create_app
from web.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PSEUDO = "qps"
"""Language whose every message stands in brackets; its tag is reserved for private use."""
_SAID = re.compile(r"⟦[^⟦⟧]*⟧")
_CODES = re.compile(
    r"[^\w\s]+|[\d.,:/+\-\N{MINUS SIGN}%°≥×]+|km|mi|m|dpi|kB|MB|km²|mi²|WGS|UTF|(?:MX|US)\$[\d.,]*|"
    r"[A-Z]{2}-[A-Z]{2,3}|[A-Z]{1,3}|[rc][go]\d|Border Ports [\d.]+ \([\d-]+\)"
)
"""Punctuation, figures, units, and codes of states and river segments."""
_NAMES = {
    "Border Ports", "API", "JSON", "GeoJSON", "HTML", "OpenAPI", "OpenAPI 3.0", "CSV", "PDF",
    "ATOM", "DOCX", "ICS",
    "PPTX", "XLSX", "SVG", "PNG", "ZIP", "KML", "KMZ", "GPKG", "SHP.ZIP", "CSV.ZIP", "GeoPackage",
    "GeoParquet", "GeoParquet 1.1", "FlatGeobuf", "KMZ (Google Earth)", "CSV (zip)", "OGC:CRS84",
    "BibTeX", "CSL-JSON", "English", "Español", "csv", "geojson", "parquet", "fgb", "URL", "README",
    "Id", "and", PSEUDO,
}  # fmt: skip
"""Names of formats, languages and of the service itself."""

_MARKS = re.compile(r"\s*[·/–;:(),\[\]]\s*|\s")
"""What may stand between two texts of the data."""

Unsaid = Callable[[Iterable[str]], set[str]]


def _forget() -> None:
    for kept in (catalogue.words, catalogue.languages, catalogue._files, catalogue._catalogue):
        kept.cache_clear()


_ENGLISH = Locale.parse("en")
_SHORT_DATES = {
    *_ENGLISH.months["format"]["abbreviated"].values(),
    *_ENGLISH.days["format"]["abbreviated"].values(),
}
_ZONES = {
    get_timezone_name(zone, "long", zone_variant=variant, locale=_ENGLISH)
    for zone in ("America/Los_Angeles", "America/Phoenix", "America/Denver", "America/Chicago",
                 "America/Hermosillo")
    for variant in (None, "generic", "standard", "daylight")
}  # fmt: skip
_IN_WORKBOOK = frozenset({"counties", "trade"})
"""Layers whose publications only the workbook names, joined from names in the package."""
_MONTH = "|".join(_ENGLISH.months["format"]["wide"].values())
_MONTHS_OF_YEARS = re.compile(rf"(?:{_MONTH}) \d{{4}}(?: – (?:{_MONTH}) \d{{4}})?")


def bare(text: str) -> str:
    """Return a text of the pseudo-language as its English."""
    return re.sub("[⟦⟧]", "", text)


@pytest.fixture(scope="session")
def pseudo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the catalogue of the pseudo-language."""
    template = marked_messages([ROOT / "geo", ROOT / "web"])
    empty = updated(Catalog(locale=PSEUDO), template, data_messages(PSEUDO))
    for item in empty:
        forms = (item.id,) if isinstance(item.id, str) else item.id
        said = tuple(f"⟦{form}⟧" for form in forms)
        item.string = said[0] if isinstance(item.id, str) else said
    folder = tmp_path_factory.mktemp("translations")
    (folder / f"{PSEUDO}.po").write_bytes(written(empty, PSEUDO))
    return folder


@pytest.fixture(scope="module")
def pseudo(pseudo_folder: Path) -> Iterator[str]:
    """Put the pseudo-language beside the others for a file's tests and return its code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(catalogue.FOLDER_VARIABLE, str(pseudo_folder))
        _forget()
        yield PSEUDO
    _forget()


@pytest.fixture(scope="module")
def pseudo_client(pseudo: str, border: Border) -> Iterator[FlaskClient]:
    """Return a client of a service that knows the pseudo-language."""
    assert pseudo in catalogue.languages()
    with create_app(Settings(), border).test_client() as found:
        yield found


@pytest.fixture(scope="session")
def data_texts(border: Border) -> frozenset[str]:
    """Return every text that stands in a cell of the data, in a list of one, or in the package."""
    found: set[str] = set()
    for name in LAYERS:
        for value in border.layer(name).drop(columns="geometry", errors="ignore").stack():
            _collect(value, found)
    _collect(dict(border.package), found)
    _collect([one.title for one in shown_publications(border, "en", _IN_WORKBOOK)], found)
    return frozenset(found | {text.upper() for text in found})


def _collect(value: object, found: set[str]) -> None:
    match value:
        case str():
            plain = " ".join(value.split())
            found.update([plain, *plain.split("; ")])
        case dict():
            for item in value.values():
                _collect(item, found)
        case list() | tuple() | np.ndarray():
            for item in value:
                _collect(item, found)
        case _:
            found.add(str(value))


@pytest.fixture(scope="session")
def unsaid(data_texts: frozenset[str]) -> Unsaid:
    """Return a function that returns the texts which are neither said, nor data, nor figures."""
    columns = {name for layer in LAYERS.values() for name in layer.column_names}
    everything = data_texts | _NAMES | _SHORT_DATES | _ZONES | set(LAYERS) | columns

    @cache
    def is_known(text: str) -> bool:
        if text.endswith("…"):
            return any(found.startswith(text[:-1]) for found in data_texts)
        whole, inner = text.strip(), text.strip(" ().")
        known = {whole, inner} & everything
        return bool(
            not inner or known or _CODES.fullmatch(inner) or _MONTHS_OF_YEARS.fullmatch(inner)
        )

    @cache
    def is_made_of_known(text: str) -> bool:
        """Return whether a text is known, or begins with a known text that a mark ends."""
        if is_known(text):
            return True
        cuts = reversed(list(_MARKS.finditer(text)))
        return any(
            is_known(text[: cut.start()]) and is_made_of_known(text[cut.end() :]) for cut in cuts
        )

    def is_said(text: str) -> bool:
        rest = text
        while _SAID.search(rest):
            rest = _SAID.sub("\n", rest)
        is_whole = all(is_made_of_known(line) for line in rest.split("\n"))
        return is_whole or is_made_of_known(bare(text))  # Sources hold remarks that are said.

    def find(texts: Iterable[str]) -> set[str]:
        lines = {" ".join(line.split()) for text in texts for line in text.split("\n")}
        return {line for line in lines if not is_said(line)}

    return find
