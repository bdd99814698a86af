"""Which ports a reader chose, and the ports as rows of text."""

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from geo.maps.interactive.frame_rows import names, row_ids, rows

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = ["Filters", "port_rows", "state_rows"]

_ROLES: Final = ("us_owner", "us_operator", "mx_owner", "mx_operator")
_COLUMNS: Final = (
    "us_city", "mx_city", "us_state", "mx_state", "crossing_type", "modes", "boundary_km",
    "other_names", *_ROLES,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which ports show at first; empty shows all. ``q`` is sought in the names."""

    mode: str = ""
    type: str = ""
    state: str = ""
    owner: str = ""
    q: str = ""


def port_rows(
    frame: "gpd.GeoDataFrame", states: "pd.DataFrame | None", lang: str, filters: Filters
) -> list[dict[str, Any]]:
    """Return the ports from the Pacific to the Gulf, with ``shown`` by the filters.

    Each has ``id``, ``name`` in the reader's language, ``other_name`` where it differs on the
    other side, and all columns that tables and filters use, ``None`` where not known.
    """
    if "boundary_km" in frame.columns:
        frame = frame.sort_values("boundary_km", ascending=False, kind="stable")
    known = {row["id"]: row["name"] for row in state_rows(states, lang)}
    other = "en" if lang == "es" else "es"
    listed = []
    cells = zip(row_ids(frame), names(frame), rows(frame, _COLUMNS), strict=True)
    for key, name, columns in cells:
        row = dict.fromkeys(_COLUMNS) | columns
        first, second = (name.get(one, name["en"]) for one in (lang, other))
        listed.append(
            row
            | {
                "id": key,
                "name": first,
                "other_name": "" if second == first else second,
                "other_lang": other,
                "us_state_name": known.get(str(row["us_state"]), row["us_state"]),
                "mx_state_name": known.get(str(row["mx_state"]), row["mx_state"]),
                "shown": _passes(row, name, filters),
            }
        )
    return listed


def state_rows(states: "pd.DataFrame | None", lang: str) -> list[dict[str, str]]:
    """Return ``id``, ``name`` in the reader's language and ``country`` of each state."""
    if states is None:
        return []
    said = zip(row_ids(states), names(states), rows(states, ("country",)), strict=True)
    return [
        {"id": key, "name": name.get(lang, name["en"]), "country": row.get("country") or ""}
        for key, name, row in said
    ]


def _passes(row: dict[str, Any], name: dict[str, str], filters: Filters) -> bool:
    words = (*name.values(), row["us_city"], row["mx_city"], *(row["other_names"] or ()))
    text = _plain(" ".join(word for word in words if word))
    return (
        (not filters.mode or filters.mode in (row["modes"] or ()))
        and (not filters.type or filters.type == row["crossing_type"])
        and (not filters.state or filters.state in {row["us_state"], row["mx_state"]})
        and (not filters.owner or filters.owner in {row[role] for role in _ROLES})
        and all(word in text for word in _plain(filters.q).split())
    )


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return re.sub(r"[\u0300-\u036f]", "", decomposed).lower()
