"""Read every layer of the service with GDAL's own Python and print types and values as JSON.

Runs under the Python that Debian installs GDAL for, with all options as GDAL has them:
``/usr/bin/python3 gdal_reader.py http://127.0.0.1:8055 '{"volumes": "value = 1"}'``.
The second argument narrows layers by name.
"""

import json
import sys

from osgeo import gdal, ogr


def main(address: str, filters: dict) -> dict:
    """Return, for each layer, the type of each field and all features."""
    source = ogr.Open(f"OAPIF:{address}")
    layers = [source.GetLayer(number) for number in range(source.GetLayerCount())]
    for layer in layers:
        layer.SetAttributeFilter(filters.get(layer.GetName()))
    return {
        "version": gdal.VersionInfo("RELEASE_NAME"),
        "layers": {layer.GetName(): _read(layer) for layer in layers},
    }


def _read(layer: ogr.Layer) -> dict:
    definition = layer.GetLayerDefn()
    fields = [definition.GetFieldDefn(number) for number in range(definition.GetFieldCount())]
    return {
        "fields": [(field.GetName(), _type(field)) for field in fields],
        "rows": [[_value(feature, number) for number in range(len(fields))] for feature in layer],
    }


def _type(field: ogr.FieldDefn) -> str:
    if field.GetSubType() == ogr.OFSTBoolean:
        return "Boolean"
    return field.GetTypeName()


def _value(feature: ogr.Feature, number: int) -> object:
    if not feature.IsFieldSetAndNotNull(number):
        return None
    if feature.GetFieldType(number) == ogr.OFTDate:
        return "{:04d}-{:02d}-{:02d}".format(*feature.GetFieldAsDateTime(number)[:3])
    return feature.GetField(number)


if __name__ == "__main__":
    ogr.UseExceptions()
    sys.stdout.write(json.dumps(main(sys.argv[1], json.loads(sys.argv[2]))) + "\n")
