"""The sources of each row in words, from their ids."""

from collections.abc import Mapping, Sequence

import pandas as pd

from geo.data.evidence import citation
from geo.errors import DatasetError
from geo.pipeline.frames import records

__all__ = ["with_citations"]


def with_citations(name: str, frame: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose column ``sources`` is made from its ``source_ids``.

    A frame without ``source_ids`` is returned as it is, and ``facts`` has ids only.

    Raises
    ------
    DatasetError
        An id is not in the table ``sources``.
    """
    if "source_ids" not in frame.columns:
        return frame
    known = {row["id"]: citation(row) for row in records(sources)}
    words = [_in_words(name, ids, known) for ids in frame["source_ids"]]
    if name == "facts":
        return frame
    return frame.assign(sources=pd.Series(words, dtype="object", index=frame.index))


def _in_words(name: str, ids: Sequence[str], known: Mapping[str, str]) -> str:
    for source in ids:
        if source not in known:
            message = f"{name}: there is no source {source!r}"
            raise DatasetError(message)
    return "; ".join(known[source] for source in ids)
