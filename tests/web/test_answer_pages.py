"""Answers to questions as pages for people, against the same answers as JSON."""

import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from geo.queries.registry import QUESTIONS

ASKED = {
    "states": "", "count": "by=region", "nearest": "lon=-106.45&lat=31.75&k=3",
    "within": "lon=-106.45&lat=31.75&km=30", "along": "port=del-rio",
    "between": "from=del-rio&to=laredo-world-trade", "gaps": "min_km=100",
    "locate": "lon=-106.45&lat=31.75", "volumes": "of=laredo-world-trade",
    "change": "of=laredo-world-trade&since=2019&until=2024", "trade": "of=US-TX",
    "people": "port=del-rio&km=50", "projects": "lon=-106.4&lat=31.7", "slips": "", "lapsing": "",
    "changes": "since=2026-09-01", "agenda": "region=east",
}  # fmt: skip


class Tables(HTMLParser):
    """Reads the cells of each table, row by row, and each pair of a list of terms."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.pairs: list[list[str]] = []
        self._into: list[str] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self._into = self.tables[-1][-1]
            self._into.append("")
        elif tag in {"dt", "dd"}:
            if tag == "dt":
                self.pairs.append([])
            self._into = self.pairs[-1]
            self._into.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "dt", "dd"}:
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into:
            self._into[-1] += data


def test_every_question_is_asked_here() -> None:
    here = {
        name
        for name, question in QUESTIONS.items()
        if question.path and not question.asks_router({})
    }
    assert set(ASKED) == here


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("name", ASKED)
def test_a_page_has_a_row_for_each_of_the_answer(client: FlaskClient, name: str, lang: str) -> None:
    address = f"/queries/{QUESTIONS[name].path}?{ASKED[name]}"
    answer = client.get(f"{address}&lang={lang}&f=html")
    assert (answer.status_code, answer.mimetype) == (200, "text/html"), answer.text
    assert answer.headers["Content-Language"] == lang
    found = client.get(address).get_json()
    page = Tables(answer.text)
    if QUESTIONS[name].shape == "row":
        assert len(page.pairs) == len(QUESTIONS[name].columns)
        return
    rows = found["features" if "features" in found else QUESTIONS[name].rows_name]
    if rows:
        head, *body = page.tables[0]
        assert len(body) == len(rows)
        assert {len(row) for row in body} == {len(head)}
        assert not any(re.search(r"_(km|en|es|deg)\b", cell) for cell in head)


def test_a_browser_gets_names_distances_and_the_map(client: FlaskClient) -> None:
    address = "/queries/nearest?lon=-106.45&lat=31.75&k=2"
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "es-MX"}
    answer = client.get(address, headers=browser)
    head, *rows = Tables(answer.text).tables[0]
    assert head[:3] == ["Nombre", "Distancia (km)", "Rumbo (°)"]
    features = client.get(address).get_json()["features"]
    for row, feature in zip(rows, features, strict=True):
        known = feature["properties"]
        assert row[0] == known["name_es"]
        assert row[1] == f"{known['distance_km']:.1f}"
        assert f"/ports/{known['id']}?lang=es" in answer.text
    assert "/map?lang=es&amp;lon=-106.45&amp;lat=31.75" in answer.text
    assert client.get(address, headers={"Accept": "*/*"}).mimetype == "application/geo+json"


INTERNAL = re.compile(
    r"\b(US-[A-Z]{2}|MX-[A-Z]{3}|border|river_km|boundary_km|\d{4}-\d\d(-\d\d)?|\d{4}-Q\d|-\d+\.\d)\b"
)


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("name", sorted(set(ASKED) - {"locate"}))
def test_cells_hold_names_and_dates_as_people_say_them(
    client: FlaskClient, name: str, lang: str
) -> None:
    address = f"/queries/{QUESTIONS[name].path}?{ASKED[name]}"
    page = Tables(client.get(f"{address}&lang={lang}&f=html").text)
    cells = [cell for table in page.tables for row in table[1:] for cell in row]
    cells += [pair[1] for pair in page.pairs]
    plain = [cell for cell in cells if len(cell) < 40]
    assert [cell for cell in plain if INTERNAL.fullmatch(cell)] == []


def test_states_are_named_where_the_crossings_of_each_are_asked(client: FlaskClient) -> None:
    address = "/queries/volumes?of=border&by=us_state&measure=trucks&since=2024&until=2024&f=html"
    for lang, named in (("en", "New Mexico"), ("es", "Nuevo México")):
        rows = Tables(client.get(f"{address}&lang={lang}").text).tables[0][1:]
        assert {row[0] for row in rows} == {"California", "Arizona", named, "Texas"}
    change = "/queries/volume-change?of=border&since=2019&until=2024&measure=pedestrians&f=html"
    assert "−13.7%" in client.get(change).text  # noqa: RUF001 - the minus sign of typography


# A browser sends every field of a form, the empty ones too.
def test_a_form_asks_again_and_says_what_was_asked(client: FlaskClient) -> None:
    asked = "/queries/along?f=html&lang=es&port=del-rio&direction=upstream&k=2&mode="
    page = client.get(asked).text
    assert "Sentido: <b>Aguas arriba</b>" in page
    assert '<option value="del-rio" selected>Puente Internacional' in page
    assert len(Tables(page).tables[0]) == 1 + 2
    assert client.get(asked.replace("f=html&", "")).status_code == 400
    fields = set(re.findall(r'<(?:select|input) name="(\w+)"', page))
    assert fields == {field.name for field in QUESTIONS["along"].fields}


def test_what_a_form_asks_wrongly_is_refused_on_a_page(client: FlaskClient) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    address = "/queries/nearest?lon=300&lat=31&lang=es"
    answer = client.get(f"{address}&f=html", headers=browser)
    assert (answer.status_code, answer.mimetype) == (400, "text/html")
    assert "300" in answer.text
    assert client.get(address, headers=browser).mimetype == "application/problem+json"
    assert client.get(f"{address}&f=html").mimetype == "application/problem+json"


def test_ports_left_out_are_named_beside_the_answer(client: FlaskClient) -> None:
    address = "/queries/within?lon=-106.45&lat=31.75&km=30"
    answer = client.get(f"{address}&f=html")
    left_out = client.get(address).get_json()["left_out"]
    assert "Not open to the traveler" in answer.text
    assert len(Tables(answer.text).tables[1]) == 1 + len(left_out)


def test_an_answer_with_missing_months_does_not_pass_for_whole(client: FlaskClient) -> None:
    address = "/queries/volumes?of=US-TX"
    rows = client.get(address).get_json()["rows"]
    assert {row["full"] for row in rows} == {True, False}
    head, *body = Tables(client.get(f"{address}&f=html").text).tables[0]
    place = head.index("Every month counted")
    assert [cells[place] == "yes" for cells in body] == [row["full"] for row in rows]


def test_a_page_without_rows_says_so_and_shows_a_value_as_text(client: FlaskClient) -> None:
    answer = client.get("/queries/within?lon=-100&lat=40&km=1&f=html&lang=es")
    assert "Nada corresponde a la pregunta." in answer.text
    assert "<table" not in answer.text


@pytest.mark.parametrize("lang", ["en", "es"])
def test_each_question_of_the_list_leads_to_an_example_of_its_answer(
    client: FlaskClient, lang: str
) -> None:
    listed = client.get("/queries?f=json").get_json()["questions"]
    routed = {one.operation for one in QUESTIONS.values() if one.asks_router({})}
    page = client.get(f"/queries?f=html&lang={lang}").text
    for item in listed:
        if item["id"] not in routed:
            assert client.get(item["example"]).status_code == 200, item["example"]
        address = f"{item['example']}&f=html&lang={lang}".replace("&", "&amp;")
        assert f'href="{address}"' in page
