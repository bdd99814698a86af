"""What a question returns: rows of a frame, columns computed for them, and a few words beside."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from geo.data.frames import BorderFrames, Shapes
from geo.geodesy import FRAME_CRS

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = ["Answer", "Row"]

Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to a question.

    Parameters
    ----------
    columns
        Columns computed for the rows, each as long as the answer; they stand before those of
        ``layer``. A column of dictionaries stays one value in JSON and becomes a column per key
        in frames and texts.
    border
        The border that was asked.
    layer
        The layer whose rows these are, if they are rows of one.
    rows
        Row numbers in that layer, in the order of the answer.
    shapes
        Geometries of the rows where ``layer`` does not give them: WGS 84 longitude, latitude.
    about
        What belongs to the answer as a whole.
    """

    columns: dict[str, list[Any]]
    border: BorderFrames
    layer: str | None = None
    rows: list[int] = field(default_factory=list)
    shapes: Shapes | None = None
    about: Row = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows) if self.layer else len(next(iter(self.columns.values()), []))

    @property
    def geometries(self) -> Shapes | None:
        """Return the geometry of each row, or ``None`` where rows have none."""
        if self.layer is None or self.border.records(self.layer).layer.geometry is None:
            return self.shapes
        return self.border.geometries(self.layer)[np.asarray(self.rows, dtype=np.intp)]

    def computed(self) -> list[Row]:
        """Return the computed columns as a dictionary for each row."""
        names = tuple(self.columns)
        if not names:
            return [{} for _ in self.rows]
        return [
            dict(zip(names, values, strict=True))
            for values in zip(*self.columns.values(), strict=True)
        ]

    def records(self) -> list[Row]:
        """Return each row as a dictionary of plain values, computed columns first."""
        if self.layer is None:
            return self.computed()
        records = self.border.records(self.layer)
        return [
            first | records.row(row) for first, row in zip(self.computed(), self.rows, strict=True)
        ]

    def frame(self) -> "gpd.GeoDataFrame | pd.DataFrame":
        """Return the answer as a frame, computed columns first; ``attrs`` holds ``about``."""
        import pandas as pd

        first = pd.DataFrame(_flat(self.columns))
        if self.layer is None:
            frame = first if self.shapes is None else _located(first, self.shapes)
        else:
            own = self.border.frame(self.layer).iloc[self.rows].reset_index(drop=True)
            frame = pd.concat([first, own], axis=1) if self.columns else own
            shapes = self.geometries
            if shapes is not None:
                frame = _located(frame.drop(columns="geometry"), shapes)
        frame.attrs.update(self.about)
        return frame


def _flat(columns: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Return the columns with a column per key in the place of one of dictionaries."""
    flat: dict[str, list[Any]] = {}
    for name, values in columns.items():
        if values and isinstance(values[0], dict):
            flat |= {key: [value[key] for value in values] for key in values[0]}
        else:
            flat[name] = values
    return flat


def _located(frame: "pd.DataFrame", shapes: Shapes) -> "gpd.GeoDataFrame":
    import geopandas as gpd

    return gpd.GeoDataFrame(frame, geometry=list(shapes), crs=FRAME_CRS)
