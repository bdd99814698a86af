"""All operations of the service, in the order of the API document."""

from web.contract import Operation, Service
from web.downloads import download_operations
from web.features.collections import collection_operations
from web.features.items import item_operations
from web.features.landing import landing_operations
from web.features.schemas import schema_operations
from web.health import health_operations
from web.many import many_operations
from web.openapi import api_operations
from web.pages import page_operations
from web.problem_pages import problem_operations
from web.queries import query_operations

__all__ = ["operations"]


def operations(service: Service) -> list[Operation]:
    """Return every operation; a new family of routes is one line here."""
    port_ids = tuple(service.dataset.table("ports").columns["id"])
    found: list[Operation] = []
    found += [
        *landing_operations(),
        *api_operations(lambda: found),
        *collection_operations(),
        *schema_operations(),
        *item_operations(service),
        *query_operations(port_ids),
        *many_operations(service.settings.max_points),
        *page_operations(port_ids, service.settings.tiles),
        *download_operations(service),
        *health_operations(),
        *problem_operations(),
    ]
    return found
