"""Nearest crossings on Dask: the parts of a folder, spread over the workers of a cluster.

Dask schedules, retries and replaces workers. The ports and the question travel once to each
worker, present and future, as a worker plugin; a part is answered by ``geo.batch.parts`` and
appears in the output folder whole or not at all, so doing one twice is harmless.
"""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import Final

import dask
import distributed
from distributed import Client, LocalCluster, Worker, WorkerPlugin, as_completed, get_worker

from geo.batch.engine import usable_cores
from geo.batch.files import BatchQuestion
from geo.batch.parts import Part, answer_part, verify_part
from geo.batch.summary import Summary
from geo.errors import BorderError, DatasetError

__all__ = ["answer_parts_with_dask", "client_of"]

_PLUGIN: Final = "border-ports-question"
_WORKER_SECONDS: Final = 30
"""How long a cluster may be without a worker."""
_RETRIES: Final = 3
"""How often Dask tries a part again, after an error or the loss of its worker."""


_LOCAL: Final = {
    "distributed.worker.profile.enabled": False,
    "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": 1 << 28,
    "distributed.nanny.pre-spawn-environ.MALLOC_MMAP_THRESHOLD_": 1 << 25,
}
"""Settings of workers on this machine. Dask has them give back memory at every turn (64 KiB),
which costs as much as the work: batches need the same few megabytes over and over."""


class _QuestionPlugin(WorkerPlugin):
    """Gives every worker the question, compiled kernel and all, before its first part."""

    name = _PLUGIN

    def __init__(self, question: BatchQuestion) -> None:
        self.question = question

    def setup(self, worker: Worker) -> None:
        """Compile or load the kernel once in a worker."""
        self.question.engine.find([0.0], [0.0])
        worker.log_event("border-ports", {"ports": len(self.question.engine.ports)})


@contextmanager
def client_of(scheduler: str | None = None, workers: int | None = None) -> Iterator[Client]:
    """Connect to a scheduler, or start single-threaded workers on this machine.

    Raises
    ------
    DatasetError
        No scheduler answers at the address, or its cluster has no worker for 30 seconds.
    """
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    if scheduler is not None:
        try:
            client = Client(scheduler)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise DatasetError(f"{scheduler}: no Dask scheduler answers: {error}") from error
        with client:
            _wait_for_workers(client, scheduler)
            yield client
        return
    with (
        dask.config.set(_LOCAL),
        LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=workers or usable_cores(),
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster) as client,  # type: ignore[no-untyped-call]
    ):
        yield client


def _wait_for_workers(client: Client, scheduler: str) -> None:
    try:
        client.wait_for_workers(1, timeout=_WORKER_SECONDS)
    except TimeoutError as error:
        raise DatasetError(
            f"{scheduler}: the cluster has had no worker for {_WORKER_SECONDS} seconds"
        ) from error


def answer_parts_with_dask(
    client: Client,
) -> Callable[[BatchQuestion, list[Part]], Iterator[tuple[Part, Summary]]]:
    """Return what answers parts on a cluster and yields each when it is done.

    The folders must be reachable under the same paths from every worker. A part that fails is
    tried again three times, and the first that keeps failing raises its ``DatasetError``, as does
    the loss of the scheduler.
    """

    def run(question: BatchQuestion, parts: list[Part]) -> Iterator[tuple[Part, Summary]]:
        address = str(client.scheduler_info()["address"])
        question = question.expecting(sum(part.rows for part in parts)).with_threads(1)
        client.register_plugin(_QuestionPlugin(question), name=_PLUGIN)
        futures = client.map(_answer, parts, retries=_RETRIES, pure=False)
        part_of = dict(zip(futures, parts, strict=True))
        for future in as_completed(futures):  # type: ignore[no-untyped-call]
            summary = _result(future, part_of[future], address)
            verify_part(part_of[future])
            yield part_of[future], summary
            future.release()

    return run


def _answer(part: Part) -> Summary:
    plugin = get_worker().plugins[_PLUGIN]
    question: BatchQuestion = plugin.question  # type: ignore[attr-defined]
    try:
        return answer_part(question, part)
    except BorderError as error:  # as text, which survives the way back
        raise DatasetError(str(error)) from None


def _result(future: "distributed.Future[Summary]", part: Part, address: str) -> Summary:
    try:
        return future.result()
    except (CancelledError, OSError) as error:
        if future.status == "error":
            raise
        raise DatasetError(f"{address}: the Dask scheduler is gone") from error
    except distributed.KilledWorker as error:
        raise DatasetError(f"{part.source}: its workers died, {_RETRIES} times") from error
