"""Measuring along points of the map."""

from geo.maps.interactive.control import BorderControl, Corner

__all__ = ["Measure"]


class Measure(BorderControl):
    """Adds up the geodesic lengths between points that are clicked; Escape ends it."""

    script_name = "Measure"
    template_name = "controls/measure.html"
    phrase_keys = ("measure_hint", "measured")

    def __init__(self, *, lang: str = "en", position: Corner | None = "topright") -> None:
        """Make the control."""
        super().__init__(lang, position)
