"""Answers as an Arrow file (Feather)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from geo.batch.write import PROVENANCE_KEY, Sink

__all__ = ["open_sink"]


@contextmanager
def open_sink(path: Path, schema: pa.Schema, provenance: dict[str, Any]) -> Iterator[Sink]:
    """Open an Arrow file; a batch of answers is a batch of it."""
    metadata = {**(schema.metadata or {}), PROVENANCE_KEY: json.dumps(provenance).encode()}
    with (
        pa.OSFile(str(path), "wb") as file,
        pa.ipc.new_file(file, schema.with_metadata(metadata)) as batches,
    ):
        yield batches
