"""The list of all pages for search engines, and what they are asked to leave alone."""

from typing import Final
from xml.sax.saxutils import escape, quoteattr

from geo.border import Border
from geo.layers import LAYERS, STATES
from geo.volumes.areas import areas_of
from geo.volumes.ledger import ledger_of
from geo.words.catalogue import languages
from geo.words.messages import message
from web.http.operation import Call, Operation, Reply

__all__ = ["FORMS", "page_paths", "sitemap_operations"]

FORMS: Final = ("/", "/exports", "/collections")
"""Pages that are JSON too."""
_PLAIN: Final = (
    "/counting", "/data-quality", "/ports", "/border", "/developers", "/projects", "/permits",
    "/changes", "/trade", "/people",
)  # fmt: skip
_XML: Final = "application/xml"
_TEXT: Final = "text/plain"
_DAY_S: Final = 86_400
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


def page_paths(border: Border) -> list[str]:
    """Return the paths of all pages but the map's, which a static copy holds as a file."""
    ledger = ledger_of(border)
    return [
        *FORMS,
        *_PLAIN,
        *(f"/ports/{port}" for port in border.records("ports").columns["id"]),
        *(f"/projects/{project}" for project in border.records("projects").columns["id"]),
        *(f"/states/{state}" for state in STATES),
        *(f"/regions/{area.id}" for area in areas_of(ledger, "region")),
        *(f"/pairs/{area.id}" for area in areas_of(ledger, "pair")),
        *(f"/collections/{layer}" for layer in LAYERS),
    ]


def sitemap_operations() -> list[Operation]:
    """Return the operations that search engines ask for."""
    return [
        Operation(
            id="sitemap", path="/sitemap.xml", tag="pages", answer=_sitemap, media=(_XML,),
            summary=message("All pages, for search engines"), extra_media_names={_XML: "xml"},
        ),
        Operation(
            id="robots", path="/robots.txt", tag="pages", answer=_robots, media=(_TEXT,),
            summary=message("What robots may read"), extra_media_names={_TEXT: "txt"},
        ),
    ]  # fmt: skip


def _sitemap(call: Call) -> Reply:
    paths = ["/map", *page_paths(call.border)]
    entries = "".join(_entry(call, path, lang) for path in paths for lang in languages())
    return Reply(body=f"{_HEAD}{entries}</urlset>\n".encode(), media=_XML, max_age=_DAY_S)


def _entry(call: Call, path: str, lang: str) -> str:
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{one}" '
        f"href={quoteattr(_address(call, path, one))}/>"
        for one in languages()
    )
    location = escape(_address(call, path, lang))
    return f"<url><loc>{location}</loc><lastmod>{call.border.date}</lastmod>{others}</url>\n"


def _address(call: Call, path: str, lang: str) -> str:
    form = "f=html&" if path in FORMS or path.startswith("/collections") else ""
    return call.url(f"{path}?{form}lang={lang}")


def _robots(call: Call) -> Reply:
    lines = ["User-agent: *", "Disallow: /queries/", "Disallow: /exports/", "Disallow: /charts/",
             f"Sitemap: {call.url('/sitemap.xml')}", ""]  # fmt: skip
    return Reply(body="\n".join(lines).encode(), media=_TEXT, max_age=_DAY_S)
