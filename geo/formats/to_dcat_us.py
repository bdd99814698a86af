"""The data set as an entry of a catalogue of open data: DCAT-US (Project Open Data 1.1)."""

import json
from pathlib import Path
from typing import Any, Final

from geo.border import Border
from geo.data.contact import MAIL, checked_contact
from geo.documents.request import Request
from geo.errors import InvalidValueError
from geo.formats.described import (
    KEYWORDS,
    MAINTAINERS,
    Described,
    described,
    distributions,
)
from geo.formats.model import Format
from geo.words.catalogue import SOURCE, words
from geo.words.messages import message

__all__ = ["DCAT_US"]

_SCHEMA: Final = "https://project-open-data.cio.gov/v1.1/schema"
_LANGUAGES: Final = ("en-US", "es-MX")
_LONGEST_RIGHTS: Final = 255
_CONTACT: Final = "contact"


def _write(border: Border, path: Path, request: Request) -> None:
    contact = _checked(request.contact)
    whole, parts = described(border, request)
    entry = _entry(whole, contact) | _files(request)
    terms = {item["title"]: item["path"] for item in border.package["licenses"]}
    datasets = [entry, *(_part(part, whole, contact, terms) for part in parts)]
    catalogue = {
        "@context": f"{_SCHEMA}/catalog.jsonld",
        "@type": "dcat:Catalog",
        "conformsTo": _SCHEMA,
        "describedBy": f"{_SCHEMA}/catalog.json",
        "dataset": datasets,
    }
    path.write_text(json.dumps(catalogue, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _checked(contact: str) -> str:
    """Return the mail address that every entry has to name; it is never made up."""
    if not contact:
        raise InvalidValueError(_CONTACT, None, "mailto:…, which every entry of DCAT-US names")
    if not checked_contact(_CONTACT, contact).startswith(MAIL):
        raise InvalidValueError(_CONTACT, contact, "mailto:…, because DCAT-US takes no other")
    return contact


def _entry(of: Described, contact: str) -> dict[str, Any]:
    """Return what every entry says; agencies of the United States add their own codes."""
    say = words(SOURCE).say
    entry: dict[str, Any] = {
        "@type": "dcat:Dataset",
        "identifier": of.identifier,
        "title": of.title[SOURCE],
        "description": of.abstract[SOURCE],
        "keyword": [say(word) for word in KEYWORDS],
        "modified": of.about.date.isoformat(),
        "publisher": {"@type": "org:Organization", "name": MAINTAINERS},
        "contactPoint": {"@type": "vcard:Contact", "fn": MAINTAINERS, "hasEmail": contact},
        "accessLevel": "public",
        "language": list(_LANGUAGES),
    }
    if len(of.about.licence) <= _LONGEST_RIGHTS:
        entry["rights"] = of.about.licence
    if of.box is not None:
        entry["spatial"] = ",".join(map(str, of.box))
    if of.period is not None:
        entry["temporal"] = "/".join(day.isoformat() for day in of.period)
    return entry


def _part(of: Described, whole: Described, contact: str, terms: dict[str, str]) -> dict[str, Any]:
    """Return the entry of a layer or table."""
    entry = _entry(of, contact) | {"isPartOf": whole.identifier}
    (licence,) = of.about.licences
    if licence in terms:
        entry["license"] = terms[licence]
    return entry


def _files(request: Request) -> dict[str, Any]:
    """Return where the files are, if a service sends them."""
    files = [
        {
            "@type": "dcat:Distribution",
            "title": file.title,
            "format": file.title,
            "mediaType": file.media_type,
            "downloadURL": file.address,
        }
        for file in distributions(request)
        if file.address
    ]
    return {"distribution": files} if files else {}


DCAT_US: Final = Format(
    name="dcat-us",
    suffix=".dcat-us.json",
    media_type="application/ld+json",
    title="DCAT-US",
    purpose=message("Entry for catalogs of open data; needs a mail address to write to."),
    content="layers",
    write=_write,
    tables=True,
    in_pack=True,
    is_metadata=True,
    needs_contact=True,
)
