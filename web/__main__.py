"""``border-ports``: the command line of ``geo``, with the commands of the service added."""

import logging
import sys

from geo.cli import LATE, cli, run

__all__ = ["cli", "main"]

LATE.update({name: f"web.commands:{name}" for name in ("serve", "site", "warm")})


def main() -> None:
    """Run the command line."""
    logging.basicConfig(stream=sys.stderr, format="%(message)s")
    run(cli)


if __name__ == "__main__":
    main()
