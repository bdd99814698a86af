"""Features of a layer as GeoJSON text, kept ready for the forms most asked for."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import orjson

from geo.border import Border
from geo.formats.feature_json import FeatureWriter, geometry_json
from geo.layers import KINDS, Layer
from web.features.reference_systems import to_crs

__all__ = ["Encoder"]

_NOT_FLAT: Final = ("list", "boolean")
"""Kinds of values for which some programs have no type of field."""


class Encoder:
    """Writes the features of all layers; a writer per layer, level and CRS is kept."""

    def __init__(self, border: Border) -> None:
        self._border = border
        self._writers: dict[tuple[str, str, str], FeatureWriter] = {}

    def features(self, layer: Layer, rows: list[int], values: Mapping[str, Any]) -> list[bytes]:
        """Return the text of features, as the parameters of a request want them."""
        names, bare = values.get("properties"), values.get("skipGeometry", False)
        level, crs = values.get("level") or "full", values["crs"]
        flat = bool(values.get("flat"))
        if names is None and not bare and not flat:
            return self._writer(layer, level, crs).features(rows)
        kept = layer.column_names if names is None else names
        columns = self._columns(layer, kept, rows, flat=flat)
        return self._chosen(layer, rows, columns, None if bare else (level, crs))

    def _columns(
        self, layer: Layer, names: Sequence[str], rows: list[int], *, flat: bool
    ) -> dict[str, list[Any]]:
        """Return the cells of some rows by column; ``flat`` makes texts of lists and truths."""
        table = self._border.records(layer.name)
        columns = {name: [table.columns[name][row] for row in rows] for name in names}
        for name in names:
            kind = layer.column(name).kind
            if flat and kind in _NOT_FLAT:
                text = KINDS[kind].text
                columns[name] = [None if cell is None else text(cell) for cell in columns[name]]
        return columns

    def _writer(self, layer: Layer, level: str, crs: str) -> FeatureWriter:
        key = (layer.name, level, crs)
        if key not in self._writers:
            table = self._border.records(layer.name)
            shapes = self._border.geometries(layer.name, level) if layer.geometry else None
            changed = None if shapes is None else to_crs(shapes, crs)
            self._writers[key] = FeatureWriter(table, changed)
        return self._writers[key]

    def _chosen(
        self,
        layer: Layer,
        rows: list[int],
        columns: dict[str, list[Any]],
        form: tuple[str, str] | None,
    ) -> list[bytes]:
        keys = self._border.records(layer.name).columns[layer.key]
        shapes = [b"null"] * len(rows)
        if form is not None and layer.geometry:
            chosen = self._border.geometries(layer.name, form[0])[np.asarray(rows, dtype=np.intp)]
            shapes = geometry_json(to_crs(chosen, form[1]))
        return [
            b'{"type":"Feature","id":%b,"geometry":%b,"properties":%b}'
            % (
                orjson.dumps(keys[row]),
                shape,
                orjson.dumps({name: cells[position] for name, cells in columns.items()}),
            )
            for position, (row, shape) in enumerate(zip(rows, shapes, strict=True))
        ]
