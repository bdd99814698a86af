"""Run by the Python that has Valhalla: makes tiles of a network, or asks an engine of them."""

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.sax.saxutils import quoteattr

ROOT = Path(__file__).resolve().parents[2]


def build(asked: dict[str, Any]) -> dict[str, str]:
    """Make tiles and the configuration of a service that listens on loopback alone."""
    import osmium
    import valhalla
    from valhalla.config import get_config

    folder = Path(asked["folder"])
    (folder / "roads.osm").write_text(osm(asked["network"]), encoding="utf-8")
    with osmium.SimpleWriter(str(folder / "roads.osm.pbf")) as writer:
        for item in osmium.FileProcessor(str(folder / "roads.osm")):
            writer.add(item)
    (folder / "tiles").mkdir()
    made = get_config(tile_extract="", tile_dir=str(folder / "tiles"))
    made["mjolnir"] |= {"admin": "", "timezone": ""}
    made["service_limits"]["auto"]["max_matrix_distance"] = 5_000_000.0
    made["httpd"]["service"] |= {
        "listen": f"tcp://127.0.0.1:{asked['port']}",
        "loopback": f"ipc://{folder}/loopback",
        "interrupt": f"ipc://{folder}/interrupt",
        "drain_seconds": 1,
        "shutdown_seconds": 1,
    }
    for part in ("loki", "thor", "odin"):
        made[part]["service"]["proxy"] = f"ipc://{folder}/{part}"
    configuration = folder / "valhalla.json"
    configuration.write_text(json.dumps(made), encoding="utf-8")
    programs = Path(valhalla.__file__).parent / "bin"
    subprocess.run(
        [programs / "valhalla_build_tiles", "-c", configuration, folder / "roads.osm.pbf"],
        check=True, capture_output=True,
    )  # fmt: skip
    return {"service": str(programs / "valhalla_service")}


def osm(network: dict[str, Any]) -> str:
    """Return a network as OpenStreetMap writes it."""
    numbers = {name: number for number, name in enumerate(network["nodes"], 1)}
    lines = ["<osm version='0.6'>"]
    for name, (lon, lat) in network["nodes"].items():
        place = f"lon='{lon:.7f}' lat='{lat:.7f}'"
        lines.append(f"<node id='{numbers[name]}' version='1' {place}/>")
    for number, way in enumerate(network["ways"], 1):
        nodes = "".join(f"<nd ref='{numbers[name]}'/>" for name in way["nodes"])
        tags = "".join(f"<tag k={quoteattr(key)} v={quoteattr(value)}/>"
                       for key, value in way["tags"].items())  # fmt: skip
        lines.append(f"<way id='{number}' version='1'>{nodes}{tags}</way>")
    return "\n".join([*lines, "</osm>"])


def ask(asked: dict[str, Any]) -> Any:  # noqa: ANN401 - a table or a line
    """Ask ``valhalla+local``, from several threads at once, and return what all of them got."""
    from concurrent.futures import ThreadPoolExecutor

    package = ModuleType("geo")  # The rest of it needs more than this Python has.
    package.__path__ = [str(ROOT / "geo")]
    sys.modules["geo"] = package
    from geo.routing.choice import open_router

    router = open_router(f"valhalla+local:{asked['tiles']}", 60)
    places = [tuple(place) for place in asked["targets"]]

    def one(_: int) -> Any:  # noqa: ANN401
        found = router.table([tuple(asked["source"])], places, asked["vehicle"])
        return [found.seconds, found.km]

    with ThreadPoolExecutor(asked["threads"]) as pool:
        return list(pool.map(one, range(4 * asked["threads"])))


if __name__ == "__main__":
    wanted = json.loads(sys.stdin.read())
    sys.stdout.write(f"\n{json.dumps({'build': build, 'ask': ask}[sys.argv[1]](wanted))}\n")
