"""The tables of evidence: sources, the fact behind each cell, and what is not known."""

from geo.layers.columns import CONFIDENCE, column, dated, key
from geo.layers.model import MODES, Layer

__all__ = ["FACTS", "NOT_KNOWN", "POSITION", "SOURCES_TABLE"]

_LAYER = column("layer", "Layer", "Capa", "Layer or table.", required=True)
POSITION = column("geometry", "Position", "Ubicación", "Where it is, of a layer with a geometry.")
_COLUMN = column("column", "Column", "Columna", "Column of that layer.", required=True)

SOURCES_TABLE = Layer(
    name="sources",
    title_en="Sources",
    title_es="Fuentes",
    description_en="Every publication from which a fact of this data set was taken.",
    description_es="Cada publicación de la que se tomó un dato de este conjunto.",
    geometry=None,
    licence="Facts compiled from public sources",
    part="all",
    columns=(
        key("Stable slug of the source."),
        column("publisher", "Publisher", "Fuente", "Who publishes it.", required=True),
        column("title", "Title", "Título", "What it is.", required=True),
        column("address", "Address", "Dirección", "Web address of the document itself, if known."),
        *dated("published", "Published", "Publicado", "When it was published."),
        *dated("retrieved", "Retrieved", "Consultado", "When it was read."),
        column("licence", "License", "Licencia", "Terms of use.", required=True),
        column("licence_url", "Address of the license", "Dirección de la licencia",
               "Where the terms stand."),
        column("credit", "Credit", "Crédito", "The credit that the publisher asks for."),
        column("note", "Note", "Nota", "What to know of the copy."),
    ),
)  # fmt: skip

FACTS = Layer(
    name="facts",
    title_en="Facts and their sources",
    title_es="Datos y sus fuentes",
    description_en=(
        "The source of each cell: one row per layer, row and column, or for a whole column where "
        "row is an asterisk. Where shown is false the row holds what another source says instead. "
        "A cell without a row here has the sources of its own row (source_ids)."
    ),
    description_es=(
        "La fuente de cada celda: una fila por capa, fila y columna, o por columna completa si "
        "row es un asterisco. Si shown es falso, la fila tiene lo que dice otra fuente. Una celda "
        "sin fila aquí tiene las fuentes de su propia fila (source_ids)."
    ),
    geometry=None,
    licence="Facts compiled from public sources",
    part="rows",
    columns=(
        key("Layer, row, column and running number."),
        _LAYER,
        column("row", "Row", "Fila", "Id of the row; an asterisk for the whole column.",
               required=True),
        _COLUMN,
        column("value", "Value", "Valor", "The value; empty for a whole column."),
        column("value_es", "Value (Spanish)", "Valor (español)",
               "The value in Spanish, where the layer has a column for it."),
        column("shown", "Shown", "Se muestra",
               "Whether the column shows this value; false for what another source says.",
               kind="boolean", required=True),
        column("source_ids", "Ids of sources", "Ids de las fuentes",
               "Ids in the table sources; several agree with each other.", kind="list",
               required=True),
        *dated("source_date", "Date of source", "Fecha de la fuente",
               "When the source stated it; empty where the source is undated."),
        CONFIDENCE,
        column("note", "Compiler's note", "Nota del compilador", "How it was judged."),
    ),
)  # fmt: skip

NOT_KNOWN = Layer(
    name="not_known",
    title_en="What is not known",
    title_es="Lo que no se sabe",
    description_en="Per column with empty cells: why they are empty, and who could know.",
    description_es="Por columna con celdas vacías: por qué lo están y quién podría saber.",
    geometry=None,
    licence="Border Ports",
    part="all",
    columns=(
        key("Layer and column, joined by a point."),
        _LAYER,
        _COLUMN,
        column("modes", "Modes", "Modalidades",
               "Modes of crossing to which the column applies; empty where it applies to all.",
               kind="list", allowed=MODES),
        column("why_en", "Why (English)", "Motivo (inglés)", "Why cells are empty.",
               required=True),
        column("why_es", "Why (Spanish)", "Motivo (español)", "Why cells are empty.",
               required=True),
        column("who_en", "Who could know (English)", "Quién podría saber (inglés)",
               "Whom to ask."),
        column("who_es", "Who could know (Spanish)", "Quién podría saber (español)",
               "Whom to ask."),
    ),
)  # fmt: skip
