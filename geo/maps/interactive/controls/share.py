"""Sharing what a map shows by its address."""

from geo.maps.interactive.control import BorderControl, Corner

__all__ = ["Share"]


class Share(BorderControl):
    """Keeps view, filters, layers, question and chosen port in the address, and copies it.

    An address that holds such a state brings it back.
    """

    script_name = "Share"
    template_name = "controls/share.html"
    phrase_keys = ("shared",)

    def __init__(self, *, lang: str = "en", position: Corner | None = "topright") -> None:
        """Make the control."""
        super().__init__(lang, position)
