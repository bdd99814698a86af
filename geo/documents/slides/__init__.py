"""Slides (PowerPoint) with native tables and charts."""

from geo.documents.slides.write import write_slides

__all__ = ["write_slides"]
