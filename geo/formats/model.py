"""How a format is described: what it is called, what it holds, and what writes it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from geo.border import Border
from geo.data.provenance import Provenance, layer_provenance
from geo.documents.request import Request
from geo.errors import InvalidValueError
from geo.formats.layer_rows import LayerRows, requested_rows
from geo.layers import LAYERS, Layer

__all__ = ["Content", "FileWriter", "Format", "Option", "RowsWriter"]

Content: TypeAlias = Literal["document", "layers", "layer"]
Option: TypeAlias = Literal["paper", "wkt", "bom", "projects"]
FileWriter: TypeAlias = Callable[[Border, Path, Request], None]
RowsWriter: TypeAlias = Callable[[Path, LayerRows, Provenance], None]

_DEFAULT_LAYER = "ports"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file.

    Parameters
    ----------
    name
        Name on the command line and in ``f=``.
    suffix
        End of the names of its files, by which they are known.
    media_type
        What HTTP calls it.
    title, purpose
        What it is called and what it is for, as messages.
    content
        ``document`` (a paper for people, which differs by language), ``layers`` (several in one
        file) or ``layer`` (one).
    write
        Writes what a request asks for, whose layers are named and may be held; a format of one
        layer may leave it to ``write_rows``.
    write_rows
        Writes chosen rows of one layer; such a format is offered for the items of the API.
    tables
        Whether it also holds tables, which have no geometry.
    any_crs
        Whether it names the reference system of its coordinates; others are in WGS 84.
    options
        What it takes beside the selection and the language.
    stem
        Begin of the names of its files on the web.
    in_pack
        Whether the meeting pack holds it.
    holds_its_name
        Whether what it writes depends on how its file is called.
    is_metadata, needs_contact
        Whether it describes the data for catalogues, and only where a mail address is named.
    per_state
        Whether a copy of the service holds it for each state, too.
    usual_lang
        Its language where none is asked for.
    extra
        The part of the installation that writes it, if the core does not.
    """

    name: str
    suffix: str
    media_type: str
    title: str
    purpose: str
    content: Content
    write: FileWriter | None = None
    write_rows: RowsWriter | None = None
    tables: bool = False
    any_crs: bool = False
    options: tuple[Option, ...] = ()
    stem: str = "border-ports"
    in_pack: bool = False
    holds_its_name: bool = False
    is_metadata: bool = False
    needs_contact: bool = False
    per_state: bool = False
    usual_lang: str = "en"
    extra: str | None = None

    @property
    def file_name(self) -> str:
        """Return the name of its file on the web."""
        return f"{self.stem}{self.suffix}"

    def name_of(self, request: Request) -> str:
        """Return the name of the file that a request gives, such as ``brief-us-tx-es.pdf``."""
        parts = [self.stem, request.selection.slug, *request.layers]
        if self.is_document:
            parts.append(request.lang)
        return "-".join(part for part in parts if part) + self.suffix

    @property
    def is_document(self) -> bool:
        """Return whether it is a paper for people rather than data."""
        return self.content == "document"

    def holds(self, layer: Layer) -> bool:
        """Return whether it is made for a layer or table."""
        return not self.is_document and (self.tables or layer.geometry is not None)

    @property
    def layer_names(self) -> tuple[str, ...]:
        """Return the names of the layers and tables that it is made for."""
        return tuple(name for name, layer in LAYERS.items() if self.holds(layer))

    def layers_of(self, request: Request) -> tuple[str, ...]:
        """Return the layers to write: those asked for, else ``ports`` alone or all it holds.

        Layers that maps draw in the background are written where they are asked for.

        Raises
        ------
        InvalidValueError
            More than one for a format of one layer, or one that the format cannot hold.
        """
        if self.is_document:
            return request.layers
        one = self.content == "layer"
        if one and len(request.layers) > 1:
            raise InvalidValueError("layers", ",".join(request.layers), f"one layer for {self}")
        for name in request.layers:
            if name not in self.layer_names:
                raise InvalidValueError("layers", name, f"{', '.join(self.layer_names)} for {self}")
        if request.layers:
            return request.layers
        names = (_DEFAULT_LAYER,) if one else self.layer_names
        return tuple(name for name in names if not LAYERS[name].is_background)

    def write_file(self, border: Border, path: Path, request: Request) -> None:
        """Write what a request asks for, whose layers are those of ``layers_of``."""
        if self.write is not None:
            self.write(border, path, request)
        elif self.write_rows is not None:
            (name,) = request.layers
            rows = requested_rows(border, name, request)
            self.write_rows(path, rows, layer_provenance(border, name))

    def __str__(self) -> str:
        """Return the name by which messages call it."""
        return self.name
