"""One rule says whether a client already has an answer (RFC 9110, section 13.2.2)."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from web.http.conditions import is_unchanged

CHANGED = datetime(2026, 11, 23, tzinfo=UTC)
TAG = '"abc-br"'


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, False),
        ({"HTTP_IF_NONE_MATCH": '"abc-br"'}, True),
        ({"HTTP_IF_NONE_MATCH": '"x", W/"abc-br"'}, True),
        ({"HTTP_IF_NONE_MATCH": "*"}, True),
        ({"HTTP_IF_NONE_MATCH": '"abc"'}, False),
        ({"HTTP_IF_NONE_MATCH": '"zabc-br"'}, False),
        ({"HTTP_IF_MODIFIED_SINCE": "Mon, 23 Nov 2026 00:00:00 GMT"}, True),
        ({"HTTP_IF_MODIFIED_SINCE": "Sun, 22 Nov 2026 23:59:59 GMT"}, False),
        ({"HTTP_IF_MODIFIED_SINCE": "yesterday"}, False),
        ({"HTTP_IF_NONE_MATCH": '"old"',
          "HTTP_IF_MODIFIED_SINCE": "Mon, 23 Nov 2026 00:00:00 GMT"}, False),
    ],
)  # fmt: skip
def test_tags_decide_where_there_are_any_and_dates_otherwise(
    headers: dict[str, str],
    expected: bool,  # noqa: FBT001 - a case
) -> None:
    assert is_unchanged(headers, TAG, CHANGED) is expected


def test_a_download_is_resumed_where_it_broke_off(client: FlaskClient) -> None:
    address = "/exports/border-ports.csv?layers=states"
    whole = client.get(address)
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert whole.status_code == 200
    first = client.get(address, headers={"Range": "bytes=0-99"})
    rest = client.get(address, headers={"Range": "bytes=100-", "If-Range": whole.headers["ETag"]})
    assert (first.status_code, rest.status_code) == (206, 206)
    assert first.headers["Content-Range"] == f"bytes 0-99/{len(whole.data)}"
    assert first.data + rest.data == whole.data
    assert client.get(address, headers={"Range": "bytes=-5"}).data == whole.data[-5:]


def test_the_first_request_for_a_file_of_items_may_be_for_a_part_of_it(
    client: FlaskClient,
) -> None:
    """GDAL asks so: it reads a GeoPackage part by part, and gives up where it gets the whole."""
    address = "/collections/states/items?f=gpkg&limit=3"
    first = client.get(address, headers={"Range": "bytes=0-15"})
    assert (first.status_code, first.data) == (206, b"SQLite format 3\0")
    whole = client.get(address)
    assert (whole.status_code, whole.headers["Accept-Ranges"]) == (200, "bytes")
    assert first.headers["Content-Range"] == f"bytes 0-15/{len(whole.data)}"
    assert client.get(address, headers={"Range": "bytes=-9"}).data == whole.data[-9:]
    assert client.head(address, headers={"Range": "bytes=0-9"}).status_code == 200
    beyond = client.get(address, headers={"Range": f"bytes={len(whole.data)}-"})
    assert (beyond.status_code, beyond.data) == (416, b"")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Range": "bytes=99999999-"}, 416),
        ({"Range": "bytes=0-9", "If-Range": '"another"'}, 200),
        ({"Range": "bytes=0-1,5-9"}, 200),
        ({"Range": "lines=0-9"}, 200),
        ({"Range": "nonsense"}, 200),
    ],
)
def test_a_range_that_cannot_be_met_is_refused_or_left(
    client: FlaskClient, headers: dict[str, str], status: int
) -> None:
    found = client.get("/exports/border-ports.csv?layers=states", headers=headers)
    assert found.status_code == status
