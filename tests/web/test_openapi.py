"""The API document: valid, complete, of this service alone, and its examples run."""

import json
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft4Validator
from openapi_spec_validator import OpenAPIV30SpecValidator

from geo.layers import LAYERS
from web.api.examples import answer_examples
from web.http.operation import JSON, Operation, Reply
from web.http.parameters import text

HIDDEN = {
    "/static/<path:filename>",
    "/map/map.js",
    "/map/map.css",
    "/queries/along-river",
    "/queries/reach",
}
"""What pages load by themselves, ``/map/data`` too, what an operation was called before, and what
needs a router."""
VOCABULARY = ("http://www.opengis.net/def/", "https://json-schema.org/draft/2020-12/schema")
PATHS = {
    "id": "del-rio", "slug": "not-found", "port": "del-rio", "state": "US-TX",
}  # fmt: skip
SLOW = ("/exports/",)
DRAWN = ("/", "/map", "/embed", "/border", "/trade", "/ports/{id}", "/states/{id}", "/regions/{id}")
"""Large pages, which tests of their own ask for."""
EXAMPLE_LAYERS = ("/collections/ports", "/collections/tolls", "/collections/counties/schema")
"""Layers whose operations are asked for: those of the others are made from the same definition."""


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]


def resolved(document: dict[str, Any], schema: Any) -> Any:  # noqa: ANN401
    """Return a schema of OpenAPI 3.0 as JSON schema, ``nullable`` written out."""
    if isinstance(schema, list):
        return [resolved(document, item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return resolved(document, document["components"]["schemas"][schema["$ref"].split("/")[-1]])
    found = {name: resolved(document, item) for name, item in schema.items() if name != "nullable"}
    return {"anyOf": [{"type": "null"}, found]} if schema.get("nullable") else found


def test_the_document_is_valid_openapi_3_0(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.0.3"
    assert list(OpenAPIV30SpecValidator(document).iter_errors()) == []


def test_every_route_is_documented(client: FlaskClient, document: dict[str, Any]) -> None:
    documented = {(path, method.upper()) for path, method, _ in operations(document)}
    for rule in client.application.url_map.iter_rules():
        if rule.rule in HIDDEN or rule.rule.startswith("/map/data/"):
            continue
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            assert (path, method) in documented


def test_every_documented_operation_has_a_route(
    client: FlaskClient, document: dict[str, Any]
) -> None:
    rules = {rule.rule for rule in client.application.url_map.iter_rules()}
    for path in document["paths"]:
        assert path.replace("{", "<").replace("}", ">") in rules


def test_every_operation_says_what_it_is_and_under_a_name_of_its_own(
    document: dict[str, Any],
) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names))
    tags = {tag["name"] for tag in document["tags"]}
    for _, _, operation in operations(document):
        assert operation["summary"]
        assert set(operation["tags"]) <= tags


def test_every_parameter_has_a_description_and_a_schema(document: dict[str, Any]) -> None:
    for path, _, operation in operations(document):
        for parameter in operation["parameters"]:
            assert len(parameter["description"]) > 5, (path, parameter["name"])
            assert parameter["schema"]["type"]
            assert parameter["required"] is (parameter["in"] == "path") or parameter["required"]
        inside = set(re.findall(r"{(\w+)}", path))
        named = {item["name"] for item in operation["parameters"] if item["in"] == "path"}
        assert inside == named


def test_every_operation_describes_success_and_every_error(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        responses = operation["responses"]
        assert {"200", "400", "405", "406", "414", "429", "431", "500"} <= responses.keys(), path
        assert ("304" in responses) == (method == "get")
        assert responses["200"]["content"]
        for status, response in responses.items():
            assert response["description"]
            if status not in {"200", "304", "414", "431"}:
                (media,) = response["content"]
                assert media == "application/problem+json"


def test_no_reference_leaves_the_document(document: dict[str, Any]) -> None:
    text = json.dumps(document)
    for name in set(re.findall(r'"\$ref": "([^"]+)"', text)):
        assert name.startswith("#/components/schemas/")
        assert name.rpartition("/")[2] in document["components"]["schemas"]


def test_no_other_host_is_named_but_in_identifiers(document: dict[str, Any]) -> None:
    found = set(re.findall(r"https?://[^\s\"'),]+", json.dumps(document)))
    assert {name for name in found if not name.startswith(VOCABULARY)} == {"http://localhost"}


@pytest.mark.parametrize("layer", LAYERS)
def test_every_column_of_a_layer_is_described(document: dict[str, Any], layer: str) -> None:
    described = document["components"]["schemas"][f"properties.{layer}"]["properties"]
    assert list(described) == list(LAYERS[layer].column_names)
    assert all(item["description"] and item["title"] for item in described.values())


def test_answers_fit_their_schemas(client: FlaskClient, document: dict[str, Any]) -> None:
    asked = [
        "/", "/conformance", "/collections", "/collections/ports",
        *(f"/collections/{name}/items?limit=50" for name in LAYERS),
        "/collections/ports/items/del-rio", "/collections/states/schema",
        "/queries/ports-per-state", "/queries/port-counts?by=municipality",
        "/queries/nearest?lon=-106&lat=31&k=55&open_at=2026-11-23T04:00",
        "/queries/within?lon=-106&lat=31&km=100", "/queries/gaps", "/health/ready",
        "/queries/along?port=del-rio&k=55", "/queries/along?port=andrade&k=3",
        "/queries/between?from=del-rio&to=san-ysidro", "/queries/between?from=del-rio&to=pharr",
        "/queries/locate?lon=-106&lat=31", "/queries/locate?lon=0&lat=0",
    ]  # fmt: skip
    for address in asked:
        path = address.partition("?")[0].replace("/del-rio", "/{id}")
        answer = client.get(address)
        assert answer.status_code == 200, address
        content = document["paths"][path]["get"]["responses"]["200"]["content"][answer.mimetype]
        validator = Draft4Validator(resolved(document, content["schema"]))
        assert list(validator.iter_errors(answer.get_json())) == [], address


def test_every_example_runs(client: FlaskClient, document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        if method != "get" or path.startswith(SLOW) or ("{" in path and "ports" not in path):
            continue
        given = {item["name"]: item["example"] for item in operation["parameters"]
                 if "example" in item and item["in"] == "query"}  # fmt: skip
        words = {name: ",".join(map(str, value)) if isinstance(value, list) else value
                 for name, value in given.items()}  # fmt: skip
        address = path.format_map(PATHS) + (f"?{urlencode(words)}" if words else "")
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.text[:300])


def test_every_required_parameter_has_an_example(document: dict[str, Any]) -> None:
    for path, _, operation in operations(document):
        for item in operation["parameters"]:
            if item["required"] and item["in"] == "query":
                assert "example" in item, (path, item["name"])


def test_every_example_of_a_body_is_answered(client: FlaskClient, document: dict[str, Any]) -> None:
    body = document["paths"]["/queries/nearest"]["post"]["requestBody"]
    assert body["required"] is True
    for media, content in body["content"].items():
        example = content["example"]
        data = example if isinstance(example, str) else json.dumps(example)
        answer = client.post("/queries/nearest", data=data, content_type=media)
        assert answer.status_code == 200, media


def answers(document: dict[str, Any], method: str) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, media, content)
        for path, found, operation in operations(document)
        for media, content in operation["responses"]["200"]["content"].items()
        if found == method
    ]


