"""Pages for people: the map, a page per port and per state, and how the 55 are counted."""

from web.http.operation import Operation
from web.pages.counting import counting_operation
from web.pages.map import map_operations
from web.pages.port import port_operation
from web.pages.state import state_operation

__all__ = ["page_operations"]


def page_operations(port_ids: tuple[str, ...], tiles: str = "") -> list[Operation]:
    """Return the operations that answer with pages.

    ``port_ids`` are the ids that exist, ``tiles`` the provider of online tiles (empty: none).
    """
    return [
        *map_operations(tiles),
        port_operation(port_ids),
        state_operation(),
        counting_operation(),
    ]
