"""Published files that are damaged in many ways: each is noticed before anything is served."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from geo import Border, load
from geo.checks.quick import refuse_unsound
from geo.data.seal import is_sealed, sealed
from geo.errors import DatasetError

FILES = ("border.gpkg", "volumes.parquet", "crossing_volumes.parquet", "datapackage.json")


def flip(place: float) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[int(place * (len(content) - 1))] ^= 0x01
        path.write_bytes(content)

    return damage


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2])


def double(path: Path) -> None:
    path.write_bytes(path.read_bytes() * 2)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def change_a_figure(path: Path) -> None:
    content = path.read_bytes()
    for old, new in (
        (b"2026", b"2027"),
        (b"PAR1", b"PAR2"),
        (b"SQLite", b"SQLitf"),
        (b"layers", b"layerz"),
    ):
        if old in content:
            path.write_bytes(content.replace(old, new, 1))
            return


DAMAGES = {
    "first bit": flip(0.0), "a bit at a third": flip(1 / 3), "a bit in the middle": flip(0.5),
    "a bit near the end": flip(0.9), "cut": cut, "doubled": double, "emptied": empty,
    "removed": Path.unlink, "a figure": change_a_figure,
}  # fmt: skip


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(root / "data" / "published", tmp_path / "data"))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_noticed_and_named(copy: Path, name: str, damage: str) -> None:
    DAMAGES[damage](copy / name)
    with pytest.raises(DatasetError, match=name.replace(".", r"\.")) as refusal:
        load(copy)
    assert "\n" not in str(refusal.value)


def test_the_published_description_is_sealed_and_a_change_breaks_the_seal(root: Path) -> None:
    text = (root / "data" / "published" / "datapackage.json").read_text(encoding="utf-8")
    package = json.loads(text)
    assert is_sealed(package)
    assert not is_sealed({**package, "version": "0"})
    assert is_sealed(sealed({**package, "version": "0"}))
    del package["borderPorts"]["seal"]
    assert not is_sealed(package)


def test_unsound_data_are_refused_with_what_is_wrong(border: Border) -> None:
    refuse_unsound(border)
    ports = border.ports
    ports.loc[0, "time_zone"] = "America/Nowhere"
    with pytest.raises(DatasetError, match="America/Nowhere"):
        refuse_unsound(border.replace(ports=ports))
    with pytest.raises(DatasetError, match="has vanished"):
        refuse_unsound(border.replace(ports=border.ports.iloc[1:]))
