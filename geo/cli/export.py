"""The commands ``export`` and ``pack``: files for meetings and for other programs."""

import gc
import sys
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import click

from geo.cli.interruption import ending_cleanly
from geo.cli.store import opened, opened_version
from geo.documents.request import PAPERS
from geo.errors import InvalidValueError
from geo.layers import MODES, REGIONS, STATES
from geo.words.catalogue import SOURCE, document_languages, words

if TYPE_CHECKING:
    from geo.feeds.recorded_period import RecordedPeriod
    from geo.formats.model import Format

__all__ = ["export_command", "pack_command"]

_STANDARD_OUTPUT: Final = "-"
_NEW_OBJECTS: Final = 100_000
"""How many objects are made before garbage is looked for: far more than Python's own choice.

A document is made of very many objects that stay until it is written.
"""
_CONTACT: Final = "BORDER_PORTS_DATA_CONTACT"
_CONTACT_HELP: Final = f"Metadata: whom to write to, mailto:… or https://…; else ${_CONTACT}."


def _name(form: "Format") -> str:
    """Return how ``--format`` calls a format whose suffix does not say it."""
    return "" if form.suffix == f".{form.name}" else f" (--format {form.name})"


class _ExportCommand(click.Command):
    """A command whose help names the formats, which are imported only to be shown."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the formats after the options."""
        from geo.formats.registry import FORMATS

        say = words(SOURCE).say
        with formatter.section("Formats"):
            formatter.write_dl(
                [
                    (form.suffix, f"{say(form.title)}: {say(form.purpose)}{_name(form)}")
                    for form in FORMATS.values()
                ]
            )
        super().format_epilog(ctx, formatter)


@click.command("export", cls=_ExportCommand)
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))
@click.option("--format", "form", help="Format by name, where the suffix does not say it.")
@click.option("--state", type=click.Choice(STATES, case_sensitive=False), help="Only this state.")
@click.option("--pair", help="Only this stretch, such as US-TX/MX-TAM.")
@click.option("--region", type=click.Choice((*REGIONS, "plenary")), help="BBBXG region.")
@click.option("--port", help="Only this port of entry.")
@click.option("--mode", type=click.Choice(MODES), help="Only ports with this mode.")
@click.option("--layers", default="", help="Layers, with commas between.")
@click.option(
    "--lang", type=click.Choice(document_languages()), help="Default: en; of KML and KMZ both."
)
@click.option("--paper", type=click.Choice(PAPERS), default="letter", show_default=True)
@click.option("--wkt", is_flag=True, help="CSV: points as WKT.")
@click.option("--bom", is_flag=True, help="CSV: begin with a byte order mark, for Excel.")
@click.option("--projects", is_flag=True, help="Slides: one for each project.")
@click.option("--changed-since", metavar="OLD", help="Brief: tell what changed since OLD.")
@click.option("--waits", metavar="FIRST/LAST", help="Brief, workbook: waits as recorded then.")
@click.option("--contact", envvar=_CONTACT, default="", help=_CONTACT_HELP)
@ending_cleanly()
def export_command(
    out: Path,
    layers: str,
    changed_since: str | None,
    waits: str | None,
    **options: str | bool | None,
) -> None:
    """Write the border, or a part of it, as the file OUT; its suffix says the format.

    With - for OUT the file goes to standard output, and --format says the format.
    OLD is a folder of published data, a version that the store keeps, or "embedded". FIRST/LAST
    are days of which "border-ports feeds" kept waits, such as 2026-09-01/2026-11-30.

    Example: border-ports export brief.pdf --state US-TX --lang es
    """
    from geo.documents.beside import drawing_beside
    from geo.formats import export

    names = tuple(name.strip() for name in layers.split(",") if name.strip())
    if layers and not names:
        raise InvalidValueError("--layers", layers, "names of layers with commas between")
    old = opened_version(changed_since, "--changed-since") if changed_since else None
    gc.set_threshold(_NEW_OBJECTS)
    more = {"layers": names, "changed_since": old, "waits": _recorded(waits), **options}
    if out.name != _STANDARD_OUTPUT:
        with drawing_beside(border := opened()):
            export(border, out, **more)  # type: ignore[arg-type]
        return
    if not options["form"]:
        raise InvalidValueError("--format", None, "the name of a format, for standard output")
    with TemporaryDirectory(prefix="border-ports-") as folder:
        file = Path(folder) / "export"
        with drawing_beside(border := opened()):
            export(border, file, **more)  # type: ignore[arg-type]
        sys.stdout.buffer.write(file.read_bytes())


def _recorded(period: str | None) -> "RecordedPeriod | None":
    """Return the waits that were kept of a period, ``None`` where none is named."""
    if period is None:
        return None
    from geo.feeds.live_registry import kept_history
    from geo.feeds.recorded_period import period_of_text, recorded_period

    first, last = period_of_text(period)
    return recorded_period(kept_history(), opened(), first, last)


@click.command("pack")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--state", type=click.Choice(STATES, case_sensitive=False), help="Only this state.")
@click.option("--pair", help="Only this stretch, such as US-TX/MX-TAM.")
@click.option("--region", type=click.Choice((*REGIONS, "plenary")), help="BBBXG region.")
@click.option("--lang", type=click.Choice(document_languages()), default="both", show_default=True)
@click.option("--paper", type=click.Choice(PAPERS), default="letter", show_default=True)
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="Day of the meeting.")
@click.option("--place", default="", help="Where the meeting is.")
@click.option("--participant", "participants", multiple=True, help="Who takes part; repeatable.")
@click.option("--contact", envvar=_CONTACT, default="", help=_CONTACT_HELP)
@ending_cleanly()
def pack_command(
    out: Path,
    on: datetime | None,
    place: str,
    participants: tuple[str, ...],
    contact: str,
    **options: str | None,
) -> None:
    """Write a meeting pack: cover, briefs, slides, workbooks, GeoPackage, KMZ and a manifest.

    With a date it also holds an entry for calendars.

    Example: border-ports pack meeting.zip --region east --date 2027-03-10 --place Laredo
    """
    from geo.documents.beside import drawing_beside
    from geo.documents.meeting import Meeting
    from geo.documents.request import checked_request
    from geo.formats.pack import write_pack
    from geo.queries.selection import checked_selection

    gc.set_threshold(_NEW_OBJECTS)
    border = opened()
    lang, paper = str(options.pop("lang")), str(options.pop("paper"))
    state, pair, region = (options[name] for name in ("state", "pair", "region"))
    chosen = checked_selection(border, state=state, pair=pair, region=region)
    meeting = Meeting(date=on.date() if on else None, place=place, participants=participants)
    request = checked_request(chosen, lang=lang, paper=paper, contact=contact)
    with drawing_beside(border):
        write_pack(border, out, request, meeting)
