"""The reproducible build: raw sources and ``data/curated`` in, ``data/published`` out.

Nothing but the command line imports this package. The same inputs give the same bytes.
"""

from geo.pipeline.publish import build_dataset
from geo.pipeline.sources import fetch_sources

__all__ = ["build_dataset", "fetch_sources"]
