"""The brief: a PDF for a delegation's folder."""

from geo.documents.brief.write import write_brief, write_summary

__all__ = ["write_brief", "write_summary"]
