"""Features of a layer as GeoJSON text, kept ready for the forms most asked for."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import orjson

from geo.border import Border
from geo.formats.feature_json import FeatureWriter, geometry_json
from geo.layers import Layer
from web.features.reference_systems import to_crs

__all__ = ["Encoder"]


class Encoder:
    """Writes the features of all layers; a writer per layer, level and CRS is kept."""

    def __init__(self, border: Border) -> None:
        self._border = border
        self._writers: dict[tuple[str, str, str], FeatureWriter] = {}

    def features(self, layer: Layer, rows: list[int], values: Mapping[str, Any]) -> list[bytes]:
        """Return the text of features, as the parameters of a request want them."""
        names, bare = values.get("properties"), values.get("skipGeometry", False)
        level, crs = values.get("level") or "full", values["crs"]
        if names is None and not bare:
            return self._writer(layer, level, crs).features(rows)
        return self._chosen(layer, rows, names, None if bare else (level, crs))

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
        names: list[str] | None,
        form: tuple[str, str] | None,
    ) -> list[bytes]:
        table = self._border.records(layer.name)
        shapes = [b"null"] * len(rows)
        if form is not None and layer.geometry:
            chosen = self._border.geometries(layer.name, form[0])[np.asarray(rows, dtype=np.intp)]
            shapes = geometry_json(to_crs(chosen, form[1]))
        kept = layer.column_names if names is None else names
        return [
            b'{"type":"Feature","id":%b,"geometry":%b,"properties":%b}'
            % (
                orjson.dumps(table.columns[layer.key][row]),
                shape,
                orjson.dumps({name: table.columns[name][row] for name in kept}),
            )
            for row, shape in zip(rows, shapes, strict=True)
        ]
