"""Marks English texts as messages, which the catalogues hold in other languages."""

__all__ = ["in_context", "message", "parts"]

_SEPARATOR = "\x04"
"""Stands between context and text, as in compiled catalogues of gettext."""


def message(text: str) -> str:
    """Return an English text as it is: the id of a message that is said elsewhere."""
    return text


def in_context(context: str, text: str) -> str:
    """Return the id of a message whose English text has another meaning elsewhere."""
    return f"{context}{_SEPARATOR}{text}"


def parts(message_id: str) -> tuple[str | None, str]:
    """Return the context (``None`` without one) and the English text of a message's id."""
    context, separator, text = message_id.rpartition(_SEPARATOR)
    return (context, text) if separator else (None, text)
