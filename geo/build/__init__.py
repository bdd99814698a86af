"""The reproducible build: raw sources and ``data/curated`` in, ``data/published`` out.

Nothing but the command line imports this package. The same inputs give the same bytes.
"""

from geo.build.pipeline import build_dataset
from geo.build.sources import fetch_sources

__all__ = ["build_dataset", "fetch_sources"]
