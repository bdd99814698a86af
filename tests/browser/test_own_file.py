"""A file of the reader's own on the map: shown here, sent nowhere, run never."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import geo
from geo import Border
from geo.stores.layered import forget_own_layers

Watch = Callable[..., Any]
EVIL = '<img src=x onerror="window.evil = 1"><script>window.evil = 1</script>'
TABLE = (
    f'name,longitude,latitude,note\n"Plant, one",-106.45,31.7,"{EVIL.replace(chr(34), chr(39))}"\n'
)
SHAPES = json.dumps({
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {"name": EVIL, "__proto__": {"evil": 1}},
         "geometry": {"type": "Point", "coordinates": [-99.5, 27.5]}},
        {"type": "Feature", "properties": None,
         "geometry": {"type": "LineString", "coordinates": [[-99.6, 27.4], [-99.4, 27.6]]}},
    ],
})  # fmt: skip
DROP = """([name, text]) => {
  const items = new DataTransfer();
  const both = {bubbles: true, cancelable: true};
  items.items.add(new File([text], name));
  const event = (kind) => new DragEvent(kind, {dataTransfer: items, ...both});
  const canvas = map_border.getContainer();
  return [canvas.dispatchEvent(event('dragover')), canvas.dispatchEvent(event('drop'))];
}"""
OWN = ".leaflet-marker-icon.bp-point"


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_chosen_table_is_shown_and_stays_in_the_browser(
    watch: Watch, site: str, unfold: Callable[[Any, str], None], lang: str
) -> None:
    watched = watch()
    page = watched.go(f"{site}/map?lang={lang}")
    page.wait_for_load_state("networkidle")
    asked = len(watched.addresses)
    unfold(page, "bp-layers")
    page.set_input_files(
        ".bp-own-file input",
        {"name": "plan <b>.csv", "mimeType": "text/csv", "buffer": TABLE.encode()},
    )
    page.wait_for_selector(OWN)
    said = page.locator(".bp-own-said").inner_text()
    assert said.startswith("plan <b>.csv: 1 ")
    page.locator(OWN).first.press("Enter")
    card = page.locator(".bp-card")
    assert card.locator("h2").inner_text() == "Plant, one"
    assert EVIL.replace('"', "'") in card.inner_text()
    assert page.locator(".bp-card img, .bp-card script, .bp-card b").count() == 0
    page.keyboard.press("Escape")
    page.click(".bp-own-drop")
    assert page.locator(OWN).count() == 0
    assert page.evaluate("window.evil") is None
    assert "own" not in page.url
    known = ("/map/data/", "/static/")
    sent = [one for one in watched.addresses[asked:] if not any(part in one for part in known)]
    assert sent == []


def test_a_dropped_file_gives_places_and_lines(watch: Watch, site: str) -> None:
    watched = watch()
    page = watched.go(f"{site}/map")
    assert page.evaluate(DROP, ["own.geojson", SHAPES]) == [False, False]
    page.wait_for_selector(OWN)
    assert page.locator(".bp-stratum-gaps path").count() == 1
    assert page.locator(OWN).get_attribute("aria-label") == EVIL
    assert page.evaluate("window.evil ?? ({}).evil ?? null") is None
    assert watched.messages == []


def test_what_cannot_be_shown_is_refused_by_name(watch: Watch, site: str) -> None:
    page = watch().go(f"{site}/map")
    for name, text, said in (
        ("a.csv", "x,z\n1,2\n", "a.csv names no places"),
        ("b.json", "{", "b.json is neither CSV nor GeoJSON"),
        ("c.csv", "lat,lon\n" + "31,-106\n" * 1001, "c.csv has more than 1,000 places"),
    ):
        page.evaluate(DROP, [name, text])
        page.wait_for_function(
            "(said) => document.querySelector('.bp-own-said').textContent.startsWith(said)",
            arg=said,
        )
        assert page.locator(OWN).count() == 0


@pytest.fixture
def supplied(tmp_path: Path) -> Iterator[Border]:
    """Return a border with one layer of an organisation's beside its own."""
    fields = [{"name": name, "type": "string"} for name in ("id", "name", "phase")]
    schema = {
        "title": {"en": "State plan", "es": "Plan estatal"}, "supplier": "Example <i>DOT</i>",
        "primaryKey": "id", "fields": [*fields, {"name": "cost", "type": "number",
                                                 "title": {"en": "Cost", "es": "Costo"}}],
    }  # fmt: skip
    table = "id,name,phase,cost,longitude,latitude\np1,<img src=x onerror=window.evil=1>"
    (tmp_path / "state-plan.csv").write_text(f"{table},plan,5,-106.45,31.7\n", encoding="utf-8")
    (tmp_path / "state-plan.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    yield geo.load(layers=tmp_path)
    forget_own_layers()


def test_a_supplied_layer_is_shown_as_whose_it_is(
    watch: Watch,
    served: Callable[[Border], str],
    supplied: Border,
    unfold: Callable[[Any, str], None],
) -> None:
    watched = watch()
    page = watched.go(f"{served(supplied)}/map?lang=es")
    assert page.locator(OWN).count() == 0
    unfold(page, "bp-layers")
    page.get_by_label("Plan estatal (proporcionado por Example <i>DOT</i>)").check()
    page.wait_for_selector(OWN)
    page.locator(OWN).press("Enter")
    card = page.locator(".bp-card")
    said = card.inner_text()
    assert "Proporcionado por Example <i>DOT</i>; no forma parte del conjunto de datos" in said
    assert card.locator("dt", has_text="Costo").count() == 1
    assert "<img src=x onerror=window.evil=1>" in card.locator("h2").inner_text()
    assert page.locator(".bp-card img, .bp-card i").count() == 0
    assert page.evaluate("window.evil ?? null") is None
    assert watched.messages == []
