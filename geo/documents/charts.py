"""Charts for print: yearly totals as columns, months missing told apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from geo.maps.printed.figure import map_png, map_svg
from geo.maps.printed.fonts import use_font
from geo.maps.symbols import COLOURS
from geo.words.catalogue import words
from geo.words.messages import message
from geo.words.numbers import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["ChartSize", "Trend", "trend_chart", "trend_picture"]

_PALE: Final = "#a9bfd3"
_BAND: Final = "#ecebe6"
_TITLE_IN: Final = 0.24
_TICKS_IN: Final = 0.2
_MILLION, _THOUSAND = 1_000_000, 1_000
_FEW_THOUSANDS: Final = 20_000
_SHORT_UNITS: Final = {_MILLION: message("million"), _THOUSAND: message("thousand")}
_KEPT_CHARTS: Final = 64
"""Charts kept of those drawn: several documents show the same."""
_LABEL_PT: Final = 7.0
_ROOM: Final = 1.2
"""Height of a panel in terms of its highest column: room for the figure above it."""
_LAST_YEAR: Final = 0.065
"""Room beside the last column in terms of all years, so that its year stands in the panel."""
_SHORT_YEARS: Final = 1.7
"""Panels narrower than this, in inches, write years as '19."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Yearly totals of a chart: ``None`` where nothing is counted, a gap.

    ``is_whole`` says which years lack no month; ``marks`` are (first year, last year, word) of
    what a reader has to know; ``compared`` are the years whose figures are written.
    """

    heading: str
    years: tuple[int, ...]
    totals: tuple[int | None, ...]
    is_whole: tuple[bool, ...]
    marks: tuple[tuple[int, int, str], ...] = ()
    compared: tuple[int, ...] = ()

    @property
    def known(self) -> list[tuple[int, int]]:
        """Return (year, total) of the years that have one."""
        pairs = zip(self.years, self.totals, strict=True)
        return [(year, total) for year, total in pairs if total is not None]

    @property
    def unit(self) -> int:
        """Return by how many its figures are divided: a million, a thousand or one."""
        highest = max((total for _year, total in self.known), default=0)
        if highest >= _MILLION:
            return _MILLION
        return _THOUSAND if highest >= _FEW_THOUSANDS else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSize:
    """Width of all panels together, height of each in inches, and how many stand side by side.

    Small panels stand under a figure that names what they show: their title is the unit alone.
    """

    width_in: float = 7.087
    panel_in: float = 1.45
    columns: int = 5
    gap_in: float = 0.14
    is_small: bool = False


def trend_chart(trends: Sequence[Trend], lang: str, size: ChartSize | None = None) -> bytes:
    """Return yearly totals as SVG, a small chart each: their sizes differ too much for one.

    A year without a count is a gap; one with missing months is hatched. Of the compared years the
    column is dark and its figure written. Every column begins at zero.
    """
    return _svg(tuple(trends), lang, size or ChartSize())


def trend_picture(trends: Sequence[Trend], lang: str, size: ChartSize | None = None) -> bytes:
    """Return the same chart as PNG, 300 dpi."""
    return _png(tuple(trends), lang, size or ChartSize())


@lru_cache(maxsize=_KEPT_CHARTS)
def _svg(trends: tuple[Trend, ...], lang: str, size: ChartSize) -> bytes:
    return map_svg(_drawn(trends, lang, size))


@lru_cache(maxsize=_KEPT_CHARTS)
def _png(trends: tuple[Trend, ...], lang: str, size: ChartSize) -> bytes:
    return map_png(_drawn(trends, lang, size))


def _drawn(trends: Sequence[Trend], lang: str, size: ChartSize) -> "Figure":
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    family = use_font()
    rows = -(-len(trends) // size.columns)
    figure = Figure(figsize=(size.width_in, rows * size.panel_in))
    FigureCanvasAgg(figure)
    panel_in = (size.width_in - size.gap_in * (size.columns - 1)) / size.columns
    for index, trend in enumerate(trends):
        row, column = divmod(index, size.columns)
        left = column * (panel_in + size.gap_in) / size.width_in
        bottom = ((rows - 1 - row) * size.panel_in + _TICKS_IN) / figure.get_figheight()
        height = (size.panel_in - _TITLE_IN - _TICKS_IN) / figure.get_figheight()
        axes = figure.add_axes((left, bottom, panel_in / size.width_in, height))
        _draw(
            axes,
            trend,
            _Look(lang, family, size.is_small or panel_in < _SHORT_YEARS, size.is_small),
        )
    return figure


@dataclass(frozen=True, slots=True)
class _Look:
    lang: str
    family: str
    is_narrow: bool
    is_small: bool


def _draw(axes: Any, trend: Trend, look: _Look) -> None:  # noqa: ANN401 - matplotlib's axes
    accent, ink = COLOURS["accent"], COLOURS["ink"]
    whole = dict(zip(trend.years, trend.is_whole, strict=True))
    for year, total in trend.known:
        dark = accent if year in trend.compared else _PALE
        is_whole = whole[year]
        axes.bar(year, total, 0.8, color=dark if is_whole else "white", edgecolor=dark,
                 linewidth=0 if is_whole else 0.7, hatch=None if is_whole else "/////",
                 zorder=2)  # fmt: skip
    axes.set_ylim(0, max(1, *(total for _year, total in trend.known)) * _ROOM)
    room = 2.2 if look.is_narrow else max(0.9, _LAST_YEAR * len(trend.years))
    axes.set_xlim(trend.years[0] - 0.7, trend.years[-1] + room)
    for year, total in trend.known:
        if year in trend.compared:
            axes.annotate(_figure(total, trend.unit, look.lang), (year, total), (0, 1.5),
                          textcoords="offset points", ha="center", va="bottom",
                          fontsize=_LABEL_PT, family=look.family, fontweight="semibold",
                          color=ink, zorder=3)  # fmt: skip
    _mark(axes, trend, look)
    title = _title(trend, look)
    axes.set_title(title, loc="left", fontsize=_LABEL_PT if look.is_small else 8.5, pad=3,
                   family=look.family, fontweight="normal" if look.is_small else "semibold",
                   color=COLOURS["ink_soft"] if look.is_small else ink)  # fmt: skip
    ticks = sorted({trend.years[0], *trend.compared})
    axes.set_xticks(ticks, _years(ticks, look))
    axes.get_xticklabels()[0].set_ha("left")  # The first would stand half outside its panel.
    axes.set_yticks([])
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(labelsize=_LABEL_PT, length=2, colors=COLOURS["ink_soft"],
                     labelfontfamily=look.family)  # fmt: skip


def _years(ticks: Sequence[int], look: _Look) -> list[str]:
    """Return the years that the axis names: in a narrow panel not those between two others."""
    kept = {*ticks[:2], ticks[-1]} if look.is_narrow else set(ticks)
    return [str(year) if year in kept else "" for year in ticks]


def _title(trend: Trend, look: _Look) -> str:
    say = words(look.lang).say
    if look.is_small:
        unit = _SHORT_UNITS.get(trend.unit)
        return say(unit) if unit else ""
    unit = _SHORT_UNITS.get(trend.unit)
    return f"{trend.heading} ({say(unit)})" if unit else trend.heading


def _mark(axes: Any, trend: Trend, look: _Look) -> None:  # noqa: ANN401 - matplotlib's axes
    """Draw what happened as a band of its years, or as a line with its word along it."""
    soft = COLOURS["ink_soft"]
    for first, last, word in trend.marks:
        if not (trend.years[0] <= last and first <= trend.years[-1]):
            continue
        if last > first:
            axes.axvspan(first - 0.5, last + 0.5, color=_BAND, lw=0, zorder=0)
        elif not look.is_narrow:
            axes.axvline(first - 0.5, color=soft, lw=0.8, zorder=3)
            axes.text(first - 0.75, 0.98, word, transform=axes.get_xaxis_transform(), rotation=90,
                      fontsize=_LABEL_PT, family=look.family, color=soft, ha="right", va="top",
                      zorder=4, bbox={"boxstyle": "square,pad=0.1", "fc": "white", "ec": "none",
                                      "alpha": 0.8})  # fmt: skip


def _figure(total: int, unit: int, lang: str) -> str:
    """Return a total in its unit with three digits at most."""
    if unit == 1:
        return number(total, lang)
    value = total / unit
    return number(value, lang, 0 if value >= 100 else 1 if value >= 2 else 2)  # noqa: PLR2004
