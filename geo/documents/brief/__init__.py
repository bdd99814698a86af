"""The brief: a PDF for a delegation's folder."""

from geo.documents.brief.write import write_brief

__all__ = ["write_brief"]
