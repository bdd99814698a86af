"""The interactive map: Folium elements whose script and style stand beside their classes."""
