"""Folders of Parquet parts: which are to be answered, which already are."""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from geo.batch.engine import usable_cores
from geo.batch.files import BatchQuestion, answer_file
from geo.batch.read import INPUT_SUFFIXES
from geo.batch.summary import Summary
from geo.batch.write import PROVENANCE_KEY
from geo.errors import DatasetError, InvalidValueError
from geo.files import UNFINISHED

__all__ = ["Part", "PartRunner", "answer_part", "answer_parts", "find_parts", "verify_part"]

_SUFFIXES: Final = (".parquet", ".geoparquet")
_OTHER_DATA: Final = tuple(
    suffix for suffix in INPUT_SUFFIXES if suffix not in {*_SUFFIXES, ".txt"}
)
"""Files of positions that a folder of parts may not hold beside them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One Parquet file of a folder and the file of its answers; ``rows`` of the input."""

    source: Path
    target: Path
    rows: int


PartRunner = Callable[[BatchQuestion, list[Part]], Iterator[tuple[Part, Summary]]]
"""Answers parts in any order and gives each back with its summary."""


def find_parts(source: Path, target: Path, *, resume: bool = False) -> list[Part]:
    """Return the parts of a folder, with the same names in the target folder.

    Raises
    ------
    InvalidValueError
        The folder has no Parquet file, or the target has some and ``resume`` is not asked for.
    DatasetError
        A part cannot be read.
    """
    source, target = source.resolve(), target.resolve()
    files = _parquet_files(source)
    if target == source or target.is_relative_to(source):
        raise InvalidValueError("--output", str(target), "a folder outside the input folder")
    if target.is_dir():
        _prepare(target, resume=resume)
    return [
        Part(source=path, target=target / path.relative_to(source), rows=_rows(path))
        for path in files
    ]


def _parquet_files(folder: Path) -> list[Path]:
    """Return the Parquet files of a folder; what is no part of it must not be data."""

    def fail(error: OSError) -> None:
        raise DatasetError(f"{error.filename}: cannot be read: {error.strerror}")

    files = sorted(
        Path(inside) / name
        for inside, _, names in os.walk(folder, onerror=fail, followlinks=True)
        for name in names
        if not name.startswith((".", "_")) and UNFINISHED not in inside
    )
    parquet_files = [path for path in files if path.name.lower().endswith(_SUFFIXES)]
    others = [path for path in files if path.name.lower().endswith(_OTHER_DATA)]
    if parquet_files and others:
        allowed = "a folder of .parquet files only; answer the others by themselves"
        raise InvalidValueError("--input", str(others[0]), allowed)
    if not parquet_files:
        raise InvalidValueError("--input", str(folder), "a folder with .parquet files")
    return parquet_files


def _prepare(target: Path, *, resume: bool) -> None:
    """Refuse a folder that holds answers, or clear what an interrupted run left in it."""
    files = [path for path in target.rglob("*") if path.name.lower().endswith(_SUFFIXES)]
    if not resume and files:
        raise InvalidValueError("--output", str(target), "an empty folder, or use --resume")
    if resume:
        for left in list(target.rglob(f"{UNFINISHED}*")):
            shutil.rmtree(left)


def answer_part(question: BatchQuestion, part: Part) -> Summary:
    """Answer one part, unless its answers to the same question are there already."""
    if part.target.exists():
        return _summary_of(question, part)
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
        rows = int(parquet.read_metadata(part.target).num_rows)
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


def _rows(path: Path) -> int:
    try:
        return int(parquet.read_metadata(path).num_rows)
    except (OSError, pa.ArrowInvalid) as error:
        raise DatasetError(f"{path}: cannot be read: {error}") from error


def _summary_of(question: BatchQuestion, part: Part) -> Summary:
    try:
        with parquet.ParquetFile(part.target) as file:
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
