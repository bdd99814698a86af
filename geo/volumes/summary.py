"""The measures that an area is counted by, and the year that pages and documents compare by."""

from dataclasses import dataclass
from typing import Final

from geo.layers.measures import MAIN_MEASURES, MEASURES
from geo.volumes.about import About, about_of, notes_between
from geo.volumes.areas import BORDER, Area, area_of
from geo.volumes.gaps import Gap, gaps_of
from geo.volumes.ledger import Ledger, Series
from geo.volumes.like_for_like import Change, change_of, latest_year
from geo.volumes.notes import Note
from geo.volumes.yearly import Year, years_of, years_of_series

__all__ = ["AreaVolumes", "volumes_of"]

_RECENT_YEARS: Final = 10
_SHOWN_YEARS: Final = 5
_SILENT_KINDS: Final = ("method",)


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaVolumes:
    """The measures that an area is counted by, and the year that documents compare by.

    ``year`` is the last one that is held whole of every measure of the border.
    """

    ledger: Ledger
    area: Area
    year: int
    measures: tuple[About, ...]

    def years(self, about: About) -> list[Year]:
        """Return the years of which all twelve months are held."""
        years = years_of(self.ledger, self.area, about.measure)
        return [year for year in years if year.is_held]

    def in_year(self, about: About) -> Year | None:
        """Return the year that documents compare by; ``None`` where it is not held."""
        return next((year for year in self.years(about) if year.year == self.year), None)

    def newer_years(self, about: About) -> list[Year]:
        """Return the years after the compared one, the last perhaps not whole."""
        years = years_of(self.ledger, self.area, about.measure)
        return [year for year in years if year.year > self.year]

    def change(self, about: About, since: int, until: int | None = None) -> Change:
        """Return the change like for like, to the year that documents compare by."""
        return change_of(self.ledger, self.area, about.measure, since, until or self.year)

    def gaps(self, about: About) -> list[Gap]:
        """Return the months missing in the year that documents compare by."""
        return gaps_of(self.ledger, self.area, about.measure, [self.year])

    def of_series(self, measure: str, series: Series) -> Year | None:
        """Return the compared year of a whole port code or of the series of a crossing."""
        years = years_of_series(self.ledger, measure, series)
        return next((year for year in years if year.year == self.year), None)

    def notes(self, back: int | None = None) -> list[Note]:
        """Return the notes on the compared years and after, each once, in order.

        ``back`` is the number of years before the compared one, by default all of them.
        """
        first = self.year - (_RECENT_YEARS if back is None else back)
        notes = {
            note.id: note
            for about in self.measures
            for note in notes_between(about.notes, first, self.year + 10)
            if note.kind not in _SILENT_KINDS
        }
        return sorted(notes.values(), key=lambda note: (note.first, note.id))


def volumes_of(ledger: Ledger, area: Area, mode: str | None = None) -> AreaVolumes:
    """Return the crossings of an area, by all main measures or by that of a mode.

    A measure is left out where the area had no count of it in the last years.
    """
    border = area_of(ledger, BORDER)
    year = min(
        latest
        for name in MAIN_MEASURES
        if (latest := latest_year(ledger, border, name)) is not None
    )
    measures = [
        about_of(ledger, area, name)
        for name in MAIN_MEASURES
        if mode in {None, MEASURES[name].mode}
    ]
    kept = tuple(about for about in measures if _is_shown(ledger, area, about, year))
    return AreaVolumes(ledger=ledger, area=area, year=year, measures=kept)


def _is_shown(ledger: Ledger, area: Area, about: About, year: int) -> bool:
    """Return whether an area was counted by a measure in the last years, or by a wider code."""
    if not about.parts.series:
        return bool(about.parts.beyond)
    years = years_of(ledger, area, about.measure)
    return any(counted.value for counted in years if counted.year > year - _SHOWN_YEARS)
