"""Load by wrk: eight connections from one thread, and what it measured."""

import math
import re
import statistics
import subprocess
from dataclasses import dataclass

__all__ = ["Measured", "median_of", "run_wrk"]

_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Requests per second, and the milliseconds that half and 99 % of the answers took.

    ``broken`` says that the server closed connections in the middle of an answer.
    """

    rate: float
    p50_ms: float
    p99_ms: float
    broken: bool


def run_wrk(url: str, seconds: float, script: list[str]) -> Measured:
    """Return what wrk measured in so many seconds, rounded up: it takes whole ones.

    ``RuntimeError`` if an answer was not 2xx.
    """
    command = ["wrk", "-t1", "-c8", f"-d{math.ceil(seconds)}s", "--latency"]
    lua, arguments = script[:1], script[1:]
    command += [*(part for file in lua for part in ("-s", file)), url]
    command += ["--", *arguments] if arguments else []
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in text:
        message = f"{url}: {text}"
        raise RuntimeError(message)
    return Measured(
        broken="Socket errors" in text,
        rate=float(re.findall(r"Requests/sec:\s+([\d.]+)", text)[0]),
        p50_ms=_percentile(text, "50%"),
        p99_ms=_percentile(text, "99%"),
    )


def median_of(runs: list[Measured]) -> Measured:
    """Return the medians of several runs."""
    return Measured(
        rate=statistics.median(run.rate for run in runs),
        p50_ms=statistics.median(run.p50_ms for run in runs),
        p99_ms=statistics.median(run.p99_ms for run in runs),
        broken=any(run.broken for run in runs),
    )


def _percentile(text: str, name: str) -> float:
    value, unit = re.findall(rf"\s{name}\s+([\d.]+)(us|ms|s|m)", text)[0]
    return float(value) * _MS[unit]
