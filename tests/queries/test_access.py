"""Who may cross: nearest ports by direction and programme, against CBP's and operators' pages."""

import pytest

from geo.border import Border
from geo.errors import InvalidValueError

DOWNTOWN_LAREDO = (-99.507, 27.502)
STANTON_STREET = (-106.4785, 31.7475)
ANZALDUAS = (-98.32, 26.14)
DONNA = (-98.07, 26.07)


def first(border: Border, place: tuple[float, float], **more: str) -> str:
    """Return the id of the nearest port."""
    return str(border.nearest(*place, **more)["id"].iloc[0])  # type: ignore[arg-type]


def test_northbound_vehicles_of_everyone_do_not_cross_at_gateway(border: Border) -> None:
    found = border.nearest(*DOWNTOWN_LAREDO, mode="pov")
    assert found["id"].tolist() == ["laredo-juarez-lincoln"]
    left_out = found.attrs["left_out"]
    assert [(row["id"], row["open_to"]) for row in left_out] == [("laredo-gateway", "sentri")]


def test_holders_of_sentri_and_those_on_foot_cross_at_gateway(border: Border) -> None:
    assert first(border, DOWNTOWN_LAREDO, mode="pov", program="sentri") == "laredo-gateway"
    assert first(border, DOWNTOWN_LAREDO, mode="pedestrian") == "laredo-gateway"
    assert first(border, DOWNTOWN_LAREDO) == "laredo-gateway"


def test_stanton_is_one_way_on_foot(border: Border) -> None:
    name = "el-paso-good-neighbor"
    assert first(border, STANTON_STREET, mode="pedestrian") != name
    assert first(border, STANTON_STREET, mode="pedestrian", direction="southbound") == name
    assert first(border, STANTON_STREET, mode="pov") != name
    assert first(border, STANTON_STREET, mode="pov", program="sentri") == name


def test_vehicles_do_not_go_south_over_paso_del_norte(border: Border) -> None:
    found = border.nearest(*STANTON_STREET, k=10, mode="pov", direction="southbound")
    assert "el-paso-paso-del-norte" not in set(found["id"])
    assert "el-paso-good-neighbor" in set(found["id"])


@pytest.mark.parametrize(("place", "port"), [(ANZALDUAS, "anzalduas"), (DONNA, "donna")])
def test_trucks_go_only_south_at_anzalduas_and_donna(
    border: Border, place: tuple[float, float], port: str
) -> None:
    assert first(border, place, mode="commercial") != port
    assert first(border, place, mode="commercial", direction="southbound") == port


def test_as_many_ports_as_asked_for_are_found_beside_those_left_out(border: Border) -> None:
    found = border.nearest(*DOWNTOWN_LAREDO, k=5, mode="pov")
    assert len(found) == 5
    assert found["distance_km"].is_monotonic_increasing


def test_what_is_no_direction_or_programme_is_refused(border: Border) -> None:
    with pytest.raises(InvalidValueError, match="northbound or southbound"):
        border.nearest(*DOWNTOWN_LAREDO, mode="pov", direction="north")
    with pytest.raises(InvalidValueError, match="sentri"):
        border.nearest(*DOWNTOWN_LAREDO, mode="pov", program="nexus")
