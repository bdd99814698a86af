"""pygeoapi as a peer: its own virtual environment, its configuration, our data as GeoJSON."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from servers import Server, fetch

__all__ = ["prepare_pygeoapi"]

_LAYERS = {"ports": "", "states": "&level=web", "river_segments": "&level=web"}


def prepare_pygeoapi(folder: Path, our_port: int, port: int, workers: int) -> Server:
    """Return pygeoapi on gunicorn, ready to run, serving what our service on a port serves."""
    environment = _environment()
    for name, query in _LAYERS.items():
        body = fetch(our_port, f"/collections/{name}/items?f=json{query}")[1]
        (folder / f"{name}.geojson").write_bytes(body)
    configuration = folder / "pygeoapi.yml"
    configuration.write_text(json.dumps(_configuration(folder, port)))
    variables = {
        "PYGEOAPI_CONFIG": str(configuration),
        "PYGEOAPI_OPENAPI": str(folder / "openapi.yml"),
    }
    subprocess.run(
        [
            environment / "bin" / "pygeoapi",
            "openapi",
            "generate",
            configuration,
            "--output-file",
            variables["PYGEOAPI_OPENAPI"],
        ],
        env=variables,
        check=True,
        capture_output=True,
    )
    gunicorn = [str(environment / "bin" / "gunicorn"), "-w", str(workers), "-k", "sync"]
    return Server(
        name="pygeoapi",
        command=[*gunicorn, "-b", f"127.0.0.1:{port}", "pygeoapi.flask_app:APP"],
        port=port,
        ready="/?f=json",
        folder=folder,
        environment=variables,
    )


def _environment() -> Path:
    """Return a virtual environment with the newest pygeoapi; made once, then kept."""
    folder = Path(tempfile.gettempdir()) / "border-ports-bench" / "pygeoapi"
    if not (folder / "bin" / "gunicorn").is_file():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run(
            [folder / "bin" / "pip", "install", "--quiet", "pygeoapi", "gunicorn"], check=True
        )
    return folder


def _configuration(folder: Path, port: int) -> dict[str, object]:
    text = {"en": "Border Ports"}
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port},
            "url": f"http://127.0.0.1:{port}",
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "gzip": False,
            "languages": ["en-US"],
            "limits": {"default_items": 100, "max_items": 1000},
            "map": {"url": "/", "attribution": ""},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {
                "title": text,
                "description": text,
                "keywords": {"en": ["border"]},
                "keywords_type": "theme",
                "terms_of_service": "none",
                "url": "http://127.0.0.1",
            },
            "license": {"name": "as ours", "url": "http://127.0.0.1"},
            "provider": {"name": "bench", "url": "http://127.0.0.1"},
            "contact": {"name": "bench"},
        },
        "resources": {name: _resource(folder, name) for name in _LAYERS},
    }


def _resource(folder: Path, name: str) -> dict[str, object]:
    return {
        "type": "collection",
        "title": name,
        "description": name,
        "keywords": ["border"],
        "links": [],
        "extents": {
            "spatial": {
                "bbox": [-125, 14, -86, 43],
                "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
            }
        },
        "providers": [
            {
                "type": "feature",
                "name": "GeoJSON",
                "data": str(folder / f"{name}.geojson"),
                "id_field": "id",
            }
        ],
    }
