"""Folders of Parquet parts: which are to be answered, which already are."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from geo.batch.files import Question, answer_file
from geo.batch.summary import Summary
from geo.batch.write import PROVENANCE_KEY
from geo.errors import DatasetError, InvalidValueError

__all__ = ["Part", "PartRunner", "answer_part", "answer_parts", "find_parts"]

_SUFFIXES: Final = (".parquet", ".geoparquet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One Parquet file of a folder and the file of its answers; ``rows`` of the input."""

    source: Path
    target: Path
    rows: int


PartRunner = Callable[[Question, list[Part]], Iterator[tuple[Part, Summary]]]
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
    files = sorted(
        path
        for path in source.rglob("*")
        if path.name.endswith(_SUFFIXES) and not path.name.startswith((".", "_"))
    )
    if not files:
        raise InvalidValueError("--input", str(source), "a folder with .parquet files")
    if not resume and target.is_dir() and any(target.rglob("*.parquet")):
        raise InvalidValueError("--output", str(target), "an empty folder, or use --resume")
    return [
        Part(source=path, target=target / path.relative_to(source), rows=_rows(path))
        for path in files
    ]


def answer_part(question: Question, part: Part) -> Summary:
    """Answer one part, unless its answers to the same question are there already."""
    if part.target.exists():
        return _summary_of(question, part)
    part.target.parent.mkdir(parents=True, exist_ok=True)
    return answer_file(question, part.source, part.target)


def answer_parts(question: Question, parts: Iterable[Part]) -> Iterator[tuple[Part, Summary]]:
    """Answer parts one after the other on this machine, on all its cores."""
    for part in parts:
        yield part, answer_part(question, part)


def _rows(path: Path) -> int:
    try:
        return int(parquet.read_metadata(path).num_rows)
    except (OSError, pa.ArrowInvalid) as error:
        raise DatasetError(f"{path}: cannot be read: {error}") from error


def _summary_of(question: Question, part: Part) -> Summary:
    try:
        with parquet.ParquetFile(part.target) as file:
            found = json.loads((file.schema_arrow.metadata or {}).get(PROVENANCE_KEY, b"null"))
            if found != question.provenance or file.metadata.num_rows != part.rows:
                raise InvalidValueError(
                    "--resume", str(part.target), "answers to the same question and input"
                )
            return _counted(question, file)
    except (OSError, pa.ArrowInvalid) as error:
        raise DatasetError(f"{part.target}: cannot be read: {error}") from error


def _counted(question: Question, file: parquet.ParquetFile) -> Summary:
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
