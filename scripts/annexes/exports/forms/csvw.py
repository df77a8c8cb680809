"""CSVW: the W3C's metadata for the CSV files of the package, to stand beside its descriptor.

Terms: https://www.w3.org/TR/tabular-metadata/. The titles of a column are what its header says,
because validators compare the two; what people read is its `dc:title`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from annexes.base.errors import PackageError, Place, Problem
from annexes.base.texts import texts_in
from annexes.exports.form import Beside, Form
from annexes.package.compare import compare, different
from annexes.package.labels import categories
from annexes.package.open_tables import CSV_OPTIONS
from annexes.package.opened import OpenedPackage
from annexes.package.tables import Column, ForeignKey, Table
from annexes.package.values import Kind, kinds_in, missing_values

BASES = kinds_in("csvw")
TYPES = {**{base: kind for kind, base in BASES.items()}, "string": "string", "decimal": "number"}
"""What the schema of a table calls what CSVW calls otherwise."""
DIRECTIVES = {"yyyy": "%Y", "MM": "%m", "dd": "%d"}
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
        try:
            cells += compare(table, _described(table, described[_url(table)]).rows(), file)
        except PackageError as error:
            problem = f"the tables are not as it says: {error.problems[0].problem}"
            raise different(file, None, problem) from error
    return cells


def _group(source: OpenedPackage) -> Node:
    descriptor = source.descriptor
    licences = [str(entry.get("path")) for entry in descriptor.get("licenses") or []]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": source.about.language}],
        "@type": "TableGroup",
        **_texts(source, descriptor),
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
        "columns": [_column(source, table, column) for column in table.columns],
        "primaryKey": [_variable(name) for name in table.primary_key],
        "foreignKeys": [key for key in keys if key],
    }
    return {
        "url": _url(table),
        **_texts(source, table.resource),
        "dialect": _dialect(table),
        "tableSchema": {key: value for key, value in schema.items() if value},
    }


def _column(source: OpenedPackage, table: Table, column: Column) -> Node:
    null = sorted(missing_values(table.schema, column.field))
    return {
        "name": _variable(column.name),
        "titles": [column.name],
        **_texts(source, column.field),
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
        for letters, directive in DIRECTIVES.items():
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
    options = {"quotechar": '"', "doublequote": True, "skipinitialspace": False}
    options |= table.csv_options
    return {
        "encoding": "utf-8" if table.encoding == "utf-8-sig" else table.encoding,
        "header": True,
        **{name: options[key] for name, key in CSV_OPTIONS.items() if key in options},
    }


def _texts(source: OpenedPackage, entry: Mapping[str, Any]) -> Node:
    """Title and description, in each language in which they are given."""
    told = {f"dc:{text}": source.about.texts(entry, text) for text in ("title", "description")}
    return {
        name: [{"@value": text, "@language": language} for language, text in texts.items()]
        for name, texts in told.items()
        if texts
    }


def _url(table: Table) -> str:
    return quote(str(table.resource["path"]))


def _variable(name: str) -> str:
    """The name as CSVW wants it: usable in a URI template, not beginning with an underscore."""
    safe = quote(name, safe="").replace("-", "%2D").replace("~", "%7E")
    return f"%5F{safe[1:]}" if safe.startswith("_") else safe


# ── reading back, from the metadata alone ───────────────────────────────────────────────────


def _described(table: Table, node: Node) -> Table:
    """The table with the schema and dialect that the metadata give it."""
    dialect, columns = node["dialect"], node["tableSchema"]["columns"]
    pairs = zip(columns, table.columns, strict=True)
    return Table(
        table.file,
        table.resource,
        {"fields": [_field(table, column, own) for column, own in pairs]},
        "utf-8-sig" if dialect["encoding"] == "utf-8" else dialect["encoding"],
        {CSV_OPTIONS[name]: value for name, value in dialect.items() if name in CSV_OPTIONS},
    )


def _field(table: Table, column: Node, own: Column) -> Node:
    """The field of a schema for a column; what CSVW has no words for is as the schema has it."""
    if _kind(own) != own.kind:
        return {**own.field, "missingValues": list(missing_values(table.schema, own.field))}
    null, form = column["null"], column["datatype"].get("format")
    field: Node = {
        "name": column["titles"][0],
        "type": TYPES[column["datatype"]["base"]],
        "missingValues": [null] if isinstance(null, str) else null,
    }
    match field["type"]:
        case "boolean":
            true, false = form.split("|")
            return {**field, "trueValues": [true], "falseValues": [false]}
        case "date":
            for letters, directive in DIRECTIVES.items():
                form = form.replace(letters, directive)
            return {**field, "format": form}
        case "number" | "integer":
            return {**field, **(form or {})}
    return field


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
