"""One rule says whether a client already has an answer (RFC 9110, section 13.2.2)."""

from datetime import UTC, datetime

import pytest

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
