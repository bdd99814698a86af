"""What belongs to a meeting: cover, calendar, standard output, and stopping in the middle."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from geo.border import Border
from geo.cli.export import export_command
from geo.documents.meeting import Meeting, calendar, write_agenda, write_cover
from geo.documents.request import Request
from geo.formats.registry import FORMATS
from geo.queries.selection import Selection

MEETING = Meeting(
    date=date(2027, 3, 10), place="Laredo, Texas; salón A", participants=("SRE", "GSA")
)


def test_a_calendar_holds_the_day_and_the_place_in_lines_of_75_bytes(border: Border) -> None:
    content = calendar(border, Request(lang="es"), MEETING)
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    unfolded = content.decode().replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20270310\r\nDTEND;VALUE=DATE:20270311" in unfolded
    assert "LOCATION:Laredo\\, Texas\\; salón A" in unfolded
    assert unfolded.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert unfolded.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")
    with pytest.raises(ValueError, match="without a date"):
        calendar(border, Request(), Meeting())


def test_a_cover_says_when_where_and_who(
    border: Border, tmp_path: Path, pdf_text: Callable[[Path], str]
) -> None:
    files = {"brief-es.pdf": FORMATS["pdf"].title}
    write_cover(border, tmp_path / "cover.pdf", Request(lang="es"), MEETING, files)
    text = pdf_text(tmp_path / "cover.pdf")
    for said in ("Documentos para la reunión", "10 de marzo de 2027", "salón A", "GSA",
                 "Carpeta informativa (PDF): brief-es.pdf"):  # fmt: skip
        assert said in text


def test_an_agenda_tells_what_a_meeting_has_before_it(
    border: Border, tmp_path: Path, pdf_text: Callable[[Path], str]
) -> None:
    request = Request(selection=Selection(region="east"))
    write_agenda(border, tmp_path / "agenda.pdf", request)
    text = " ".join(pdf_text(tmp_path / "agenda.pdf").split())
    for said in ("Agenda: projects, openings and permits", "Flor de Mayo International Bridge",
                 "May 2026 → Q2 2028 → Dec 2028"):  # fmt: skip
        assert said in text
    assert "Otay Mesa East" not in text


def test_an_export_goes_to_standard_output() -> None:
    done = CliRunner().invoke(export_command, ["-", "--format", "csv", "--state", "us-nm"])
    assert done.exit_code == 0
    assert done.stdout_bytes.decode().splitlines()[1].startswith("antelope-wells,19,")
    assert CliRunner().invoke(export_command, ["-"]).exit_code != 0


@pytest.mark.parametrize("command", ["export border.gpkg", "site copy"])
def test_what_is_stopped_leaves_nothing(tmp_path: Path, command: str) -> None:
    words = [sys.executable, "-m", "web", *command.split()]
    made = subprocess.Popen(words, cwd=tmp_path)
    for _ in range(600):
        if any(tmp_path.iterdir()) or made.poll() is not None:
            break
        time.sleep(0.05)
    made.send_signal(signal.SIGTERM)
    made.wait(60)
    assert [path for path in tmp_path.iterdir() if path.name.startswith(".")] == []
