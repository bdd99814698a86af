"""Rows of one layer with their geometries: what every writer of data is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import shapely

from geo.border import Border
from geo.data.frames import Shapes
from geo.data.records import Records
from geo.documents.request import Request
from geo.geodesy import CRS84
from geo.layers import Layer

__all__ = ["Box", "LayerRows", "box_of", "chosen_rows", "requested_rows"]

Box: TypeAlias = tuple[float, float, float, float]
"""West, south, east and north, in degrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerRows:
    """Rows of one layer or table.

    Parameters
    ----------
    records
        The plain values of the whole layer.
    rows
        Row numbers, in the order wanted.
    geometry
        Geometries of exactly these rows, x (longitude, easting) first whatever the axes of
        ``crs``; ``None`` for a table without.
    crs
        Reference system of ``geometry``, by name.
    """

    records: Records
    rows: Sequence[int]
    geometry: Shapes | None
    crs: str = CRS84

    @property
    def layer(self) -> Layer:
        """Return the definition of the layer."""
        return self.records.layer


def chosen_rows(
    border: Border,
    layer: str,
    rows: Sequence[int] | None = None,
    *,
    geometry: Shapes | None = None,
    crs: str = CRS84,
) -> LayerRows:
    """Return rows of a layer or table, all for ``None``.

    ``geometry`` stands for that of the whole layer, at another level or in another ``crs``.
    """
    records = border.records(layer)
    chosen = list(range(len(records))) if rows is None else [int(row) for row in rows]
    shapes = geometry
    if shapes is None and records.layer.geometry:
        shapes = border.geometries(layer)
    return LayerRows(
        records=records,
        rows=chosen,
        geometry=None if shapes is None else shapes[np.asarray(chosen, dtype=np.intp)],
        crs=crs,
    )


def requested_rows(border: Border, layer: str, request: Request) -> LayerRows:
    """Return the rows of a layer or table that belong to the selection of a request."""
    return chosen_rows(border, layer, request.selection.rows(border, layer))


def box_of(rows: LayerRows) -> Box | None:
    """Return the box around rows in WGS 84; none of a table or where no row has a place."""
    shapes = [] if rows.geometry is None else [one for one in rows.geometry if one is not None]
    if not shapes:
        return None
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return west, south, east, north
