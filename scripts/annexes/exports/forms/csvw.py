"""CSVW: the W3C's metadata for the CSV files of the package, to stand beside its descriptor.

Terms: https://www.w3.org/TR/tabular-metadata/. The titles of a column are what its header says,
because validators compare the two; what people read is its `dc:title`.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from annexes.base.errors import Place, Problem
from annexes.base.texts import texts_in
from annexes.exports.form import Beside, Form
from annexes.package.compare import compare, different
from annexes.package.labels import LANGUAGES, categories, said
from annexes.package.opened import OpenedPackage
from annexes.package.tables import Column, ForeignKey, Table
from annexes.package.values import Kind, Read, Value, exact_number, missing_values, reader

BASES: Mapping[Kind, str] = {
    "text": "string",
    "integer": "integer",
    "number": "double",
    "boolean": "boolean",
    "date": "date",
}
FILE = "csv-metadata.json"
LIMITS = ("minimum", "maximum", "minLength", "maxLength")

Node = dict[str, Any]


def write(source: OpenedPackage, out: Path, _: Beside) -> list[Problem]:
    """Write the metadata of all tables as one TableGroup; returns what is left out and why."""
    text = json.dumps(_group(source), ensure_ascii=False, indent=2)
    (out / FILE).write_text(f"{text}\n", "utf-8", newline="\n")
    return [_left_out(table) for name, table in source.tables.items() if name not in _told(source)]


def read_back(source: OpenedPackage, out: Path) -> int:
    """Read the CSV files as the metadata says and compare them; returns the number of cells."""
    file = out / FILE
    described = {node["url"]: node for node in json.loads(file.read_bytes())["tables"]}
    cells = 0
    for table in _told(source).values():
        cells += compare(table, _read(table, described[_url(table)], file), file)
    return cells


def _group(source: OpenedPackage) -> Node:
    descriptor = source.descriptor
    licences = [str(entry.get("path")) for entry in descriptor.get("licenses") or []]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "@type": "TableGroup",
        **_texts(descriptor),
        **({"dc:license": [{"@id": path} for path in licences]} if licences else {}),
        **({"schema:version": descriptor["version"]} if descriptor.get("version") else {}),
        "tables": [_table(source, table) for table in _told(source).values()],
    }


def _told(source: OpenedPackage) -> dict[str, Table]:
    """The tables whose dialect CSVW has words for."""
    tables = source.tables.items()
    return {name: table for name, table in tables if not table.csv_options.get("escapechar")}


def _table(source: OpenedPackage, table: Table) -> Node:
    keys = [_foreign_key(source, key) for key in table.foreign_keys]
    schema = {
        "columns": [_column(table, column) for column in table.columns],
        "primaryKey": [_variable(name) for name in table.primary_key],
        "foreignKeys": [key for key in keys if key],
    }
    return {
        "url": _url(table),
        **_texts(table.resource),
        "dialect": _dialect(table),
        "tableSchema": {key: value for key, value in schema.items() if value},
    }


def _column(table: Table, column: Column) -> Node:
    null = sorted(missing_values(table.schema, column.field))
    return {
        "name": _variable(column.name),
        "titles": [column.name],
        **_texts(column.field),
        "datatype": _datatype(column),
        **({"required": True} if column.required else {}),
        "null": null[0] if len(null) == 1 else null,
    }


def _datatype(column: Column) -> Node:
    constraints = column.field.get("constraints") or {}
    kind = _kind(column)
    # validators take signs of their own in a decimal, but not in a double
    signs = kind == "number" and _form(column)
    node: Node = {"base": "decimal" if signs else BASES[kind]}
    node |= {name: constraints[name] for name in LIMITS if name in constraints}
    if kind == "text":
        values = constraints.get("enum") or list(categories(column.field, "en"))
        pattern = "|".join(re.escape(str(value)) for value in values)
        form = f"^({pattern})$" if pattern else constraints.get("pattern")
    else:
        form = _form(column)
    return {**node, "format": form} if form else node


def _kind(column: Column) -> Kind:
    """The kind of value as which CSVW can describe the column; text where it has no words."""
    field = column.field
    words = [field.get("trueValues", []), field.get("falseValues", [])]
    rest = re.sub("%[Ymd]", "", str(field.get("format", "")))
    odd = (
        (column.kind == "boolean" and not all(len(word) == 1 for word in words))
        or (column.kind == "date" and "%" in rest)
        or any("|" in str(word) for own in words for word in own)
        or field.get("bareNumber") is False
    )
    return "text" if odd else column.kind


def _form(column: Column) -> Any:
    """How a value that is no text is written, where that is not the form of XML Schema."""
    field = column.field
    if column.kind == "boolean":
        return f"{field['trueValues'][0]}|{field['falseValues'][0]}"
    if column.kind == "date":
        pattern = str(field.get("format", "default"))
        for directive, letters in {"%Y": "yyyy", "%m": "MM", "%d": "dd"}.items():
            pattern = pattern.replace(directive, letters)
        return "yyyy-MM-dd" if pattern == "default" else pattern
    signs = {key: field[key] for key in ("decimalChar", "groupChar") if field.get(key)}
    return {**signs} or None


def _foreign_key(source: OpenedPackage, key: ForeignKey) -> Node:
    target = _told(source).get(key.table)
    if not target:
        return {}
    return {
        "columnReference": [_variable(name) for name in key.columns],
        "reference": {
            "resource": _url(target),
            "columnReference": [_variable(name) for name in key.references],
        },
    }


def _dialect(table: Table) -> Node:
    options = table.csv_options
    return {
        "encoding": "utf-8" if table.encoding == "utf-8-sig" else table.encoding,
        "header": True,
        "delimiter": options["delimiter"],
        "quoteChar": options.get("quotechar", '"'),
        "doubleQuote": options.get("doublequote", True),
        "skipInitialSpace": options.get("skipinitialspace", False),
    }


def _texts(entry: Mapping[str, Any]) -> Node:
    """Title and description, in each language in which they are given."""
    node: Node = {}
    for text in ("title", "description"):
        marked = {f"@{lang}": lang for lang in LANGUAGES if entry.get(f"{text}@{lang}")}
        texts = [{"@value": said(entry, text, ""), "@language": "en"}] if entry.get(text) else []
        texts += [{"@value": entry[text + at], "@language": lang} for at, lang in marked.items()]
        if texts:
            node[f"dc:{text}"] = texts
    return node


def _url(table: Table) -> str:
    return quote(str(table.resource["path"]))


def _variable(name: str) -> str:
    """The name as CSVW wants it: usable in a URI template, not beginning with an underscore."""
    safe = quote(name, safe="").replace("-", "%2D").replace("~", "%7E")
    return f"%5F{safe[1:]}" if safe.startswith("_") else safe


# ── reading back, from the metadata alone ───────────────────────────────────────────────────


def _read(table: Table, node: Node, file: Path) -> Iterator[list[Value]]:
    """The rows; what CSVW could describe as text only is read as the schema of the table says."""
    columns, dialect = node["tableSchema"]["columns"], node["dialect"]
    pairs = zip(columns, table.columns, strict=True)
    reads = [_reader(table, column, own) for column, own in pairs]
    encoding = "utf-8-sig" if dialect["encoding"] == "utf-8" else dialect["encoding"]
    with table.file.open() as data, io.TextIOWrapper(data, encoding, newline="") as lines:
        records = csv.reader(
            lines,
            delimiter=dialect["delimiter"],
            quotechar=dialect["quoteChar"],
            doublequote=dialect["doubleQuote"],
            skipinitialspace=dialect["skipInitialSpace"],
        )
        if next(records, []) != [column["titles"][0] for column in columns]:
            raise different(file, None, f"the titles of '{node['url']}' are not its header")
        for cells in records:
            yield [read(cell) for read, cell in zip(reads, cells or [""], strict=True)]


def _reader(table: Table, column: Node, own: Column) -> Read:
    if _kind(own) != own.kind:
        return reader(own.field, missing_values(table.schema, own.field))
    return lambda cell: _value(column, cell)


def _value(column: Node, cell: str) -> Value:
    datatype = column["datatype"]
    if cell in ([column["null"]] if isinstance(column["null"], str) else column["null"]):
        return None
    form = datatype.get("format")
    match datatype["base"]:
        case "boolean":
            return bool(cell == form.split("|")[0])
        case "date":
            for letters, directive in {"yyyy": "%Y", "MM": "%m", "dd": "%d"}.items():
                form = form.replace(letters, directive)
            return dt.datetime.strptime(cell, form).date()
        case "integer" | "double" | "decimal" as base:
            signs = form or {}
            plain = cell.replace(signs.get("groupChar", ""), "") if signs.get("groupChar") else cell
            plain = plain.replace(signs.get("decimalChar", "."), ".")
            return int(plain) if base == "integer" else exact_number(plain)
    return cell


def _left_out(table: Table) -> Problem:
    problem = f"'{table.name}' is left out of {FILE}: CSVW has no word for its escapeChar"
    return Problem("left-out", Place(str(table.path)), problem, "double the quotes instead")


FORM = Form(
    name="csvw",
    holds="metadata for CSV on the Web",
    paths=lambda _: [FILE],
    write=write,
    read_back=read_back,
    offers=lambda _, language: {FILE: texts_in("exports", language)["form_csvw"]},
    media_types={"json": "application/json"},
)
