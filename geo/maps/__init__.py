"""Maps of the border: symbols that all maps share, and the Folium map."""
