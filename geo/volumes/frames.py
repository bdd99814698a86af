"""What the room needs of a border: its frames by name."""

from typing import Protocol

import pandas as pd

__all__ = ["Frames"]


class Frames(Protocol):
    """A border whose layers are frames."""

    def layer(self, name: str) -> pd.DataFrame:
        """Return a layer or table by name."""
