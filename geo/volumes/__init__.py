"""Northbound crossings: the figures of pages, documents and answers."""

from geo.volumes.like_for_like import change
from geo.volumes.yearly import volumes_per_month, volumes_per_year

__all__ = ["change", "volumes_per_month", "volumes_per_year"]
