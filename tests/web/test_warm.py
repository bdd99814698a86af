"""``border-ports warm``: what it makes is what the service sends."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from geo import Border
from geo.files import ExportError
from web.app import create_app
from web.downloads import warm
from web.settings import Settings


def test_documents_cover_every_language_and_state() -> None:
    addresses = list(warm.document_addresses())
    assert len(set(addresses)) == len(addresses)
    for state in ("US-TX", "MX-CHH"):
        for lang in ("en", "es"):
            assert f"/exports/brief.pdf?state={state}&lang={lang}" in addresses
    assert "/exports/border-ports.gpkg" in addresses


def test_what_was_made_is_found_again(
    border: Border, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = ["/exports/border-ports.csv", "/exports/workbook.xlsx?state=US-NM&lang=es"]
    monkeypatch.setattr(warm, "document_addresses", lambda: iter(addresses))
    settings = Settings(cache_dir=str(tmp_path))
    assert warm.warm(settings, border) == 2
    before = {path: path.stat().st_mtime_ns for path in tmp_path.glob("*.file")}
    assert len(before) == 2
    client = create_app(settings, border).test_client()
    for address in addresses:
        with client.get(address) as answer:
            assert answer.status_code == 200
    assert {path: path.stat().st_mtime_ns for path in tmp_path.glob("*.file")} == before


def test_without_room_it_says_so_and_keeps_nothing(
    border: Border,
    small_disk: Callable[[], AbstractContextManager[Path]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(warm, "document_addresses", lambda: iter(["/exports/border-ports.csv"]))
    with small_disk() as folder:
        kept = folder / "kept"
        with pytest.raises(ExportError, match=r"border-ports\.csv: .*no room") as refusal:
            warm.warm(Settings(cache_dir=str(kept)), border)
        assert [path for path in kept.iterdir() if path.suffix != ".lock"] == []
        shutil.rmtree(kept)
    assert str(folder) not in str(refusal.value)
