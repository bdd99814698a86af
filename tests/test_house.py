"""The repository keeps its own rules: sizes, locks, licences, and nothing of one machine."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
TEXT = {
    ".cff", ".cfg", ".css", ".csv", ".html", ".in", ".ini", ".js", ".json", ".md", ".po", ".py",
    ".sh", ".sql", ".toml", ".txt", ".yaml", ".yml", "",
}  # fmt: skip
INDEXES = ("pypi", "npmjs", "pythonhosted", "npmmirror")
MACHINE_FOLDERS = ("root", "work", "tmp", "opt", "home", "Users")
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "misc"}
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def _tracked() -> list[Path]:
    """Return the files that are in the repository or would be added to it."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return sorted(path for path in paths if path.is_file())


def _texts() -> list[tuple[str, str]]:
    return [
        (path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in _tracked()
        if path.suffix in TEXT
    ]


def _sources() -> list[Path]:
    return [path for path in _tracked() if path.suffix == ".py"]


def _locks() -> list[Path]:
    return sorted((ROOT / "requirements").glob("*.txt"))


def test_no_python_file_is_over_four_hundred_lines() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in _sources()}
    assert {path.name: n for path, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_function_is_over_forty_lines() -> None:
    assert [name for path in _sources() for name in _long_functions(path)] == []


def _long_functions(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    functions = [node for node in ast.walk(tree) if isinstance(node, kinds)]
    return [f"{path.name}:{node.name}" for node in functions if _body(node) > LONGEST_FUNCTION]


def _body(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the number of lines of a function without its docstring."""
    statements = node.body[1:] if ast.get_docstring(node) else node.body
    if not statements or node.end_lineno is None:
        return 0
    return node.end_lineno - statements[0].lineno + 1


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path.name for path in _sources() if path.stem in VAGUE_NAMES] == []


def test_no_file_names_a_package_index_as_a_host() -> None:
    host = re.compile(rf"\b(?:{'|'.join(INDEXES)})\.(?:org|com)\b")
    assert {name for name, text in _texts() if host.search(text)} == set()


def test_no_file_names_a_folder_of_one_machine() -> None:
    folder = re.compile(rf"(?<![\w.$<{{}}/*-])/(?:{'|'.join(MACHINE_FOLDERS)})/\w")
    images = {"docs/deploy/Containerfile"}  # folders of the image, the same everywhere
    assert {name for name, text in _texts() if folder.search(text)} - images == set()


def test_no_unfinished_work_is_marked_in_the_code() -> None:
    marks = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b")
    assert [name for name, text in _texts() if name.endswith(".py") and marks.search(text)] == []


def test_third_party_browser_files_are_not_in_the_repository() -> None:
    names = [path.relative_to(ROOT).as_posix() for path in _tracked()]
    inside = [name for name in names if "/vendor/" in name or "node_modules/" in name]
    assert inside == []
    assert [name for name in names if name.endswith((".min.js", ".woff2", ".woff"))] == []


def test_published_data_are_never_committed_inside_the_package() -> None:
    assert not (ROOT / "geo" / "_data").exists()


@pytest.mark.parametrize("lock", _locks(), ids=lambda path: path.name)
def test_each_requirement_of_a_lock_is_exact_and_hashed(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert lines
    assert [line for line in lines if not re.match(r"[a-z0-9.\[\],-]+==\S", line)] == []
    assert [line for line in lines if not HASH.search(line)] == []
    assert "://" not in text


@pytest.mark.parametrize("name", ["runtime.txt", "test.txt", "build.txt"])
def test_each_runtime_dependency_is_in_the_lock(name: str) -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[<>=~! ;\[]", line)[0] for line in declared["dependencies"]}
    locked = set(re.findall(r"(?m)^([a-z0-9-]+)==", (ROOT / "requirements" / name).read_text()))
    assert wanted <= locked


# The guard of the workers uses names that granian keeps for itself.
BOUNDED = {"granian>=2.8.5,<2.9"}


def test_runtime_dependencies_have_lower_bounds_only() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [line for line in declared["dependencies"] if line not in BOUNDED]
    assert len(lines) == len(declared["dependencies"]) - len(BOUNDED)
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+>=[0-9.]+", line)] == []


def test_browser_packages_are_exact_and_locked_with_a_hash() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = package["dependencies"] | package["devDependencies"]
    assert set(package["vendor"]) == set(package["dependencies"]) - {"esbuild"}
    assert set(package["testVendor"]) <= set(package["devDependencies"])
    for name, version in wanted.items():
        entry = lock[f"node_modules/{name}"]
        assert entry["version"] == version
        assert entry["integrity"].startswith("sha512-")
    assert not any("resolved" in entry for entry in lock.values())


def test_notice_names_each_shipped_browser_package_with_its_version() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8").lower()
    for name in package["vendor"]:
        version = package["dependencies"][name]
        assert re.search(rf"{re.escape(name)} {re.escape(version)}", notice), name


@pytest.mark.parametrize("name", ["wrong-fact", "bug", "feature"])
def test_each_issue_form_asks_for_something_and_requires_it(name: str) -> None:
    path = ROOT / ".github" / "ISSUE_TEMPLATE" / f"{name}.yml"
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert form["name"]
    assert form["description"]
    asked = [item for item in form["body"] if item["type"] != "markdown"]
    assert len({item["id"] for item in asked}) == len(asked) > 1
    assert any(item.get("validations", {}).get("required") for item in asked)


def test_licence_is_the_full_text_of_apache_2() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Version 2.0, January 2004" in text
    assert "9. Accepting Warranty or Additional Liability." in text
    assert len(text.splitlines()) > 200


def test_version_is_the_same_in_the_package_and_in_the_citation() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(citation["version"]) == project["version"]


def test_both_packages_say_that_they_are_typed() -> None:
    assert (ROOT / "geo" / "py.typed").is_file()
    assert (ROOT / "web" / "py.typed").is_file()


def test_each_make_target_of_the_promise_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?m)^([a-z-]+):", makefile))
    assert {"serve", "test", "check", "data", "bench", "lock", "assets", "clean"} <= targets


def collected_files(session: pytest.Session) -> set[str]:
    """Return the files whose tests this run collected, or a run of all would if this is of some."""
    config = session.config
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    if whole and not (config.option.keyword or config.option.markexpr or config.option.deselect):
        return {item.path.relative_to(ROOT).as_posix() for item in session.items}
    listed = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    return {line.partition("::")[0] for line in listed.splitlines() if "::" in line}


def test_every_test_file_is_collected(request: pytest.FixtureRequest) -> None:
    hidden = request.config.getini("norecursedirs")
    folders = {
        part
        for path in (ROOT / "tests").rglob("test_*.py")
        for part in path.relative_to(ROOT).parts[:-1]
    }
    assert {folder for folder in folders if any(fnmatch(folder, skip) for skip in hidden)} == set()
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("test_*.py")}
    assert there == collected_files(request.session)
