"""The service: pages, the map and the GeoJSON API over HTTP."""
