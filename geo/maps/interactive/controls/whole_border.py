"""A button that shows the whole border again."""

from typing import Any

from folium.template import Template

from geo.maps.interactive.control import Corner
from geo.maps.interactive.element import BorderElement
from geo.maps.interactive.view import PADDING, WHOLE_BORDER, corners
from geo.maps.wording import phrase

__all__ = ["WholeBorder"]


class WholeBorder(BorderElement):
    """A button below the zoom buttons that brings the whole border into view."""

    script_name = "WholeBorder"
    _template = Template(
        """
        {% macro script(this, kwargs) %}
        new BorderPorts.{{ this.script_name }}({{ this.map_name }}, {{ this.settings_json }});
        {% endmacro %}
        """
    )

    def __init__(
        self,
        *,
        lang: str = "en",
        position: Corner = "topleft",
        box: tuple[float, float, float, float] = WHOLE_BORDER,
    ) -> None:
        """Make the button; ``box`` is west, south, east, north of what it shows, in degrees."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = type(self).__name__
        self.lang = lang
        self.position = position
        self.box = box

    def settings(self) -> dict[str, Any]:
        """Return corner, title, what is shown and the room about it."""
        return {
            "position": self.position,
            "title": phrase("whole", self.lang),
            "box": corners(self.box),
            "room": PADDING,
        }
