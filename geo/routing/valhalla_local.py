"""Valhalla in this process, by pyvalhalla, from tiles on disk."""

import json
import threading
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

from geo.errors import InvalidValueError, MissingExtraError
from geo.routing.model import seconds_left
from geo.routing.valhalla import Valhalla, refusal

__all__ = ["LocalValhalla"]

_ACTIONS: Final = {"sources_to_targets": "matrix"}
_MAX_MATRIX_M: Final = 5_000_000.0


class LocalValhalla(Valhalla):
    """Valhalla of a folder of tiles, a tar of them, or a JSON configuration.

    Each thread has an engine of its own: one that two share ends the process. What is begun
    ends, however long it takes; only what begins is held to the time.

    Raises
    ------
    MissingExtraError
        pyvalhalla is not installed; it needs Python 3.12.
    InvalidValueError
        The tiles are not there.
    """

    def __init__(self, tiles: str, seconds: float) -> None:
        if find_spec("valhalla") is None:
            raise MissingExtraError("routing", ["pyvalhalla (Python 3.12 or newer)"])
        self._configuration = _configuration(Path(tiles))
        self._engines = threading.local()
        super().__init__(self._in_process, seconds)

    def _in_process(self, action: str, asked: dict[str, Any], until: float | None) -> Any:  # noqa: ANN401
        seconds_left(until, self.seconds)
        engine = getattr(self._engines, "engine", None)
        try:
            if engine is None:
                engine = self._engines.engine = _engine(self._configuration)
            return getattr(engine, _ACTIONS.get(action, action))(asked)
        except RuntimeError as error:
            raise refusal(getattr(error, "code", None), str(error)[:200]) from None


def _engine(configuration: str) -> Any:  # noqa: ANN401 - pyvalhalla has no types
    """Return an engine, which reads its configuration from a file when it is made."""
    with NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        file.write(configuration)
        file.flush()
        return import_module("valhalla").Actor(Path(file.name))


def _configuration(tiles: Path) -> str:
    if not tiles.exists():
        allowed = "a folder of tiles, a .tar of them or a .json that Valhalla reads"
        raise InvalidValueError("valhalla+local", str(tiles), allowed)
    if tiles.suffix == ".json":
        return tiles.read_text(encoding="utf-8")
    configure = import_module("valhalla.config").get_config
    is_folder = tiles.is_dir()
    made = configure(
        tile_dir=str(tiles) if is_folder else "", tile_extract="" if is_folder else str(tiles)
    )
    for limits in made["service_limits"].values():
        if isinstance(limits, dict) and "max_matrix_distance" in limits:
            limits["max_matrix_distance"] = _MAX_MATRIX_M
    return json.dumps(made)
