"""Hours as Mexican agencies write them: 24-hour clock, "a" between hours, no word of English."""

import re

import pytest

from geo import Border
from geo.words.hours import hours_text

GAP = "\N{NO-BREAK SPACE}"


def spoken(text: str) -> str:
    """Return Spanish hours with plain spaces."""
    return hours_text(text, "es").replace(GAP, " ")


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("24 hours daily", "las 24 horas"),
        ("24/7", "las 24 horas"),
        ("6 am-10 pm daily", "todos los días, 6:00 a 22:00 h"),
        ("6 am-midnight daily", "todos los días, 6:00 a 24:00 h"),
        ("Mon-Sun 6am-9:45pm", "lun a dom, 6:00 a 21:45 h"),
        ("Sat 10am-noon", "sáb, 10:00 a 12:00 h"),
        ("Mon-Fri 12am-12pm", "lun a vie, 0:00 a 12:00 h"),
        ("Sat-Sun 4pm-Midnight", "sáb y dom, 16:00 a 24:00 h"),
        (
            "Mon-Thu and Sat 8 am-6 pm; Fri and Sun 8 am-8 pm",
            "lun a jue y sáb, 8:00 a 18:00 h; vie y dom, 8:00 a 20:00 h",
        ),
        (
            "Mon-Fri 8am-9pm (Import); Sat-Sun 9am-2pm (Import)",
            "Importación: lun a vie, 8:00 a 21:00 h; sáb y dom, 9:00 a 14:00 h",
        ),
        (
            "24 hours daily; commercial: Mon-Fri 9 am-5 pm, Sat 10 am-2 pm (about 2015)",
            (
                "las 24 horas; carga: lun a vie, 9:00 a 17:00 h; sáb, 10:00 a 14:00 h "
                "(alrededor de 2015)"
            ),
        ),
        (
            "Pedestrians: winter (Nov-Apr) Wed-Sun 9am-4pm, summer (May-Oct) Fri-Mon 9am-4pm",
            (
                "Peatones: invierno (nov a abr): mié a dom, 9:00 a 16:00 h; "
                "verano (may a oct): vie a lun, 9:00 a 16:00 h"
            ),
        ),
        (
            "Commercial: 9 am-8 pm (days not stated)",
            "Carga: 9:00 a 20:00 h (sin indicación de días)",
        ),
        (
            "Mon-Sun 8am-4pm (conditions permitting)",
            "lun a dom, 8:00 a 16:00 h (sujeto a las condiciones del río)",
        ),
    ],
)
def test_hours_in_spanish(english: str, spanish: str) -> None:
    assert spoken(english) == spanish


def test_hours_do_not_break_across_lines() -> None:
    assert hours_text("Sat 8am-4pm", "es") == f"sáb, 8:00{GAP}a{GAP}16:00{GAP}h"


def test_english_hours_are_as_the_source_words_them() -> None:
    assert hours_text("Mon-Fri 6am-Midnight", "en") == "Mon-Fri 6am-Midnight"


@pytest.mark.parametrize("text", ["by appointment", "Mon-Fri 6am", "closed; 24 hours", ""])
def test_what_is_no_time_stays_as_it_is(text: str) -> None:
    assert hours_text(text, "es") == text


def test_the_hours_of_every_port_are_said_in_spanish(border: Border) -> None:
    english = re.compile(
        r"\b(daily|and|midnight|noon|am|pm|Mon|Tue|Wed|Thu|Fri|Sat|Sun|passenger|vehicles|"
        r"pedestrians?|commercial|hours|about|not|stated|winter|summer|import)\b|24/7|-",
        re.IGNORECASE,
    )
    modes = border.records("port_modes").columns
    texts = {
        *border.ports["hours"].dropna(), *modes["hours_cbp"], *modes["hours_mexican_customs"],
    } - {None}  # fmt: skip
    assert len(texts) > 40
    assert {text for text in texts if english.search(spoken(text))} == set()
    notes = {text: re.findall(r"\(([^)]*)\)", text) for text in texts}
    assert sum(map(len, notes.values())) > 8
    left = {note for text, found in notes.items() for note in found if note in spoken(text)}
    assert left == set()
