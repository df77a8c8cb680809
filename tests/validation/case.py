"""A small package of the parity corpus: its files, and what frictionless itself says of it."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Case:
    """The files of a package; `zipped` puts them into `package.zip` instead of the folder."""

    name: str
    files: Mapping[str, bytes]
    zipped: bool = False

    def write(self, folder: Path) -> Path:
        """Write the package into this folder; returns what is to be validated."""
        folder.mkdir(parents=True, exist_ok=True)
        if self.zipped:
            (folder / "package.zip").write_bytes(self._zip())
            return folder / "package.zip"
        for name, data in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return folder / "datapackage.json"

    def _zip(self) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, data in self.files.items():
                archive.writestr(name, data)
        return buffer.getvalue()


def as_json(value: Any) -> bytes:
    """A descriptor as it stands in a file."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def one_table(
    name: str,
    data: bytes | str,
    fields: list[dict[str, Any]],
    *,
    schema: Mapping[str, Any] | None = None,
    resource: Mapping[str, Any] | None = None,
) -> Case:
    """A package of one resource `table` in `table.csv`, with more in its schema and resource."""
    described = {
        "name": "table",
        "path": "table.csv",
        "schema": {"fields": fields, **(schema or {})},
        **(resource or {}),
    }
    described = {key: value for key, value in described.items() if value is not None}
    content = data.encode() if isinstance(data, str) else data
    package = {"name": "package", "resources": [described]}
    return Case(name, {"table.csv": content, "datapackage.json": as_json(package)})


Verdict = Counter[tuple[str, str, int | None, int | None]]
"""How often each resource, type, row and field is reported."""
CRASHED = "crash of the reference"


def of_frictionless(path: Path) -> Verdict:
    """The errors that `frictionless validate` reports, in process."""
    import frictionless

    try:
        report = frictionless.validate(str(path))
    except Exception:  # the reference itself may fail; then there is no verdict to agree with
        return Counter({("", CRASHED, None, None): 1})
    found: Verdict = Counter(("", error.type, None, None) for error in report.errors)
    for task in report.tasks:
        for error in task.errors:
            row, field = getattr(error, "row_number", None), getattr(error, "field_number", None)
            found[task.name, error.type, row, field] += 1
    return found
