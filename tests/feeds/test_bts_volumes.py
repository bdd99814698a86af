"""Newer months of BTS: what is asked for, what is refused, and what becomes of our rows."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from geo import Border
from geo.errors import DatasetError
from geo.feeds.bts_volumes import DATE_FORM, HEADINGS, VOLUMES
from geo.feeds.feed import Asking, Decisions, Sent
from geo.feeds.fetch import Fetcher, PayloadError
from geo.feeds.settings import feed_settings
from geo.feeds.socrata import Known
from geo.pipeline.newer import NewerVolumes, newer_volumes

TODAY = date(2026, 11, 26)
SINCE = date(2024, 2, 1)
Rows = list[dict[str, str]]


@pytest.fixture
def fetch(socrata: Any, border: Border) -> Callable[..., Sent]:  # noqa: ANN401
    """Return a function that asks the server of this machine for newer volumes."""

    def ask(**asking: Any) -> Sent:  # noqa: ANN401
        settings = feed_settings(("volumes",), {"BORDER_PORTS_VOLUMES_URL": socrata.url})
        with Fetcher() as fetcher:
            return VOLUMES.fetch(fetcher, settings, border, Asking(today=TODAY, **asking))

    return ask


@pytest.fixture
def newer(border: Border) -> Callable[..., NewerVolumes]:
    """Return a function that puts rows as the feed writes them in the place of ours."""

    def put(rows: Rows, since: date = SINCE, **decisions: Any) -> NewerVolumes:  # noqa: ANN401
        raw = pd.DataFrame(rows, dtype=object)[list(HEADINGS)].rename(columns=HEADINGS)
        return newer_volumes(border, raw, since, date_form=DATE_FORM, **decisions)

    return put


def value(found: NewerVolumes, row_id: str) -> int:
    table = found.volumes
    return int(table["value"][table["id"] == row_id].iloc[0])


def test_only_newer_months_are_asked_for_and_a_year_before_them(
    fetch: Callable[..., Sent], socrata: Any, published: Rows  # noqa: ANN401
) -> None:  # fmt: skip
    socrata.rows = published
    sent = fetch(page_rows=4_000)
    asked = socrata.asked[0].parameters
    assert asked["$where"] == "border='US-Mexico Border' AND date >= '2024-02-01T00:00:00'"
    assert asked["$order"] == "date,port_code,measure,:id"
    assert sent.since == SINCE
    assert len(sent.rows) == len(published)
    assert set(sent.rows["Date"]) == {row["date"] for row in published}
    assert fetch(page_rows=50_000, months_back=3).since == date(2024, 11, 1)


def test_the_same_rows_are_not_sent_twice(
    fetch: Callable[..., Sent], socrata: Any, published: Rows  # noqa: ANN401
) -> None:  # fmt: skip
    socrata.rows = published
    first = fetch(page_rows=50_000)
    assert first.known != Known()
    assert fetch(page_rows=50_000, before=first.known).unchanged


@pytest.mark.parametrize(
    ("field", "cell", "fault"),
    [
        ("value", "1.5", "value is not as it should be"),
        ("value", "-3", "value is not as it should be"),
        ("value", 12, "value is not as it should be"),
        ("value", None, "a row without value"),
        ("port_code", "230", "port_code is not as it should be"),
        ("date", "2026-08-15T00:00:00.000", "date is not as it should be"),
        ("date", "2026-12-01T00:00:00.000", "a month that was not asked for, or is to come"),
        ("measure", None, "a row without measure"),
        ("port_name", " ", "port_name is not as it should be"),
    ],
)
def test_a_row_that_is_none_refuses_the_whole_answer(
    fetch: Callable[..., Sent],
    socrata: Any,  # noqa: ANN401
    published: Rows,
    field: str,
    cell: Any,  # noqa: ANN401
    fault: str,
) -> None:
    spoilt = {**published[7], field: cell}
    if cell is None:
        del spoilt[field]
    socrata.rows = [*published[:7], spoilt]
    socrata.answer = lambda parameters: (
        [{"row_count": "8"}] if "count" in parameters["$select"] else socrata.rows
    )
    with pytest.raises(PayloadError, match=fault) as caught:
        fetch()
    assert caught.value.payload == socrata.rows


def test_an_answer_without_rows_or_of_another_border_is_refused(
    fetch: Callable[..., Sent], socrata: Any, published: Rows, faults: Any  # noqa: ANN401
) -> None:  # fmt: skip
    with pytest.raises(PayloadError, match="not one row since 2024-02"):
        fetch()
    canada = str([{**published[0], "border": "US-Canada Border"}]).replace("'", '"').encode()
    socrata.faults = [faults.body(canada), faults.body(b'[{"row_count":"1"}]')]
    with pytest.raises(PayloadError, match="border is not as it should be"):
        fetch()


def test_new_months_come_in_and_a_corrected_month_replaces_ours(
    newer: Callable[..., NewerVolumes], published: Rows, border: Border
) -> None:
    corrected = next(
        row for row in published
        if (row["port_code"], row["measure"], row["date"][:7]) == ("2304", "Trucks", "2025-01")
    )  # fmt: skip
    assert corrected["value"] == "239825"
    rows = [{**row, "value": "239900"} if row is corrected else row for row in published]
    found = newer(rows)
    assert value(found, "2304:2025-01:trucks") == 239_900
    assert value(found, "2304:2026-09:pedestrians") == 7
    ours = border.volumes
    before = ours[ours["month"] < pd.Timestamp(SINCE)]
    kept = found.volumes[pd.to_datetime(found.volumes["month"]) < pd.Timestamp(SINCE)]
    assert kept["id"].tolist() == before["id"].tolist()
    assert kept["value"].tolist() == before["value"].tolist()
    assert len(found.volumes) == len(before) + len(published)
    assert found.messages == ("note trucks-second-hand no longer holds",)
    assert found.new_codes == found.unusual == ()


def test_the_second_hand_note_goes_with_its_rows_and_others_stay(
    newer: Callable[..., NewerVolumes], published: Rows, border: Border
) -> None:
    found = newer(published)
    ours = border.layer("series_notes")["id"].tolist()
    assert found.series_notes["id"].tolist() == [i for i in ours if i != "trucks-second-hand"]
    loaded = found.series_notes.set_index("id").loc["truck-containers-loaded-2023"]
    assert loaded["to_month"] is None, "what was not used to our last month is not used later"
    assert found.is_first_hand
    caveats = found.volumes.set_index("id")["caveat"]
    assert caveats["2304:2026-08:trucks"] is None
    assert "July 2023" in caveats["2304:2026-09:truck_containers_loaded"]
    late = newer([row for row in published if row["date"] >= "2026-01"], date(2026, 1, 1))
    note = late.series_notes.set_index("id").loc["trucks-second-hand"]
    assert note["to_month"] == date(2025, 12, 1)
    assert not late.is_first_hand


def test_our_own_rows_are_given_the_caveats_that_they_were_published_with(
    newer: Callable[..., NewerVolumes], published: Rows, border: Border
) -> None:
    found = newer(published).volumes.set_index("id")["caveat"]
    ours = border.records("volumes").columns
    assert all(
        found[row_id] == caveat
        for row_id, month, caveat in zip(ours["id"], ours["month"], ours["caveat"], strict=True)
        if month < SINCE
    )


def test_a_row_twice_word_for_word_counts_once(
    newer: Callable[..., NewerVolumes], published: Rows
) -> None:
    found = newer([*published, published[0], published[0], published[9]])
    assert "3 rows came twice, word for word" in found.messages
    assert found.volumes["id"].is_unique


def test_several_values_of_one_row_are_refused_unless_ours_or_a_persons_is_among_them(
    newer: Callable[..., NewerVolumes], published: Rows
) -> None:
    new = next(row for row in published if row["date"].startswith("2026-09"))
    row_id = f"{new['port_code']}:2026-09:{new['measure'].lower().replace(' ', '_')}"
    both = [*published, {**new, "value": "123"}]
    with pytest.raises(DatasetError, match=rf"{row_id} came with several values .*123.*--settle"):
        newer(both)
    assert value(newer(both, settled={row_id: 123}), row_id) == 123
    with pytest.raises(DatasetError, match="several values"):
        newer(both, settled={row_id: 124})
    old = next(row for row in published if row["date"].startswith("2024-05"))
    known = f"{old['port_code']}:2024-05:{old['measure'].lower().replace(' ', '_')}"
    found = newer([*published, {**old, "value": "999999"}])
    assert value(found, known) == int(old["value"])


def test_a_renamed_port_and_a_new_code_are_told(
    newer: Callable[..., NewerVolumes], published: Rows, border: Border
) -> None:
    rows = [
        {**row, "port_name": "Ysleta Zaragoza"} if row["port_code"] == "2401" else row
        for row in published
    ]
    new = {**published[-1], "port_code": "2499", "port_name": "Nowhere"}
    found = newer([*rows, new])
    assert "port code 2401: BTS writes 'Ysleta Zaragoza', we have 'Ysleta'" in found.messages
    assert "port code 2499 is new: Nowhere" in found.messages
    assert found.new_codes == ("2499",)
    sent = Sent(
        rows=pd.DataFrame([*rows, new])[list(HEADINGS)].rename(columns=HEADINGS),
        unchanged=False, known=Known(), since=SINCE, sha256="",
    )  # fmt: skip
    assert "2499" in VOLUMES.revise(border, sent, Decisions()).objections[0]
    assert VOLUMES.revise(border, sent, Decisions(allow_new=True)).objections == ()


@pytest.mark.parametrize(("factor", "is_unusual"), [(8, True), (0.2, True), (3, False)])
def test_a_month_far_from_those_before_is_unusual(
    newer: Callable[..., NewerVolumes], published: Rows, factor: float, *, is_unusual: bool
) -> None:
    rows = [
        {**row, "value": str(int(int(row["value"]) * factor))}
        if row["measure"] == "Trucks" and row["date"].startswith("2026-09") else row
        for row in published
    ]  # fmt: skip
    found = newer(rows).unusual
    assert bool(found) == is_unusual
    assert all(text.startswith("trucks in 2026-09: ") for text in found)


def test_a_measure_or_state_that_is_not_known_is_refused(
    newer: Callable[..., NewerVolumes], published: Rows
) -> None:
    with pytest.raises(DatasetError, match="'bicycles' is not one of"):
        newer([*published, {**published[0], "measure": "Bicycles"}])
    with pytest.raises(DatasetError, match="'Maine' is not one of"):
        newer([*published, {**published[0], "state": "Maine"}])


def test_a_gap_that_bts_fills_ends_its_note_and_half_a_gap_is_for_a_person(
    newer: Callable[..., NewerVolumes], published: Rows
) -> None:
    row = {**published[0], "port_name": "Progreso", "port_code": "2309", "state": "Texas",
           "measure": "Pedestrians", "value": "112495"}  # fmt: skip
    filled = {**row, "date": "2024-12-01T00:00:00.000"}
    found = newer([*published, filled])
    assert "note progreso-2024-12 no longer holds" in found.messages
    assert "progreso-2024-12" not in set(found.series_notes["id"])
    assert "progreso-2025-02" in set(found.series_notes["id"])
    early = date(2023, 12, 1)
    half = [*published_before(published, early), {**row, "date": "2024-01-01T00:00:00.000",
                                                  "port_code": "2307"}]  # fmt: skip
    with pytest.raises(DatasetError, match=r"pedestrians-2024-01.*--end-note pedestrians-2024-01"):
        newer(half, early)
    ended = newer(half, early, ended=("pedestrians-2024-01",))
    assert "pedestrians-2024-01" not in set(ended.series_notes["id"])


def published_before(published: Rows, since: date) -> Rows:
    """Return the rows of a later beginning with a row of the earlier one, for its sake."""
    first = {**published[0], "date": f"{since.isoformat()}T00:00:00.000"}
    return [first, *published]
