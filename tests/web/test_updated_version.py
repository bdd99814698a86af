"""The service over data that were updated, whose version has a plus sign."""

import re
from collections.abc import Mapping
from typing import Any

from geo import Border
from web.app import create_app
from web.settings import Settings


def test_the_map_finds_its_data_under_a_version_with_a_plus(border: Border) -> None:
    package = {**border.package, "version": "2026.11.1+20261201.2"}

    class Updated(Border):
        """The embedded data under the version of an update."""

        @property
        def package(self) -> Mapping[str, Any]:
            """Return the description under another version."""
            return package

    client = create_app(Settings(), Updated(border._store)).test_client()
    page = client.get("/map").get_data(as_text=True)
    links = set(re.findall(r"/map/data/[a-z]+\?v=[^\s\"'<>\\]+", page))
    assert len(links) > 1
    assert {client.get(link).status_code for link in links} == {200}
    assert "2026.11.1+20261201.2" in page
