"""Links between the resources of the service."""

from typing import Final
from urllib.parse import quote, urlencode

from geo.formats.features import FEATURE_FORMATS
from web.http.operation import GEOJSON, HTML, JSON, MEDIA_NAMES, Call

__all__ = ["MEDIA_TITLES", "Link", "link", "link_header", "self_links"]

Link = dict[str, str]
_LONGEST_HEADER: Final = 6000
_PATH_CHARACTERS: Final = "/:+,;=@!$&*~-._"
MEDIA_TITLES: Final = {JSON: "JSON", GEOJSON: "GeoJSON", HTML: "HTML"}
_EXPORT_TITLES: Final = {form.media_type: form.label for form in FEATURE_FORMATS.values()}


def link(call: Call, path: str, rel: str, media: str, title: str) -> Link:
    """Return a link to a path of the service."""
    return {"href": call.url(path), "rel": rel, "type": media, "title": title}


def self_links(call: Call, title: str) -> list[Link]:
    """Return the link to this very answer and to the same in its other formats."""
    kept = urlencode([item for item in call.query.items() if item[0] != "f"])
    start = f"{quote(call.path, safe=_PATH_CHARACTERS)}?{kept}{'&' if kept else ''}f="
    names = MEDIA_NAMES | dict(call.operation.extra_media_names)
    found = []
    for media in call.operation.media:
        rel = "self" if media == call.media else "alternate"
        shown = MEDIA_TITLES.get(media) or _EXPORT_TITLES.get(media, names[media].upper())
        found.append(link(call, start + names[media], rel, media, f"{title} ({shown})"))
    return sorted(found, key=lambda item: item["rel"] != "self")


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
