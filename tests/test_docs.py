"""The documentation says what the program does: columns, commands, settings, routes."""

import pydoc
import re
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner
from flask.testing import FlaskClient

from geo.layers.dictionary import data_dictionary
from geo.queries.reference import question_reference
from web.__main__ import cli
from web.registry import operations
from web.settings import Settings


def documentation(root: Path) -> str:
    pages = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def commands(group: click.Group, prefix: str = "") -> list[str]:
    found, context = [], click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        inner = isinstance(command, click.Group)
        found += commands(command, f"{prefix}{name} ") if inner else [f"{prefix}{name}"]
    return found


def test_the_site_has_every_page_of_the_documentation(root: Path) -> None:
    settings = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    named = [page for entry in settings["nav"] for page in entry.values()]
    assert sorted(named) == sorted(path.name for path in (root / "docs").glob("*.md"))


def test_the_reference_names_what_exists(root: Path) -> None:
    page = (root / "docs" / "reference.md").read_text(encoding="utf-8")
    names = re.findall(r"(?m)^::: ([\w.]+)$", page)
    assert len(names) > 8
    for name in names:
        assert pydoc.locate(name) is not None, name


def test_the_data_dictionary_is_that_of_the_layers(root: Path) -> None:
    page = (root / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert page == data_dictionary()


def test_the_reference_of_the_questions_is_that_of_their_records(root: Path) -> None:
    page = (root / "docs" / "question-reference.md").read_text(encoding="utf-8")
    assert page == question_reference()


@pytest.mark.parametrize("command", commands(cli))
def test_every_command_stands_in_the_documentation(root: Path, command: str) -> None:
    assert f"border-ports {command}" in documentation(root)


@pytest.mark.parametrize("command", commands(cli))
def test_every_command_shows_an_example(command: str) -> None:
    done = CliRunner().invoke(cli, [*command.split(), "--help"])
    assert done.exit_code == 0
    assert f"Example: border-ports {command}" in done.output


@pytest.mark.parametrize("field", Settings.__slots__)
def test_every_setting_stands_in_the_documentation(root: Path, field: str) -> None:
    assert f"BORDER_PORTS_{field.upper()}" in documentation(root)


def test_every_documented_route_stands_in_the_documentation(
    root: Path, client: FlaskClient
) -> None:
    text = documentation(root)
    paths = {
        operation.path
        for operation in operations(client.application.extensions["border_ports"])
        if operation.documented and not operation.path.startswith("/collections/")
    }
    assert len(paths) > 20
    assert not {path for path in paths if f"`{path}`" not in text}
