"""The generated half of the parity corpus: one package for each seed, the same on every machine."""

from __future__ import annotations

import csv
import hashlib
import io
import random
from collections.abc import Callable
from typing import Any

from validation.case import Case, as_json
from validation.kinds import CONSTRAINTS, KINDS, Kind

Table = list[list[str]]
Descriptor = dict[str, Any]
DIALECTS: tuple[Descriptor, ...] = (
    {"delimiter": ";"},
    {"delimiter": "\t"},
    {"delimiter": "|", "quoteChar": "'"},
    {"doubleQuote": False, "escapeChar": "\\"},
    {"skipInitialSpace": True},
    {"header": False},
    {"headerRows": [2]},
    {"headerRows": [1, 2]},
    {"headerJoin": "_", "headerRows": [1, 2]},
    {"commentChar": "#"},
    {"commentRows": [2]},
    {"lineTerminator": "\r\n"},
    {"nullSequence": "\\N"},
    {"caseSensitiveHeader": False},
    {"headerCase": False},
    {"csv": {"delimiter": ";"}},
    {"csv": {"nullSequence": "-", "skipInitialSpace": True}},
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1", "utf-16-le")


def generate(seed: int) -> Case:
    """The package of this seed: one or two tables, mostly with a few faults."""
    rng = random.Random(seed)
    kinds = _kinds(rng, seed)
    table = _table(rng, kinds)
    fields = [{"name": name, **kind.field} for name, kind in zip(table[0], kinds, strict=True)]
    schema: Descriptor = {"fields": fields}
    if rng.random() < 0.3:
        schema["missingValues"] = rng.choice([[], [""], ["", "NA"], ["-"], ["", "-", "n/a"]])
    _keys(rng, schema, table)
    for fault in rng.sample(FAULTS, rng.choice([0, 0, 0, 1, 1, 2])):
        if table and table[0]:
            fault(rng, table)
    resource: Descriptor = {"name": "table", "path": "table.csv", "schema": schema}
    data = _written(rng, resource, table)
    if rng.random() < 0.2:
        _counted(rng, resource, data, len(table) - 1, len(table[0]) if table else 0)
    files = {"table.csv": data, **_others(rng, schema)}
    return _package(rng, f"seed-{seed}", resource, files)


def _kinds(rng: random.Random, seed: int) -> list[Kind]:
    """Each type and each constraint has its turn as the first field."""
    constrained = [(kind, rule) for kind, rules in CONSTRAINTS for rule in rules]
    every = len(KINDS) + len(constrained)
    chosen = [seed % every, *(rng.randrange(every) for _ in range(rng.choice([0, 1, 2])))]
    kinds = []
    for number in chosen:
        if number < len(KINDS):
            kinds.append(KINDS[number])
        else:
            kind, rule = constrained[number - len(KINDS)]
            kinds.append(Kind({**kind.field, "constraints": rule}, kind.good, kind.odd))
    return kinds


def _table(rng: random.Random, kinds: list[Kind]) -> Table:
    wrong = rng.choice([0, 0, 0.1, 0.3])
    header = ["id", "value", "größe", "d"][: len(kinds)]
    rows = [[_cell(rng, kind, wrong) for kind in kinds] for _ in range(rng.randrange(7))]
    return [header, *rows]


def _cell(rng: random.Random, kind: Kind, wrong: float) -> str:
    if rng.random() < 0.06:
        return rng.choice(["", "", "NA", "-", " "])
    return rng.choice(kind.odd if rng.random() < wrong else kind.good)


def _keys(rng: random.Random, schema: Descriptor, table: Table) -> None:
    names = list(table[0])  # as they were, whatever becomes of the header
    structured = {"array", "object", "list", "geojson", "geopoint"}
    typed = {field.get("type") for field in schema["fields"]}
    if typed & structured and rng.random() < 0.8:
        return  # the reference crashes on keys that Python cannot hash
    if rng.random() < 0.35:
        keys: list[Any] = [names[0], [names[0]], names, names, ["unknown"]]
        schema["primaryKey"] = rng.choices(keys, [8, 8, 8, 8, 1])[0]
    if rng.random() < 0.1:
        schema["uniqueKeys"] = [[names[0]]]
    if rng.random() < 0.25:
        width = rng.randrange(1, len(names) + 1)
        fields: Any = names[:width] if width > 1 or rng.random() < 0.5 else names[0]
        reference = {"resource": rng.choice(["", "codes"]), "fields": fields}
        schema["foreignKeys"] = [{"fields": fields, "reference": reference}]


def _others(rng: random.Random, schema: Descriptor) -> dict[str, bytes]:
    """The table that a foreign key may point to, with values that are partly there."""
    names = [field["name"] for field in schema["fields"]]
    rows = [rng.choices(["a", "bb", "1", "5", "42", "2022", "2022-01-01", ""], k=len(names))]
    rows += [rng.choices(["a", "b", "1", "2", "7", "true"], k=len(names)) for _ in range(4)]
    return {"codes.csv": _csv([names, *rows], "\n").encode()}


def _short(rng: random.Random, table: Table) -> None:
    row = rng.choice(table[1:] or [[]])
    del row[rng.randrange(len(row) + 1) :]


def _long(rng: random.Random, table: Table) -> None:
    if table[1:]:
        rng.choice(table[1:]).extend(rng.choice([["more"], [""], ["1", "2"]]))


def _blank(rng: random.Random, table: Table) -> None:
    table.insert(rng.randrange(1, len(table) + 1), rng.choice([[], [""], [""] * len(table[0])]))


def _label(rng: random.Random, table: Table) -> None:
    place = rng.randrange(len(table[0]))
    table[0][place] = rng.choice(["", "other", table[0][0], "ID", " id", table[0][place] + " "])


def _more_labels(rng: random.Random, table: Table) -> None:
    extra = rng.choice(["extra", "", table[0][0]])
    for number, row in enumerate(table):
        row.append("x" if number else extra)


def _fewer_labels(rng: random.Random, table: Table) -> None:
    for row in table:
        del row[-1:]


def _swapped(rng: random.Random, table: Table) -> None:
    table[0].reverse()


def _doubled(rng: random.Random, table: Table) -> None:
    table.append(list(rng.choice(table)))


def _empty(rng: random.Random, table: Table) -> None:
    del table[rng.choice([0, 1]) :]


def _newlines(rng: random.Random, table: Table) -> None:
    row = rng.choice(table)
    if row:
        row[rng.randrange(len(row))] += rng.choice(["\n", "\nb", "\r\nb", '"', ",", "\n\n"])


def _odd_bytes(rng: random.Random, table: Table) -> None:
    if table[1:] and table[-1]:
        table[-1][0] = rng.choice(["\0", "a\0b", "x" * 70_000, "\u2028", "\ufeff", "\u00a05", "#a"])


FAULTS: list[Callable[[random.Random, Table], None]] = [
    _short,
    _long,
    _blank,
    _label,
    _more_labels,
    _fewer_labels,
    _swapped,
    _doubled,
    _newlines,
    _odd_bytes,
    _empty,
]


def _csv(table: Table, end: str, **options: Any) -> str:
    buffer = io.StringIO(newline="")
    try:
        csv.writer(buffer, lineterminator=end, **options).writerows(table)
    except csv.Error:
        return "\n".join(",".join(row) for row in table)
    return buffer.getvalue()


def _written(rng: random.Random, resource: Descriptor, table: Table) -> bytes:
    """The bytes of the table, written as its dialect says – or not quite."""
    dialect = rng.choice(DIALECTS) if rng.random() < 0.3 else {}
    if dialect:
        resource["dialect"] = dialect
    kept = dialect if rng.random() < 0.9 else {}
    flat = {**kept, **kept.get("csv", {})}
    options = {"delimiter": flat.get("delimiter", ","), "quotechar": flat.get("quoteChar", '"')}
    if "escapeChar" in flat:
        options |= {"doublequote": False, "escapechar": flat["escapeChar"]}
    if "headerRows" in flat or "commentRows" in flat:
        table.insert(rng.choice([0, 1]), ["note"] * len(table[0] if table else "x"))
    if flat.get("header") is False and table:
        del table[0]
    text = _csv(table, rng.choice(["\n", "\n", "\n", "\r\n", "\r"]), **options)
    if rng.random() < 0.1:
        text = text.rstrip("\r\n")
    return _encoded(rng, resource, text)


def _encoded(rng: random.Random, resource: Descriptor, text: str) -> bytes:
    encoding = rng.choice(ENCODINGS) if rng.random() < 0.2 else "utf-8"
    if encoding != "utf-8" or rng.random() < 0.3:
        resource["encoding"] = rng.choice([encoding, encoding, encoding, "utf-8", "ascii"])
        if rng.random() < 0.3:
            del resource["encoding"]
    return text.encode(encoding, errors="replace")


def _counted(rng: random.Random, resource: Descriptor, data: bytes, rows: int, wide: int) -> None:
    """Hash and counts, each wrong now and then."""
    off = rng.choice([0, 0, 1])
    algorithm = rng.choice(["md5", "sha256", "sha256", "sha1"])
    digest = hashlib.new(algorithm, data + b"x" * off).hexdigest()
    known = {
        "hash": digest if algorithm == "md5" else f"{algorithm}:{digest}",
        "bytes": len(data) + rng.choice([0, 0, 1]),
        "rows": rows + rng.choice([0, 0, 1]),
        "fields": wide + rng.choice([0, 0, 1]),
    }
    resource.update({key: known[key] for key in known if rng.random() < 0.5})


def _package(rng: random.Random, name: str, resource: Descriptor, files: dict[str, bytes]) -> Case:
    """Around the tables: v1 or v2, schema in a file or in place, folder or zip."""
    names = [field["name"] for field in resource["schema"]["fields"]]
    plain = [{"name": each, "type": "any"} for each in names]
    if rng.random() < 0.3:
        plain = [{**field, "name": each["name"]} for field, each in _typed(resource)]
    codes = {"name": "codes", "path": "codes.csv", "schema": {"fields": plain}}
    if rng.random() < 0.2:
        files["schema/table.json"] = as_json(resource["schema"])
        resource["schema"] = "schema/table.json"
    _layout(rng, resource, files)
    package: Descriptor = {"name": "package", "resources": [resource, codes]}
    version = rng.choice(["none", "v1", "v2", "v2"])
    if version == "v1":
        package["profile"] = "tabular-data-package"
        for each in (resource, codes) if rng.random() < 0.9 else ():
            each["profile"] = "tabular-data-resource"
    elif version == "v2":
        package["$schema"] = "https://datapackage.org/profiles/2.0/datapackage.json"
        resource["type"] = "table"
    files["datapackage.json"] = as_json(package)
    return Case(name, files, zipped=rng.random() < 0.05)


def _typed(resource: Descriptor) -> list[tuple[Descriptor, Descriptor]]:
    """The fields without constraints: a key compares typed values."""
    bare = [
        {k: v for k, v in f.items() if k != "constraints"} for f in resource["schema"]["fields"]
    ]
    return list(zip(bare, resource["schema"]["fields"], strict=True))


def _layout(rng: random.Random, resource: Descriptor, files: dict[str, bytes]) -> None:
    """Now and then a file that is missing or empty, a path in parts, another format."""
    luck = rng.random()
    if luck < 0.02:
        del files["table.csv"]
    elif luck < 0.04:
        files["table.csv"] = b""
    elif luck < 0.07:
        half = files["table.csv"].find(b"\n", len(files["table.csv"]) // 2) + 1
        files["one.csv"], files["two.csv"] = files["table.csv"][:half], files["table.csv"][half:]
        resource["path"] = ["one.csv", "two.csv"]
    elif luck < 0.09:
        resource["format"] = rng.choice(["csv", "tsv", "json"])
    elif luck < 0.10:
        del resource["schema"]
