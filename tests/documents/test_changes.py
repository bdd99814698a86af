"""What a brief tells of an earlier version of the data, held to changes made by hand."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import geo
from geo import Border
from geo.errors import InvalidValueError


@pytest.fixture(scope="module")
def older(border: Border) -> Border:
    """Return a border with trucks to June 2026, another count at Del Rio, and another name."""
    volumes, ports = border.volumes, border.ports
    volumes = volumes[volumes["month"] <= pd.Timestamp(2026, 6, 1)].copy()
    volumes.loc[volumes["id"] == "2302:2025-01:trucks", "value"] = 1
    volumes.loc[volumes["id"] == "2304:2025-01:buses", "value"] = 1
    ports.loc[ports["id"] == "del-rio", "name_en"] = "The old name"
    ports.loc[ports["id"] == "andrade", "name_en"] = "Of another port"
    return border.replace(volumes=volumes, ports=ports)


def brief(border: Border, older: Border, folder: Path, **choice: str) -> Path:
    path = folder / "brief.pdf"
    geo.export(border, path, changed_since=older, port="del-rio", **choice)  # type: ignore[arg-type]
    return path


def test_a_brief_tells_what_changed_in_its_part_since_an_earlier_version(
    border: Border, older: Border, tmp_path: Path, pdf_text: Callable[[Path], str]
) -> None:
    text = " ".join(pdf_text(brief(border, older, tmp_path)).split())
    assert f"Changed since {border.version}" in text
    changed = text.partition("Changed since")[2]
    assert "Trucks Jul 2026 – Aug 2026 1 0" in changed
    assert "Buses" not in changed.partition("Sources")[0]
    assert "The old name Del Rio" in changed
    assert "Of another port" not in text


def test_the_same_in_spanish(
    border: Border, older: Border, tmp_path: Path, pdf_text: Callable[[Path], str]
) -> None:
    text = " ".join(pdf_text(brief(border, older, tmp_path, lang="es")).split())
    changed = text.partition("Cambios desde")[2]
    assert "Camiones de carga" in changed
    assert "Meses nuevos" in changed


def test_a_brief_without_changes_says_so_and_other_files_tell_none(
    border: Border, tmp_path: Path, pdf_text: Callable[[Path], str]
) -> None:
    text = pdf_text(brief(border, border, tmp_path))
    assert "Nothing changed in this part of the data." in " ".join(text.split())
    with pytest.raises(InvalidValueError, match="the brief"):
        geo.export(border, tmp_path / "x.csv", changed_since=border)
