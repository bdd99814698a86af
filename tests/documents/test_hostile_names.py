"""Names with pictures and control characters stop no document and break no drawing."""

from pathlib import Path
from xml.dom import minidom

import pytest

import geo

HOSTILE = "Del Rio 🚢 \x07\x1b[31m <b>& \x00"


@pytest.fixture(scope="module")
def border() -> geo.Border:
    found = geo.load()
    ports = found.ports
    ports.loc[ports["id"] == "del-rio", ["name_en", "name_es"]] = HOSTILE
    return found.replace(ports=ports)


def test_the_drawing_can_be_read(border: geo.Border, tmp_path: Path) -> None:
    path = tmp_path / "map.svg"
    geo.export(border, path, state="US-TX")
    assert minidom.parse(str(path)).documentElement.tagName == "svg"  # noqa: S318 - our own file


@pytest.mark.parametrize("choice", [{"state": "US-TX"}, {"port": "del-rio"}])
@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_brief_is_set(
    border: geo.Border, tmp_path: Path, choice: dict[str, str], lang: str
) -> None:
    path = tmp_path / "brief.pdf"
    geo.export(border, path, lang=lang, **choice)  # type: ignore[arg-type]
    assert path.read_bytes().startswith(b"%PDF-")
