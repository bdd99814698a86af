"""The map with all around it: search, filters, legend and table, as markup or as one file."""

import base64
import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from geo.border import Border
from geo.maps.interactive.assets import file_style, map_script
from geo.maps.interactive.config import OVERLAYS, map_config
from geo.maps.interactive.tiles import Tiles
from geo.maps.symbols import LINE_STYLES, POINT_SYMBOLS, SEGMENT_COLOURS, SHAPES, SYMBOLS
from geo.maps.wording import phrases
from geo.queries.port_arrays import port_arrays

__all__ = ["EARLY_SCRIPT", "Filters", "MapParts", "map_file", "map_parts", "owners", "script_hash"]

EARLY_SCRIPT: Final = 'document.documentElement.classList.add("js");'
"""Runs before the page is laid out, so that what needs scripts has its place from the start."""

_FILE_POLICY: Final = (
    "default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; "
    "font-src data:; base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which ports the table shows at first; empty shows all. ``q`` is sought in the names."""

    mode: str = ""
    type: str = ""
    state: str = ""
    owner: str = ""
    q: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapParts:
    """The parts of a page with the map: markup of the body and the script that starts it."""

    body: Markup
    script: str
    shown: int = field(default=0)


def map_parts(
    border: Border,
    lang: str,
    config: dict[str, Any],
    filters: Filters | None = None,
    tiles: Tiles | None = None,
) -> MapParts:
    """Return the map's markup and script for a page that brings ``map_script`` and ``map_style``.

    Every text of the data set is escaped by the template engine or travels as JSON.
    """
    from geo.maps.interactive.border_map import border_figure

    canvas, script = border_figure(lang, config, tiles)
    filters = filters or Filters()
    rows = _rows(border, lang, filters)
    shown = sum(row["shown"] for row in rows)
    body = (
        _environment()
        .get_template("map_body.html")
        .render(
            t=phrases(lang),
            lang=lang,
            tiled=tiles is not None,
            canvas=Markup(canvas),  # noqa: S704 - folium's own markup, without data
            rows=rows,
            shown=shown,
            filters=filters,
            states=_states(border, lang),
            owners=owners(border),
            overlays=OVERLAYS,
            segments=_segments(border, lang),
            symbols=SYMBOLS,
            points=POINT_SYMBOLS,
            lines=LINE_STYLES,
            shapes=SHAPES,
            segment_colours=SEGMENT_COLOURS,
            links=config["links"],
            version=border.version,
            date=border.date.isoformat(),
        )
    )
    return MapParts(body=Markup(body), script=script, shown=shown)  # noqa: S704 - escaped above


def map_file(border: "Border", lang: str) -> str:
    """Return one HTML page that holds the map, its data and its scripts, for use from disk.

    It names no other host; its policy allows exactly the scripts and styles that it holds.
    """
    config = map_config(border, lang)
    parts = map_parts(border, lang, config)
    scripts = [map_script(), parts.script]
    allowed = [EARLY_SCRIPT, *scripts]
    styles = [file_style()]
    policy = _FILE_POLICY.format(
        scripts=" ".join(script_hash(text) for text in allowed),
        styles=" ".join(script_hash(text) for text in styles),
    )
    return (
        _environment()
        .get_template("map_file.html")
        .render(
            t=phrases(lang),
            lang=lang,
            policy=policy,
            early=Markup(EARLY_SCRIPT),  # noqa: S704 - a constant
            scripts=[Markup(text) for text in scripts],  # noqa: S704 - ours; data are JSON in it
            styles=[Markup(text) for text in styles],  # noqa: S704
            body=parts.body,
            rule=border.counting_rule(lang),
        )
    )


def script_hash(text: str) -> str:
    """Return a script or style as a content security policy names it."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def owners(border: Border) -> dict[str, list[str]]:
    """Return the owners and operators named for each side, in alphabetical order."""
    columns = border.records("ports").columns
    return {
        side: sorted({*columns[f"{side}_owner"], *columns[f"{side}_operator"]} - {None})
        for side in ("us", "mx")
    }


def _rows(border: Border, lang: str, filters: Filters) -> list[dict[str, Any]]:
    table = border.records("ports")
    states = {row["id"]: row["name"] for row in _states(border, lang)}
    found = []
    for position in reversed(port_arrays(border).along):
        row = table.row(position)
        names = (row["name_es"] or row["name_en"], row["name_en"])
        first, second = names if lang == "es" else names[::-1]
        found.append(
            row
            | {
                "name": first,
                "other_name": "" if second == first else second,
                "us_state_name": states[row["us_state"]],
                "mx_state_name": states[row["mx_state"]],
                "shown": _passes(row, filters),
            }
        )
    return found


def _passes(row: dict[str, Any], filters: Filters) -> bool:
    roles = ("us_owner", "us_operator", "mx_owner", "mx_operator")
    words = (row["name_en"], row["name_es"], row["us_city"], row["mx_city"])
    text = _plain(" ".join([*(word or "" for word in words), *(row["other_names"] or ())]))
    return (
        (not filters.mode or filters.mode in row["modes"])
        and (not filters.type or filters.type == row["crossing_type"])
        and (not filters.state or filters.state in {row["us_state"], row["mx_state"]})
        and (not filters.owner or filters.owner in {row[role] for role in roles})
        and all(word in text for word in _plain(filters.q).split())
    )


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return re.sub(r"[\u0300-\u036f]", "", decomposed).lower()


def _states(border: Border, lang: str) -> list[dict[str, str]]:
    columns = border.records("states").columns
    names = columns[f"name_{lang}"]
    rows = zip(columns["id"], names, columns["name_en"], columns["country"], strict=True)
    return [
        {"id": key, "name": name or english, "country": country}
        for key, name, english, country in rows
    ]


def _segments(border: Border, lang: str) -> list[dict[str, Any]]:
    table = border.records("river_segments")
    found = [table.row(position) for position in range(len(table))]
    return [row | {"name": row[f"name_{lang}"] or row["name_en"]} for row in found]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("geo.maps.interactive"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = _number
    return environment


def _number(value: float, decimals: int = 0) -> str:
    """Return a number as English and Mexican Spanish both write it: 1,234.5."""
    return f"{value:,.{decimals}f}"
