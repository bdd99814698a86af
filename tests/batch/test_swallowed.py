"""Rows that a stray quotation mark makes part of a cell are missed, and real text is let alone."""

import csv
import gzip
import random
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from geo.cli import cli

COLUMNS = ("id", "lon", "lat", "note", "town")
ROWS = [(str(row), f"{-106.45 - row / 1e3}", "31.75", f"load {row}", "Juárez") for row in range(9)]


def table(cells: dict[tuple[int, str], str], delimiter: str = ",") -> str:
    """Return the rows as text, some of whose cells stand as they are given."""
    lines = [delimiter.join(COLUMNS)]
    for number, row in enumerate(ROWS):
        named = zip(COLUMNS, row, strict=True)
        lines.append(delimiter.join(cells.get((number, name), cell) for name, cell in named))
    return "\n".join(lines) + "\n"


def asked(path: Path, text: str, encoding: str = "utf-8") -> Result:
    data = text.encode(encoding)
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    words = ["nearest", "--input", path, "--output", path.with_name("out.csv")]
    return CliRunner().invoke(cli, list(map(str, words)))


@pytest.mark.parametrize("name", ["in.csv", "in.csv.gz"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("column", ["id", "note", "town"])
@pytest.mark.parametrize("last", [3, 7])
def test_rows_between_two_stray_marks_are_refused_where_text_follows_the_second(
    tmp_path: Path, name: str, encoding: str, column: str, last: int
) -> None:
    text = table({(2, column): '"Bob', (last, column): '"Al" x'})
    said = str(asked(tmp_path / name, text, encoding).exception)
    assert f"{name}: cannot be read: line 4, column {column!r}: a quotation mark takes" in said
    assert f"takes in lines that look like rows, the next {last - 2}; double it" in said
    assert not (tmp_path / "out.csv").exists()


def test_rows_between_two_stray_marks_that_could_be_one_cell_are_told_of(tmp_path: Path) -> None:
    text = table({(2, "note"): '"Bob', (4, "note"): '6"'}, ";")
    done = asked(tmp_path / "in.csv", text)
    assert done.exit_code == 0, done.exception
    told = "column 'note': a quotation mark takes in lines that look like rows, the next 2"
    assert f"in.csv: line 4, {told}" in done.stderr
    done = CliRunner().invoke(cli, ["nearest", "--input", "-", "--output", "-"], input=text)
    assert f"row 3, {told}" in done.stderr


def test_text_of_several_lines_is_let_alone(tmp_path: Path) -> None:
    chance = random.Random(6)  # noqa: S311
    words = ["Calle 5, 10", "-106.45,31.75", "a,b,c,d,e", "", '6" pipe', "1,2,3,4,5", "x,1,2", "ok"]
    with (tmp_path / "in.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for row in ROWS * 200:
            note = "\n".join(chance.choices(words, k=chance.randint(1, 4)))
            rows.writerow((*row[:3], note, row[4]))
    done = asked(tmp_path / "in.csv", (tmp_path / "in.csv").read_text("utf-8"))
    assert done.exit_code == 0, done.exception
    assert "warning" not in done.stderr
