"""Waits as recorded in brief and workbook: with period and method, and never as official."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from click.testing import CliRunner

import geo
from geo.cli import cli
from geo.errors import InvalidValueError
from geo.feeds.history import FeedState, History
from geo.feeds.recorded_period import RecordedPeriod, period_of_text, recorded_period
from geo.feeds.waits import Reading, WaitReport

FIRST, LAST = date(2026, 8, 10), date(2026, 8, 12)
START = datetime(2026, 8, 9, 18, tzinfo=UTC)
HOURS = 120
YSLETA = "240203"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, np.ndarray]:
    """Return a folder in which five days of trucks at Ysleta are kept, and their waits by hour."""
    folder = tmp_path_factory.mktemp("live")
    history, waits = History(folder), np.random.default_rng(7).integers(0, 90, HOURS)
    for number, minutes in enumerate(waits.tolist()):
        if number % 10 == 9:
            continue
        moment = START + timedelta(hours=number)
        one = Reading(
            port_id="ysleta", number=YSLETA, lane="commercial_standard", status="reported",
            minutes=minutes, lanes_open=3, lanes_most=10, method="rfid", observed=moment, said="",
        )  # fmt: skip
        report = WaitReport(published=moment, readings=(one,))
        history.keep("waits", report, FeedState(published=moment, answered=moment))
    return folder, waits


@pytest.fixture(scope="module")
def waits(kept: tuple[Path, np.ndarray], border: geo.Border) -> RecordedPeriod:
    """Return what is kept of three days by the clock of Ysleta, six hours behind UTC."""
    return recorded_period(History(kept[0]), border, FIRST, LAST)


def chosen(waits: np.ndarray) -> np.ndarray:
    """Return the waits of those days: from the twelfth hour on, without each tenth."""
    numbers = np.arange(HOURS)
    return waits[(numbers >= 12) & (numbers < 84) & (numbers % 10 != 9)]


def test_a_period_is_that_of_the_clock_of_the_place(
    kept: tuple[Path, np.ndarray], waits: RecordedPeriod
) -> None:
    expected = chosen(kept[1])
    (lane,) = waits.lanes
    assert (lane.port_id, lane.lane, lane.method) == ("ysleta", "commercial_standard", "rfid")
    assert (lane.days, lane.hours, lane.most) == (3, len(expected), expected.max())
    assert (lane.low, lane.median, lane.high) == tuple(np.quantile(expected, (0.25, 0.5, 0.75)))


def test_the_workbook_has_a_sheet_with_period_and_method(
    border: geo.Border, kept: tuple[Path, np.ndarray], waits: RecordedPeriod, tmp_path: Path
) -> None:
    path = tmp_path / "book.xlsx"
    geo.export(border, path, port="ysleta", waits=waits)
    sheet = openpyxl.load_workbook(path)["Waits as recorded"]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    (row,) = [one for one in cells if one[0] == "Ysleta"]
    expected = chosen(kept[1])
    assert row[2:6] == ["Trucks, general lanes", "measured by RFID", 3, len(expected)]
    assert row[7] == round(float(np.median(expected)))
    said = " ".join(str(one) for row in cells for one in row if one)
    assert "No official measurement; nobody has checked them." in said
    assert "Aug 10, 2026 to Aug 12, 2026, by the clock of each port" in said


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "No official measurement"), ("es", "Esperas hacia el norte según lo registrado")],
)
def test_the_brief_has_them_below_what_they_are_not(
    border: geo.Border, waits: RecordedPeriod, tmp_path: Path, pdf_text: Callable[[Path], str],
    lang: str, said: str,
) -> None:  # fmt: skip
    path = tmp_path / "brief.pdf"
    geo.export(border, path, port="ysleta", lang=lang, waits=waits)
    text = " ".join(pdf_text(path).split())
    assert said in text
    assert "RFID" in text


def test_other_ports_and_formats_have_none(
    border: geo.Border, waits: RecordedPeriod, tmp_path: Path
) -> None:
    geo.export(border, tmp_path / "other.xlsx", port="roma", waits=waits)
    assert "Waits as recorded" not in openpyxl.load_workbook(tmp_path / "other.xlsx").sheetnames
    with pytest.raises(InvalidValueError, match=r"the brief \(pdf\) or the workbook \(xlsx\)"):
        geo.export(border, tmp_path / "x.csv", waits=waits)


def test_the_command_takes_the_period_from_what_is_kept(
    kept: tuple[Path, np.ndarray], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BORDER_PORTS_LIVE_FOLDER", str(kept[0]))
    path = tmp_path / "ysleta.xlsx"
    words = ["export", str(path), "--port", "ysleta", "--waits"]
    result = CliRunner().invoke(cli, [*words, "2026-08-10/2026-08-12"], catch_exceptions=False)
    assert result.exit_code == 0
    assert "Waits as recorded" in openpyxl.load_workbook(path).sheetnames
    for text in ("2026-08-12/2026-08-10", "August", "2026-08-12"):
        with pytest.raises(InvalidValueError, match="first and last day"):
            period_of_text(text)
