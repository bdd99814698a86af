"""Charts for print."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from geo.maps.printed.figure import map_svg
from geo.maps.printed.fonts import use_font
from geo.maps.symbols import COLOURS

__all__ = ["Trend", "trend_chart"]

_PANEL_IN: Final = (3.4, 1.34)
_ROW_GAP: Final = 0.62
_TITLE_IN: Final = 0.24
_TICKS_IN: Final = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Yearly totals of a chart: ``None`` where nothing is counted, a gap in the line.

    ``is_whole`` says which years lack no month; ``marks`` are (first year, last year, word) of
    what a reader has to know.
    """

    heading: str
    years: Sequence[int]
    totals: Sequence[int | None]
    is_whole: Sequence[bool]
    marks: Sequence[tuple[int, int, str]] = ()

    @property
    def known(self) -> list[tuple[int, int]]:
        """Return (year, total) of the years that have one."""
        pairs = zip(self.years, self.totals, strict=True)
        return [(year, total) for year, total in pairs if total is not None]


def trend_chart(trends: Sequence[Trend], *, width_in: float = 7.0, columns: int = 2) -> bytes:
    """Return yearly totals as SVG, a small chart each: their sizes differ too much for one.

    A year without a count is a gap, one with missing months a hollow point. ``columns`` stand
    side by side.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    family = use_font()
    columns = min(len(trends), columns)
    rows = -(-len(trends) // columns)
    figure = Figure(figsize=(width_in, rows * _PANEL_IN[1] + 0.1))
    FigureCanvasAgg(figure)
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes, trend in zip(panels, trends, strict=False):
        _draw(axes, trend, family)
    for axes in panels[len(trends) :]:
        axes.set_visible(False)
    height = figure.get_figheight()
    figure.subplots_adjust(left=0.06, right=0.985, top=1 - _TITLE_IN / height,
                           bottom=_TICKS_IN / height, hspace=_ROW_GAP, wspace=0.16)  # fmt: skip
    return map_svg(figure)


def _draw(axes: Any, trend: Trend, family: str) -> None:  # noqa: ANN401 - matplotlib's axes
    from matplotlib.ticker import MaxNLocator

    accent, ink = COLOURS["accent"], COLOURS["ink"]
    totals = [math.nan if total is None else total for total in trend.totals]
    axes.plot(trend.years, totals, color=accent, lw=1.4)
    lone = [year for year, _total in trend.known if _is_lone(trend, year)]
    of_year = dict(trend.known)
    axes.plot(lone, [of_year[year] for year in lone], ".", ms=3, color=accent)
    part = [
        (year, total)
        for year, total, whole in zip(trend.years, trend.totals, trend.is_whole, strict=True)
        if total is not None and not whole
    ]
    if part:
        axes.plot(*zip(*part, strict=True), "o", ms=3, mfc="white", mec=accent, mew=0.8)
    year, total = trend.known[-1]
    behind = {"boxstyle": "square,pad=0.1", "fc": "white", "ec": "none", "alpha": 0.85}
    axes.annotate(f"{total:,}", (year, total), (0, 4), textcoords="offset points", ha="right",
                  va="bottom", fontsize=7, family=family, fontweight="semibold", bbox=behind,
                  color=ink)  # fmt: skip
    axes.set_title(trend.heading, loc="left", fontsize=8.5, family=family,
                   fontweight="semibold", color=ink)  # fmt: skip
    axes.set_ylim(0, max(1, *of_year.values()) * 1.22)
    _mark(axes, trend, family)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=7, integer=True))
    axes.yaxis.set_major_formatter(_short_number)
    axes.grid(axis="y", color="#dddddd", lw=0.5)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(labelsize=7, length=2, colors=COLOURS["ink_soft"], labelfontfamily=family)


def _mark(axes: Any, trend: Trend, family: str) -> None:  # noqa: ANN401 - matplotlib's axes
    """Draw what happened as a band or a line of its years, with its word along it."""
    soft = COLOURS["ink_soft"]
    for first, last, word in trend.marks:
        if trend.years[0] <= last and first <= trend.years[-1]:
            if last > first:
                axes.axvspan(first - 0.5, last + 0.5, color="#e9e4d6", lw=0, zorder=0)
            else:
                axes.axvline(first, color=soft, lw=0.6, ls=(0, (2, 2)), zorder=0)
            axes.text(first - 0.7, 0.03, word, transform=axes.get_xaxis_transform(), rotation=90,
                      fontsize=5.5, family=family, color=soft, ha="right", va="bottom",
                      zorder=1)  # fmt: skip


def _is_lone(trend: Trend, year: int) -> bool:
    known = {found for found, _total in trend.known}
    return year - 1 not in known and year + 1 not in known


def _short_number(value: float, _place: int) -> str:
    if value >= 1e6:  # noqa: PLR2004
        return f"{value / 1e6:g} M"
    return f"{value / 1e3:g} k" if value >= 1e3 else f"{value:g}"  # noqa: PLR2004
