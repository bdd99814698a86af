"""Run by QGIS's own Python: opens a GeoPackage, applies its styles, says what came of it.

Usage: python3 qgis_styles.py PACKAGE PICTURE
"""

import json
import os
import sys

from PyQt5.QtCore import QSize
from qgis.core import QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsVectorLayer

LAYERS = ("ports", "crossings_not_counted", "river_points", "river_segments", "boundary", "states")


def main(package: str, picture: str) -> None:
    """Print, for each layer, its renderer, classes and whether its own style was applied."""
    application = QgsApplication([], False)  # noqa: FBT003 - QGIS takes it by position only
    application.initQgis()
    found = {}
    layers = []
    for name in LAYERS:
        layer = QgsVectorLayer(f"{package}|layername={name}", name, "ogr")
        _message, applied = layer.loadDefaultStyle()
        renderer = layer.renderer()
        classes = renderer.categories() if renderer.type() == "categorizedSymbol" else []
        found[name] = {
            "valid": layer.isValid(),
            "applied": applied,
            "renderer": renderer.type(),
            "classes": [item.value() for item in classes],
            "colours": [item.symbol().color().name() for item in classes],
            "features": layer.featureCount(),
        }
        layers.append(layer)
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setOutputSize(QSize(900, 500))
    settings.setExtent(layers[-2].extent())
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(picture)
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()
    os._exit(0)  # QGIS tears its objects down in an order that may crash


if __name__ == "__main__":
    main(*sys.argv[1:])
