"""Checks of the published data set: counts, geometry, lengths, records and sources."""

from geo.checks.counts import check_counts
from geo.checks.evidence import check_evidence
from geo.checks.lengths import check_lengths
from geo.checks.model import Check
from geo.checks.records import check_records
from geo.checks.register import check_register
from geo.checks.shapes import check_shapes
from geo.checks.volumes import check_volumes
from geo.data.frames import BorderFrames

__all__ = ["Check", "check_border"]


def check_border(border: BorderFrames) -> list[Check]:
    """Return every check of a data set with what was found and what was expected.

    Nothing is raised for a failed check; a file that cannot be read raises ``DatasetError``.
    """
    return [
        *check_counts(border),
        *check_shapes(border),
        *check_lengths(border),
        *check_records(border),
        *check_evidence(border),
        *check_volumes(border),
        *check_register(border),
    ]
