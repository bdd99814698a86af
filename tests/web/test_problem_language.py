"""What is wrong with a request is said in the language of whoever reads it."""

from typing import Any

import pytest
from flask.testing import FlaskClient

ITEMS = "/collections/ports/items"
SPANISH = {"Accept-Language": "es-MX"}


@pytest.mark.parametrize(
    ("path", "more", "status", "said"),
    [
        (ITEMS, {"headers": {"Accept": "image/png"}}, 406, "no admite ninguno de"),
        (f"{ITEMS}/nowhere", {}, 404, "ports no tiene ningún elemento 'nowhere'"),
        (f"{ITEMS}?filter={'x' * 33_000}", {}, 414, "se admiten como máximo 32,768"),
        ("/queries/nearest", {"data": b"x", "content_type": "text/html"}, 415, "no se lee"),
        ("/queries/nearest", {"data": b"x", "content_type": "text/csv",
                              "headers": {"Content-Encoding": "br"}}, 415, "envíe gzip o ninguno"),
        ("/queries/nearest", {"data": b"lon,lat\n200,1\n", "content_type": "text/csv"}, 400,
         "grados de -180 a 180"),
        ("/queries/nearest", {"data": b"lon,lat\n1,2,3\n", "content_type": "text/csv"}, 400,
         "2 celdas como en el encabezado"),
        ("/queries/nearest", {"json": {"type": "MultiPoint", "coordinates": []}}, 400,
         "al menos un punto"),
        ("/queries/nearest", {"json": {"type": "Point"}}, 400, "un FeatureCollection de puntos"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_request_is_said_in_the_readers_language(
    client: FlaskClient, path: str, more: dict[str, Any], status: int, said: str
) -> None:
    method = client.post if {"data", "json"} & set(more) else client.get
    asked = {name: value for name, value in more.items() if name != "headers"}
    answers = [
        method(path, headers={**more.get("headers", {}), **language}, **asked)
        for language in ({}, SPANISH)
    ]
    english, spanish = answers
    assert (spanish.status_code, spanish.mimetype) == (status, "application/problem+json")
    assert said in spanish.get_json()["detail"]
    assert spanish.headers["Content-Language"] == "es"
    assert english.headers["Content-Language"] == "en"
    assert said not in english.get_json()["detail"]
    assert english.get_json().get("errors") == spanish.get_json().get("errors")
