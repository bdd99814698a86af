"""The page of files in a real browser: a file arrives, and its making is shown meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest

Watch = Callable[..., Any]


@pytest.mark.parametrize(("lang", "done"), [("en", "Done:"), ("es", "Listo:")])
def test_a_file_arrives_and_its_progress_is_told(
    watch: Watch, site: str, lang: str, done: str
) -> None:
    watched = watch()
    page = watched.go(f"{site}/exports?lang={lang}")
    assert page.locator("#progress").is_hidden()
    with page.expect_download() as download:
        page.locator("main a[href*='.kml']").first.click()
    assert download.value.suggested_filename.endswith(".kml")
    assert download.value.path().read_bytes().startswith(b"<?xml")
    page.get_by_text(done).wait_for()
    assert page.get_by_role("status").is_visible()
    assert watched.messages == []


def test_a_failure_is_told_in_words(watch: Watch, site: str) -> None:
    watched = watch()
    page = watched.go(f"{site}/exports?lang=en")
    page.evaluate("document.querySelector(\"main a[href*='.kml']\").href += '&state=US-XX'")
    page.locator("main a[href*='.kml']").first.click()
    page.get_by_text("Failed:").wait_for()
    assert "state" in page.locator("#progress-text").inner_text()
