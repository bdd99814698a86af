"""Where ``nearest --input … --output …`` reads and writes, checked before work begins."""

import sys
from dataclasses import dataclass
from pathlib import Path

from geo.batch.listing import split_pattern
from geo.batch.places import (
    PIPE,
    Piped,
    Place,
    Remote,
    is_folder,
    is_inside,
    place_of,
    size_of,
)
from geo.batch.read import suffix_of_bytes
from geo.batch.write import FORMS
from geo.errors import DatasetError, InvalidValueError
from geo.files import check_room

__all__ = ["BatchPlaces", "batch_places", "check_output"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPlaces:
    """The input and the place of its answers; ``pattern`` tells files of an input folder."""

    source: Place
    target: Place
    pattern: str = ""
    is_several: bool = False

    @property
    def is_piped(self) -> bool:
        """Return whether the answers go to standard output."""
        return isinstance(self.target, Piped)

    def folders(self) -> tuple[Path | Remote, Path | Remote]:
        """Return the folders of an input of several files and of its answers.

        Raises
        ------
        InvalidValueError
            The answers are to go to standard output, or to a web server.
        """
        if isinstance(self.source, Piped) or isinstance(self.target, Piped):
            raise InvalidValueError("--output", str(self.target), "a folder, for several files")
        return self.source, self.target


def batch_places(source: str, target: str, output_format: str | None) -> BatchPlaces:
    """Return the places of an input and an output.

    Raises
    ------
    InvalidValueError
        An address or format is not known.
    DatasetError
        There is no such input.
    """
    output = _output(target, output_format)
    if source == PIPE:
        return BatchPlaces(source=Piped.reading(suffix_of_bytes), target=output)
    folder, pattern = split_pattern(source)
    place = place_of(folder, "--input")
    if isinstance(place, Path) and not place.exists():
        raise DatasetError(f"{place}: cannot be read: no such file or folder")
    is_several = bool(pattern) or is_folder(place)
    if not is_several:
        size_of(place)
    return BatchPlaces(source=place, target=output, pattern=pattern, is_several=is_several)


def _output(target: str, output_format: str | None) -> Place:
    if target != PIPE:
        if output_format is not None:
            allowed = "it beside --output - only; the name of a file says its format"
            raise InvalidValueError("--output-format", output_format, allowed)
        return place_of(target, "--output")
    suffixes = [form.suffix for form in FORMS]
    if sys.stdout is None:
        raise DatasetError("standard output is closed")
    form = output_format or "csv"
    if f".{form}" not in suffixes:
        allowed = ", ".join(suffix.removeprefix(".") for suffix in suffixes)
        raise InvalidValueError("--output-format", form, allowed)
    return Piped(name=f"stdout.{form}")


def check_output(option: str, place: Place, places: BatchPlaces) -> None:
    """Refuse to write over or into the input, or where nothing can be written.

    Raises
    ------
    InvalidValueError
        It is such a place, or no folder is there.
    ExportError
        Nothing can be written there.
    """
    if isinstance(place, Path) and place.is_symlink() and not place.exists():
        raise InvalidValueError(option, str(place), "a name that is no link to nothing")
    if is_inside(place, places.source):
        is_folder_of_parts = places.is_several and str(place) != str(places.source)
        allowed = "a place outside the input folder" if is_folder_of_parts else ""
        raise InvalidValueError(option, str(place), allowed or "another place than the input")
    if isinstance(place, Path):
        _check_path(option, place, is_single=option == "--summary" or not places.is_several)
    elif isinstance(place, Remote):
        if place.is_web:
            raise InvalidValueError(option, str(place), "a path or an object store")
        if not is_folder(place.bucket):
            raise InvalidValueError(option, str(place), "an address in a bucket that exists")


def _check_path(option: str, path: Path, *, is_single: bool) -> None:
    """Refuse a file, or else a folder for several, that could not be made."""
    whole = path.resolve()
    if is_single:
        if path.is_dir() or not whole.parent.is_dir():
            raise InvalidValueError(option, str(path), "a file in a folder that exists")
        check_room(path.parent, path)
        return
    there = next(folder for folder in (whole, *whole.parents) if folder.exists())
    if not there.is_dir():
        raise InvalidValueError(option, str(path), "a folder, for the answers to several files")
    check_room(there, path)
