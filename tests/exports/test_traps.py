"""Cells that programs change by default: what is found in odd packages, and what is refused."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from annexes.base.errors import PackageError
from annexes.exports.traps.found_traps import traps
from annexes.package.disk import open_package

NUMBERS = ["12.345.678,9", "1.234.567", "1.234,5", "1,2,3", "-1,234", "1,234.", "1,", "1..2"]


def write_table(folder: Path, data: bytes) -> Path:
    fields = [{"name": "key", "type": "string"}, {"name": "value", "type": "string"}]
    resource = {"name": "table", "path": "table.csv", "schema": {"fields": fields}}
    (folder / "table.csv").write_bytes(data)
    (folder / "datapackage.json").write_text(json.dumps({"name": "odd", "resources": [resource]}))
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("number", NUMBERS)
def test_readr_takes_the_same_numbers_as_we_say(number: str, tmp_path: Path) -> None:
    rscript = shutil.which("Rscript")
    if not rscript:
        pytest.skip("R is not installed")
    write_table(tmp_path, f'key,value\na,"{number}"\n'.encode())
    program = "x <- readr::read_csv('table.csv', show_col_types = FALSE)$value; cat(is.numeric(x))"
    told = subprocess.run(
        [rscript, "-e", program], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    if "there is no package" in told.stderr:
        pytest.skip("R has no readr")
    found = [trap for trap in traps(open_package(tmp_path)) if "readr" in trap.reader]
    assert bool(found) == (told.stdout == "TRUE"), told.stderr


def test_a_carriage_return_in_quotes_becomes_another_end_of_line_in_base_r(tmp_path: Path) -> None:
    (trap,) = traps(open_package(write_table(tmp_path, b'key,value\na,"b\rc"\n')))
    assert (trap.reader, trap.kind, trap.becomes) == ("R read.csv", "line-end", "b\nc")


def test_a_row_that_a_carriage_return_ends_is_refused_with_its_line(
    annexes: Callable[..., Result], tmp_path: Path
) -> None:
    folder = write_table(tmp_path, b"key,value\na,b\rc\nd,e\n")
    with pytest.raises(PackageError, match=r"line 3: 1 cells where the header has 2"):
        traps(open_package(folder))
    assert annexes("readers", folder).exit_code == 1
