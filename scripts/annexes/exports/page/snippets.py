"""Code with which the tables are loaded: it runs as it stands in the folder of the export."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from annexes.base.sql import identifier
from annexes.base.texts import toml_of
from annexes.exports.form import all_forms
from annexes.package.opened import OpenedPackage
from annexes.package.tables import ForeignKey, Table


def snippets(source: OpenedPackage) -> Iterator[tuple[str, str]]:
    """The name of each language and its code: one table, and the names of its codes if it has."""
    table = source.made("annexes") or next(iter(source.tables.values()), None)
    if not table:
        return
    key = _key_of_codes(source, table)
    (database,) = all_forms()["sqlite"].paths(source)
    parts = {
        "own": _variable(table.name),
        "path": _path(table),
        "database": database,
        "view": identifier(f"{table.name}_labelled" if key else table.name),
    }
    if key:
        parts["other"], parts["other_path"] = _variable(key.table), _path(source.tables[key.table])
        parts["column"], parts["reference"] = _text(key.columns[0]), _text(key.references[0])
    for snippet in toml_of("exports.page", "snippets.toml")["snippet"]:
        yield snippet["name"], snippet["named" if key else "alone"].format(**parts)


def _key_of_codes(source: OpenedPackage, table: Table) -> ForeignKey | None:
    """The key that leads to the list of codes."""
    codes = source.made("codes")
    keys = (key for key in table.foreign_keys if codes and key.table == codes.name)
    return next((key for key in keys if len(key.columns) == 1), None)


def _variable(name: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9_]", "_", name)
    return plain if re.match(r"[A-Za-z]", plain) else f"table_{plain}"


def _path(table: Table) -> str:
    return _text(str(table.resource["path"]))


def _text(text: str) -> str:
    """A string as Python and R write it."""
    return json.dumps(text, ensure_ascii=False)
