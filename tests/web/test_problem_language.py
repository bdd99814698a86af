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
        ("/queries/nearest", {"json": {"type": "MultiPoint", "coordinates": [[1, 99]]}}, 400,
         "body: punto 1"),
        ("/queries/nearest", {"data": b'{"type"', "content_type": "application/json"}, 400,
         "carácter 8 no se admite"),
        ("/queries/nearest", {"data": b"zzz", "content_type": "text/csv",
                              "headers": {"Content-Encoding": "gzip"}}, 400,
         "lo que no se puede leer"),
        ("/queries/nearest", {"data": b"lon,lat\n-106.4,x\n", "content_type": "text/csv"}, 400,
         "body: línea 2, columna 'lat'"),
        ("/queries/nearest", {"data": b"lon,lat\n31.7,-106.4\n", "content_type": "text/csv"}, 400,
         "lon= y lat= indican las columnas"),
        ("/queries/nearest", {"data": b"x,y\n362000,3514000\n", "content_type": "text/csv"}, 400,
         "crs= indica el sistema"),
        ("/queries/nearest", {"data": b"lon,LON,lat\n1,2,3\n", "content_type": "text/csv"}, 400,
         "una de ellas, indicada con lon"),
        ("/queries/nearest?lon=q&lat=lat", {"data": b"lon,lat\n1,2\n", "content_type": "text/csv"},
         400, "una columna de la entrada: lon, lat"),
        ("/queries/nearest?encoding=zz", {"data": b"lon,lat\n1,2\n", "content_type": "text/csv"},
         400, "una codificación"),
        ("/queries/nearest?crs=EPSG:1", {"data": b"lon,lat\n1,2\n", "content_type": "text/csv"},
         400, "un sistema proyectado o geográfico"),
        ("/queries/nearest", {"json": {"type": "FeatureCollection", "features": [
            {"type": "Feature", "id": [], "properties": {}, "geometry": None}]}}, 400,
         "un texto o un número"),
        ("/queries/nearest?lon=-106&lat=31&open_at=x", {}, 400, "la hora local de cada puerto"),
        ("/queries/volumes?of=x", {}, 400, "border, un estado"),
        ("/queries/volumes?of=pharr&since=2020&until=2019", {}, 400, "2020 o posterior"),
        ("/queries/volume-change?of=pharr&since=2024&until=2020", {}, 400, "anterior a 2020"),
        ("/queries/trade?of=all&by=us_state", {}, 400, "mode, porque all no tiene partes"),
        ("/queries/changes?since=x", {}, 400, "el identificador de una reunión"),
        ("/queries/changes?since=2025-06-10&until=2025-06-09", {}, 400, "a partir del 2025-06-10"),
        (f"{ITEMS}?bbox=1,3,2,2", {}, 400, "primero el valor menor"),
        (f"{ITEMS}?bbox=1,2,3,4,5", {}, 400, "seis con alturas"),
        (f"{ITEMS}?bbox=1,91,2,92", {}, 400, "coordenadas de -180, -90"),
        (f"{ITEMS}?sortby=x", {}, 400, "orden descendente"),
        (f"{ITEMS}?f=gpkg&flat=true", {}, 400, "que se omita con archivos"),
        (f"{ITEMS}?modes={',' * 300}", {}, 400, "a lo más 200 valores"),
        ("/collections/volumes/items?datetime=x", {}, 400, "un mes, una fecha"),
        ("/exports/border-ports.gpkg?layers=ports,ports", {}, 400, "cada uno una sola vez"),
        ("/compare?ports=pharr,pharr", {}, 400, "cada uno una sola vez"),
        ("/ports/x", {}, 404, "No existe el puerto 'x'"),
        ("/ports/x/waits", {}, 404, "No existe el puerto 'x'"),
        ("/states/x", {}, 404, "No existe el estado fronterizo 'x'"),
        ("/projects/x", {}, 404, "No existe el proyecto 'x'"),
        ("/problems/x", {}, 404, "No existe el tipo de problema 'x'"),
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


@pytest.mark.parametrize("path", ["/queries/nearest", "/queries/locate"])
def test_an_option_is_named_as_a_parameter_of_the_request(client: FlaskClient, path: str) -> None:
    for body in ("lon,LON,lat\n1,2,3\n", "nombre\nJu\xe1rez\n"):
        answer = client.post(path, data=body.encode("latin-1"), content_type="text/csv")
        assert answer.status_code == 400
        assert "--" not in answer.get_json()["detail"]
