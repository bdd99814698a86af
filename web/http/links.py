"""Links between the resources of the service."""

from typing import Any, Final
from urllib.parse import quote, urlencode

from geo.data.frames import BorderFrames
from geo.formats.registry import FORMATS
from web.http.operation import GEOJSON, HTML, JSON, MEDIA_NAMES, Call

__all__ = ["DESCRIBED_BY", "MEDIA_TITLES", "Link", "link", "link_header", "self_links"]

Link = dict[str, Any]
DESCRIBED_BY: Final = "describedby"
"""Relation to the schema of what is linked from."""
_LONGEST_HEADER: Final = 6000
_PATH_CHARACTERS: Final = "/:+,;=@!$&*~-._"
MEDIA_TITLES: Final = {JSON: "JSON", GEOJSON: "GeoJSON", HTML: "HTML"}


def link(call: Call, path: str, rel: str, media: str, title: str) -> Link:
    """Return a link to a path of the service."""
    return {"href": call.url(path), "rel": rel, "type": media, "title": title}


def self_links(call: Call, title: str) -> list[Link]:
    """Return the link to this very answer and to the same in its other formats."""
    kept = urlencode([item for item in call.query.items() if item[0] != "f"])
    start = f"{quote(call.path, safe=_PATH_CHARACTERS)}?{kept}{'&' if kept else ''}f="
    start = call.url(start)
    forms = _forms(call)
    return [
        {"href": start + name, "rel": rel, "type": media, "title": f"{title} ({shown})"}
        for rel, media, name, shown in forms
    ]


def _forms(call: Call) -> list[tuple[str, str, str, str]]:
    """Return relation, media type, name and title of each form of an answer, its own first."""
    known = call.border.derived(_known_forms)
    key = (call.operation.id, call.media, call.lang)
    if key not in known:
        names = MEDIA_NAMES | dict(call.operation.extra_media_names)
        known[key] = [
            (
                "self" if media == call.media else "alternate",
                media,
                names[media],
                MEDIA_TITLES.get(media) or _title(call, names[media]),
            )
            for media in sorted(call.operation.media, key=lambda media: media != call.media)
        ]
    return known[key]


def _known_forms(_: BorderFrames) -> dict[tuple[str, str, str], list[tuple[str, str, str, str]]]:
    """Return where the forms are kept of the operations that were asked."""
    return {}


def _title(call: Call, name: str) -> str:
    """Return what readers call the form of an answer that ``f=`` calls by a name."""
    return call.words.say(FORMATS[name].title) if name in FORMATS else name.upper()


def link_header(links: list[Link]) -> tuple[str, str]:
    """Return links as an HTTP ``Link`` header (RFC 8288); titles stay in the body.

    Alternates in formats for download stay in the body too, and so do links that would make the
    header longer than clients take.
    """
    parts: list[str] = []
    for item in links:
        if item["rel"] == "alternate" and item["type"] not in MEDIA_TITLES:
            continue
        part = f'<{item["href"]}>; rel="{item["rel"]}"; type="{item["type"]}"'
        if sum(map(len, parts)) + len(part) <= _LONGEST_HEADER:
            parts.append(part)
    return "Link", ", ".join(parts)
