"""All operations of the service, in the order of the API document."""

from web.api.bulk_locate import bulk_locate_operations
from web.api.bulk_nearest import bulk_nearest_operations
from web.api.openapi import api_operations
from web.api.questions import question_operations
from web.downloads.files import download_operations
from web.features.collections import collection_operations
from web.features.items import item_operations
from web.features.landing import landing_operations
from web.features.schemas import schema_operations
from web.http.operation import Operation, Service
from web.operations.health import health_operations
from web.pages import page_operations
from web.pages.problem_pages import problem_operations

__all__ = ["operations"]


def operations(service: Service) -> list[Operation]:
    """Return every operation; a new family of routes is one line here."""
    port_ids = tuple(service.border.records("ports").columns["id"])
    listed: list[Operation] = []
    listed += [
        *landing_operations(),
        *api_operations(lambda: listed),
        *collection_operations(),
        *schema_operations(),
        *item_operations(service),
        *question_operations(service),
        *bulk_nearest_operations(service.border, service.settings.max_points),
        *bulk_locate_operations(service.settings.max_points),
        *page_operations(service.border, port_ids, service.settings),
        *download_operations(service),
        *health_operations(service.settings),
        *problem_operations(),
    ]
    return listed
