"""Yearly crossings as symbols whose area is the number."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from geo.maps.interactive.control import BorderControl, Corner
from geo.maps.interactive.element import script_json
from geo.maps.interactive.volume_content import VOLUMES, volume_content
from geo.maps.wording import phrases

if TYPE_CHECKING:
    from geo.border import Border

__all__ = ["VolumesOnMap"]


class VolumesOnMap(BorderControl):
    """Shows what crossed northbound in a year at each port code, by mode, while it is open.

    The area of a circle is the number, on one scale for all years of a mode. A part of a year is
    hatched and says of how many months it is; a port code without a figure is named, not drawn.
    """

    script_name = "VolumesOnMap"
    template_name = "controls/volumes.html"
    phrase_keys = (
        "months_of", "no_figure", "pause", "play", "total_of_months", "volumes_key",
        "volumes_part", "volumes_title", "volumes_together", "volumes_total",
    )  # fmt: skip

    def __init__(
        self,
        border: "Border",
        *,
        addresses: Mapping[str, str] | None = None,
        lang: str = "en",
        position: Corner | None = "topright",
    ) -> None:
        """Make the control.

        Parameters
        ----------
        border
            The counts.
        addresses
            Where the page reads them, under ``VOLUMES``; without it they stand in the page.
        lang
            Language of its words.
        position
            Corner of the map; ``None`` where the page has the markup.
        """
        super().__init__(lang, position)
        self.border = border
        self.addresses = dict(addresses or {})

    @property
    def more_arguments(self) -> str:
        """Return where the script finds the counts."""
        if VOLUMES in self.addresses:
            address = {VOLUMES: self.addresses[VOLUMES]}
            return ", " + script_json({"key": VOLUMES, "addresses": address})
        contents = {VOLUMES: volume_content(self.border)}
        return ", " + script_json({"key": VOLUMES, "contents": contents})

    def context(self) -> dict[str, Any]:
        """Return the modes by name."""
        return {"modes": phrases(self.lang)["modes_by_id"]}

    def settings(self) -> dict[str, Any]:
        """Return the words, with the names of the modes."""
        return super().settings() | {"modes": phrases(self.lang)["modes_by_id"]}
