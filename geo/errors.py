"""Exceptions raised by Border Ports.

Nothing here knows of HTTP or of the command line: ``web.http.problems`` maps each class to a
status code, ``geo.cli`` prints the message as one line.
"""

from collections.abc import Iterable

__all__ = [
    "BorderError",
    "DatasetError",
    "InvalidValueError",
    "MissingExtraError",
    "MissingSettingError",
    "MissingValueError",
    "UnknownLayerError",
    "UnknownModeError",
    "UnknownNameError",
    "UnknownPortError",
    "UnknownStateError",
]


class BorderError(Exception):
    """Base of every error that Border Ports raises on purpose."""


class DatasetError(BorderError):
    """A data file is missing, damaged or of another format version."""


class InvalidValueError(BorderError, ValueError):
    """A value is outside what its field allows.

    Parameters
    ----------
    field
        Name of the parameter, as the caller wrote it, or its place in words.
    value
        What was given, or words for it.
    allowed
        What would have been accepted, in words.

    Words are a text, or what ``str`` makes the English of.
    """

    def __init__(self, field: object, value: object, allowed: object) -> None:
        self.field = str(field)
        self.place = field
        self.value = value
        self.allowed = str(allowed)
        self.phrase = allowed
        super().__init__(f"{field}: {value!r} is not allowed; allowed: {allowed}")


class MissingValueError(InvalidValueError):
    """A value that is needed was not given; ``allowed`` says in words what it is."""

    def __init__(self, field: str, allowed: object) -> None:
        super().__init__(field, "", f"required: {allowed}")
        self.phrase = allowed
        self.args = (f"{field} is missing: {allowed}",)


class MissingExtraError(BorderError, ImportError):
    """Something needs an optional part of the installation that is not there.

    Parameters
    ----------
    extra
        Name of the extra, as in ``border-ports[documents]``.
    missing
        The packages that were not found, by the names under which they are imported.
    """

    def __init__(self, extra: str, missing: Iterable[str]) -> None:
        self.extra = extra
        names = ", ".join(missing)
        super().__init__(f"not installed: {names}; pip install 'border-ports[{extra}]' brings it")


class MissingSettingError(BorderError):
    """What is asked for needs a setting that is not there; ``phrase`` says in words what it is."""

    def __init__(self, setting: str, phrase: str) -> None:
        self.setting = setting
        self.phrase = phrase
        super().__init__(f"{setting} is not set: {phrase}")


class UnknownNameError(BorderError, KeyError):
    """A name stands for nothing in the data set."""

    field = "name"

    def __init__(self, value: object, allowed: Iterable[str], *, field: str | None = None) -> None:
        self.field = field or type(self).field
        self.value = value
        self.allowed = ", ".join(allowed)
        super().__init__(f"{self.field}: {value!r} is not known; known: {self.allowed}")

    def __str__(self) -> str:
        """Return the message itself (``KeyError`` would quote it)."""
        return str(self.args[0])


class UnknownPortError(UnknownNameError):
    """No port of entry has this id."""

    field = "port"


class UnknownStateError(UnknownNameError):
    """No border state has this ISO 3166-2 code."""

    field = "state"


class UnknownModeError(UnknownNameError):
    """No mode of crossing has this name."""

    field = "mode"


class UnknownLayerError(UnknownNameError):
    """The data set has no layer or table of this name."""

    field = "layer"
