"""Projects at the crossings as a Folium layer: a symbol for each stage."""

from typing import TYPE_CHECKING, Any

from geo.layers.register import STAGES
from geo.maps.interactive.element import LegendKey
from geo.maps.interactive.frame_rows import located_rows, row_ids, texts
from geo.maps.interactive.layers.points import PointsLayer
from geo.maps.interactive.style_json import symbol_json
from geo.maps.symbols import POINT_SYMBOLS, PROJECT_SYMBOLS
from geo.words.catalogue import words

if TYPE_CHECKING:
    from geo.maps.symbols import Symbol

__all__ = ["ProjectsLayer"]


class ProjectsLayer(PointsLayer):
    """Projects, each with the symbol of its stage and a card with the last word on it."""

    key = "projects"
    title_key = "layer_projects"
    script_name = "ProjectsLayer"
    symbol_name = "not_counted"
    phrase_keys = ("close", "stage", "last_word")

    def settings(self) -> dict[str, Any]:
        """Return the symbol and the name of each stage."""
        return super().settings() | {
            "symbols": {stage: symbol_json(_symbol(stage)) for stage in STAGES},
            "stages": words(self.lang).codes("stage"),
        }

    def legend_keys(self) -> list[LegendKey]:
        """Return a line for each stage that a project has reached, with a box that shows it."""
        reached = set(self.frame["stage"]) if "stage" in self.frame.columns else set()
        names = words(self.lang).codes("stage")
        return [
            LegendKey(text=names[stage], kind="symbol", style=_symbol(stage), choice=stage)
            for stage in STAGES
            if stage in reached
        ]

    def content(self) -> dict[str, Any]:
        """Return the projects with name, stage, date of the last word, and that word."""
        said = dict(zip(row_ids(self.frame), texts(self.frame, "state"), strict=True))
        located = located_rows(self.frame, ("stage", "stage_date", "stage_date_precision"))
        return {"rows": [row | {"when": _when(row), "state": said[row["id"]]} for row in located]}


def _symbol(stage: str) -> "Symbol":
    return PROJECT_SYMBOLS.get(f"project_{stage}", POINT_SYMBOLS["not_counted"])


def _when(row: dict[str, Any]) -> str | None:
    """Return what is known of the date of the last word, as ISO 8601."""
    if row.get("stage_date") is None:
        return None
    lengths = {"year": 4, "month": 7}
    return str(row["stage_date"])[: lengths.get(row.get("stage_date_precision", "day"), 10)]
