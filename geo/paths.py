"""Where the published data files are, in a wheel and in a checkout."""

from pathlib import Path

__all__ = ["data_dir"]

_HERE = Path(__file__).resolve().parent


def data_dir() -> Path:
    """Return the folder of published data: ``geo/_data`` in a wheel, ``data/published`` else."""
    installed = _HERE / "_data"
    return installed if installed.is_dir() else _HERE.parent / "data" / "published"
