"""The reproducible build: raw sources and ``data/curated`` in, ``data/published`` out.

Only the command line and the feeds import this package. The same inputs give the same bytes.
"""

from geo.pipeline.publish import build_dataset
from geo.pipeline.sources import fetch_sources

__all__ = ["build_dataset", "fetch_sources"]
