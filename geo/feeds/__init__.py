"""Feeds: those that renew the data set, and those asked all the time; one file each, one client.

Nothing here runs unless a person or a process of its own asks; nothing a visitor does reaches out.
The extra ``live`` brings what is needed.
"""
