"""The data set as a record of geographic metadata in both languages: ISO 19115-3."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from geo.border import Border
from geo.data.contact import MAIL, checked_contact
from geo.documents.request import Request
from geo.formats.described import (
    KEYWORDS,
    MAINTAINERS,
    Described,
    Distribution,
    described,
    distributions,
)
from geo.formats.model import Format
from geo.words.catalogue import SOURCE, languages, words
from geo.words.messages import message

__all__ = ["ISO_METADATA"]

_ISO: Final = "http://standards.iso.org/iso/19115/-3/"
_SPACES: Final[Mapping[str, str]] = {
    "mdb": f"{_ISO}mdb/2.0",
    "cit": f"{_ISO}cit/2.0",
    "mrl": f"{_ISO}mrl/2.0",
    "mrc": f"{_ISO}mrc/2.0",
    **{name: f"{_ISO}{name}/1.0" for name in
       ("mcc", "mri", "mrs", "mrd", "mco", "lan", "gex", "gco")},
    "gml": "http://www.opengis.net/gml/3.2",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}  # fmt: skip
_CODES: Final = "http://standards.iso.org/iso/19115/resources/Codelists/cat/codelists.xml"
_LANGUAGE_CODES: Final = {"en": "eng", "es": "spa"}
_STANDARD: Final = "ISO 19115-3"
_TOPICS: Final = ("boundaries", "transportation")
_CRS: Final = "4326"


def _write(border: Border, path: Path, request: Request) -> None:
    for prefix, space in _SPACES.items():
        register_namespace(prefix, space)
    whole, parts = described(border, request)
    root = Element(_name("mdb:MD_Metadata"))
    _add_identifier(_add(root, "mdb:metadataIdentifier"), whole.identifier, "border-ports")
    _add_locale(_add(root, "mdb:defaultLocale"), SOURCE)
    scope = _add(root, "mdb:metadataScope/mdb:MD_MetadataScope/mdb:resourceScope")
    _add_code(scope, "mcc:MD_ScopeCode", "dataset")
    _add_contact(root, "mdb:contact", request.contact)
    _add_date(_add(root, "mdb:dateInfo"), whole)
    _add_text(_add(root, "mdb:metadataStandard/cit:CI_Citation"), "cit:title", _STANDARD)
    for lang in languages():
        if lang != SOURCE:
            _add_locale(_add(root, "mdb:otherLocale"), lang)
    system = _add(root, "mdb:referenceSystemInfo/mrs:MD_ReferenceSystem")
    _add_identifier(_add(system, "mrs:referenceSystemIdentifier"), _CRS, "EPSG")
    _add_identification(_add(root, "mdb:identificationInfo"), whole, request.contact)
    _add_layers(_add(root, "mdb:contentInfo"), parts)
    _add_distribution(_add(root, "mdb:distributionInfo"), distributions(request))
    _add_lineage(_add(root, "mdb:resourceLineage"), whole)
    indent(root, space=" ")
    path.write_bytes(tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def _name(short: str) -> str:
    prefix, _, name = short.partition(":")
    return f"{{{_SPACES[prefix]}}}{name}"


def _add(parent: Element, path: str) -> Element:
    """Add elements one in another, and return the innermost."""
    for short in path.split("/"):
        parent = SubElement(parent, _name(short))
    return parent


def _add_text(parent: Element, name: str, text: str | Mapping[str, str]) -> None:
    """Add a text; one by language is given in each, the first language's as the main one."""
    element = _add(parent, name)
    main = text if isinstance(text, str) else text[SOURCE]
    _add(element, "gco:CharacterString").text = main
    if not isinstance(text, str):
        element.set(_name("xsi:type"), "lan:PT_FreeText_PropertyType")
        free = _add(element, "lan:PT_FreeText")
        for lang, said in text.items():
            shown = _add(free, "lan:textGroup/lan:LocalisedCharacterString")
            shown.set("locale", f"#{lang.upper()}")
            shown.text = said


