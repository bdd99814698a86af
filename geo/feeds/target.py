"""Where a new version of the data goes: a folder of versions, or a database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Protocol

import orjson

from geo.border import Border, load
from geo.feeds.fetch import Validators
from geo.feeds.socrata import Known
from geo.files import new_file
from geo.pipeline.provenance import DESCRIPTOR
from geo.stores import is_database
from geo.stores.editions import current_version, publish_edition, staged_edition, versions_in

__all__ = ["Target", "target_of"]

_KNOWN: Final = "feeds.json"


class Target(Protocol):
    """A store while it is updated; nobody else updates it meanwhile."""

    staged: Path
    """An empty folder for the files of the new version."""

    def current(self) -> Border | None:
        """Return what the store holds, if it holds anything."""

    def taken(self) -> list[str]:
        """Return the versions that the new one may not be called."""

    def publish(self, new: Border, keep: int) -> None:
        """Make a version that was read from ``staged`` the current one, in one step."""

    def known(self, feed: str) -> Known:
        """Return the answer of a feed that was taken last."""

    def remember(self, known: dict[str, Known]) -> None:
        """Keep the answers that were taken now."""

    def set_aside(self, feed: str, payload: Any) -> Path | None:  # noqa: ANN401 - as it came
        """Keep what a feed sent and was refused; return where, if the store can hold it."""


@contextmanager
def target_of(store: str) -> Iterator[Target]:
    """Open a store for an update.

    Raises
    ------
    DatasetError
        Another update is at work, or the store cannot be read or written.
    """
    if is_database(store):
        with TemporaryDirectory(prefix="border-ports-update-") as name:
            yield _DatabaseTarget(store, Path(name))
        return
    folder = Path(store)
    with staged_edition(folder) as staged:
        yield _FolderTarget(folder, staged)


class _FolderTarget:
    def __init__(self, folder: Path, staged: Path) -> None:
        self.staged = staged
        self._folder = folder

    def current(self) -> Border | None:
        has_files = (self._folder / DESCRIPTOR).is_file()
        return load(self._folder) if has_files or current_version(self._folder) else None

    def taken(self) -> list[str]:
        return versions_in(self._folder)

    def publish(self, new: Border, keep: int) -> None:
        publish_edition(self.staged, self._folder, new.version, keep=keep)

    def known(self, feed: str) -> Known:
        try:
            entry = orjson.loads((self._folder / _KNOWN).read_bytes())[feed]
            return Known(url=entry["url"], validators=Validators(**entry["validators"]))
        except (OSError, ValueError, KeyError, TypeError):
            return Known()

    def remember(self, known: dict[str, Known]) -> None:
        with new_file(self._folder / _KNOWN) as new:
            new.write_bytes(_json(known))

    def set_aside(self, feed: str, payload: Any) -> Path | None:  # noqa: ANN401
        path = self._folder / f"refused-{feed}.json"
        with new_file(path) as new:
            new.write_bytes(_json(payload))
        return path


class _DatabaseTarget:
    def __init__(self, address: str, staged: Path) -> None:
        self.staged = staged
        self._address = address
        self._current: Border | None = None

    def current(self) -> Border | None:
        self._current = load(self._address)
        return self._current

    def taken(self) -> list[str]:
        return [self._current.version] if self._current is not None else []

    def publish(self, new: Border, keep: int) -> None:
        from geo.stores.load import load_border

        del keep  # A database holds one version.
        load_border(new, self._address)

    def known(self, feed: str) -> Known:
        del feed
        return Known()

    def remember(self, known: dict[str, Known]) -> None:
        del known

    def set_aside(self, feed: str, payload: Any) -> Path | None:  # noqa: ANN401
        del feed, payload
        return None


def _json(value: Any) -> bytes:  # noqa: ANN401
    return orjson.dumps(value, option=orjson.OPT_INDENT_2)
