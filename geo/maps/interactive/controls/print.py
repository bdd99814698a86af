"""A sheet for paper with the map as it is on the screen."""

from typing import Any

from geo.maps.interactive.control import BorderControl, Corner
from geo.maps.interactive.controls.map_key import keys_of
from geo.maps.interactive.element import BorderLayer
from geo.maps.interactive.view import WHOLE_BORDER
from geo.maps.wording import phrases

__all__ = ["PrintView"]


class PrintView(BorderControl):
    """Puts the map on one sheet with title, date, legend, scale, sources and a QR code of its link.

    The sheet, Letter or A4, is printed or saved as a picture.
    """

    script_name = "PrintView"
    template_name = "controls/print.html"
    phrase_keys = ("picture_failed", "qr_label", "shown_of")

    def __init__(
        self,
        *,
        title: str,
        edition: str = "",
        lang: str = "en",
        position: Corner | None = "topright",
    ) -> None:
        """Make the control.

        Parameters
        ----------
        title
            Title of the sheet.
        edition
            Version and date of the data, as the sheet says them.
        lang
            Language of its words.
        position
            Corner of the map; ``None`` where the page has the markup.
        """
        super().__init__(lang, position)
        self.title = title
        self.edition = edition

    def texts(self) -> dict[str, Any]:
        """Return the phrases that the script says, with the names of modes and types."""
        known = phrases(self.lang)
        return super().texts() | {"modes": known["modes_by_id"], "types": known["types_by_id"]}

    def settings(self) -> dict[str, Any]:
        """Return the words and what the whole border is."""
        return super().settings() | {"whole": WHOLE_BORDER}

    def context(self) -> dict[str, Any]:
        """Return title, edition and the lines of the legend by the key of their layer."""
        parent = self._parent
        children = list(parent._children.values()) if parent is not None else []  # noqa: SLF001
        layers = [child for child in children if isinstance(child, BorderLayer)]
        keys = [(layer.key, key) for layer in layers for key in keys_of([layer], (layer.key,))]
        return {"title": self.title, "edition": self.edition, "keys": keys}
