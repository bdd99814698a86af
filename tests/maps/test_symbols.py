"""Symbols can be told apart by anyone, on screen and in a grey print."""

import itertools
import math
import re
from importlib.resources import files

import pytest

from geo import Border
from geo.layers import CROSSING_TYPES, MODES
from geo.maps.symbols import (
    COLOURS,
    DARK_COLOURS,
    FAMILIES,
    SEGMENT_COLOURS,
    SHAPES,
    SYMBOLS,
)
from geo.words.vocabulary import VOCABULARY

WHITE = "#ffffff"
FILLS = ("bridge", "land_crossing", "rail", "dam", "ferry")
JUST_APART = 7
"""Difference in CIE L*a*b* of large areas that is seen at a glance; 1 is just noticeable."""
XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
"""From linear sRGB to CIE XYZ (IEC 61966-2-1)."""
# Viénot, Brettel and Mollon (1999), in linear RGB.
DICHROMATS = {
    "protan": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deutan": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
}


def linear(colour: str) -> tuple[float, ...]:
    """Return linear RGB of a hex colour (sRGB, IEC 61966-2-1)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return tuple(p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_type_and_mode_has_its_symbol_and_words() -> None:
    assert set(SYMBOLS) == set(CROSSING_TYPES)
    assert set(VOCABULARY["mode"]) == set(MODES)
    assert set(VOCABULARY["crossing_type"]) == set(CROSSING_TYPES)
    assert {kind for kinds in FAMILIES.values() for kind in kinds} == set(CROSSING_TYPES)
    for symbol in SYMBOLS.values():
        assert symbol.shape in SHAPES


def test_no_two_types_differ_by_colour_alone() -> None:
    drawn = {(s.shape, luminance(s.fill) > 0.5) for s in SYMBOLS.values()}
    assert len(drawn) == len(SYMBOLS)


GROUNDS = ("land_us", "land_mx", "state_us", "state_mx", "sea")


@pytest.mark.parametrize("name", SYMBOLS)
def test_symbols_stand_out_from_the_ground_in_both_themes(name: str) -> None:
    symbol = SYMBOLS[name]
    outline = symbol.stroke if symbol.fill == WHITE else symbol.fill
    (key,) = (key for key in FILLS if COLOURS[key] == outline)
    for colours in (COLOURS, DARK_COLOURS):
        for ground in GROUNDS:
            assert contrast(colours[key], colours[ground]) >= 3, ground


@pytest.mark.parametrize("ground", GROUNDS)
def test_words_on_the_map_are_readable(ground: str) -> None:
    for colours in (COLOURS, DARK_COLOURS):
        assert contrast(colours["ink"], colours[ground]) >= 7
        for name in ("ink_soft", "country", "state_name", "town", "water_name"):
            assert contrast(colours[name], colours[ground]) >= 4.5, name
        assert contrast(colours["boundary"], colours[ground]) >= 7


@pytest.mark.parametrize("sight", [None, *DICHROMATS])
def test_the_two_countries_are_told_apart_by_anyone(sight: str | None) -> None:
    for colours in (COLOURS, DARK_COLOURS):
        for one, other in (("state_us", "state_mx"), ("land_us", "land_mx")):
            apart = math.dist(lab(colours[one], sight), lab(colours[other], sight))
            assert apart >= JUST_APART, (one, sight)
        assert math.dist(lab(colours["band_us"], sight), lab(colours["band_mx"], sight)) >= 25


def lab(colour: str, sight: str | None) -> tuple[float, float, float]:
    """Return CIE L*a*b* (D65) of a colour, as somebody with that sight sees it."""
    rgb = linear(colour)
    if sight is not None:
        rgb = tuple(
            sum(weight * part for weight, part in zip(row, rgb, strict=True))
            for row in DICHROMATS[sight]
        )
    scaled = [
        sum(weight * part for weight, part in zip(row, rgb, strict=True)) / white
        for row, white in zip(XYZ, (0.95047, 1.0, 1.08883), strict=True)
    ]
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in scaled)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_each_river_segment_has_a_colour_of_its_own(border: Border) -> None:
    assert set(SEGMENT_COLOURS) == set(border.river_segments["id"])
    assert len(set(SEGMENT_COLOURS.values())) == 9
    for colour in SEGMENT_COLOURS.values():
        assert contrast(colour, COLOURS["state_us"]) >= 3


@pytest.mark.parametrize("sight", DICHROMATS)
def test_neighbouring_segments_differ_for_the_colour_blind(sight: str) -> None:
    def seen(colour: str) -> tuple[float, ...]:
        rgb = linear(colour)
        return tuple(
            sum(weight * part for weight, part in zip(row, rgb, strict=True))
            for row in DICHROMATS[sight]
        )

    chain = [f"rg{i}" for i in range(1, 9)]
    for one, other in itertools.pairwise(chain):
        p, q = seen(SEGMENT_COLOURS[one]), seen(SEGMENT_COLOURS[other])
        assert max(abs(a - b) for a, b in zip(p, q, strict=True)) > 0.08, (one, other)


def test_the_icon_of_the_pages_has_the_accent_colour() -> None:
    icon = (files("web") / "static" / "icon.svg").read_text(encoding="utf-8")
    assert set(re.findall(r"#[0-9a-f]{6}", icon)) <= {COLOURS["accent"], WHITE}
    assert COLOURS["accent"] in icon
