"""Code with which the tables are loaded: it runs as it stands in the folder of the export."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from annexes.base.sql import identifier
from annexes.exports.form import all_forms
from annexes.package.opened import OpenedPackage
from annexes.package.tables import ForeignKey, Table


def snippets(source: OpenedPackage) -> Iterator[tuple[str, str]]:
    """The name of each language and its code: one table, and the names of its codes if it has."""
    table = source.made("annexes") or next(iter(source.tables.values()), None)
    if table:
        key = _names(source, table)
        yield "R", "\n".join(_r(source, table, key))
        yield "Python (pandas)", "\n".join(_python(source, table, key))
        yield "SQL (sqlite3)", _sql(source, table, labelled=bool(key))


def _names(source: OpenedPackage, table: Table) -> ForeignKey | None:
    """The key that leads to the list of codes."""
    codes = source.made("codes")
    keys = (key for key in table.foreign_keys if codes and key.table == codes.name)
    return next((key for key in keys if len(key.columns) == 1), None)


def _r(source: OpenedPackage, table: Table, key: ForeignKey | None) -> Iterator[str]:
    own = _variable(table.name)
    yield f'{own} <- read.csv({_path(table)}, na.strings = "", encoding = "UTF-8")'
    if not key:
        yield f"head({own})"
        return
    other, path = _variable(key.table), _path(source.tables[key.table])
    yield f'{other} <- read.csv({path}, colClasses = "character", na.strings = "",'
    yield '  encoding = "UTF-8")'
    by = f"by.x = {_text(key.columns[0])}, by.y = {_text(key.references[0])}"
    yield f"named <- merge({own}, {other}, {by})"
    yield "head(named)"


def _python(source: OpenedPackage, table: Table, key: ForeignKey | None) -> Iterator[str]:
    own, safe = _variable(table.name), 'keep_default_na=False, na_values=[""]'
    yield "import pandas as pd\n"
    yield f"{own} = pd.read_csv({_path(table)}, {safe})"
    if not key:
        yield f"print({own}.head())"
        return
    other, path = _variable(key.table), _path(source.tables[key.table])
    yield f"{other} = pd.read_csv({path}, dtype=str, {safe})"
    on = f"left_on={_text(key.columns[0])}, right_on={_text(key.references[0])}"
    yield f"named = {own}.merge({other}, {on})"
    yield "print(named.head())"


def _sql(source: OpenedPackage, table: Table, *, labelled: bool) -> str:
    view = f"{table.name}_labelled" if labelled else table.name
    (file,) = all_forms()["sqlite"].paths(source)
    return f"-- sqlite3 {file}\nSELECT * FROM {identifier(view)} LIMIT 6;"


def _variable(name: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9_]", "_", name)
    return plain if re.match(r"[A-Za-z]", plain) else f"table_{plain}"


def _path(table: Table) -> str:
    return _text(str(table.resource["path"]))


def _text(text: str) -> str:
    """A string as Python and R write it."""
    return json.dumps(text, ensure_ascii=False)
