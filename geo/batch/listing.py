"""Folders, patterns and partitions: which files of positions an input of several files holds."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from geo.batch.places import Remote
from geo.batch.read import INPUT_SUFFIXES
from geo.errors import DatasetError, InvalidValueError
from geo.files import UNFINISHED, named_path

__all__ = ["PARQUET", "find_files", "list_files", "split_pattern"]

PARQUET: Final = (".parquet", ".geoparquet")
_OTHER_DATA: Final = tuple(suffix for suffix in INPUT_SUFFIXES if suffix not in {*PARQUET, ".txt"})
"""Files of positions that a folder of parts may not hold beside them."""
_WILD: Final = re.compile(r"[*?\[]")
_PIECES: Final = re.compile(r"(\*\*/|\*\*|\*|\?|\[!?[^\]/]+\])")
_AS_EXPRESSION: Final = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def split_pattern(text: str) -> tuple[str, str]:
    """Return the folder of a pattern of paths and what is inside, empty if it is no pattern.

    ``*`` and ``?`` stand for what is in one name, ``**`` for any folders, ``[…]`` for one letter.
    """
    path, mark, query = text.partition("?") if "://" in text else (text, "", "")
    if not _WILD.search(path) or path.startswith(("http:", "https:")) or Path(text).exists():
        return text, ""
    parts = path.split("/")
    first = next(index for index, part in enumerate(parts) if _WILD.search(part))
    folder = "/".join(parts[:first]) or ("/" if path.startswith("/") else ".")
    return f"{folder}{mark}{query}", "/".join(parts[first:])


def find_files(folder: Path | Remote, pattern: str = "") -> list[str]:
    """Return the Parquet files below a folder, or those that fit a pattern, as paths inside it.

    Names that begin with a dot or an underscore are no data, as other readers have it, except
    those of partitions (``_year=2026``).

    Raises
    ------
    InvalidValueError
        There is none, or a file of other data, which is no part.
    DatasetError
        The folder cannot be read.
    """
    fits = _expression(pattern).fullmatch if pattern else None
    files = sorted(
        name for name in list_files(folder) if _is_data(name) and (not fits or fits(name))
    )
    parts = [name for name in files if name.lower().endswith(PARQUET)]
    others = [name for name in files if name.lower().endswith(_OTHER_DATA)]
    if others and (parts or pattern):
        allowed = "a folder of .parquet files only; answer the others by themselves"
        raise InvalidValueError("--input", str(folder / others[0]), allowed)
    if not parts:
        shown = f"{folder}/{pattern}" if pattern else str(folder)
        raise InvalidValueError("--input", shown, "a folder with .parquet files")
    return parts


def list_files(folder: Path | Remote) -> Iterator[str]:
    """Yield every file below a folder as a path inside it; ``DatasetError`` if one is shut."""
    return _walk(folder) if isinstance(folder, Path) else _walk_store(folder)


def _is_data(name: str) -> bool:
    *folders, file = name.split("/")
    hidden = [part for part in folders if part.startswith((".", "_")) and "=" not in part]
    return not hidden and not file.startswith((".", "_")) and UNFINISHED not in name


def _walk(folder: Path) -> Iterator[str]:
    def fail(error: OSError) -> None:
        raise DatasetError(f"{error.filename}: cannot be read: {error.strerror}")

    for inside, folders, names in os.walk(folder, onerror=fail, followlinks=True):
        here = Path(inside)
        folders[:] = [name for name in folders if not _leads_back(here / name, folder)]
        for name in names:
            yield named_path(str(here / name), "--input").relative_to(folder).as_posix()


def _leads_back(path: Path, top: Path) -> bool:
    """Return whether a path is a link to a folder on its own way from the top: without an end."""
    if not path.is_symlink():
        return False
    way = [above.resolve() for above in path.parents if above.is_relative_to(top)]
    return any(one.is_relative_to(path.resolve()) for one in way)


def _walk_store(folder: Remote) -> Iterator[str]:
    from pyarrow import fs

    above = folder.path.rstrip("/") + "/"
    try:
        for entry in folder.filesystem.get_file_info(fs.FileSelector(above, recursive=True)):
            if entry.type == fs.FileType.File:
                yield entry.path.removeprefix(above)
    except (OSError, NotImplementedError) as error:
        raise DatasetError(f"{folder}: cannot be read: {' '.join(str(error).split())}") from error


def _expression(pattern: str) -> re.Pattern[str]:
    pieces = (
        _AS_EXPRESSION.get(piece)
        or (_letters(piece) if piece[1:] and piece[0] == "[" else re.escape(piece))
        for piece in _PIECES.split(pattern)
        if piece
    )
    try:
        return re.compile("".join(pieces))
    except re.error as error:
        allowed = f"a pattern whose letters in brackets are in order ({error.msg})"
        raise InvalidValueError("--input", pattern, allowed) from None


def _letters(piece: str) -> str:
    """Return what stands for one of the letters in brackets, in which only - means more."""
    inner = re.sub(r"([\\\[&~|])", r"\\\1", piece[1:-1])
    return f"[^{inner[1:]}]" if inner.startswith("!") else f"[{inner}]"
