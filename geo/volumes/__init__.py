"""Crossings northbound: the one room from which pages, documents and answers take figures."""

from geo.volumes.like_for_like import change
from geo.volumes.yearly import volumes_per_month, volumes_per_year

__all__ = ["change", "volumes_per_month", "volumes_per_year"]
