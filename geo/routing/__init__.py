"""The way by road, asked of a routing engine that runs elsewhere: one file an engine.

Nothing here needs more than the standard library until an engine is asked.
"""

from geo.routing.choice import ROUTER, open_router
from geo.routing.model import Position, Route, Router, RouterError, Table

__all__ = ["ROUTER", "Position", "Route", "Router", "RouterError", "Table", "open_router"]
