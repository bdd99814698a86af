"""The US-Mexico land border: its 55 ports of entry, ten states and river, as GeoDataFrames."""

from geo.border import Border, load
from geo.errors import BorderError

__all__ = ["Border", "BorderError", "load"]
