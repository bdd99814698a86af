"""Where the published data files and the browser's files are, in a wheel and in a checkout."""

from pathlib import Path

__all__ = ["assets_dir", "data_dir"]

_HERE = Path(__file__).resolve().parent


def data_dir() -> Path:
    """Return the folder of published data: ``geo/_data`` in a wheel, ``data/published`` else."""
    installed = _HERE / "_data"
    return installed if installed.is_dir() else _HERE.parent / "data" / "published"


def assets_dir() -> Path:
    """Return the folder of the browser's files: ``geo/_assets``, which ``hatch_build.py`` fills."""
    return _HERE / "_assets"
