"""The key of numbers and the legend below a printed map."""

import textwrap
from collections.abc import Sequence
from typing import Final, NamedTuple

from geo.border import Border
from geo.maps.printed.draw import Drawing
from geo.maps.printed.symbols import outline
from geo.maps.symbols import COLOURS, LINE_STYLES, SYMBOLS
from geo.words.catalogue import words_of
from geo.words.credits import map_credit

__all__ = ["KeyPlace", "draw_key", "draw_legend", "key_height"]

_LINE_IN: Final = 0.118
_POINTS: Final = 6.6
_LETTER_IN: Final = 0.0445
_COLUMN_IN: Final = 2.3
_PAD_IN: Final = 0.08
_CREDIT_LETTER_IN: Final = 0.037
_NUMBER_IN: Final = 0.17


class KeyPlace(NamedTuple):
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
    drawing: Drawing, positions: Sequence[int], place: KeyPlace, langs: Sequence[str]
) -> None:
    """Write number and name of each port in columns."""
    height = drawing.figure.get_figheight()
    columns = _columns(drawing.border, positions, langs, place.width)
    for number, column in enumerate(columns):
        left, y = place.left + number * place.width / len(columns), place.top
        for port, lines in column:
            for row, line in enumerate(lines):
                y -= _LINE_IN
                if row == 0:
                    _text(drawing, str(port), left + _NUMBER_IN - 0.04, y, height, bold=True)
                _text(drawing, line, left + _NUMBER_IN, y, height)


def draw_legend(drawing: Drawing, positions: Sequence[int], *, bottom: float) -> None:
    """Draw one line of symbols with their names, and the line of credits below it."""
    from matplotlib.lines import Line2D

    kinds = drawing.border.records("ports").columns["crossing_type"]
    present = [kind for kind in SYMBOLS if any(kinds[row] == kind for row in positions)]
    handles = [
        Line2D([], [], marker=outline(SYMBOLS[kind].shape), ls="none", ms=6.5,
               mfc=SYMBOLS[kind].fill, mec=SYMBOLS[kind].stroke, mew=0.5,
               label=drawing.reader.say(SYMBOLS[kind].label))
        for kind in present
    ]  # fmt: skip
    for name in ("boundary_river", "boundary_land"):
        style = LINE_STYLES[name]
        dash = tuple(length * 0.45 for length in style.dash)
        handles.append(
            Line2D([], [], color=style.stroke, lw=1.0, ls=(0, dash) if dash else "-",
                   label=drawing.reader.say(style.label))
        )  # fmt: skip
    width, height = drawing.figure.get_size_inches()
    drawing.figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0.0, bottom / height),
        ncols=len(handles), frameon=False, borderaxespad=0.0, handletextpad=0.4,
        columnspacing=1.2, borderpad=0.2,
        prop={"family": drawing.family, "size": 6.6 if len(drawing.langs) == 1 else 5.6},
    )  # fmt: skip
    credit = textwrap.fill(map_credit(drawing.langs[0]), int(width / _CREDIT_LETTER_IN))
    drawing.figure.text(0.0, 0.04 / height, credit, family=drawing.family,
                        fontsize=min(5.6, width * 0.8), color=COLOURS["ink_soft"],
                        va="bottom")  # fmt: skip


def _columns(
    border: Border, positions: Sequence[int], langs: Sequence[str], width_in: float
) -> list[list[tuple[int, list[str]]]]:
    """Return (number, lines of the name) in columns of about the same height."""
    count = max(1, int(width_in // _COLUMN_IN))
    room = int((width_in / count - _NUMBER_IN - 0.1) / _LETTER_IN)
    columns = border.records("ports").columns
    names = words_of(langs).column(columns, "name")
    entries = [(row + 1, textwrap.wrap(names[row], room)) for row in positions]
    total = sum(len(lines) for _number, lines in entries)
    found: list[list[tuple[int, list[str]]]] = [[]]
    used = 0
    for entry in entries:
        if len(found) < count and used >= total * len(found) / count:
            found.append([])
        found[-1].append(entry)
        used += len(entry[1])
    return found + [[] for _ in range(count - len(found))]


def _text(
    drawing: Drawing, text: str, left: float, y: float, height: float, *, bold: bool = False
) -> None:
    width = drawing.figure.get_figwidth()
    drawing.figure.text(left / width, y / height, text, family=drawing.family, fontsize=_POINTS,
                        fontweight="bold" if bold else "normal", color=COLOURS["ink"],
                        ha="right" if bold else "left", va="bottom")  # fmt: skip
