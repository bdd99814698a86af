"""The README that travels inside archives: what is in it, in English and Spanish."""

from collections.abc import Mapping, Sequence

from geo.border import Border
from geo.data.provenance import provenance
from geo.layers import LAYERS

__all__ = ["readme"]


def readme(
    border: Border, names: Sequence[str], renames: Mapping[str, Mapping[str, str]] | None = None
) -> str:
    """Return the text: version, rule, licence, sources, layers and columns.

    ``renames`` maps, for each layer, the column names in the files to those of the data set.
    """
    about = provenance(border)
    lines = [about.title_en, about.title_es, "", about.edition, ""]
    for lang in ("en", "es"):
        lines += [about.counting_rule(lang), about.disclaimer(lang), ""]
    lines += [
        "Coordinates: longitude, latitude, WGS 84 (OGC:CRS84), degrees. Text: UTF-8.",
        "Coordenadas: longitud, latitud, WGS 84 (OGC:CRS84), grados. Texto: UTF-8.",
        "An empty cell means: not known. / Una celda vacía significa: no se conoce.",
        "",
        f"Licence / Licencia: {about.licence}",
        "Sources / Fuentes:",
        *(f"- {source}" for source in about.sources),
    ]
    for name in names:
        lines += ["", *_layer_lines(name, (renames or {}).get(name, {}))]
    return "\r\n".join(lines) + "\r\n"


def _layer_lines(name: str, renamed: Mapping[str, str]) -> list[str]:
    definition = LAYERS[name]
    in_file = {column: short for short, column in renamed.items()}
    lines = [
        f"{name}: {definition.title_en} / {definition.title_es}",
        f"  {definition.description_en}",
        f"  {definition.description_es}",
    ]
    for column in definition.columns:
        short = in_file.get(column.name)
        shown = f"{short} = {column.name}" if short else column.name
        unit = f" [{column.unit}]" if column.unit else ""
        lines.append(
            f"  {shown}{unit}: {column.label_en} / {column.label_es}. {column.description}"
        )
    return lines
