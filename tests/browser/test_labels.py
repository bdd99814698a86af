"""The names of the map, counted over many views: a sample of what ``bench/map`` counts whole."""

import importlib.util
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Watch = Callable[..., Any]
EVERY = 8
ZOOMS = (5, 7, 9, 11, 13)
FIRST_VIEWS = ((1265, 657), (1265, 713), (1280, 720), (1280, 800))
"""What a window of 1280 by 800 leaves to the page, with the bars of the browser and without."""
STATES = """() => {
  const {layout} = BorderPorts.sceneOf(map_border).painter;
  const named = new Set(layout.names.flatMap(({ports}) => ports ?? []));
  return [layout.names.filter(({kind}) => kind.startsWith('state')).length,
    layout.symbols.filter(({port}) => !named.has(port.id)).length];
}"""


@pytest.fixture(scope="module")
def counting(root: Path) -> Any:  # noqa: ANN401 - a module
    """Return the script that counts names."""
    path = root / "bench" / "map" / "label_counts.py"
    spec = importlib.util.spec_from_file_location("label_counts", path)
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


@pytest.mark.parametrize(("lang", "size"), [("en", (1280, 800)), ("es", (1920, 1080))])
def test_names_of_many_views(
    watch: Watch,
    site: str,
    counting: Any,  # noqa: ANN401
    lang: str,
    size: tuple[int, int],
) -> None:
    page = watch(viewport={"width": size[0], "height": size[1]}).go(f"{site}/map?lang={lang}")
    sums: Counter[str] = Counter()
    for lat, lon, key in page.evaluate(counting.PORTS)[::EVERY]:
        for zoom in ZOOMS:
            found = page.evaluate(counting.COUNT, [lat, lon, zoom, key])
            sums.update({"views": 1, **found})
    assert sums["views"] == 7 * len(ZOOMS)
    assert sums["overlaps"] == 0
    assert sums["oneSided"] == 0
    assert sums["oneCountry"] == 0
    assert sums["bothCountries"] == sums["views"]
    assert sums["twoStates"] >= 0.97 * sums["views"]
    assert sums["ownUnnamed"] == 0
    assert sums["unnamed"] <= 0.004 * sums["ports"]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_first_view_names_the_ten_states_and_all_ports(
    watch: Watch, site: str, lang: str
) -> None:
    for width, height in FIRST_VIEWS:
        page = watch(viewport={"width": width, "height": height}).go(f"{site}/map?lang={lang}")
        assert page.evaluate(STATES) == [10, 0], (width, height)
