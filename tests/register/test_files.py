"""The register in files: a calendar and a feed, read by what reads such files."""

from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import geo
from geo import Border

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def test_the_calendar_holds_each_lapse_and_each_meeting(border: Border, tmp_path: Path) -> None:
    icalendar = pytest.importorskip("icalendar", reason="the extra documents is missing")
    geo.export(border, tmp_path / "all.ics", lang="es")
    calendar = icalendar.Calendar.from_ical((tmp_path / "all.ics").read_bytes())
    events = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
    assert len(events) == 8 + 8
    lapse = events["puerto-verde-2024@border-ports"]
    assert lapse["dtstart"].dt == date(2029, 5, 31)
    assert "89 FR 48247" in lapse["description"]
    assert "Condado de Maverick" in lapse["description"]
    assert str(lapse["summary"]) == "Vence el permiso: Puente Puerto Verde"
    plenary = events["plenary-2025-06-10@border-ports"]
    assert (plenary["dtstart"].dt, plenary["dtend"].dt) == (date(2025, 6, 10), date(2025, 6, 12))
    assert str(plenary["location"]) == "Ciudad de México"


def test_the_calendar_of_a_pair_has_its_permits_alone(border: Border, tmp_path: Path) -> None:
    icalendar = pytest.importorskip("icalendar", reason="the extra documents is missing")
    geo.export(border, tmp_path / "pair.ics", pair="US-TX/MX-NLE")
    calendar = icalendar.Calendar.from_ical((tmp_path / "pair.ics").read_bytes())
    ids = {str(event["uid"]).partition("@")[0] for event in calendar.walk("VEVENT")}
    assert {one for one in ids if not one.startswith(("plenary", "regional"))} == {
        "colombia-2025", "green-corridors-2025",
    }  # fmt: skip


def test_the_feed_has_the_newest_first_and_every_entry_once(border: Border, tmp_path: Path) -> None:
    geo.export(border, tmp_path / "changes.atom", lang="en")
    feed = ET.parse(tmp_path / "changes.atom").getroot()  # noqa: S314
    entries = feed.findall("a:entry", ATOM)
    ids = [entry.findtext("a:id", namespaces=ATOM) for entry in entries]
    assert len(set(ids)) == len(ids) > 60
    moments = [entry.findtext("a:updated", "", ATOM) for entry in entries]
    assert moments == sorted(moments, reverse=True)
    titles = [entry.findtext("a:title", "", ATOM) for entry in entries]
    assert "Flor de Mayo International Bridge: Mexican federal steps reported" in titles


def test_the_feed_of_a_state_speaks_of_its_ports_and_projects(
    border: Border, tmp_path: Path
) -> None:
    geo.export(border, tmp_path / "az.atom", lang="en", state="US-AZ")
    text = (tmp_path / "az.atom").read_text(encoding="utf-8")
    assert "San Luis I" in text
    assert "Bridge of the Americas" not in text
