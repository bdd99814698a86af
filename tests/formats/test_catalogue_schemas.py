"""Records for catalogues against the schemas of their standards, where these are at hand.

``BORDER_PORTS_TEST_ISO_SCHEMAS`` holds the folder ``namespaces`` of the schemas of ISO/TS 19115-3
as the Python package ckanext-iso19115 carries them, ``BORDER_PORTS_TEST_DCAT_US_SCHEMA`` the schema
of an entry of DCAT-US 1.1, such as ``dataset-non-federal.json`` of ckanext-datajson.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest
from owslib.etree import etree

Make = Callable[..., Path]
SCHEMAS: Final = os.environ.get("BORDER_PORTS_TEST_ISO_SCHEMAS", "")
DCAT_US: Final = os.environ.get("BORDER_PORTS_TEST_DCAT_US_SCHEMA", "")
MDB: Final = "19115/-3/mdb/2.0/mdb.xsd"
OPENGIS: Final = "http://schemas.opengis.net/"
LINK: Final = ("href", "role", "arcrole", "title", "show", "actuate", "type")
XLINK: Final = (
    '<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:x="http://www.w3.org/1999/xlink"'
    ' targetNamespace="http://www.w3.org/1999/xlink">{}'
    '<attributeGroup name="simpleAttrs">{}</attributeGroup></schema>'
).format(
    "".join(f'<attribute name="{name}" type="string"/>' for name in LINK),
    "".join(f'<attribute ref="x:{name}"/>' for name in LINK),
)
"""The attributes of XLink, which the folder lacks."""
BOTH: Final = [{"lang": "en"}, {"state": "US-NM", "lang": "es"}]


class Folder(etree.Resolver):  # type: ignore[misc] # lxml has no types
    """Finds in the folder what schemas import by address."""

    def resolve(self, url: str, _public: object, context: object) -> Any:  # noqa: ANN401
        """Return the file of an address of OGC, XLink itself, or what lxml finds."""
        if url.endswith("1999/xlink.xsd"):
            return self.resolve_string(XLINK, context)
        if url.startswith(OPENGIS):
            path = Path(SCHEMAS, "schemas.opengis.net", url.removeprefix(OPENGIS))
            return self.resolve_filename(str(path), context)
        return None


@pytest.mark.parametrize("choice", BOTH, ids=str)
def test_the_iso_record_is_valid_by_the_schema_of_the_standard(
    made: Make, choice: dict[str, str]
) -> None:
    if not SCHEMAS:
        pytest.skip("the schemas of ISO 19115-3 are not at hand (BORDER_PORTS_TEST_ISO_SCHEMAS)")
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Folder())
    schema = etree.XMLSchema(etree.parse(str(Path(SCHEMAS, MDB)), parser))
    record = etree.parse(made("border.iso19115-3.xml", **choice))
    schema.validate(record)
    assert [error.message for error in schema.error_log] == []
    record.getroot().append(record.getroot()[0])  # the order counts
    assert not schema.validate(record)


@pytest.mark.parametrize("choice", BOTH, ids=str)
def test_every_entry_of_dcat_us_is_valid_by_its_schema(made: Make, choice: dict[str, str]) -> None:
    if not DCAT_US:
        pytest.skip("the schema of DCAT-US is not at hand (BORDER_PORTS_TEST_DCAT_US_SCHEMA)")
    schema = jsonschema.Draft4Validator(json.loads(Path(DCAT_US).read_bytes()))
    path = made("border.dcat-us.json", contact="mailto:data@example.org", **choice)
    entries = json.loads(path.read_bytes())["dataset"]
    assert entries
    for entry in entries:
        assert [error.message for error in schema.iter_errors(entry)] == []
        assert not schema.is_valid(entry | {"modified": "last week"})


def test_kinds_of_features_have_names_of_their_scope(made: Make) -> None:
    # ISO/TS 19115-3, gco 1.0: a featureTypeName holds a ScopedName and no LocalName
    record = etree.parse(made("border.iso19115-3.xml"))
    names = record.findall(".//{*}featureTypeName")
    assert len(names) > 10
    assert {etree.QName(child).localname for name in names for child in name} == {"ScopedName"}