def test_every_answer_to_get_has_an_example_on_the_service_itself(
    document: dict[str, Any],
) -> None:
    shown = answers(document, "get")
    assert len(shown) > 600
    for path, media, content in shown:
        (example,) = content["examples"].values()
        address = example["externalValue"]
        pattern = re.sub(r"\\{\w+\\}", "[^/?]+", re.escape(path))
        assert re.fullmatch(rf"{pattern}\?(.+&)?f=[\w.-]+", address), (path, media, address)
    assert not [path for path, _, content in answers(document, "post") if "examples" in content]


def test_examples_of_answers_answer_in_their_media_type(
    client: FlaskClient, document: dict[str, Any]
) -> None:
    asked = 0
    for path, media, content in answers(document, "get"):
        drawn = path.startswith((*SLOW, "/pictures/")) or path in DRAWN
        if drawn or (path.startswith("/collections/") and not path.startswith(EXAMPLE_LAYERS)):
            continue
        address = content["examples"]["answer"]["externalValue"]
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.mimetype == media.partition(";")[0], address
        asked += 1
    assert asked > 100


def test_examples_of_answers_lie_under_the_address_of_the_service() -> None:
    operation = Operation(
        id="one", path="/things/{id}", tag="queries", summary="",
        answer=lambda _: Reply(body=b"", media=JSON),
        parameters=(text("id", "", where="path", example="a b"),
                    text("of", "", ("x", "y"), required=True)),
    )  # fmt: skip
    found = answer_examples(operation, JSON, "https://example.org/border")
    assert found == {"examples": {"answer": {"externalValue": "/border/things/a%20b?of=x&f=json"}}}


def test_links_lead_from_answers_to_what_follows_from_them(
    client: FlaskClient, document: dict[str, Any]
) -> None:
    by_name = {
        operation["operationId"]: (path, operation) for path, _, operation in operations(document)
    }
    links = {
        (path, name): link
        for path, _, operation in operations(document)
        for name, link in operation["responses"]["200"].get("links", {}).items()
    }
    for link in links.values():
        path, operation = by_name[link["operationId"]]
        needed = {item["name"] for item in operation["parameters"] if item["required"]}
        assert needed == set(link.get("parameters", ())), path
    for name in LAYERS:
        features = client.get(f"/collections/{name}/items?limit=1").get_json()["features"]
        link = links[f"/collections/{name}/items", "feature"]
        assert link["parameters"] == {"id": "$response.body#/features/0/id"}
        path, _ = by_name[link["operationId"]]
        one = client.get(path.format(id=features[0]["id"])).get_json()
        assert one["properties"] == features[0]["properties"], name
        assert links["/collections", name]["operationId"] == f"collection.{name}"
        assert links[f"/collections/{name}", "items"]["operationId"] == f"items.{name}"
    assert by_name[links["/", "collections"]["operationId"]][0] == "/collections"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_page_lists_every_operation_and_asks_no_other_host(
    client: FlaskClient, document: dict[str, Any], lang: str
) -> None:
    page = client.get(f"/api.html?lang={lang}").text
    for path in document["paths"]:
        assert path in page
    asked = re.findall(r'<form class="try" action="([^"]+)"', page)
    assert len(asked) > 15
    assert [address for address in asked if "{" in address] == []
    loaded = re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=\"([^\"]+)\"", page)
    assert loaded
    assert all(not re.match(r"https?://(?!localhost)|//", address) for address in loaded)


def test_the_document_cannot_drift_from_what_is_accepted(
    client: FlaskClient, document: dict[str, Any]
) -> None:
    parameters = document["paths"]["/collections/ports/items"]["get"]["parameters"]
    answer = client.get("/collections/ports/items?no_such=1")
    known = (
        answer.get_json()["errors"][0]["allowed"].partition("one of the parameters ")[2].split(", ")
    )
    assert known == [item["name"] for item in parameters]
    for item in parameters:
        for value in item["schema"].get("enum", ())[:3]:
            path = f"/collections/ports/items?limit=1&{urlencode({item['name']: value})}"
            assert client.get(path).status_code == 200 or item["name"] == "filter-lang"
