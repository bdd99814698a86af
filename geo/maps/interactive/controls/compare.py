"""A tray of ports that the reader wants side by side."""

from typing import Any, Final

from geo.maps.interactive.control import BorderControl, Corner

__all__ = ["ComparePorts"]

_MAX_PORTS: Final = 4


class ComparePorts(BorderControl):
    """Gathers ports from their cards, and leads to the page that puts them side by side."""

    script_name = "ComparePorts"
    template_name = "controls/compare.html"
    phrase_keys = ("compare_add", "compare_drop", "compare_more")

    def __init__(
        self, *, page: str, lang: str = "en", position: Corner | None = "bottomleft"
    ) -> None:
        """Make the tray; the address ``page`` takes ids with commas between as ``ports``."""
        super().__init__(lang, position)
        self.page = page

    def settings(self) -> dict[str, Any]:
        """Return the words, the address and how many ports it takes."""
        return super().settings() | {"page": self.page, "most": _MAX_PORTS}
