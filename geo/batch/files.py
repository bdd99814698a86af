"""Nearest crossings for a file of any size: read, answered and written in batches."""

from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import pyarrow as pa

from geo.batch.advice import first_unread, likely_reason
from geo.batch.answers import AnswerTable, answer_table
from geo.batch.engine import NearestEngine, usable_cores
from geo.batch.exact import Nearest
from geo.batch.places import Place, identity_of
from geo.batch.read import most_rows, open_stream, reading
from geo.batch.stream import Columns, Stream
from geo.batch.summary import Summary, Tally, tally_of
from geo.batch.write import open_sink
from geo.errors import DatasetError
from geo.queries.access import NORTHBOUND

if TYPE_CHECKING:
    from geo.border import Border

__all__ = ["BatchQuestion", "Progress", "answer_file", "batch_question", "check_share"]

Progress: TypeAlias = Callable[[int, int | None], None]
"""Called with the rows just written and the rows in all, if that is known."""
_IN_FLIGHT_PER_THREAD: Final = 2
_READ_AHEAD: Final = 2
"""Batches that are read while others are answered and written."""
_Unread: TypeAlias = tuple[int, str, str]
_Answered: TypeAlias = tuple[pa.RecordBatch, Nearest, Tally, _Unread | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchQuestion:
    """What is asked of every point: how many ports, and which may be counted.

    ``max_without_position`` is the largest share of rows, 0 to 1, that may have no position; all
    of them never may.
    """

    engine: NearestEngine
    mode: str | None = None
    state: str | None = None
    direction: str = NORTHBOUND
    program: str | None = None
    columns: Columns = field(default_factory=Columns)
    strict: bool = False
    max_without_position: float = 1.0

    @property
    def provenance(self) -> dict[str, Any]:
        """Return what was asked, of which data."""
        return {
            "dataset_version": self.engine.ports.version,
            "k": self.engine.k,
            "mode": self.mode,
            "state": self.state,
            "direction": self.direction,
            "program": self.program,
            "left_out": [port for port, _ in self.engine.ports.left_out],
            "ellipsoid": "WGS 84",
            **self.engine.provenance,
            "columns": {
                "lon": self.columns.lon,
                "lat": self.columns.lat,
                "geometry": self.columns.geometry,
                "crs": self.columns.crs,
                "keep": None if self.columns.keep is None else list(self.columns.keep),
            },
        }

    def provenance_of(self, source: Place) -> dict[str, Any]:
        """Return the provenance of the answers to one file: the question and the input itself."""
        return {**self.provenance, "input": identity_of(source)}

    def with_threads(self, threads: int) -> "BatchQuestion":
        """Return the same question for an engine of so many threads."""
        return replace(self, engine=replace(self.engine, threads=threads))

    def expecting(self, points: int | None) -> "BatchQuestion":
        """Return the same question for so many points in all, unless their number is known."""
        if self.engine.points is not None:
            return self
        return replace(self, engine=replace(self.engine, points=points))


def batch_question(  # noqa: PLR0913 - a question's values
    border: "Border",
    *,
    k: int = 1,
    mode: str | None = None,
    state: str | None = None,
    direction: str = NORTHBOUND,
    program: str | None = None,
    columns: Columns | None = None,
    strict: bool = False,
    max_without_position: float = 1.0,
) -> BatchQuestion:
    """Return the question for a data set; errors as in ``ports_of_border``."""
    from geo.batch.ports import ports_of_border

    ports = ports_of_border(border, mode=mode, state=state, direction=direction, program=program)
    return BatchQuestion(
        engine=NearestEngine(ports, k),
        mode=mode,
        state=state,
        direction=direction,
        program=program,
        columns=columns or Columns(),
        strict=strict,
        max_without_position=max_without_position,
    )


def answer_file(
    question: BatchQuestion, source: Place, target: Place, progress: Progress | None = None
) -> Summary:
    """Write the nearest ports of every row of a file, in its order, and return the summary.

    Rows without a readable position are kept and have no port. The target appears only when it
    is complete.

    Raises
    ------
    InvalidValueError
        A format or column is not known.
    DatasetError
        A file cannot be read or written; too many rows, or (``strict``) one, have no position.
    """
    summary = Summary(question.engine.ports.ids)
    with open_stream(source, question.columns) as stream:
        question = question.expecting(stream.rows or most_rows(source))
        table = answer_table(question.engine, stream, target)
        with open_sink(target, table.schema, question.provenance_of(source)) as sink:
            batches = _Watched(source, stream)
            with closing(_answered(table, question.engine, batches)) as answers:
                for batch, nearest, tally, unread in answers:
                    if question.strict:
                        _check_positions(source, summary.rows, nearest)
                    if unread and not summary.unread:
                        summary.unread = _place_of(source, summary.rows, unread)
                    sink.write_batch(batch)
                    summary.take(tally)
                    if progress is not None:
                        progress(batch.num_rows, stream.rows)
            summary.remark = "".join(f"{source}: {remark}" for remark in stream.remarks)
            check_share(source, summary, question.max_without_position, batches.reason)
    return summary


def check_share(
    source: Place, summary: Summary, max_share: float, reason: Callable[[], str] | None = None
) -> None:
    """Refuse answers of which too many rows, or all, have no position.

    Raises
    ------
    DatasetError
        More than the share ``max_share`` of the rows, or every row, is without a position.
    """
    without, rows = summary.without_position, summary.rows
    if not rows or (without < rows and without <= max_share * rows):
        return
    if without < rows:
        raise DatasetError(f"{source}: {without:,} of {rows:,} rows have no readable position")
    why = f": {reason()}" if reason is not None else ""
    raise DatasetError(f"{source}: no row has a readable position{why}")


class _Watched(Iterator[pa.RecordBatch]):
    """The batches of a stream; an error is that of the input, and the first batch is kept."""

    def __init__(self, source: Place, stream: Stream) -> None:
        self._source = source
        self._stream = stream
        self._first: pa.RecordBatch | None = None

    def __next__(self) -> pa.RecordBatch:
        with reading(self._source):
            batch = next(self._stream.batches)
        if self._first is None:
            self._first = batch
        return batch

    def reason(self) -> str:
        """Return what is probably wrong with the positions."""
        if self._first is None:
            return "it has no rows"
        positions = self._stream.positions
        return likely_reason(self._first, positions, *positions.of(self._first))


def _answered(
    table: AnswerTable, engine: NearestEngine, batches: Iterator[pa.RecordBatch]
) -> Generator[_Answered, None, None]:
    """Yield answered batches in order: one thread reads ahead, several answer."""
    threads = engine.threads or usable_cores()
    single = replace(engine, threads=1)
    if threads == 1:
        for batch in batches:
            yield _answer(table, single, batch)
        return
    waiting: deque[Future[_Answered]] = deque()
    with ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(threads) as pool:
        for batch in _read_ahead(batches, reader):
            waiting.append(pool.submit(_answer, table, single, batch))
            if len(waiting) >= threads * _IN_FLIGHT_PER_THREAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _read_ahead(
    batches: Iterator[pa.RecordBatch], reader: ThreadPoolExecutor
) -> Iterator[pa.RecordBatch]:
    """Yield batches that a thread of its own reads, one after the other."""
    coming = deque(reader.submit(next, batches, None) for _ in range(_READ_AHEAD))
    while (batch := coming.popleft().result()) is not None:
        coming.append(reader.submit(next, batches, None))
        yield batch


def _answer(table: AnswerTable, engine: NearestEngine, batch: pa.RecordBatch) -> _Answered:
    lon, lat = table.stream.positions.of(batch)
    nearest = engine.find(lon, lat)
    tally = tally_of(nearest[0][:, 0], nearest[1][:, 0])
    missing = np.flatnonzero(nearest[0][:, 0] < 0)
    unread = first_unread(batch, table.stream.positions, missing) if len(missing) else None
    return table.fill(batch, lon, lat, nearest), nearest, tally, unread


def _place_of(source: Place, rows_before: int, unread: _Unread) -> str:
    row, column, cell = unread
    return f"{source}: row {rows_before + row + 1}, column {column!r}: {cell[:80]!r}"


def _check_positions(source: Place, rows_before: int, nearest: Nearest) -> None:
    missing = np.flatnonzero(nearest[0][:, 0] < 0)
    if len(missing):
        row = rows_before + int(missing[0]) + 1
        raise DatasetError(
            f"{source}: row {row}: no position; allowed: longitude from -180 to 180 and latitude "
            "from -90 to 90"
        )
