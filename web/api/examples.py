"""Addresses that show what an operation answers, made from its own definitions."""

from typing import Any, Final
from urllib.parse import quote, urlsplit

from web.http.operation import Operation
from web.http.parameters import Parameter

__all__ = ["answer_examples", "example_address", "written"]

_FEW: Final = {"limit": 5}
"""What is asked for beside what must be, so that an example can be read at a glance."""


def example_address(operation: Operation, media: str | None = None) -> str | None:
    """Return path and query that ask for an answer in a media type, its first where none is named.

    ``None`` for what is not asked by GET and where a definition that is needed has no example.
    """
    needed = [item for item in operation.parameters if item.required or item.where == "path"]
    values = {item.name: _example(item) for item in needed}
    if operation.method != "GET" or None in values.values():
        return None
    inside = {item.name: written(values.pop(item.name)) for item in needed if item.where == "path"}
    path = operation.path.format_map({name: quote(text) for name, text in inside.items()})
    few = {item.name: _FEW[item.name] for item in operation.parameters if item.name in _FEW}
    form = {found: name for name, found in operation.formats.items()}
    query = {**values, **few, "f": form[media or operation.media[0]]}
    return f"{path}?{'&'.join(f'{name}={written(value)}' for name, value in query.items())}"


def answer_examples(operation: Operation, media: str, root: str) -> dict[str, Any]:
    """Return the ``examples`` of an answer in a media type, of a service at ``root``.

    They are addresses on the service's own host: examples that cannot grow old.
    """
    address = example_address(operation, media)
    if address is None:
        return {}
    return {"examples": {"answer": {"externalValue": f"{urlsplit(root).path}{address}"}}}


def written(value: object) -> str:
    """Return a value of a parameter as it stands in an address."""
    return ",".join(str(item) for item in value) if isinstance(value, list) else str(value)


def _example(parameter: Parameter) -> object:
    """Return the example of a parameter, or else the first of the values that it may have."""
    example = parameter.shown_example
    if example is not None:
        return example
    allowed = parameter.schema.get("enum", ())
    return allowed[0] if allowed else None
