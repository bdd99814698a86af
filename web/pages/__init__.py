"""Pages for people: the map, a page per port and area, the count, and how good the data are."""

from geo.border import Border
from geo.volumes.areas import BORDER
from web.http.operation import Operation
from web.pages.area import area_operations
from web.pages.basemap import basemap_operations
from web.pages.charts import chart_operations
from web.pages.citations import citation_operations
from web.pages.compare import compare_operation
from web.pages.counting import counting_operation
from web.pages.data_quality import data_quality_operation
from web.pages.developers import developers_operation
from web.pages.figures import figure_operations
from web.pages.map import map_operations
from web.pages.pictures import picture_operations
from web.pages.port import port_operation
from web.pages.ports import ports_operation
from web.pages.projects import project_operations
from web.pages.sitemap import sitemap_operations
from web.pages.stage import stage_operations
from web.pages.state import state_operation
from web.pages.wait_features import wait_features_operation
from web.pages.wait_history import wait_history_operations
from web.pages.wait_nearest import wait_nearest_operation
from web.pages.waits import wait_operations
from web.pages.waits_of_port import port_waits_operation
from web.settings import Settings

__all__ = ["page_operations"]


def page_operations(
    border: Border, port_ids: tuple[str, ...], settings: Settings
) -> list[Operation]:
    """Return the operations that answer with pages.

    ``port_ids`` are the ids that exist.
    """
    return [
        *map_operations(settings.tiles, settings.frame_ancestors),
        *basemap_operations(settings.basemap),
        ports_operation(),
        port_operation(port_ids),
        state_operation(),
        *area_operations(border),
        compare_operation(port_ids),
        counting_operation(),
        data_quality_operation(settings.data_contact),
        *project_operations(border),
        *wait_operations(border),
        wait_features_operation(border),
        wait_nearest_operation(border, has_router=bool(settings.router)),
        *wait_history_operations(border),
        port_waits_operation(port_ids),
        *stage_operations(port_ids),
        *figure_operations(border, port_ids),
        developers_operation(),
        *sitemap_operations(),
        *picture_operations(port_ids[0]),
        *chart_operations(BORDER),
        *citation_operations(port_ids[0]),
    ]
