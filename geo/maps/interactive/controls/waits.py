"""The waiting times of now as figures in place of the ports' symbols."""

from typing import Any, ClassVar, Final

from geo.maps.interactive.control import BorderControl, Corner
from geo.words.catalogue import words

__all__ = ["WaitsOnMap"]

_FIRST_LANE: Final = "pov_standard"


class WaitsOnMap(BorderControl):
    """Shows while it is open what one waits at each port, for a kind of lane, and how old that is.

    It also adds to the card of a port all its lanes, and what is usual at this hour.
    """

    script_name = "WaitsOnMap"
    template_name = "controls/waits.html"
    phrase_keys: ClassVar[tuple[str, ...]] = (
        "hours_ago", "minutes_ago", "waits", "waits_ages", "waits_closed", "waits_lanes_open",
        "waits_missing", "waits_none", "waits_past", "waits_pending", "waits_unclear",
        "waits_usual", "waits_usual_unknown",
    )  # fmt: skip

    def __init__(
        self, address: str, *, page: str, lang: str = "en", position: Corner | None = "topright"
    ) -> None:
        """Make the control.

        Parameters
        ----------
        address
            Where the waits of now are read, as JSON.
        page
            Address of a port's own page without its id; its waits stand below it.
        lang
            Language of its words.
        position
            Corner of the map; ``None`` where the page has the markup.
        """
        super().__init__(lang, position)
        self.address = address
        self.page = page

    def context(self) -> dict[str, Any]:
        """Return the kinds of lanes by name, and which is chosen first."""
        return {"lanes": self._lanes(), "first": _FIRST_LANE, "address": self.address}

    def settings(self) -> dict[str, Any]:
        """Return the words, the names of the lanes and the addresses."""
        return super().settings() | {
            "lanes": self._lanes(),
            "address": self.address,
            "page": self.page,
        }

    def _lanes(self) -> dict[str, str]:
        return words(self.lang).codes("wait_lane")
