"""Feeds that renew the data set: one file each, over one HTTP client.

Nothing here runs unless a person or a process of its own asks; nothing a visitor does reaches out.
The extra ``live`` brings what is needed.
"""
