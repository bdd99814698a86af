"""How the live feed fares, for the health of the service and for Prometheus."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from geo.feeds.history import HistoryError
from geo.feeds.poll import CBP_WAITS
from web.operations.live_history import live_history
from web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client.metrics_core import Metric

__all__ = ["LiveFigures", "live_state"]


def live_state(settings: Settings) -> dict[str, Any]:
    """Return how the live feed fares, where the service shows one; its failing is no fault here.

    Raises
    ------
    HistoryError
        The history cannot be read.
    """
    history = live_history(settings)
    if history is None:
        return {}
    state = history.state(CBP_WAITS)
    since = None if state.published is None else datetime.now(UTC) - state.published
    age = None if since is None else int(since.total_seconds())
    return {"waits": {"age_seconds": age, "failing": state.failing, "failures": state.failures}}


class LiveFigures:
    """The figures of the live feed as Prometheus' client collects them; none without one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def collect(self) -> "Iterator[Metric]":
        """Yield the figures; those of a history that cannot be read are not there."""
        from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily

        try:
            state = live_state(self._settings).get("waits")
        except HistoryError:
            state = None
        if state is None:
            return
        if state["age_seconds"] is not None:
            yield GaugeMetricFamily(
                "border_ports_waits_age_seconds",
                "Age of the newest answer of CBP, by its own clock.",
                value=state["age_seconds"],
            )
        yield GaugeMetricFamily(
            "border_ports_waits_failing",
            "Requests to CBP that failed since the last answer.",
            value=state["failing"],
        )
        yield CounterMetricFamily(
            "border_ports_waits_failures", "Requests to CBP that failed.", value=state["failures"]
        )
