"""The data dictionary: every layer and column as a page of Markdown."""

from geo.layers import LAYERS, Column, Layer

__all__ = ["data_dictionary"]

_INTRODUCTION = """# Data dictionary

Made from `geo/layers` by `border-ports data dictionary`; a test keeps the two equal.
Layers have a geometry in WGS 84 longitude/latitude (`OGC:CRS84`), tables have none. Lengths are
geodesic on the WGS 84 ellipsoid, measured on the full line. An empty cell means "not known";
columns marked * are never empty. Names ending in `_en` and `_es` hold the same in two languages.
"""


def data_dictionary() -> str:
    """Return the data dictionary as Markdown, in the order of ``LAYERS``."""
    return "\n".join([_INTRODUCTION, *(_layer(layer) for layer in LAYERS.values())])


def _layer(layer: Layer) -> str:
    shape = layer.geometry or "table"
    levels = "; generalized copies at 25, 150 and 1,000 m" if layer.levels else ""
    head = [
        f"## `{layer.name}`",
        "",
        f"**{layer.title_en}** / **{layer.title_es}** ({shape}{levels})",
        "",
        layer.description_en,
        "",
        f"License: {layer.licence}.",
        "",
        "| column | kind | unit | meaning |",
        "| --- | --- | --- | --- |",
    ]
    return "\n".join([*head, *(_row(column) for column in layer.columns), ""])


def _row(column: Column) -> str:
    star = "*" if column.required else ""
    allowed = f" One of: {', '.join(f'`{item}`' for item in column.allowed)}."
    meaning = column.description + (allowed if column.allowed else "")
    return f"| `{column.name}`{star} | {column.kind} | {column.unit} | {meaning} |"
