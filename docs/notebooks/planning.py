# ---
# jupyter:
#   jupytext:
#     formats: py:percent
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
# # A planner's question: who has far to go?
#
# Which municipalities' seats on a list are far from a crossing for trucks, which stretches of the
# boundary have none, and how much traffic does the crossing nearest to each carry?

# %%
import pandas as pd

import geo
from geo.batch import NearestEngine, nearest_frame, ports_of_border

border = geo.load()

# %% [markdown]
# A list of places as a planner has it: here seven towns with their coordinates.

# %%
towns = pd.DataFrame(
    [
        ("Presidio", -104.3719, 29.5607),
        ("Ojinaga", -104.4167, 29.5644),
        ("Big Bend", -103.2502, 29.2498),
        ("Ciudad Acuña", -100.9321, 29.3234),
        ("Nuevo Laredo", -99.5167, 27.4861),
        ("Columbus", -107.6400, 31.8275),
        ("Ajo", -112.8607, 32.3717),
    ],
    columns=["town", "lon", "lat"],
)
trucks = NearestEngine(ports_of_border(border, mode="commercial"), k=1)
nearest = nearest_frame(towns, trucks)
nearest.sort_values("distance_km", ascending=False)

# %% [markdown]
# The same against the nearest crossing that anybody may use: the difference is what a truck port
# would bring.

# %%
anything = nearest_frame(towns, NearestEngine(ports_of_border(border), k=1))
detour = nearest["distance_km"] - anything["distance_km"]
pd.DataFrame({"town": towns["town"], "detour_km": detour}).sort_values("detour_km")

# %% [markdown]
# Stretches of more than 100 kilometres along the boundary without a port:

# %%
gaps = border.gaps(min_km=100)
gaps[["from_port", "to_port", "km", "kind"]]

# %% [markdown]
# Trucks northbound through the port codes of the nearest crossings, in the last whole year of the
# counts (BTS counts by code: a code may stand for several crossings).

# %%
counts = border.volumes
codes = border.ports.set_index("id")["cbp_port_code"]
last = counts["month"].dt.year.max() - (counts["month"].max().month < 12)
of_trucks = counts[(counts["measure"] == "trucks") & (counts["month"].dt.year == last)]
yearly = of_trucks.groupby("port_code")["value"].sum()
nearest.assign(code=nearest["port_id"].map(codes), trucks=nearest["port_id"].map(codes).map(yearly))

# %% [markdown]
# And the sheet for the meeting:

# %%
geo.export(border, "stretch.xlsx", pair="US-TX/MX-CHH", lang="es")
