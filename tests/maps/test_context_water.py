"""What maps draw of rivers, against places that lie on them by published coordinates."""

import pytest
import shapely

from geo.border import Border

ON_A_RIVER = {
    ("Rio Grande", "Río Bravo", "Albuquerque, Central Avenue bridge"): (-106.680, 35.090),
    ("Rio Grande", "Río Bravo", "Elephant Butte Dam"): (-107.192, 33.154),
    ("Colorado River", "Río Colorado", "Hoover Dam"): (-114.738, 36.016),
    ("Gila River", "Río Gila", "Coolidge Dam"): (-110.528, 33.173),
    ("Pecos River", "Río Pecos", "Brantley Dam"): (-104.381, 32.544),
    ("Río Conchos", "Río Conchos", "Presa La Boquilla"): (-105.411, 27.545),
}
NEAR_DEG = 0.06
"""Natural Earth is off by up to 4 km, and its lines are generalised by 1.2 km more."""


@pytest.mark.parametrize("river", ON_A_RIVER, ids=lambda river: river[2])
def test_named_rivers_run_by_the_dams_on_them(border: Border, river: tuple[str, str, str]) -> None:
    name_en, name_es, _ = river
    rivers = border.layer("rivers")
    own = rivers[rivers["name_en"] == name_en]
    assert set(own["name_es"]) == {name_es}
    place = shapely.Point(*ON_A_RIVER[river])
    assert shapely.union_all(own.geometry.to_numpy()).distance(place) < NEAR_DEG
