# ---
# jupyter:
#   jupytext:
#     formats: py:percent
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # A first look
#
# The border is a few GeoDataFrames. In Jupyter (with jupytext) this file opens as a notebook; as
# it stands it is also a script.

# %%
import geo

border = geo.load()
border.ports[["name_en", "us_state", "mx_state", "crossing_type", "modes"]].head()

# %% [markdown]
# `explore()` is geopandas' own; the map is a `folium.Map` on which everything else can be put.

# %%
ports = border.ports[["id", "name_en", "crossing_type", "geometry"]]
page = ports.explore(column="crossing_type", tiles=None, tooltip="name_en")
border.boundary[["id", "geometry"]].explore(m=page, color="black")
page

# %% [markdown]
# The project's own map, with search, filters and cards, in either language:

# %%
geo.folium_map(border, lang="es")

# %% [markdown]
# How many ports has each state? A crossing counts once on each side.

# %%
per_state = border.ports_per_state()
per_state[["state", "ports"]]

# %% [markdown]
# The three truck crossings nearest to a yard in El Paso, and what lies down the river from there:

# %%
near = border.nearest(-106.45, 31.75, k=3, mode="commercial")
near[["id", "distance_km", "bearing_deg"]]

# %%
border.along("del-rio", direction="downstream", k=2)[["id", "along_km", "basis"]]
