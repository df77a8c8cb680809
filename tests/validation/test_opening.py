"""A package in a zip: what is unpacked, and what is not."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from annexes.base.errors import PackageError
from annexes.validation.opening import UNPACKED, opened

DESCRIPTOR = b'{"name": "zipped", "resources": []}'


def zipped(path: Path, *, says: int) -> Path:
    """A zip with a descriptor, and a file that says of itself to be so long."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("datapackage.json", DESCRIPTOR)
        archive.writestr("long.csv", b"a\n1\n")
        archive.filelist[-1].file_size = says
    return path


def test_a_zip_is_unpacked(tmp_path: Path) -> None:
    with opened(zipped(tmp_path / "a.zip", says=4)) as found:
        assert found.descriptor["name"] == "zipped"


def test_a_zip_that_would_fill_the_disk_is_not_unpacked(tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "bomb.zip", says=UNPACKED + 1)
    with pytest.raises(PackageError, match="it unpacks to more than it may"), opened(bomb):
        pass


def test_a_file_that_is_named_often_counts_once(tmp_path: Path) -> None:
    """Or a small package would be given the time of a large one."""
    (tmp_path / "t.csv").write_bytes(b"a\n1\n")
    (tmp_path / "u.csv").write_bytes(b"b\n")
    listed = [{"path": "t.csv"}, {"path": ["t.csv", "u.csv"]}, {"path": "t.csv"}, {"path": 5}, 5]
    file = tmp_path / "datapackage.json"
    file.write_text(json.dumps({"resources": listed}))
    with opened(tmp_path) as found:
        assert found.size == file.stat().st_size + 4 + 2
