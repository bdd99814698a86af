"""The supervisor of the workers: it starts them, and replaces those that end or fall silent.

granian by itself ends, silently, when a worker ends twice within 5.5 s. The names it keeps for
itself that are used here are those of granian 2.8, to which the project pins it.
"""

import errno
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from granian.server import Server

from geo.errors import BorderError
from web.serving.board import Board
from web.serving.processes import (
    ForkedProcess,
    die_with_parent,
    give_back_free_memory,
    let_go_of_files,
)

__all__ = ["Guard", "PortInUseError", "refuse_port_in_use"]

_LOG: Final = logging.getLogger("border_ports")
_TICK_SECONDS: Final = 0.5
_FIRST_PAUSE_SECONDS: Final = 0.5
_LONGEST_PAUSE_SECONDS: Final = 30.0
_PEACE_SECONDS: Final = 60.0
_LOOK_SECONDS: Final = 0.01
_MAX_LOOKS: Final = 3000
"""How often the first worker is kept on because the others have not shown a sign of life."""


class PortInUseError(BorderError):
    """The address cannot be listened on."""


def refuse_port_in_use(host: str, port: int) -> None:
    """Find out whether the service may listen, before it does.

    The workers share the port among each other, by which a second service would start beside the
    first and answer half of its requests.

    Raises
    ------
    PortInUseError
        Another program listens there, or the address is none of this machine.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        used = isinstance(error.errno, int) and error.errno == errno.EADDRINUSE
        reason = "the port is in use" if used else error.strerror or str(error)
        message = f"cannot listen on {host}:{port}: {reason}"
        raise PortInUseError(message) from None


class Guard(Server):  # type: ignore[misc, valid-type] # its base is chosen at run time
    """granian that replaces workers for ever, with pauses that grow while they keep ending.

    ``board`` shows which worker answers and what it is on; one without a sign of life for
    ``silent_seconds`` is killed and replaced. Those ``beside`` the workers are
    started again when they have ended.

    A first worker, whose number is that of the workers, answers as soon as it can while
    ``prepare`` loads what the others are to share, step by step; it ends when they answer.
    """

    def watch(
        self,
        board: Board,
        beside: Sequence[ForkedProcess],
        silent_seconds: float,
        prepare: Callable[[], Iterable[object]],
    ) -> None:
        """Set what is watched; call before ``serve``."""
        self._prepare = prepare
        self._board = board
        self._beside = beside
        self._max_silent_ticks = int(silent_seconds / _TICK_SECONDS)
        self._silent_ticks: dict[int, tuple[float, int]] = {}
        self._crashes = 0
        self._last_crash = 0.0
        self._again: dict[int, float] = {}

    def in_worker(self, load: Callable[[Any], object]) -> Callable[[], object]:
        """Return granian's loader of a worker's application.

        ``load`` is given the number of the worker, in the worker's own process.
        """
        parent = os.getpid()

        def loader() -> object:
            die_with_parent(parent)
            return load(self._spawning)

        return loader

    def _spawn_workers(self, spawn_target: Any, target_loader: Any) -> None:  # noqa: ANN401
        first = self._spawn_worker(self.workers, spawn_target, target_loader)
        first.interrupt_by_parent = True  # Its end is no accident.
        first.start()
        try:
            if any(self.interrupt_signal for _step in self._prepare()):
                return
            give_back_free_memory()
            for one in self._beside:
                one.start()
            super()._spawn_workers(spawn_target, target_loader)
            self._wait_for_life()
            let_go_of_files()
        finally:
            first.terminate()
            threading.Thread(target=self._end, args=(first,)).start()

    def _wait_for_life(self) -> None:
        """Wait until every worker has shown a sign of life, or too long, or for the end."""
        for _ in range(_MAX_LOOKS):
            if self.interrupt_signal or all(map(self._board.last_beat, range(self.workers))):
                return
            time.sleep(_LOOK_SECONDS)

    def _end(self, worker: Any) -> None:  # noqa: ANN401 - granian's record of a process
        """Let the first worker finish what it is on, within the time for that; note its end."""
        worker.join(self.workers_kill_timeout)
        if worker.is_alive():
            worker.kill()
            worker.join()
        self._board.forget(self.workers)

    def _spawn_worker(self, idx: int, target: Any, callback_loader: Any) -> Any:  # noqa: ANN401
        self._spawning = idx
        return super()._spawn_worker(idx=idx, target=target, callback_loader=callback_loader)

    def _serve_loop(self, spawn_target: Any, target_loader: Any) -> None:  # noqa: ANN401
        while not self.interrupt_signal:
            self.main_loop_interrupt.wait(_TICK_SECONDS)
            if self.interrupt_signal:
                return
            self.main_loop_interrupt.clear()
            self._note_ended()
            due = [idx for idx, moment in self._again.items() if moment <= time.monotonic()]
            for idx in sorted(due):
                del self._again[idx]
                self._board.forget(idx)
                self._respawn_workers([idx], spawn_target, target_loader)
            self._end_silent()
            for one in self._beside:
                if not one.is_running():
                    _LOG.error("the %s has ended; it is started again", one.name)
                    one.start()

    def _note_ended(self) -> None:
        """Log the workers that have ended, and say when each is to be replaced."""
        ended = set()
        while self.interrupt_children:
            ended.add(self.interrupt_children.pop())
        for idx in sorted(ended - self._again.keys()):
            now = time.monotonic()
            in_peace = now - self._last_crash > _PEACE_SECONDS
            self._crashes = 1 if in_peace else self._crashes + 1
            self._last_crash = now
            pause = min(
                _LONGEST_PAUSE_SECONDS, _FIRST_PAUSE_SECONDS * 2.0 ** min(self._crashes - 1, 10)
            )
            self._again[idx] = now + pause
            self._silent_ticks.pop(idx, None)
            self.wrks[idx].inner.join(1)
            _LOG.error(
                "worker %d ended (%s); again in %.1f s; it was on: %s",
                idx + 1,
                _how(self.wrks[idx].inner.exitcode),
                pause,
                " | ".join(self._board.requests(idx)) or "nothing",
            )

    def _end_silent(self) -> None:
        """Kill the workers that have shown no sign of life for too many looks in a row.

        Looks are counted, not seconds: a machine that slept is no reason.
        """
        for idx in range(len(self.wrks)):
            beat = self._board.last_beat(idx)
            before, ticks = self._silent_ticks.get(idx, (beat, 0))
            ticks = ticks + 1 if beat == before and beat else 0
            self._silent_ticks[idx] = (beat, ticks)
            if ticks > self._max_silent_ticks and idx not in self._again:
                _LOG.error(
                    "worker %d does not answer; it is replaced; it was on: %s",
                    idx + 1,
                    " | ".join(self._board.requests(idx)) or "nothing",
                )
                self._silent_ticks.pop(idx)
                os.kill(self.wrks[idx].inner.pid, signal.SIGKILL)


def _how(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            return f"by {signal.Signals(-code).name}"
        except ValueError:
            return f"by signal {-code}"
    return f"exit code {code}"
