"""Layers that an organisation brings: their definitions, made from a table schema of its own."""

import re
from collections.abc import Mapping
from typing import Any, Final

from geo.errors import DatasetError
from geo.layers.kinds import KINDS, Kind
from geo.layers.model import STATES, Column, GeometryType, Layer

__all__ = ["OWN_PREFIX", "own_layer", "own_name"]

OWN_PREFIX: Final = "own_"
"""Begins the name of every layer that is supplied by somebody else."""
MAX_FIELDS: Final = 200
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,50}")
_KIND_OF: Final[Mapping[str, Kind]] = {record.table_schema: name for name, record in KINDS.items()}
_COMPUTED: Final = (
    Column(name="joined_ports", kind="list", label_en="Ports (joined)", label_es="Puertos (unidos)",
           description="Ids of the ports by id, code or nearest position."),
    Column(name="states", kind="list", label_en="States", label_es="Estados", allowed=STATES,
           description="Border states of these ports, ISO 3166-2."),
    Column(name="supplied_by", label_en="Supplied by", label_es="Proporcionado por", required=True,
           description="Who supplied the row, which is not part of the data set."),
)  # fmt: skip
"""Columns that the reading adds to every layer of one's own."""


def own_name(stem: str) -> str:
    """Return the name of the layer that a file of that stem is, such as ``own_state_plan``."""
    slug = re.sub(r"[^a-z0-9]+", "_", stem.lower()).strip("_")
    return f"{OWN_PREFIX}{slug}"


def own_layer(
    name: str, schema: Mapping[str, Any], geometry: GeometryType | None, where: str
) -> Layer:
    """Return the definition of a layer from a Frictionless table schema.

    ``where`` is the file that errors name. Beside ``fields`` and ``primaryKey`` the schema has
    ``supplier`` and, if it likes, ``title``, ``description``, ``licence`` and ``date``.

    Raises
    ------
    DatasetError
        The schema lacks something, or says what a layer cannot be.
    """
    supplier = _text(schema, "supplier", where)
    fields = schema.get("fields")
    if not isinstance(fields, list) or not 1 <= len(fields) <= MAX_FIELDS:
        raise DatasetError(f"{where}: fields: a list of 1 to {MAX_FIELDS} fields is needed")
    columns = [_column(field, f"{where}: field {n}") for n, field in enumerate(fields, start=1)]
    names = [column.name for column in columns]
    key = schema.get("primaryKey", names[0])
    key = key[0] if isinstance(key, list) and len(key) == 1 else key
    if key not in names or len(set(names)) != len(names):
        raise DatasetError(f"{where}: primaryKey: one field of {', '.join(names)}, each once")
    reserved = {column.name for column in _COMPUTED} | {"geometry"}
    if reserved & set(names):
        raise DatasetError(f"{where}: fields: {min(reserved & set(names))!r} is added by itself")
    columns.sort(key=lambda column: column.name != key)
    title = _both(schema.get("title"), name.removeprefix(OWN_PREFIX))
    said = {
        "en": f"Supplied by {supplier}, not part of the data set.",
        "es": f"Proporcionado por {supplier}; no forma parte del conjunto de datos.",
    }
    told = _both(schema.get("description"), "")
    return Layer(
        name=name,
        title_en=title["en"],
        title_es=title["es"],
        description_en=f"{said['en']} {told['en']}".strip(),
        description_es=f"{said['es']} {told['es']}".strip(),
        geometry=geometry,
        geometry_required=False,
        licence=str(schema.get("licence") or f"As {supplier} states"),
        part="places",
        style="own",
        columns=(*columns, *_COMPUTED),
    )


def _column(field: object, where: str) -> Column:
    if not isinstance(field, dict):
        raise DatasetError(f"{where}: an object with a name and a type is needed")
    name, kind = field.get("name"), field.get("type", "string")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise DatasetError(f"{where}: name: {name!r}: lower case, digits and underscores only")
    if kind not in _KIND_OF:
        raise DatasetError(f"{where}: type: {kind!r} is not one of {', '.join(_KIND_OF)}")
    constraints = field.get("constraints")
    constraints = constraints if isinstance(constraints, dict) else {}
    allowed = constraints.get("enum", [])
    if not isinstance(allowed, list) or not all(isinstance(one, str) for one in allowed):
        raise DatasetError(f"{where}: enum: a list of texts is needed")
    label = _both(field.get("title"), name)
    return Column(
        name=name,
        kind=_KIND_OF[kind],
        label_en=label["en"],
        label_es=label["es"],
        description=_both(field.get("description"), label["en"])["en"],
        unit=str(field.get("unit", "")),
        required=constraints.get("required") is True,
        allowed=tuple(allowed),
    )


def _text(schema: Mapping[str, Any], name: str, where: str) -> str:
    text = schema.get(name)
    if not isinstance(text, str) or not text.strip():
        raise DatasetError(f"{where}: {name}: a text is needed")
    return text.strip()


def _both(given: object, default: str) -> dict[str, str]:
    """Return a text in both languages: given for each, or one for both."""
    if isinstance(given, dict):
        english = str(given.get("en") or given.get("es") or default)
        return {"en": english, "es": str(given.get("es") or english)}
    text = str(given) if given else default
    return {"en": text, "es": text}
