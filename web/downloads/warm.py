"""Documents made before anybody asks for them."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from tqdm import tqdm

from geo.border import Border
from geo.files import ExportError
from geo.formats.registry import FORMATS
from geo.layers import REGIONS, STATES
from geo.words.catalogue import languages
from web.app import create_app
from web.settings import Settings

__all__ = ["document_addresses", "warm"]

_DONE: Final = 200
_NOT_INSTALLED: Final = 501


def warm(settings: Settings, border: Border) -> int:
    """Make the documents of the whole border and of its parts; return how many there are.

    They are kept where a service with the same settings finds them. A format whose extra is not
    installed is left out.

    Raises
    ------
    ExportError
        One of them cannot be made or kept.
    """
    client = create_app(replace(settings, rate_limit="none"), border).test_client()
    addresses = list(document_addresses())
    made = 0
    for address in tqdm(addresses, unit="file", delay=1, disable=None, file=sys.stderr):
        with client.get(address) as answer:
            if answer.status_code == _NOT_INSTALLED:
                continue
            if answer.status_code != _DONE:
                message = f"{address}: {answer.get_json()['detail']}"
                raise ExportError(message)
            made += 1
    return made


def document_addresses() -> Iterator[str]:
    """Yield the addresses of documents: every format in every language, by part of the border.

    Metadata name the service as it is asked, and are made in no time.
    """
    parts = [{}, *({"region": name} for name in REGIONS), *({"state": name} for name in STATES)]
    for form in FORMATS.values():
        if form.is_metadata:
            continue
        if not form.is_document:
            yield f"/exports/{form.file_name}"
            continue
        for part in parts:
            for lang in languages():
                yield f"/exports/{form.file_name}?{urlencode({**part, 'lang': lang})}"
