"""To which month the counts reach, held to months made by hand."""

from datetime import date

import pandas as pd
import pytest
from flask.testing import FlaskClient

from geo import Border
from geo.data.freshness import freshness, freshness_text, months_between
from web.app import create_app
from web.settings import Settings

PAGES = (
    "/?f=html", "/map", "/counting", "/data-quality", "/exports?f=html", "/ports/del-rio",
    "/states/US-TX",
    "/collections?f=html", "/collections/ports/items?f=html", "/api.html",
)  # fmt: skip


@pytest.fixture(scope="module")
def made(border: Border) -> Border:
    """Return a border whose counts reach to February 2025, of trucks to April 2025.

    Trucks of May 2025 and pedestrians of March 2025 are there at one code alone.
    """
    volumes = border.volumes
    volumes = volumes[volumes["month"] <= pd.Timestamp(2025, 2, 1)]
    pattern = volumes[volumes["month"] == pd.Timestamp(2025, 2, 1)]
    trucks = pattern[pattern["measure"] == "trucks"]
    one = pattern[(pattern["measure"] == "pedestrians") & (pattern["port_code"] == "2304")]
    added = [
        rows.assign(
            month=pd.Timestamp(2025, month, 1),
            id=rows["id"].str.replace("2025-02", f"2025-{month:02}"),
        )
        for rows, month in ((trucks, 3), (trucks, 4), (trucks.head(1), 5), (one, 3))
    ]
    return border.replace(volumes=pd.concat([volumes, *added]))


def test_a_month_is_there_when_most_codes_have_it(made: Border) -> None:
    found = freshness(made)
    assert found.newest["trucks"] == date(2025, 4, 1)
    assert found.newest["pedestrians"] == date(2025, 2, 1)
    assert found.to_month == date(2025, 2, 1)
    assert found.beyond == {"trucks": date(2025, 4, 1)}
    assert found.age_months(date(2026, 11, 26)) == 21


def test_a_border_without_counts_reaches_nowhere(border: Border) -> None:
    empty = border.replace(volumes=border.volumes.head(0))
    assert freshness(empty).to_month is None
    assert freshness(empty).age_months(date(2026, 1, 1)) is None
    assert freshness_text(empty, "en") == ""


def test_the_sentence_says_which_measures_reach_further(made: Border) -> None:
    assert freshness_text(made, "en") == (
        "Crossing counts to February 2025 (trucks to April 2025); published monthly by BTS, "
        "about two months later."
    )
    assert freshness_text(made, "es") == (
        "Conteos de cruces hasta febrero de 2025 (camiones de carga hasta abril de 2025); la BTS "
        "los publica cada mes, unos dos meses después."
    )


def test_without_a_measure_that_reaches_further_there_is_one_month(border: Border) -> None:
    volumes = border.volumes
    border = border.replace(volumes=volumes[volumes["month"] <= pd.Timestamp(2024, 12, 1)])
    assert freshness_text(border, "en").startswith("Crossing counts to December 2024; published")


@pytest.mark.parametrize(
    ("last", "months"), [("2025-02-28", 0), ("2025-03-01", 1), ("2026-01-31", 11)]
)
def test_months_are_counted_by_the_calendar(last: str, months: int) -> None:
    assert months_between(date(2025, 2, 1), date.fromisoformat(last)) == months


@pytest.fixture(scope="module")
def pages(made: Border) -> FlaskClient:
    """Return a client of a service over the border made by hand."""
    return create_app(Settings(), made).test_client()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_to_which_month_the_counts_reach(pages: FlaskClient, path: str) -> None:
    text = pages.get(path, headers={"Accept": "text/html"}).get_data(as_text=True)
    assert "Crossing counts to February 2025 (trucks to April 2025)" in text


def test_readiness_tells_the_age_of_the_data_and_never_fails_for_it(pages: FlaskClient) -> None:
    answer = pages.get("/health/ready")
    assert answer.status_code == 200
    body = answer.get_json()
    assert body["data_to"] == "2025-02"
    assert body["data_to_by_measure"]["trucks"] == "2025-04"
    today = date.fromisoformat(str(pd.Timestamp.now("UTC").date()))
    assert body["data_age_months"] == (today.year - 2025) * 12 + today.month - 2
