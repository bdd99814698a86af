"""Layers of the border for any Folium map: each a class here and its script beside it."""
