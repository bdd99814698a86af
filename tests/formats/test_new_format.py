"""A new format is one record: command, page, API, copy and pack take it from the registry."""

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

import geo
from geo import Border
from geo.cli import cli
from geo.data.provenance import Provenance
from geo.documents.request import Request
from geo.errors import InvalidValueError
from geo.formats.layer_rows import LayerRows
from geo.formats.model import Format
from geo.formats.pack import write_pack
from geo.formats.registry import FORMATS
from geo.layers import LAYERS
from web.app import create_app
from web.settings import Settings
from web.site.files import site_files

NEW_MEXICO = ["antelope-wells", "columbus", "santa-teresa"]


def write_ids(path: Path, rows: LayerRows, about: Provenance) -> None:
    """Write the ids of rows, one a line, below the edition."""
    ids = [rows.records.columns[rows.layer.key][row] for row in rows.rows]
    path.write_text("\n".join([f"# {about.edition}", *ids]) + "\n", encoding="utf-8")


@pytest.fixture
def ids_format(monkeypatch: pytest.MonkeyPatch) -> Format:
    """Enter a format in the registry."""
    form = Format(
        name="ids",
        suffix=".ids.txt",
        media_type="text/x-ids",
        title="List of ids",
        purpose="One layer as bare ids, for scripts.",
        content="layer",
        write_rows=write_ids,
        tables=True,
        in_pack=True,
    )
    monkeypatch.setitem(FORMATS, form.name, form)
    return form


def read_ids(text: str) -> list[str]:
    return text.splitlines()[1:]


def published_ids(root: Path, query: str) -> list[str]:
    with closing(sqlite3.connect(root / "data/published/border.gpkg")) as database:
        return [row[0] for row in database.execute(query)]


@pytest.mark.usefixtures("ids_format")
def test_python_writes_it_for_layers_and_tables(border: Border, tmp_path: Path, root: Path) -> None:
    geo.export(border, tmp_path / "nm.ids.txt", state="US-NM")
    found = (tmp_path / "nm.ids.txt").read_text(encoding="utf-8")
    assert found.startswith(f"# Border Ports {border.version}")
    assert sorted(read_ids(found)) == NEW_MEXICO
    geo.export(border, tmp_path / "tolls.txt", form="ids", layers=["tolls"])
    tolls = read_ids((tmp_path / "tolls.txt").read_text(encoding="utf-8"))
    assert tolls == published_ids(root, "SELECT id FROM tolls ORDER BY fid")
    with pytest.raises(InvalidValueError, match="one layer for ids"):
        geo.export(border, tmp_path / "two.ids.txt", layers=["ports", "tolls"])


@pytest.mark.usefixtures("ids_format")
def test_the_command_names_and_writes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    help_text = " ".join(CliRunner().invoke(cli, ["export", "--help"]).output.split())
    assert ".ids.txt List of ids: One layer as bare ids, for scripts. (--format ids)" in help_text
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, ["export", "az.ids.txt", "--state", "US-AZ"])
    assert done.exit_code == 0
    assert len(read_ids(Path("az.ids.txt").read_text(encoding="utf-8"))) == 10


@pytest.mark.usefixtures("ids_format")
def test_the_page_of_exports_lists_and_sends_it(border: Border, tmp_path: Path) -> None:
    client = create_app(Settings(cache_dir=str(tmp_path)), border).test_client()
    (listed,) = [
        item for item in client.get("/exports").get_json()["exports"] if item["id"] == "ids"
    ]
    assert (listed["title"], listed["type"]) == ("List of ids", "text/x-ids")
    page = client.get("/exports?f=html").text
    assert "One layer as bare ids, for scripts." in page
    assert "/exports/border-ports.ids.txt?layers=tolls" in page
    sent = client.get(f"{listed['href']}?state=US-NM")
    assert sent.mimetype == "text/x-ids"
    assert 'filename="border-ports-us-nm.ids.txt"' in sent.headers["Content-Disposition"]
    assert sorted(read_ids(sent.text)) == NEW_MEXICO
    described = client.get("/api").get_json()["paths"]["/exports/border-ports.ids.txt"]["get"]
    layers = next(item for item in described["parameters"] if item["name"] == "layers")
    assert layers["schema"]["items"]["enum"] == list(LAYERS)


@pytest.mark.usefixtures("ids_format")
def test_the_items_of_a_collection_are_offered_in_it(border: Border) -> None:
    client = create_app(Settings(), border).test_client()
    links = client.get("/collections/tolls?f=json").get_json()["links"]
    assert "Tolls (List of ids)" in {item["title"] for item in links if item["rel"] == "enclosure"}
    found = client.get("/collections/ports/items?f=ids&us_state=US-NM")
    assert sorted(read_ids(found.text)) == NEW_MEXICO
    by_header = client.get(
        "/collections/ports/items?us_state=US-NM", headers={"Accept": "text/x-ids"}
    )
    assert by_header.data == found.data


@pytest.mark.usefixtures("ids_format")
def test_a_copy_of_the_service_holds_it(border: Border) -> None:
    files = {item.path: item.address for item in site_files(border)}
    assert files["exports/border-ports.ids.txt"] == "/exports/border-ports.ids.txt"
    for name in ("ports", "tolls", "volumes"):
        assert f"exports/border-ports-{name}.ids.txt" in files


def test_the_meeting_pack_holds_it(
    border: Border, tmp_path: Path, ids_format: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.formats.pack.FORMATS", {"ids": ids_format, "csv": FORMATS["csv"]})
    write_pack(border, tmp_path / "pack.zip", Request())
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        assert set(archive.namelist()) == {
            "README.txt", "manifest.json", "agenda-en.pdf", "cover-en.pdf",
            "border-ports.ids.txt",
        }  # fmt: skip
        assert len(read_ids(archive.read("border-ports.ids.txt").decode())) == 55


def test_a_format_for_maps_refuses_tables_everywhere(
    border: Border, tmp_path: Path, ids_format: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    monkeypatch.setitem(FORMATS, "ids", replace(ids_format, tables=False))
    with pytest.raises(InvalidValueError, match=r"crossings_not_counted, .*land, .* for ids"):
        geo.export(border, tmp_path / "x.ids.txt", layers=["tolls"])
    assert list(tmp_path.iterdir()) == []
    client = create_app(Settings(cache_dir=str(tmp_path)), border).test_client()
    assert client.get("/exports/border-ports.ids.txt?layers=tolls").status_code == 400
    assert client.get("/collections/tolls/items?f=ids").status_code == 400
    assert client.get("/collections/ports/items?f=ids").status_code == 200


def test_a_document_of_the_registry_is_in_each_language(
    border: Border, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def write(_border: Border, path: Path, request: Request) -> None:
        path.write_text(f"{request.lang} {request.paper}", encoding="utf-8")

    form = Format(
        name="note", suffix=".note", media_type="text/x-note", title="Note", purpose="A note.",
        content="document", write=write, options=("paper",), stem="note", per_state=True,
    )  # fmt: skip
    monkeypatch.setitem(FORMATS, form.name, form)
    client = create_app(Settings(cache_dir=str(tmp_path)), border).test_client()
    assert client.get("/exports/note.note?lang=es&paper=a4").text == "es a4"
    assert client.get("/exports/note.note", headers={"Accept-Language": "es"}).text == "es letter"
    paths = {item.path for item in site_files(border)}
    assert {"exports/note-en.note", "exports/note-us-tx-es.note"} <= paths
