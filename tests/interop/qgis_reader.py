"""Read the service with QGIS itself and print what it finds as JSON.

Runs under the Python that QGIS is installed for, without a display:
``QT_QPA_PLATFORM=offscreen python3 qgis_reader.py http://127.0.0.1:8055 '{"ports": 1000}'``.
The second argument names the layers to read whole, each with the most features to take.

Layers must be gone before ``exitQgis``: a provider that outlives the application ends the process
with a segmentation fault, which once looked like a failure of the provider ``OAPIF`` itself.
"""

import json
import sys

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsFeatureRequest,
    QgsProviderRegistry,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDate

EL_PASO = QgsRectangle(-107.0, 31.0, -106.0, 32.0)


def main(address: str, wanted: dict) -> dict:
    """Return what QGIS finds at the address."""
    layers = {name: _layer(address, name) for name in ("ports", "states", "river_segments")}
    ports = layers["ports"]
    texan = QgsFeatureRequest().setFilterExpression("\"us_state\" = 'US-TX'")
    subset = _layer(address, "ports")
    subset_taken = subset.setSubsetString("\"us_state\" = 'US-TX'")
    return {
        "version": Qgis.QGIS_VERSION,
        "provider": "OAPIF" in QgsProviderRegistry.instance().providerList(),
        "valid": {name: layer.isValid() for name, layer in layers.items()},
        "features": {name: _count(layer.getFeatures()) for name, layer in layers.items()},
        "crs": ports.crs().authid(),
        "fields": [field.name() for field in ports.fields()],
        "texan": _count(ports.getFeatures(texan)),
        "subset": _count(subset.getFeatures()) if subset_taken else None,
        "el_paso": sorted(
            feature["id"] for feature in ports.getFeatures(QgsFeatureRequest(EL_PASO))
        ),
        "extent": [
            ports.extent().xMinimum(),
            ports.extent().yMinimum(),
            ports.extent().xMaximum(),
            ports.extent().yMaximum(),
        ],
        "layers": {name: _read(address, name, most) for name, most in wanted.items()},
    }


def _read(address: str, name: str, most: int) -> dict:
    """Return the type of each field and the first features, with all options as QGIS has them."""
    layer = QgsVectorLayer(f"url='{address}' typename='{name}'", name, "OAPIF")
    return {
        "fields": [(field.name(), field.typeName()) for field in layer.fields()],
        "rows": [
            [_value(value) for value in feature.attributes()]
            for feature in layer.getFeatures(QgsFeatureRequest().setLimit(most))
        ],
    }


def _value(value: object) -> object:
    if isinstance(value, QDate):
        return value.toString("yyyy-MM-dd")
    return value if isinstance(value, (str, int, float, bool, list)) else None


def _layer(address: str, name: str) -> QgsVectorLayer:
    uri = (
        f"url='{address}' typename='{name}' restrictToRequestBBOX='1' pagingEnabled='true' "
        "pageSize='20'"
    )
    return QgsVectorLayer(uri, name, "OAPIF")


def _count(features: object) -> int:
    return sum(1 for _ in features)


if __name__ == "__main__":
    application = QgsApplication([], False)  # noqa: FBT003
    application.initQgis()
    found = main(sys.argv[1], json.loads(sys.argv[2]))
    application.exitQgis()
    sys.stdout.write(json.dumps(found) + "\n")