def _add_code(parent: Element, name: str, value: str) -> None:
    code = _add(parent, name)
    code.set("codeList", f"{_CODES}#{name.partition(':')[2]}")
    code.set("codeListValue", value)


def _add_identifier(parent: Element, code: str, space: str) -> None:
    identifier = _add(parent, "mcc:MD_Identifier")
    _add_text(identifier, "mcc:code", code)
    _add_text(identifier, "mcc:codeSpace", space)


def _add_locale(parent: Element, lang: str) -> None:
    locale = _add(parent, "lan:PT_Locale")
    locale.set("id", lang.upper())
    _add_code(_add(locale, "lan:language"), "lan:LanguageCode", _LANGUAGE_CODES[lang])
    _add_code(_add(locale, "lan:characterEncoding"), "lan:MD_CharacterSetCode", "utf8")


def _add_contact(parent: Element, name: str, contact: str) -> None:
    """Add whom to write to; where nobody is named the record says that it is missing."""
    responsible = _add(parent, f"{name}/cit:CI_Responsibility")
    _add_code(_add(responsible, "cit:role"), "cit:CI_RoleCode", "pointOfContact")
    organisation = _add(responsible, "cit:party/cit:CI_Organisation")
    _add_text(organisation, "cit:name", MAINTAINERS)
    if not contact:
        missing = _add(organisation, "cit:contactInfo")
        missing.set(_name("gco:nilReason"), "missing")
        return
    details = _add(organisation, "cit:contactInfo/cit:CI_Contact")
    if checked_contact("contact", contact).startswith(MAIL):
        address = _add(details, "cit:address/cit:CI_Address")
        _add_text(address, "cit:electronicMailAddress", contact.removeprefix(MAIL))
    else:
        _add_text(_add(details, "cit:onlineResource/cit:CI_OnlineResource"), "cit:linkage", contact)


def _add_date(parent: Element, of: Described) -> None:
    moment = _add(parent, "cit:CI_Date")
    stamp = of.about.moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    _add(moment, "cit:date/gco:DateTime").text = stamp
    _add_code(_add(moment, "cit:dateType"), "cit:CI_DateTypeCode", "revision")


def _add_identification(parent: Element, of: Described, contact: str) -> None:
    element = _add(parent, "mri:MD_DataIdentification")
    citation = _add(element, "mri:citation/cit:CI_Citation")
    _add_text(citation, "cit:title", of.title)
    _add_date(_add(citation, "cit:date"), of)
    _add_text(citation, "cit:edition", of.about.version)
    _add_identifier(_add(citation, "cit:identifier"), of.identifier, "border-ports")
    _add_text(element, "mri:abstract", of.abstract)
    _add_contact(element, "mri:pointOfContact", contact)
    kind = _add(element, "mri:spatialRepresentationType")
    _add_code(kind, "mcc:MD_SpatialRepresentationTypeCode", "vector")
    for topic in _TOPICS:
        _add(element, "mri:topicCategory/mri:MD_TopicCategoryCode").text = topic
    _add_extent(element, of)
    keywords = _add(element, "mri:descriptiveKeywords/mri:MD_Keywords")
    for word in KEYWORDS:
        said = {lang: words(lang).say(word) for lang in languages()}
        _add_text(keywords, "mri:keyword", said)
    _add_code(_add(keywords, "mri:type"), "mri:MD_KeywordTypeCode", "theme")
    terms = _add(element, "mri:resourceConstraints/mco:MD_LegalConstraints")
    _add_code(_add(terms, "mco:useConstraints"), "mco:MD_RestrictionCode", "otherRestrictions")
    for licence in of.about.licences:
        said = {lang: words(lang).say(licence) for lang in languages()}
        _add_text(terms, "mco:otherConstraints", said)
    _add_locale_of_data(element)


