"""The static copy: links that lead somewhere, and nothing that points back."""

import re
from html import unescape
from pathlib import Path

import pytest

import web.site.write
from geo import Border
from geo.errors import InvalidValueError
from web.site.files import ROOT, SiteFile, file_of_address, site_files

KEPT = re.compile(
    r"index|counting|data-quality|exports\.html|collections\.html|ports/presidio|states/US-TX|"
    r"data/|openapi|border-ports-ports\.|ports-per-state|pairs/|regions/west|en/border|"
    r"pictures/(presidio|US-TX-|border)|charts/(US-TX/|border/trucks)"
)


@pytest.fixture(scope="module")
def site(border: Border, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of a few pages, made as the whole one is."""
    folder = tmp_path_factory.mktemp("site") / "public"
    few = [item for item in site_files(border) if KEPT.search(item.path)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(web.site.write, "site_files", lambda _border: few)
        web.site.write.write_site(border, folder)
    return folder


def test_every_link_leads_to_a_file_or_to_a_source(site: Path, border: Border) -> None:
    sources = set(border.sources["address"].dropna())
    count = 0
    for page in site.rglob("*.html"):
        if page.name == "map.html":
            continue
        for link in re.findall(r'(?:href|src)="([^"]*)"', page.read_text(encoding="utf-8")):
            target = unescape(link).split("#")[0]
            if target in sources:
                continue
            assert "://" not in target
            assert not target.startswith("/")
            assert not target or (page.parent / target).resolve().is_file(), (page.name, target)
            count += 1
    assert count > 100


def test_no_file_names_the_address_that_it_was_made_at(site: Path) -> None:
    for path in site.rglob("*"):
        if path.suffix in {".html", ".json", ".geojson", ".css", ".js", ".svg"}:
            assert ROOT not in path.read_text(encoding="utf-8")


def test_what_only_the_service_knows_is_left_out(site: Path) -> None:
    page = (site / "en/ports/presidio.html").read_text(encoding="utf-8")
    assert "CBP hours" in page
    for live in ("data-served", "Now, northbound", "It is ", "BibTeX", "og:url"):
        assert live not in page
    assert "pictures/presidio-en.svg" in page


def test_pages_are_in_both_languages(site: Path) -> None:
    assert "sin dato" in (site / "es/ports/presidio.html").read_text(encoding="utf-8")
    english = (site / "en/ports/presidio.html").read_text(encoding="utf-8")
    assert "../../es/ports/presidio.html" in english
    assert (site / "es/map.html").stat().st_size > 100_000
    assert (site / "index.html").is_file()


def test_the_whole_list_names_each_file_once(border: Border) -> None:
    files = site_files(border)
    assert len({item.path for item in files}) == len(files)
    paths = {item.path for item in files}
    assert {"openapi.json", "data/gaps.json", "exports/brief-us-tx-es.pdf", "es/ports/tecate.html",
            "en/states/MX-TAM.html", "exports/border-ports-boundary.geojson"} <= paths  # fmt: skip


def test_addresses_keep_their_fragment_and_language() -> None:
    assert file_of_address(f"{ROOT}/map?lang=es#port=presidio", "en") == "es/map.html#port=presidio"
    assert file_of_address(f"{ROOT}/counting", "es") == "es/counting.html"
    assert file_of_address("/collections/ports/items?f=json", "en") == (
        "exports/border-ports-ports.geojson"
    )


def test_a_folder_in_use_is_left_alone(border: Border, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(InvalidValueError, match="new or empty"):
        web.site.write.write_site(border, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_failure_leaves_no_half_copy(
    border: Border, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = [SiteFile(path="en/x.html", address="/nothing")]
    monkeypatch.setattr(web.site.write, "site_files", lambda _border: broken)
    with pytest.raises(web.site.write.ExportError, match="404"):
        web.site.write.write_site(border, tmp_path / "public")
    assert list(tmp_path.iterdir()) == []
