"""Writers killed at fifty random moments: what they leave is whole or not there."""

import hashlib
import os
import signal
import time
from pathlib import Path
from random import Random
from typing import NoReturn

from geo.files import new_file
from web.downloads.file_cache import FileCache

MOMENTS = 50
CONTENT = b"border ports " * 40_000


def write_for_ever(folder: Path) -> NoReturn:
    """Write kept files and whole files again and again, in a process that will be killed."""
    cache = FileCache(folder / "kept", 2**22)
    number = 0
    while True:
        number += 1
        kept = cache.get(f"key {number % 7}", lambda path: path.write_bytes(CONTENT))
        kept.parts.close()
        with new_file(folder / "whole.bin") as place:
            place.write_bytes(CONTENT)
        if number % 5 == 0:
            for path in (folder / "kept").glob("*.file"):
                path.unlink(missing_ok=True)


def test_writers_killed_at_any_moment_leave_whole_files(tmp_path: Path) -> None:
    choose = Random(20261125)
    (tmp_path / "kept").mkdir()
    for _ in range(MOMENTS):
        child = os.fork()
        if child == 0:
            write_for_ever(tmp_path)
        time.sleep(choose.uniform(0.002, 0.06))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        whole = tmp_path / "whole.bin"
        assert not whole.exists() or whole.read_bytes() == CONTENT
        for path in (tmp_path / "kept").glob("*.file"):
            digest = hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
            assert path.stem.endswith(digest)
    cache = FileCache(tmp_path / "kept", 2**22)
    kept = cache.get("key 1", lambda path: path.write_bytes(CONTENT))
    assert b"".join(kept.parts) == CONTENT
    kept.parts.close()
