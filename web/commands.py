"""The commands of the service: ``serve``, ``site`` and ``warm``."""

from dataclasses import replace
from pathlib import Path

import click

from geo.cli.interruption import ending_cleanly
from geo.cli.store import chosen_store, opened
from web.settings import settings_from_environment, settings_help

__all__ = ["serve", "site", "warm"]


@click.command(epilog="Settings (environment):\n\n" + settings_help().replace("\n", "\n\n"))
@click.option("--host", help="Address to listen on; overrides BORDER_PORTS_HOST.")
@click.option("--port", type=int, help="Port to listen on; overrides BORDER_PORTS_PORT.")
def serve(host: str | None, port: int | None) -> None:
    """Serve the map, the API and the exports.

    Example: border-ports serve --port 8080
    """
    from web.server import serve_forever

    settings = settings_from_environment()
    if host is not None:
        settings = replace(settings, host=host)
    if port is not None:
        settings = replace(settings, port=port)
    settings = replace(settings, store=chosen_store() or "")
    serve_forever(settings)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@ending_cleanly()
def site(folder: Path) -> None:
    """Write a read-only copy of the service into the new folder DIR, for any web server.

    Example: border-ports site public
    """
    from web.site.write import write_site_with_progress

    count = write_site_with_progress(folder, opened())
    click.echo(f"{folder}: {count:,} files", err=True)


@click.command()
@ending_cleanly()
def warm() -> None:
    """Make the documents that people ask for before they ask.

    Example: border-ports warm
    """
    from web.downloads.warm import warm as make_documents

    count = make_documents(settings_from_environment(), opened())
    click.echo(f"{count:,} files are kept ready", err=True)
