"""Folders of Parquet parts: which are to be answered, which already are."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from geo.batch.engine import usable_cores
from geo.batch.files import BatchQuestion, answer_file
from geo.batch.listing import PARQUET, find_files, list_files
from geo.batch.places import Remote, is_file, is_folder, is_inside, random_access
from geo.batch.summary import Summary
from geo.batch.write import PROVENANCE_KEY
from geo.errors import DatasetError, InvalidValueError
from geo.files import UNFINISHED, writing

__all__ = [
    "Part",
    "PartRunner",
    "alone_in",
    "answer_part",
    "answer_parts",
    "find_parts",
    "verify_part",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One Parquet file of a folder and the file of its answers; ``rows`` of the input."""

    source: Path | Remote
    target: Path | Remote
    rows: int


PartRunner = Callable[[BatchQuestion, list[Part]], Iterator[tuple[Part, Summary]]]
"""Answers parts in any order and gives each back with its summary."""


@contextmanager
def alone_in(target: Path | Remote) -> Iterator[None]:
    """Make a folder of this machine, if need be, and hold it: two runs would mix their answers.

    Who ends, however that is, lets go of it. A folder that was made and stayed empty is removed.

    Raises
    ------
    InvalidValueError
        Another run writes there.
    ExportError
        The folder cannot be made.
    """
    if not isinstance(target, Path) or sys.platform == "win32":
        yield
        return
    import fcntl

    is_new = not target.exists()
    with writing(target):
        target.mkdir(parents=True, exist_ok=True)
    folder = os.open(target, os.O_RDONLY)
    try:
        with suppress(OSError):  # of a file system that knows no locks
            try:
                fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                allowed = "a folder to which no other run is writing"
                raise InvalidValueError("--output", str(target), allowed) from None
        yield
    finally:
        os.close(folder)
        if is_new:
            with suppress(OSError):
                target.rmdir()


def find_parts(
    source: Path | Remote, target: Path | Remote, *, pattern: str = "", resume: bool = False
) -> list[Part]:
    """Return the parts of a folder, with the same names in the target folder.

    Of a folder in which only some are meant, ``pattern`` tells which (see ``split_pattern``).

    Raises
    ------
    InvalidValueError
        The folder has no Parquet file, or the target has some and ``resume`` is not asked for.
    DatasetError
        A part cannot be read.
    """
    if isinstance(source, Path):
        source = source.resolve()
    if isinstance(target, Path):
        target = target.resolve()
    files = find_files(source, pattern)
    if is_inside(target, source):
        raise InvalidValueError("--output", str(target), "a folder outside the input folder")
    _prepare(target, resume=resume)
    return [
        Part(source=source / name, target=target / name, rows=_rows(source / name))
        for name in files
    ]


def _prepare(target: Path | Remote, *, resume: bool) -> None:
    """Refuse a folder that holds answers, or clear what an interrupted run left in it."""
    if not is_folder(target):
        return
    if not resume and any(name.lower().endswith(PARQUET) for name in list_files(target)):
        raise InvalidValueError("--output", str(target), "an empty folder, or use --resume")
    if resume and isinstance(target, Path):
        for left in list(target.rglob(f"{UNFINISHED}*")):
            shutil.rmtree(left)


def answer_part(question: BatchQuestion, part: Part) -> Summary:
    """Answer one part, unless its answers to the same question are there already."""
    if is_file(part.target):
        return _summary_of(question, part)
    if isinstance(part.target, Path):
        with writing(part.target.parent):
            part.target.parent.mkdir(parents=True, exist_ok=True)
    return answer_file(question, part.source, part.target)


def verify_part(part: Part) -> None:
    """Check that the answers to a part are there, whole and readable.

    Raises
    ------
    DatasetError
        They are not: a worker may have written to a folder of its own.
    """
    try:
        rows = _rows_of(part.target)
    except (OSError, pa.ArrowInvalid) as error:
        raise DatasetError(
            f"{part.target}: said to be done, but not there: do all workers see this folder?"
        ) from error
    if rows != part.rows:
        raise DatasetError(f"{part.target}: has {rows:,} rows, but its input {part.rows:,}")


def answer_parts(question: BatchQuestion, parts: Iterable[Part]) -> Iterator[tuple[Part, Summary]]:
    """Answer parts on this machine, one on each core at a time, and yield each when it is done."""
    known = list(parts)
    question = question.expecting(sum(part.rows for part in known))
    cores = question.engine.threads or usable_cores()
    together = max(1, min(cores, len(known)))
    shared = question.with_threads(cores // together)
    with ThreadPoolExecutor(together) as pool:
        part_of = {pool.submit(_verified, shared, part): part for part in known}
        try:
            for future in as_completed(part_of):
                yield part_of[future], future.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _verified(question: BatchQuestion, part: Part) -> Summary:
    summary = answer_part(question, part)
    verify_part(part)
    return summary


def _rows_of(place: Path | Remote) -> int:
    with random_access(place) as file:
        return int(parquet.read_metadata(file).num_rows)


def _rows(path: Path | Remote) -> int:
    if isinstance(path, Path) and path.exists() and not path.is_file():
        raise DatasetError(f"{path}: cannot be read: it is a pipe or a device")
    try:
        return _rows_of(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise DatasetError(f"{path}: cannot be read: {error}") from error


def _summary_of(question: BatchQuestion, part: Part) -> Summary:
    try:
        with random_access(part.target) as opened, parquet.ParquetFile(opened) as file:
            kept = json.loads((file.schema_arrow.metadata or {}).get(PROVENANCE_KEY, b"null"))
            _check_same(part, kept or {}, question.provenance_of(part.source))
            if file.metadata.num_rows != part.rows:
                raise _not_the_same(part, f"{file.metadata.num_rows:,} rows, not {part.rows:,}")
            return _counted(question, file)
    except (OSError, pa.ArrowInvalid) as error:
        raise DatasetError(f"{part.target}: cannot be read: {error}") from error


def _check_same(part: Part, kept: dict[str, Any], wanted: dict[str, Any]) -> None:
    for name, value in wanted.items():
        if kept.get(name) != value:
            raise _not_the_same(part, f"{name} was {kept.get(name)}, is now {value}")


def _not_the_same(part: Part, what: str) -> InvalidValueError:
    allowed = f"answers to the same question and input ({what}); remove it to answer it anew"
    return InvalidValueError("--resume", str(part.target), allowed)


def _counted(question: BatchQuestion, file: parquet.ParquetFile) -> Summary:
    ids = question.engine.ports.ids
    rows = {name: row for row, name in enumerate(ids)}
    summary = Summary(ids)
    for batch in file.iter_batches(columns=["port_id", "distance_km"]):
        names = batch.column(0)
        if not pa.types.is_dictionary(names.type):
            names = names.dictionary_encode()
        known = np.array([rows[name] for name in names.dictionary.to_pylist()] + [-1], np.int16)
        index = known[names.indices.fill_null(len(known) - 1).to_numpy(zero_copy_only=False)]
        distance = batch.column(1).to_numpy(zero_copy_only=False)
        summary.add(index, np.asarray(distance, np.float64) * 1000.0)
    return summary
