"""Records for catalogues: read by OWSLib, and held against the rules of DCAT-US."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from owslib.etree import etree
from owslib.iso3 import MD_Metadata

import geo
from geo.border import Border
from geo.cli import cli
from geo.errors import InvalidValueError
from web.app import create_app
from web.settings import Settings

Make = Callable[..., Path]
MAIL = "mailto:data@example.org"
ISO = "/exports/border-ports.iso19115-3.xml"
DCAT = "/exports/border-ports.dcat-us.json"
SPACE = "{http://standards.iso.org/iso/19115/-3/"
ORDER = (
    "metadataIdentifier", "defaultLocale", "metadataScope", "contact", "dateInfo",
    "metadataStandard", "otherLocale", "referenceSystemInfo", "identificationInfo", "contentInfo",
    "distributionInfo", "resourceLineage",
)  # fmt: skip
"""Elements of a record in the order of the standard's schema."""
REQUIRED = {
    "title", "description", "keyword", "modified", "publisher", "contactPoint", "identifier",
    "accessLevel",
}  # fmt: skip
"""What DCAT-US 1.1 requires of every entry of a catalogue."""


@pytest.fixture(scope="module")
def client_with_contact(border: Border, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("kept")
    settings = Settings(data_contact=MAIL, cache_dir=str(folder))
    return create_app(settings, border).test_client()


def test_another_program_reads_the_iso_record(made: Make) -> None:
    record = MD_Metadata(etree.parse(made("border.iso19115-3.xml")).getroot())
    assert record.identifier == "border-ports"
    assert record.languagecode == "eng"
    assert record.referencesystem.code == "4326"
    (of,) = record.identification
    assert of.title.startswith("Border Ports: the active land ports of entry")
    assert "55 in all" in of.abstract
    assert {"boundaries", "transportation"} == set(of.topiccategory)
    box = [float(getattr(of.bbox, side)) for side in ("minx", "miny", "maxx", "maxy")]
    assert box == pytest.approx([-124.41, 22.21, -93.51, 42.01], abs=0.01)
    assert record.contact[0].email is None


def test_the_iso_record_has_the_order_of_the_standard_and_both_languages(
    made: Make, border: Border
) -> None:
    root = etree.parse(made("border.iso19115-3.xml")).getroot()
    (edition,) = root.iter(f"{SPACE}cit/2.0}}edition")
    assert "".join(edition.itertext()).strip() == border.version
    (period,) = root.iter("{http://www.opengis.net/gml/3.2}TimePeriod")
    assert period[0].text == "1996-01-01"
    found = [re.sub(r"\{.*\}", "", element.tag) for element in root]
    assert list(dict.fromkeys(found)) == list(ORDER)
    texts = root.iter(f"{SPACE}lan/1.0}}LocalisedCharacterString")
    said: dict[str, list[str]] = {}
    for text in texts:
        said.setdefault(text.get("locale", ""), []).append(text.text or "")
    assert set(said) == {"#EN", "#ES"}
    assert len(said["#EN"]) == len(said["#ES"])
    assert "puertos de entrada" in said["#ES"]
    counts = root.iter(f"{SPACE}mrc/2.0}}MD_FeatureTypeInfo")
    rows = {"".join(one[0].itertext()).strip(): "".join(one[1].itertext()).strip()
            for one in counts}  # fmt: skip
    assert rows["border-ports-ports"] == "55"
    assert rows["border-ports-states"] == "10"


def test_a_contact_is_named_as_it_is_given(border: Border, tmp_path: Path) -> None:
    for contact, where in ((MAIL, "electronicMailAddress"), ("https://example.org/a", "linkage")):
        path = tmp_path / "a.iso19115-3.xml"
        geo.export(border, path, layers=["ports"], state="US-TX", contact=contact)
        root = etree.parse(path).getroot()
        named = {"".join(at.itertext()).strip() for at in root.iter(f"{SPACE}cit/2.0}}{where}")}
        assert named == {contact.removeprefix("mailto:")}
    record = MD_Metadata(root)
    assert record.identifier == "border-ports-us-tx"
    assert record.identification[0].title.endswith("(Texas)")


def test_every_entry_of_dcat_us_says_what_is_required(border: Border, tmp_path: Path) -> None:
    path = tmp_path / "data.dcat-us.json"
    geo.export(border, path, contact=MAIL)
    catalogue = json.loads(path.read_text(encoding="utf-8"))
    assert catalogue["conformsTo"] == "https://project-open-data.cio.gov/v1.1/schema"
    whole, *layers = catalogue["dataset"]
    for entry in catalogue["dataset"]:
        assert entry.keys() >= REQUIRED
        assert entry["contactPoint"]["hasEmail"] == MAIL
        assert entry["accessLevel"] == "public"
        assert entry["modified"] == border.date.isoformat()
        assert len(entry["rights"]) <= 255
        assert "distribution" not in entry
    assert len({entry["identifier"] for entry in catalogue["dataset"]}) == len(layers) + 1
    assert {entry["isPartOf"] for entry in layers} == {whole["identifier"]}
    ports = next(entry for entry in layers if entry["identifier"] == "border-ports-ports")
    assert [float(side) for side in ports["spatial"].split(",")] == pytest.approx(
        [-117.0288, 25.8837, -97.4761, 32.7182], abs=1e-3
    )


@pytest.mark.parametrize(
    ("contact", "said"),
    [("", "contact: None is not allowed"), ("https://example.org/a", "takes no other"),
     ("somebody", "mailto:… or https://…")],
)  # fmt: skip
def test_no_contact_is_made_up(border: Border, tmp_path: Path, contact: str, said: str) -> None:
    with pytest.raises(InvalidValueError, match=said):
        geo.export(border, tmp_path / "x.dcat-us.json", contact=contact)
    assert list(tmp_path.iterdir()) == []


def test_the_command_takes_the_contact_of_the_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BORDER_PORTS_DATA_CONTACT", MAIL)
    path = tmp_path / "x.dcat-us.json"
    done = CliRunner().invoke(cli, ["export", str(path), "--layers", "ports"])
    assert done.exit_code == 0, done.output
    assert MAIL in path.read_text(encoding="utf-8")


def test_the_service_sends_both_and_links_to_them(client_with_contact: FlaskClient) -> None:
    listed = client_with_contact.get("/exports").get_json()
    linked = {item["href"]: item["type"] for item in listed["links"]
              if item["rel"] == "describedby"}  # fmt: skip
    assert linked == {
        f"http://localhost{ISO}": "application/xml",
        f"http://localhost{DCAT}": "application/ld+json",
    }
    (whole, *_layers) = client_with_contact.get(DCAT).get_json()["dataset"]
    files = {item["downloadURL"]: item["mediaType"] for item in whole["distribution"]}
    package = "http://localhost/exports/border-ports.gpkg"
    assert files[package] == "application/geopackage+sqlite3"
    record = MD_Metadata(etree.fromstring(client_with_contact.get(ISO).data))
    assert package in {place.url for place in record.distribution.online}
    assert record.contact[0].email == "data@example.org"


def test_a_service_without_a_contact_offers_the_iso_record_alone(client: FlaskClient) -> None:
    listed = client.get("/exports").get_json()
    linked = [item["href"] for item in listed["links"] if item["rel"] == "describedby"]
    assert [address.removeprefix("http://localhost") for address in linked] == [ISO]
    assert client.get(DCAT).status_code == 404
    assert "/exports/border-ports.dcat-us.json" not in client.get("/api").get_json()["paths"]
