"""One rule says whether a client already has an answer (RFC 9110, section 13.2.2)."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from flask.testing import FlaskClient

from web.http.conditions import is_unchanged
from web.http.file_parts import FileParts
from web.http.handover import MADE, Made
from web.middleware.handover import Handover

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


@pytest.mark.parametrize(
    ("asked", "status", "sent"),
    [("bytes=100-199", 206, bytes(range(100, 200))), ("bytes=-3", 206, bytes([253, 254, 255])),
     ("bytes=999-", 416, b""), ("bytes=0-1,5-9", 200, bytes(range(256)))],
)  # fmt: skip
def test_the_first_request_for_a_file_may_be_for_a_part_of_what_another_process_makes(
    tmp_path: Path, asked: str, status: int, sent: bytes
) -> None:
    """GDAL reads a GeoPackage part by part, and gives up where it gets the whole."""
    path = tmp_path / "file"
    path.write_bytes(bytes(range(256)))
    headers = [("ETag", '"a"'), ("Content-Length", "256")]
    made = Made("200 made", headers, FileParts(os.open(path, os.O_RDONLY)))
    environ = {"REQUEST_METHOD": "GET", MADE: made, "HTTP_RANGE": asked}
    begun: list[Any] = []

    def start(*said: Any) -> Any:  # noqa: ANN401
        begun.extend(said)

    parts = Handover(cast("Any", None), cast("Any", None))(environ, start)
    assert int(begun[0][:3]) == status
    assert b"".join(parts)[: len(sent)] == sent
    if status == 206:
        assert dict(begun[1])["Content-Length"] == str(len(sent))
