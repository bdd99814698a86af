"""Write what the release is made of: a CycloneDX 1.6 bill of materials, and the licences.

``python requirements/bill_of_materials.py [folder]`` reads the locks; it needs no network. The
files are the same on every run.
"""

import base64
import csv
import json
import re
import sys
import tomllib
import uuid
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BILL = "border-ports.cdx.json"
LICENCES = "licences.csv"
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)(.*)$", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def python_components(lock: str) -> list[dict[str, Any]]:
    """Return the packages of a lock file; each names the hashes of all its files."""
    found = []
    places = [*_LOCKED.finditer(lock)]
    for place, following in zip(places, [*places[1:], None], strict=True):
        end = following.start() if following else len(lock)
        name, version = place[1].lower(), place[2]
        found.append(
            {
                "type": "library",
                "bom-ref": f"pkg:pypi/{name}@{version}",
                "name": name,
                "version": version,
                "purl": f"pkg:pypi/{name}@{version}",
                "licenses": _licence(name),
                "hashes": [
                    {"alg": "SHA-256", "content": digest}
                    for digest in sorted(_HASH.findall(lock, place.start(), end))
                ],
            }
        )
    return sorted(found, key=lambda item: item["bom-ref"])


def browser_components(package: dict[str, Any], lock: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the npm packages whose files are in the wheel."""
    found = []
    for name in package["vendor"]:
        facts = lock["packages"][f"node_modules/{name}"]
        algorithm, _, digest = facts["integrity"].partition("-")
        reference = f"pkg:npm/{name.replace('@', '%40', 1)}@{facts['version']}"
        found.append(
            {
                "type": "library",
                "bom-ref": reference,
                "name": name,
                "version": facts["version"],
                "purl": reference,
                "licenses": [{"license": {"name": facts.get("license", "see package")}}],
                "hashes": [
                    {
                        "alg": f"SHA-{algorithm.removeprefix('sha')}",
                        "content": base64.b64decode(digest).hex(),
                    }
                ],
            }
        )
    return sorted(found, key=lambda item: item["bom-ref"])


def bill_of_materials() -> dict[str, Any]:
    """Return the bill of materials of this tree."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "requirements" / "runtime.txt").read_text(encoding="utf-8")
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    npm = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    components = [*python_components(lock), *browser_components(package, npm)]
    text = json.dumps(components, sort_keys=True)
    reference = f"pkg:pypi/{project['name']}@{project['version']}"
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, reference + text)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": reference,
                "name": project["name"],
                "version": project["version"],
                "purl": reference,
                "licenses": [{"expression": project["license"]}],
            }
        },
        "components": components,
        "dependencies": [{"ref": reference, "dependsOn": [item["bom-ref"] for item in components]}],
    }


def _licence(name: str) -> list[dict[str, Any]]:
    """Return the licence that an installed package states; none for one that is not here."""
    try:
        facts = metadata(name)
    except PackageNotFoundError:
        return []
    if expression := facts.get("License-Expression"):
        return [{"expression": expression}]
    classes = [
        line.rpartition(" :: ")[2]
        for line in facts.get_all("Classifier") or []
        if line.startswith("License :: ")
    ]
    words = "; ".join(classes) or (facts.get("License") or "").split("\n")[0][:100]
    return [{"license": {"name": words}}] if words else []


def main() -> None:
    """Write both files."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist"
    folder.mkdir(parents=True, exist_ok=True)
    bill = bill_of_materials()
    text = json.dumps(bill, indent=2, sort_keys=True, ensure_ascii=False)
    (folder / BILL).write_text(text + "\n", encoding="utf-8", newline="\n")
    with (folder / LICENCES).open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(["package", "version", "licence"])
        for item in bill["components"]:
            stated = [
                part.get("expression") or part["license"]["name"] for part in item["licenses"]
            ]
            writer.writerow([item["purl"].split("@")[0], item["version"], "; ".join(stated)])


if __name__ == "__main__":
    main()
