/* The map's script: what Folium's own script and the tests call is the global `BorderPorts`. */
import { BP } from "./base.js";
import { arc, geodesic, isInArea, nearest, nearestPointOnPaths, wrapped } from "./geodesy.js";
import "./shapes.js";
import "./markers.js";
import "./labels.js";
import "./popups.js";
import "./ask.js";
import "./find.js";
import "./table.js";
import "./share.js";
import "./print.js";
import "./start.js";

Object.assign(BP, { arc, geodesic, wrapped });
BP.inArea = isInArea;
BP.foot = (lon, lat, linesById) => nearestPointOnPaths(lon, lat, Object.values(linesById).flat());
BP.nearest = (lon, lat, ports, k) =>
  nearest(lon, lat, ports, k).map(({ place, ...found }) => ({ port: place, ...found }));
window.BorderPorts = BP;
