"""Parts of the border: counts from reference pages, and what is refused."""

import pytest

from geo.border import Border
from geo.documents.request import checked_request
from geo.errors import BorderError, InvalidValueError, UnknownPortError, UnknownStateError
from geo.queries.selection import Selection, checked_selection, state_pairs

PORTS_BY_STATE = {  # TxDOT, ADOT, Caltrans and the counting rule of the data set
    "US-CA": 8, "US-AZ": 10, "US-NM": 3, "US-TX": 34, "MX-BCN": 8, "MX-SON": 10, "MX-CHH": 12,
    "MX-COA": 6, "MX-NLE": 1, "MX-TAM": 18,
}  # fmt: skip


@pytest.mark.parametrize(("state", "ports"), PORTS_BY_STATE.items())
def test_a_state_has_its_ports(border: Border, state: str, ports: int) -> None:
    assert len(checked_selection(border, state=state).ports(border)) == ports


def test_nine_pairs_of_states_share_the_line_and_their_ports_add_up(border: Border) -> None:
    pairs = state_pairs(border)
    assert len(pairs) == 9
    assert sum(len(Selection(pair=pair).ports(border)) for pair in pairs) == 55


def test_the_regions_divide_the_border(border: Border) -> None:
    west, east = (checked_selection(border, region=name) for name in ("west", "east"))
    assert len(west.ports(border)) + len(east.ports(border)) == 55
    assert set(west.rows(border, "boundary")).isdisjoint(east.rows(border, "boundary"))
    assert checked_selection(border, region="plenary").is_whole


def test_words_are_understood_in_small_letters_and_either_order(border: Border) -> None:
    assert checked_selection(border, state="us-tx").state == "US-TX"
    assert checked_selection(border, pair="mx-tam/us-tx").pair == ("US-TX", "MX-TAM")


@pytest.mark.parametrize(
    ("pair", "kilometres"), [("US-AZ/MX-BCN", 37.6), ("US-NM/MX-SON", 28.0)]
)  # reference/users.md, measured on the line of 2023
def test_a_stretch_without_a_port_can_be_chosen(
    border: Border, pair: str, kilometres: float
) -> None:
    found = checked_selection(border, pair=pair)
    assert found.ports(border) == []
    lengths = border.records("boundary").columns["length_km"]
    rows = found.rows(border, "boundary")
    assert sum(lengths[row] for row in rows) == pytest.approx(kilometres, abs=0.3)


def test_reaches_belong_to_the_states_that_they_touch(border: Border) -> None:
    ids = border.records("river_segments").columns["id"]
    baja = checked_selection(border, state="MX-BCN").rows(border, "river_segments")
    assert [ids[row] for row in baja] == ["co1"]  # the limitrophe divides it from Arizona
    texas = checked_selection(border, state="US-TX").rows(border, "river_segments")
    assert [ids[row] for row in texas] == [f"rg{number}" for number in range(1, 9)]


def test_california_trains_are_counted_where_bts_books_them(border: Border) -> None:
    codes = checked_selection(border, port="calexico-rail").port_codes(border)
    assert "2507" in codes


@pytest.mark.parametrize(
    ("choice", "error"),
    [
        ({"state": "US-LA"}, UnknownStateError),
        ({"port": "atlantis"}, UnknownPortError),
        ({"pair": "US-TX/MX-SON"}, InvalidValueError),
        ({"region": "north"}, InvalidValueError),
        ({"mode": "boat"}, BorderError),
        ({"state": "US-NM", "mode": "rail"}, InvalidValueError),
        ({"pair": "US-AZ/MX-BCN", "mode": "rail"}, InvalidValueError),
        ({"pair": "US-AZ/MX-BCN", "state": "US-TX"}, InvalidValueError),
    ],
)
def test_what_is_not_known_or_empty_is_refused(
    border: Border, choice: dict[str, str], error: type[BorderError]
) -> None:
    with pytest.raises(error):
        checked_selection(border, **choice)


@pytest.mark.parametrize("choice", [{"lang": "fr"}, {"paper": "a3"}, {"layers": ["bridges"]}])
def test_a_request_is_checked(choice: dict[str, str]) -> None:
    with pytest.raises(BorderError):
        checked_request(Selection(), **choice)  # type: ignore[arg-type]


def test_file_names_tell_parts_apart() -> None:
    assert Selection().slug == ""
    assert Selection(pair=("US-TX", "MX-TAM"), mode="rail").slug == "us-tx-mx-tam-rail"
