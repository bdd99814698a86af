"""The documents about one port that a reader may take along."""

from typing import Any
from urllib.parse import urlencode

from geo.formats.registry import installed_formats
from web.http.operation import Call

__all__ = ["port_documents"]


def port_documents(call: Call, port_id: str) -> list[dict[str, Any]]:
    """Return address, type, title and purpose of each document that can be made of a port."""
    query = urlencode({"port": port_id, "lang": call.lang})
    return [
        {
            "href": call.url(f"/exports/{form.file_name}?{query}"),
            "type": form.media_type,
            "title": call.words.say(form.title),
            "purpose": call.words.say(form.purpose),
        }
        for form in installed_formats()
        if form.is_document
    ]
