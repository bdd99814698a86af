"""Run by QGIS's own Python: opens a GeoPackage, its styles and its project, and says what it found.

Usage: python3 qgis_styles.py PACKAGE PICTURE
"""

import json
import os
import sys

from PyQt5.QtCore import QSize
from qgis.core import (
    QgsApplication,
    QgsExpression,
    QgsExpressionContext,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsVectorLayer,
)

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
    found["project"] = _project(package, picture)
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()
    os._exit(0)  # QGIS tears its objects down in an order that may crash


def _project(package: str, picture: str) -> dict:
    """Open the project of the package, draw its first view, and return what is in it."""
    project = QgsProject.instance()
    is_read = project.read(f"geopackage:{package}?projectName=border-ports")
    listed = project.layerTreeRoot().findLayers()
    view = project.viewSettings().defaultViewExtent()
    settings = QgsMapSettings()
    settings.setLayers([item.layer() for item in listed if item.isVisible()])
    settings.setDestinationCrs(project.crs())
    settings.setBackgroundColor(project.backgroundColor())
    settings.setOutputSize(QSize(900, 500))
    settings.setExtent(view)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(picture)
    ports = next(item.layer() for item in listed if item.layer().id().endswith("_ports"))
    expression = QgsExpression(ports.labeling().settings().fieldName)
    label = QgsExpressionContext()
    label.setFeature(next(ports.getFeatures("id = 'naco'")))
    return {
        "read": is_read,
        "crs": project.crs().authid(),
        "listed": {item.layer().id(): item.layer().isValid() for item in listed},
        "names": [item.name() for item in listed],
        "shown": [item.layer().id() for item in listed if item.isVisible()],
        "view": [view.xMinimum(), view.yMinimum(), view.xMaximum(), view.yMaximum()],
        "naco": expression.evaluate(label),
        "classes": len(ports.renderer().categories()),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
