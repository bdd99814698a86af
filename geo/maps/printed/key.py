"""The key of numbers and the legend below a printed map."""

import textwrap
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from geo.border import Border
from geo.maps.printed.draw import Drawing
from geo.maps.printed.projects import badge, project_legend
from geo.maps.printed.symbols import outline
from geo.maps.printed.towns import POINTS, text_width
from geo.maps.symbols import COLOURS, LINE_STYLES, PROJECT_SYMBOLS, SYMBOLS, LineStyle, Symbol
from geo.words.catalogue import words_of
from geo.words.credits import map_credit

__all__ = ["KeyBox", "draw_credit", "draw_key", "draw_legend", "key_height", "legend_rows"]

_LINE_IN: Final = 0.125
_LETTER_IN: Final = 0.0472
_COLUMN_IN: Final = 2.3
_PAD_IN: Final = 0.08
_NUMBER_IN: Final = 0.17
_HANDLE_IN: Final = 0.38
"""Width of a symbol in the legend with the space around it."""


class KeyBox(NamedTuple):
    """Left edge, width and upper edge of the key in inches from the figure's lower left."""

    left: float
    width: float
    top: float


def key_height(
    border: Border, positions: Sequence[int], langs: Sequence[str], width_in: float
) -> float:
    """Return the height in inches of the key of numbers."""
    columns = _columns(border, positions, langs, width_in)
    return max(sum(len(lines) for _n, lines in column) for column in columns) * _LINE_IN + _PAD_IN


def draw_key(
    drawing: Drawing,
    positions: Sequence[int],
    box: KeyBox,
    langs: Sequence[str],
    *,
    is_short: bool = False,
) -> None:
    """Write number and name, or short name, of each port in columns."""
    height = drawing.figure.get_figheight()
    name = "short_name" if is_short else "name"
    columns = _columns(drawing.border, positions, langs, box.width, name)
    for number, column in enumerate(columns):
        left, y = box.left + number * box.width / len(columns), box.top
        for port, lines in column:
            for row, line in enumerate(lines):
                y -= _LINE_IN
                if row == 0:
                    _text(drawing, str(port), left + _NUMBER_IN - 0.04, y, height, bold=True)
                _text(drawing, line, left + _NUMBER_IN, y, height)


def draw_legend(
    drawing: Drawing, positions: Sequence[int], *, bottom: float, is_named: bool = False
) -> None:
    """Draw symbols with their names; ``is_named``: a map that names the towns has no projects."""
    width, height = drawing.figure.get_size_inches()
    shown = _shown(drawing.border, positions, drawing.langs, is_named=is_named)
    handles = _handles(shown)
    labels = [label for _style, label in shown]
    rows = _rows(labels, float(width))
    drawing.figure.legend(
        handles=handles, labels=labels, loc="lower left", bbox_to_anchor=(0.0, bottom / height),
        ncols=-(-len(handles) // rows), frameon=False, borderaxespad=0.0, handlelength=1.6,
        handletextpad=0.4, columnspacing=1.0, borderpad=0.2, labelspacing=0.3,
        prop={"family": drawing.family, "size": POINTS},
    )  # fmt: skip


def draw_credit(drawing: Drawing) -> None:
    """Write whom the map credits at its foot, on two lines."""
    width, height = drawing.figure.get_size_inches()
    text = map_credit(drawing.langs[0])
    points = min(POINTS, width * 0.8, POINTS * width * 1.9 / text_width(text, POINTS))
    credit = textwrap.fill(text, int(width / (_LETTER_IN * points / POINTS)))
    drawing.figure.text(0.0, 0.04 / height, credit, family=drawing.family, fontsize=points,
                        color=COLOURS["ink_soft"], va="bottom")  # fmt: skip


def legend_rows(
    border: Border, positions: Sequence[int], langs: Sequence[str], width_in: float,
    *, is_named: bool = False,
) -> int:  # fmt: skip
    """Return on how many lines the symbols with their names fit."""
    shown = _shown(border, positions, langs, is_named=is_named)
    return _rows([label for _style, label in shown], width_in)


def _rows(labels: Sequence[str], width_in: float) -> int:
    """Return the fewest lines on which labels fit that stand in columns."""
    wide = [text_width(label, POINTS) + _HANDLE_IN for label in labels]
    for rows in range(1, len(wide) + 1):
        columns = [wide[start : start + rows] for start in range(0, len(wide), rows)]
        if sum(map(max, columns)) <= width_in:
            return rows
    return len(wide)


def _shown(
    border: Border, positions: Sequence[int], langs: Sequence[str], *, is_named: bool
) -> list[tuple[Symbol | LineStyle, str]]:
    """Return what a map of these ports shows, with its names: symbols, projects, boundary."""
    kinds = border.records("ports").columns["crossing_type"]
    present = {kinds[row] for row in positions}
    say = words_of(tuple(langs)).say
    symbols = [(symbol, say(symbol.label)) for kind, symbol in SYMBOLS.items() if kind in present]
    projects = [] if is_named else project_legend(border, positions, langs)
    lines = [LINE_STYLES[name] for name in ("boundary_river", "boundary_land")]
    return [*symbols, *((line, say(line.label)) for line in lines), *projects]


def _handles(shown: Sequence[tuple[Symbol | LineStyle, str]]) -> list[Any]:
    from matplotlib.lines import Line2D

    handles: list[Any] = []
    for style, label in shown:
        if isinstance(style, Symbol) and style in PROJECT_SYMBOLS.values():
            handles.append(tuple(Line2D([], [], label=label, **look) for look in badge(style)))
        elif isinstance(style, Symbol):
            handles.append(Line2D([], [], marker=outline(style.shape), ls="none", ms=6.5,
                                mfc=style.fill, mec=style.stroke, mew=0.5,
                                label=label))  # fmt: skip
        else:
            dash = tuple(length * 0.45 for length in style.dash)
            handles.append(Line2D([], [], color=style.stroke, lw=1.0,
                                ls=(0, dash) if dash else "-", label=label))  # fmt: skip
    return handles


def _columns(
    border: Border,
    positions: Sequence[int],
    langs: Sequence[str],
    width_in: float,
    name: str = "name",
) -> list[list[tuple[int, list[str]]]]:
    """Return (number, lines of the name) in columns of about the same height."""
    count = max(1, int(width_in // _COLUMN_IN))
    room = int((width_in / count - _NUMBER_IN - 0.1) / _LETTER_IN)
    columns = border.records("ports").columns
    names = words_of(langs).column(columns, name)
    entries = [(border.port_number(row), textwrap.wrap(names[row], room)) for row in positions]
    total = sum(len(lines) for _number, lines in entries)
    filled: list[list[tuple[int, list[str]]]] = [[]]
    used = 0
    for entry in entries:
        if len(filled) < count and used >= total * len(filled) / count:
            filled.append([])
        filled[-1].append(entry)
        used += len(entry[1])
    return filled + [[] for _ in range(count - len(filled))]


def _text(
    drawing: Drawing, text: str, left: float, y: float, height: float, *, bold: bool = False
) -> None:
    width = drawing.figure.get_figwidth()
    drawing.figure.text(left / width, y / height, text, family=drawing.family, fontsize=POINTS,
                        fontweight="bold" if bold else "normal", color=COLOURS["ink"],
                        ha="right" if bold else "left", va="bottom")  # fmt: skip
