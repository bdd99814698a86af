"""Links between the resources of the service."""

from typing import Final
from urllib.parse import quote, urlencode

from geo.formats.registry import FORMATS
from web.http.operation import GEOJSON, HTML, JSON, MEDIA_NAMES, Call

__all__ = ["DESCRIBED_BY", "MEDIA_TITLES", "Link", "link", "link_header", "self_links"]

Link = dict[str, str]
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
    names = MEDIA_NAMES | dict(call.operation.extra_media_names)
    links = []
    for media in call.operation.media:
        rel = "self" if media == call.media else "alternate"
        shown = MEDIA_TITLES.get(media) or _title(call, names[media])
        links.append(link(call, start + names[media], rel, media, f"{title} ({shown})"))
    return sorted(links, key=lambda item: item["rel"] != "self")


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
