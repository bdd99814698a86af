"""Which fact stands behind a cell."""

from typing import Final

__all__ = ["WHOLE_COLUMN"]

WHOLE_COLUMN: Final = "*"
"""In the column ``row`` of ``facts``: the fact is about every row of the column."""