def _add_locale_of_data(parent: Element) -> None:
    for lang in languages():
        name = "mri:defaultLocale" if lang == SOURCE else "mri:otherLocale"
        locale = _add(parent, f"{name}/lan:PT_Locale")
        _add_code(_add(locale, "lan:language"), "lan:LanguageCode", _LANGUAGE_CODES[lang])
        _add_code(_add(locale, "lan:characterEncoding"), "lan:MD_CharacterSetCode", "utf8")


def _add_extent(parent: Element, of: Described) -> None:
    if of.box is None and of.period is None:
        return
    extent = _add(parent, "mri:extent/gex:EX_Extent")
    if of.box is not None:
        box = _add(extent, "gex:geographicElement/gex:EX_GeographicBoundingBox")
        west, south, east, north = of.box
        sides = {"westBoundLongitude": west, "eastBoundLongitude": east,
                 "southBoundLatitude": south, "northBoundLatitude": north}  # fmt: skip
        for side, value in sides.items():
            _add(box, f"gex:{side}/gco:Decimal").text = str(value)
    if of.period is not None:
        time = _add(extent, "gex:temporalElement/gex:EX_TemporalExtent/gex:extent/gml:TimePeriod")
        time.set(_name("gml:id"), "period")
        first, last = of.period
        _add(time, "gml:beginPosition").text = first.isoformat()
        _add(time, "gml:endPosition").text = last.isoformat()


def _add_layers(parent: Element, parts: Sequence[Described]) -> None:
    """Add the layers and tables with how many rows each has."""
    catalogue = _add(parent, "mrc:MD_FeatureCatalogueDescription")
    _add(catalogue, "mrc:includedWithDataset/gco:Boolean").text = "true"
    for part in parts:
        kind = _add(catalogue, "mrc:featureTypes/mrc:MD_FeatureTypeInfo")
        _add(kind, "mrc:featureTypeName/gco:ScopedName").text = part.identifier
        _add(kind, "mrc:featureInstanceCount/gco:Integer").text = str(part.rows)


def _add_distribution(parent: Element, files: Sequence[Distribution]) -> None:
    """Add the formats of the data and, where a service sends them, their addresses."""
    element = _add(parent, "mrd:MD_Distribution")
    for file in files:
        citation = "mrd:distributionFormat/mrd:MD_Format/mrd:formatSpecificationCitation"
        _add_text(_add(element, f"{citation}/cit:CI_Citation"), "cit:title", file.title)
    for file in files:
        if file.address:
            options = "mrd:transferOptions/mrd:MD_DigitalTransferOptions/mrd:onLine"
            resource = _add(element, f"{options}/cit:CI_OnlineResource")
            _add_text(resource, "cit:linkage", file.address)
            _add_text(resource, "cit:protocol", "WWW:DOWNLOAD-1.0-http--download")
            _add_text(resource, "cit:name", file.title)
            _add_code(_add(resource, "cit:function"), "cit:CI_OnLineFunctionCode", "download")


def _add_lineage(parent: Element, of: Described) -> None:
    lineage = _add(parent, "mrl:LI_Lineage")
    _add_text(lineage, "mrl:statement", of.about.edition)
    scope = _add(lineage, "mrl:scope/mcc:MD_Scope/mcc:level")
    _add_code(scope, "mcc:MD_ScopeCode", "dataset")
    for source in of.about.sources:
        citation = _add(lineage, "mrl:source/mrl:LI_Source/mrl:sourceCitation/cit:CI_Citation")
        _add_text(citation, "cit:title", source)


ISO_METADATA: Final = Format(
    name="iso",
    suffix=".iso19115-3.xml",
    media_type="application/xml",
    title="ISO 19115-3",
    purpose=message("Record for catalogs of geographic data such as GeoNetwork."),
    content="layers",
    write=_write,
    tables=True,
    in_pack=True,
    is_metadata=True,
)
