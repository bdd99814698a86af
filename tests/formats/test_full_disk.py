"""No room on the disk: every writer says so in one line, and leaves nothing behind."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from geo.border import Border
from geo.documents.request import checked_request
from geo.errors import BorderError
from geo.files import writing
from geo.formats.pack import write_pack
from geo.formats.registry import FORMATS, export_file
from geo.pipeline.edition import write_edition
from geo.queries.selection import checked_selection
from web.site.write import write_site

Write = Callable[[Border, Path], None]


LONGER = {"ics": "US-TX"}
"""The state whose file is too long for the room, where New Mexico's is not."""


def export(form: str) -> Write:
    def write(border: Border, folder: Path) -> None:
        chosen = checked_selection(border, state=LONGER.get(form, "US-NM"))
        request = checked_request(chosen, contact="mailto:data@example.org")
        export_file(border, folder / FORMATS[form].file_name, request)

    return write


def pack(border: Border, folder: Path) -> None:
    request = checked_request(checked_selection(border, state="US-NM"))
    write_pack(border, folder / "pack.zip", request)


def site(border: Border, folder: Path) -> None:
    write_site(border, folder / "site")


def update(border: Border, folder: Path) -> None:
    """Write the files of a new edition, as an update of the data does."""
    place = folder / "edition"
    place.mkdir()
    try:
        with writing(place):
            write_edition(border, place, version="1", dated=border.date)
    finally:
        shutil.rmtree(place)


WRITERS: dict[str, Write] = {
    **{name: export(name) for name in FORMATS}, "pack": pack, "site": site, "update": update,
}  # fmt: skip


@pytest.mark.parametrize("name", WRITERS)
def test_no_room_is_one_line_and_nothing_is_left(
    border: Border, small_disk: Callable[[], AbstractContextManager[Path]], name: str
) -> None:
    with small_disk() as folder:
        before = sorted(folder.iterdir())
        with pytest.raises(BorderError, match="cannot be written: ") as refusal:
            WRITERS[name](border, folder)
        assert sorted(folder.iterdir()) == before
    text = str(refusal.value)
    assert "\n" not in text
    if folder.is_mount():
        assert text.endswith("cannot be written: No space left on device")
