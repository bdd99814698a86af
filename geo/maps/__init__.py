"""Maps of the border: the symbols that all share, and Folium elements for maps of one's own.

``geo.maps.PortsLayer(border.ports).add_to(folium.Map())`` draws the ports on any Folium map; the
other layers and controls are used the same way. Folium is imported when one is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from geo.maps.interactive.border_map import BorderMap
    from geo.maps.interactive.controls.ask import AskNearest
    from geo.maps.interactive.controls.compare import ComparePorts
    from geo.maps.interactive.controls.filter import FilterPorts
    from geo.maps.interactive.controls.legend import Legend
    from geo.maps.interactive.controls.map_key import MapKey
    from geo.maps.interactive.controls.measure import Measure
    from geo.maps.interactive.controls.own_file import OwnFile
    from geo.maps.interactive.controls.present import Present
    from geo.maps.interactive.controls.print import PrintView
    from geo.maps.interactive.controls.search import SearchPorts
    from geo.maps.interactive.controls.share import Share
    from geo.maps.interactive.controls.table import PortTable
    from geo.maps.interactive.controls.volumes import VolumesOnMap
    from geo.maps.interactive.controls.whole_border import WholeBorder
    from geo.maps.interactive.layers.counties import CountiesLayer
    from geo.maps.interactive.layers.lines import BoundaryLayer, RiverLayer
    from geo.maps.interactive.layers.places import AreaNames, TownsLayer
    from geo.maps.interactive.layers.points import NotCountedLayer, RiverPointsLayer
    from geo.maps.interactive.layers.ports import PortsLayer
    from geo.maps.interactive.layers.projects import ProjectsLayer
    from geo.maps.interactive.layers.shapes import (
        GapsLayer,
        GraticuleLayer,
        LandLayer,
        LaPazLayer,
        RailwaysLayer,
        WaterLayer,
    )
    from geo.maps.interactive.layers.states import StatesLayer
    from geo.maps.interactive.layers.streets import StreetsArchive, StreetsLayer
    from geo.maps.interactive.layers.supplied import SuppliedLayer

__all__ = [
    "AreaNames",
    "AskNearest",
    "BorderMap",
    "BoundaryLayer",
    "ComparePorts",
    "CountiesLayer",
    "FilterPorts",
    "GapsLayer",
    "GraticuleLayer",
    "LaPazLayer",
    "LandLayer",
    "Legend",
    "MapKey",
    "Measure",
    "NotCountedLayer",
    "OwnFile",
    "PortTable",
    "PortsLayer",
    "Present",
    "PrintView",
    "ProjectsLayer",
    "RailwaysLayer",
    "RiverLayer",
    "RiverPointsLayer",
    "SearchPorts",
    "Share",
    "StatesLayer",
    "StreetsArchive",
    "StreetsLayer",
    "SuppliedLayer",
    "TownsLayer",
    "VolumesOnMap",
    "WaterLayer",
    "WholeBorder",
]

_MODULES: Final[dict[str, str]] = {
    "AreaNames": "layers.places",
    "AskNearest": "controls.ask",
    "BorderMap": "border_map",
    "BoundaryLayer": "layers.lines",
    "ComparePorts": "controls.compare",
    "CountiesLayer": "layers.counties",
    "FilterPorts": "controls.filter",
    "GapsLayer": "layers.shapes",
    "GraticuleLayer": "layers.shapes",
    "LaPazLayer": "layers.shapes",
    "LandLayer": "layers.shapes",
    "Legend": "controls.legend",
    "MapKey": "controls.map_key",
    "Measure": "controls.measure",
    "NotCountedLayer": "layers.points",
    "OwnFile": "controls.own_file",
    "PortTable": "controls.table",
    "PortsLayer": "layers.ports",
    "Present": "controls.present",
    "PrintView": "controls.print",
    "ProjectsLayer": "layers.projects",
    "RailwaysLayer": "layers.shapes",
    "RiverLayer": "layers.lines",
    "RiverPointsLayer": "layers.points",
    "SearchPorts": "controls.search",
    "Share": "controls.share",
    "StatesLayer": "layers.states",
    "StreetsArchive": "layers.streets",
    "StreetsLayer": "layers.streets",
    "SuppliedLayer": "layers.supplied",
    "TownsLayer": "layers.places",
    "VolumesOnMap": "controls.volumes",
    "WaterLayer": "layers.shapes",
    "WholeBorder": "controls.whole_border",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any of the elements
    """Import an element when it is first asked for."""
    if name not in _MODULES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"geo.maps.interactive.{_MODULES[name]}"), name)
