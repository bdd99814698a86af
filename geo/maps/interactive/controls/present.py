"""The map alone on the screen, for a room."""

from geo.maps.interactive.control import BorderControl, Corner

__all__ = ["Present"]


class Present(BorderControl):
    """Shows the map alone with larger symbols and names, on the whole screen; Escape ends it.

    Views that are kept make an agenda: Page Down and Page Up go through it, and ``Share`` keeps it
    in the address.
    """

    script_name = "Present"
    template_name = "controls/present.html"
    phrase_keys = ("agenda_place",)

    def __init__(self, *, lang: str = "en", position: Corner | None = "topright") -> None:
        """Make the control."""
        super().__init__(lang, position)
