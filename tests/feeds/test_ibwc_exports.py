"""Exports of the portal of the IBWC: one that it gave, and the traps in others."""

import gzip
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from geo.feeds.fetch import PayloadError
from geo.feeds.ibwc_stations import read_export

GAUGE = Path(__file__).parents[1] / "data" / "gauges" / "ibwc-11013300-discharge.csv.gz"
CAPTURED = "Discharge.Best Available@11013300"
TERMS = '"Data are being provided with the understanding they are provisional",,,,'


def export(series: str, unit: str, *lines: str, zone: str = "-06:00") -> str:
    head = f"#Data Set Export - {series},,,,\nTimestamp (UTC{zone}),Value ({unit}),Grade Code,,\n"
    return head + "".join(f"{line}\n" for line in lines) + TERMS + "\n"


def test_the_export_that_the_portal_gave_is_read() -> None:
    """Its last row of values is of 20:00 by a clock eight hours behind UTC; the terms follow."""
    content = gzip.decompress(GAUGE.read_bytes())
    found = read_export(content, CAPTURED)
    assert found == (1.0645921599672978, "m^3/s", datetime(2026, 4, 21, 4, tzinfo=UTC))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("export.csv", content)
    assert read_export(packed.getvalue(), CAPTURED) == found


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("2026-04-20 22:00:00,5.5", "2026-04-20 22:15:00,NaN"), 5.5),
        (("2026-04-20 22:15:00,7", "2026-04-20 22:00:00,5.5"), 7),
        (("2026-04-20 22:00:00,NaN",), None),
        ((), None),
    ],
    ids=["NaN is no value", "the newest, not the last", "only NaN", "none"],
)
def test_traps_of_an_export(lines: tuple[str, ...], expected: float | None) -> None:
    found = read_export(export("Discharge.X@1", "m^3/s", *lines).encode(), "Discharge.X@1")
    assert (found and found[0]) == expected


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (export("Discharge.X@2", "m^3/s"), "no export of it"),
        ("<html>Disclaimer</html>", "no export of it"),
        (export("Discharge.X@1", "m^3/s", zone="?"), "zone of its clock"),
        (export("Discharge.X@1", "m^3/s").replace("Value (m^3/s)", "Value"), "or its unit"),
        (export("Discharge.X@1", "cfs", "2026-04-20 22:00:00,much"), "no number: 'much'"),
        ("PK\x03\x04 and no more", "not whole"),
    ],
)
def test_what_is_no_export_is_refused(content: str, said: str) -> None:
    with pytest.raises(PayloadError, match=said):
        read_export(content.encode(), "Discharge.X@1")
