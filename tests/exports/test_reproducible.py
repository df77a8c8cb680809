"""The same package gives the same bytes, whenever, wherever and by whomever it is exported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from programs import need_locale

GERMAN = {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"}
OTHERS = {
    "German and far away": {**GERMAN, "TZ": "Pacific/Kiritimati"},
    "plain": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONHASHSEED": "42"},
}


@pytest.mark.parametrize("name", OTHERS)
def test_another_environment_gives_the_same_bytes(
    exported: Path, copy: Path, tmp_path: Path, name: str
) -> None:
    """Also from another folder, into another folder whose name programs may trip over."""
    if OTHERS[name]["LC_ALL"] != "C":
        need_locale(OTHERS[name]["LC_ALL"])
    out = tmp_path / "aus [gabe] *" / name
    done = subprocess.run(
        [sys.executable, "-m", "annexes", "export", "-C", str(copy), "--out", str(out)],
        cwd=tmp_path,
        env={**os.environ, **OTHERS[name]},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (out / "SHA256SUMS").read_text() == (exported / "SHA256SUMS").read_text()


def test_the_moment_comes_from_the_package(copy: Path, exported: Path) -> None:
    """No clock is read: the files say when the package was created."""
    import zipfile

    import openpyxl

    with zipfile.ZipFile(exported / "ship-inspections.zip") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2021, 6, 1, 0, 0, 0)}
    book = openpyxl.load_workbook(exported / "ship-inspections.xlsx")
    assert book.properties.created is not None
    assert book.properties.created.isoformat() == "2021-06-01T00:00:00"
