"""Conditional requests: whether a client already has the answer."""

from datetime import datetime
from wsgiref.types import WSGIEnvironment

from werkzeug.http import parse_date, parse_etags

__all__ = ["is_unchanged", "moment_of"]


def moment_of(text: str | None) -> datetime | None:
    """Return the moment that an HTTP date names; ``None`` for what is none, such as year 10^10."""
    try:
        return parse_date(text)
    except (OverflowError, ValueError):
        return None


def is_unchanged(environ: WSGIEnvironment, tag: str, changed: datetime | None) -> bool:
    """Return whether a request says that the client has the answer with this tag and time.

    ``tag`` is in quotation marks, empty for none; it alone decides where a request names tags.
    """
    named = environ.get("HTTP_IF_NONE_MATCH")
    if named is not None:
        return bool(tag) and parse_etags(named).contains_weak(tag.strip('"'))
    if "HTTP_IF_MODIFIED_SINCE" not in environ:
        return False
    since = moment_of(environ["HTTP_IF_MODIFIED_SINCE"])
    return since is not None and changed is not None and since >= changed
