"""Charts for print."""

from collections.abc import Mapping, Sequence
from typing import Final

from geo.maps.printed.figure import map_svg
from geo.maps.printed.fonts import use_font
from geo.maps.symbols import COLOURS

__all__ = ["trend_chart"]

_PANEL_IN: Final = (3.4, 1.34)
_ROW_GAP: Final = 0.62
_TITLE_IN: Final = 0.24
_TICKS_IN: Final = 0.2


def trend_chart(
    series: Mapping[str, Sequence[tuple[int, int | None]]],
    *,
    width_in: float = 7.0,
    columns: int = 2,
) -> bytes:
    """Return yearly totals as SVG, a small chart per series: their sizes differ too much for one.

    ``series`` maps the heading of each chart to (year, total); ``columns`` stand side by side.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    family = use_font()
    columns = min(len(series), columns)
    rows = -(-len(series) // columns)
    figure = Figure(figsize=(width_in, rows * _PANEL_IN[1] + 0.1))
    FigureCanvasAgg(figure)
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes, (heading, totals) in zip(panels, series.items(), strict=False):
        known = [(year, total) for year, total in totals if total is not None]
        axes.plot(*zip(*known, strict=True), color=COLOURS["accent"], lw=1.4)
        year, total = known[-1]
        axes.plot([year], [total], "o", ms=3, color=COLOURS["accent"])
        behind = {"boxstyle": "square,pad=0.1", "fc": "white", "ec": "none", "alpha": 0.85}
        axes.annotate(f"{total:,}", (year, total), (0, 4), textcoords="offset points", ha="right",
                      va="bottom", fontsize=7, family=family, fontweight="semibold", bbox=behind,
                      color=COLOURS["ink"])  # fmt: skip
        axes.set_title(heading, loc="left", fontsize=8.5, family=family, fontweight="semibold",
                       color=COLOURS["ink"])  # fmt: skip
        axes.set_ylim(0, max(value for _year, value in known) * 1.22)
        axes.yaxis.set_major_formatter(_short_number)
        axes.grid(axis="y", color="#dddddd", lw=0.5)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(labelsize=7, length=2, colors=COLOURS["ink_soft"],
                         labelfontfamily=family)  # fmt: skip
    for axes in panels[len(series) :]:
        axes.set_visible(False)
    height = figure.get_figheight()
    figure.subplots_adjust(left=0.06, right=0.985, top=1 - _TITLE_IN / height,
                           bottom=_TICKS_IN / height, hspace=_ROW_GAP, wspace=0.16)  # fmt: skip
    return map_svg(figure)


def _short_number(value: float, _place: int) -> str:
    if value >= 1e6:  # noqa: PLR2004
        return f"{value / 1e6:g} M"
    return f"{value / 1e3:g} k" if value >= 1e3 else f"{value:g}"  # noqa: PLR2004
