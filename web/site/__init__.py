"""A static copy of the service."""
