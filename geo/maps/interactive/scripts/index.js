/** What Folium's elements call: the global `BorderPorts` is made of these names. */

export { AskNearest } from "../controls/ask.js";
export { ComparePorts } from "../controls/compare.js";
export { FilterPorts } from "../controls/filter.js";
export { Legend } from "../controls/legend.js";
export { MapKey } from "../controls/map_key.js";
export { Measure } from "../controls/measure.js";
export { OwnFile } from "../controls/own_file.js";
export { Present } from "../controls/present.js";
export { PrintView } from "../controls/print.js";
export { SearchPorts } from "../controls/search.js";
export { Share } from "../controls/share.js";
export { PortTable } from "../controls/table.js";
export { VolumesOnMap } from "../controls/volumes.js";
export { WaitsOnMap } from "../controls/waits.js";
export { WholeBorder } from "../controls/whole_border.js";
export { CountiesLayer } from "../layers/counties.js";
export { BoundaryLayer, RiverLayer } from "../layers/lines.js";
export { AreaNames, TownsLayer } from "../layers/places.js";
export { NotCountedLayer, RiverPointsLayer } from "../layers/points.js";
export { PortsLayer } from "../layers/ports.js";
export { ProjectsLayer } from "../layers/projects.js";
export { GraticuleLayer, ShapesLayer } from "../layers/shapes.js";
export { StatesLayer } from "../layers/states.js";
export { SuppliedLayer } from "../layers/supplied.js";
export { WaterLayer } from "../layers/water.js";
export { geodesic } from "./geodesy.js";
export { sceneOf } from "./scene.js";
