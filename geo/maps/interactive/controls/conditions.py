"""Alerts in force, and gauges beside ports, on the map and in the cards of ports."""

from typing import Any

from geo.maps.interactive.control import BorderControl, Corner
from geo.words.catalogue import words

__all__ = ["ConditionsOnMap"]


class ConditionsOnMap(BorderControl):
    """Says how many alerts are in force, and adds alerts and gauges to the card of a port."""

    script_name = "ConditionsOnMap"
    template_name = "controls/conditions.html"
    phrase_keys = (
        "alerts_now", "alerts_until", "hours_ago", "minutes_ago", "river_beside", "waits_past",
    )  # fmt: skip

    def __init__(
        self, alerts: str, gauges: str, *, lang: str = "en", position: Corner | None = None
    ) -> None:
        """Make the control.

        Parameters
        ----------
        alerts, gauges
            Where alerts and gauges are read.
        lang
            Language of its words.
        position
            Corner of the map; ``None`` where the page has the markup.
        """
        super().__init__(lang, position)
        self.alerts = alerts
        self.gauges = gauges

    def settings(self) -> dict[str, Any]:
        """Return the words, the names of what is measured, and the addresses."""
        said = words(self.lang)
        return super().settings() | {
            "alerts": self.alerts,
            "gauges": self.gauges,
            "quantities": dict(said.codes("gauge_quantity")),
            "floods": dict(said.codes("flood_category")),
            "severities": dict(said.codes("severity")),
        }
