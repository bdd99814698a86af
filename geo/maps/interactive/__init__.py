"""The interactive map: Leaflet by Folium."""
