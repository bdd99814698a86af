"""A data set with layers of one's own beside its own, each told apart from them."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.data.frames import Store
from geo.data.rows import Rows
from geo.layers import LAYERS
from geo.layers.own import OWN_PREFIX
from geo.stores.own_layers import OwnLayer, own_fingerprint, read_own_layers

if TYPE_CHECKING:
    import pandas as pd
    import shapely

__all__ = ["LayeredStore", "forget_own_layers"]


class LayeredStore:
    """A store whose layers are those of another and those of a folder.

    The definitions of the folder's layers are entered in ``LAYERS``, which the whole process
    shares: the folder read last counts. ``version`` tells this state of the folder from others.

    Raises
    ------
    DatasetError
        A file of the folder holds what is not allowed.
    """

    def __init__(self, base: Store, folder: Path) -> None:
        self._base = base
        fingerprint = own_fingerprint(folder)
        layers = read_own_layers(folder, base.read("ports"), base.read("port_codes"))
        self._own = {one.definition.name: one for one in layers}
        forget_own_layers()
        LAYERS.update({name: one.definition for name, one in self._own.items()})
        self._package = _described(base.package, layers, fingerprint)

    @property
    def package(self) -> Mapping[str, Any]:
        """Return the description of the data set, with the layers supplied by others."""
        return self._package

    def read(self, name: str) -> "pd.DataFrame":
        """Read a layer or table; ``DatasetError`` if it is missing or damaged."""
        return self._own[name].frame if name in self._own else self._base.read(name)

    def read_rows(self, name: str) -> Rows | None:
        """Read the plain values of a layer or table, if its store has them."""
        return None if name in self._own else self._base.read_rows(name)

    def read_level(self, name: str, level: str) -> "dict[str, shapely.Geometry]":
        """Read the generalised geometries of a layer by the keys of their rows."""
        return self._base.read_level(name, level)

    def kept_versions(self) -> tuple[str, ...]:
        """Return the versions that the data set's own store keeps, oldest first."""
        return self._base.kept_versions()

    def at_version(self, version: str) -> Store:
        """Return a version that is kept, without the folder's layers; ``DatasetError``."""
        return self._base.at_version(version)

    def verify_files(self) -> None:
        """Look whether the files are still whole; ``DatasetError`` names one that is not."""
        self._base.verify_files()


def forget_own_layers() -> None:
    """Take the definitions of layers supplied by others out of ``LAYERS``."""
    for name in [name for name in LAYERS if name.startswith(OWN_PREFIX)]:
        del LAYERS[name]


def _described(
    package: Mapping[str, Any], layers: list[OwnLayer], fingerprint: str
) -> dict[str, Any]:
    own = dict(package["borderPorts"])
    own["layers"] = {**own["layers"], **{one.definition.name: _record(one) for one in layers}}
    return {**package, "version": f"{package['version']}+own.{fingerprint}", "borderPorts": own}


def _record(one: OwnLayer) -> dict[str, Any]:
    definition = one.definition
    return {
        "title": {"en": definition.title_en, "es": definition.title_es},
        "geometry": definition.geometry,
        "rows": len(one.frame),
        "licence": definition.licence,
        "publishers": [one.supplier],
        "date": one.date,
        "inputs": [{
            "name": one.file, "date": one.date, "publisher": one.supplier,
            "licence": definition.licence, "credit": one.supplier, "sha256": one.sha256,
        }],
    }  # fmt: skip
