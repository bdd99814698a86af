"""Files for meetings and for other programs: data, workbook, brief, slides, maps."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.errors import InvalidValueError

if TYPE_CHECKING:
    from geo.border import Border
    from geo.feeds.recorded_period import RecordedPeriod

__all__ = ["export"]

_WITH_WAITS: Final = ("pdf", "xlsx")


def export(  # noqa: PLR0913
    border: "Border",
    path: str | Path,
    *,
    form: str | None = None,
    state: str | None = None,
    pair: str | None = None,
    region: str | None = None,
    port: str | None = None,
    mode: str | None = None,
    layers: Sequence[str] = (),
    lang: str | None = None,
    paper: str = "letter",
    wkt: bool = False,
    bom: bool = False,
    projects: bool = False,
    changed_since: "Border | None" = None,
    waits: "RecordedPeriod | None" = None,
    contact: str = "",
) -> None:
    """Write the border, or a part of it, as a file whose suffix says the format.

    Parameters
    ----------
    border
        The data, from ``geo.load()``.
    path
        File to write: it appears whole or not at all.
    form
        Name of the format where the suffix does not say it.
    state
        Only this border state, ISO 3166-2.
    pair
        Only this stretch, such as ``US-TX/MX-TAM``.
    region
        BBBXG's ``west`` or ``east``, or ``plenary`` for all.
    port
        Only this port of entry.
    mode
        Only ports with this mode of crossing.
    layers
        Layers or tables to include; by default all that the format can hold (``ports`` where
        it holds one).
    lang
        ``en``, ``es`` or ``both``; by default English, in KML and KMZ both.
    paper
        ``letter`` or ``a4``, for the brief.
    wkt
        CSV: points as WKT instead of longitude and latitude.
    bom
        CSV: begin with a byte order mark, for Excel.
    projects
        Slides: one for each project of the selection.
    changed_since
        An earlier version of the data: the brief then tells what changed since.
    waits
        Waits that were recorded in a period (``geo.feeds.recorded_period``), for the brief and
        the workbook.
    contact
        Whom metadata name for questions about the data: ``mailto:…`` or ``https://…``.

    Raises
    ------
    InvalidValueError, UnknownStateError, UnknownModeError, UnknownPortError, UnknownLayerError
        A word is not known, or nothing is left to write.
    ExportError
        The file cannot be written.
    """
    from geo.data.difference import difference
    from geo.documents.request import checked_request
    from geo.formats.registry import export_file, format_of_path
    from geo.queries.selection import checked_selection

    chosen = checked_selection(border, state=state, pair=pair, region=region, mode=mode, port=port)
    if changed_since is not None and (name := format_of_path(Path(path), form).name) != "pdf":
        raise InvalidValueError("changed_since", name, "the brief (pdf)")
    if waits is not None and (name := format_of_path(Path(path), form).name) not in _WITH_WAITS:
        raise InvalidValueError("waits", name, "the brief (pdf) or the workbook (xlsx)")
    request = checked_request(
        chosen,
        layers=layers,
        lang=lang or format_of_path(Path(path), form).usual_lang,
        paper=paper,
        wkt=wkt,
        bom=bom,
        projects=projects,
        contact=contact,
        waits=waits,
        changes=None if changed_since is None else difference(changed_since, border),
    )
    export_file(border, Path(path), request, form=form)
