"""What is let through without frictionless is what frictionless lets through."""

from __future__ import annotations

import copy
import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package, Resource, Schema, system

from annexes.base.database import Database
from annexes.validation.opening import opened
from annexes.validation.plain_table import plain_tables
from annexes.validation.validate import validate
from annexes.validation.validation_options import Options
from validation.case import CRASHED, of_frictionless

ROUNDS = int(os.environ.get("ANNEXES_CORPUS", "400"))
FIELDS: list[dict[str, Any]] = [
    {"name": "code", "type": "string", "constraints": {"required": True, "pattern": "[A-Z]+"}},
    {"name": "name", "type": "string", "constraints": {"enum": ["x", "y"], "maxLength": 3}},
    {"name": "cases", "type": "integer", "constraints": {"minimum": 0, "maximum": 900}},
    {"name": "share", "type": "number", "decimalChar": ",", "constraints": {"minimum": 0.5}},
    {"name": "open", "type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]},
    {"name": "day", "type": "date", "constraints": {"maximum": "2023-01-01"}},
    {"name": "year", "type": "year", "missingValues": ["", "-"]},
    {"name": "note", "type": "any", "title": "Note", "title@de": "Anmerkung"},
]
ROWS = 'A,x,5,"1,5",ja,2022-01-31,2022,n\nB,y,,,nein,,-,\n'
HEAD = ",".join(field["name"] for field in FIELDS) + "\n"
KEY = {"fields": ["code"], "reference": {"resource": "codes", "fields": ["code"]}}
SCHEMA = {"fields": FIELDS, "primaryKey": ["code"], "foreignKeys": [KEY], "missingValues": [""]}
CODES = {"fields": [{"name": "code", "type": "string"}], "primaryKey": "code"}
PACKAGE: dict[str, Any] = {
    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
    "name": "small",
    "title": "Small",
    "created": "2022-01-31T10:00:00Z",
    "version": "1.0.0",
    "licenses": [{"name": "CC0-1.0"}],
    "contributors": [{"title": "Somebody", "roles": ["creator"]}],
    "sources": [{"title": "A paper", "path": "paper.pdf"}],
    "keywords": ["a"],
    "resources": [
        {"name": "facts", "type": "table", "path": "facts.csv", "scheme": "file", "format": "csv",
         "mediatype": "text/csv", "encoding": "utf-8", "profile": "tabular-data-resource",
         "bytes": len(HEAD + ROWS), "dialect": {"delimiter": ","}, "schema": SCHEMA},
        {"name": "codes", "path": "codes.csv", "schema": CODES},
    ],
}  # fmt: skip
CLASSES: list[Any] = [
    Package, Resource, system.select_resource_class("table"), Schema,
    *map(system.select_field_class, ("string", "integer", "number", "boolean", "date")),
]  # fmt: skip
KNOWN = {name for own in CLASSES for name in own.metadata_ensure_profile()["properties"]}
SCHEMA_OF = ("resources", 0, "schema")
NAMES = [
    *sorted(KNOWN), "basepath", "detector", "control", "uniqueKeys", "categories", "custom", "x@de",
    "minimum", "exclusiveMinimum", "csv", "header", "headerRows", "quoteChar", "metadata", "html",
    "roles", "reference", "email", "organisation",
]  # fmt: skip
VALUES: list[Any] = [
    None, True, False, 0, 1, -1, 5, 1.5, 10**30, 1e300, "", " ", "x", "a b", "Ä", "A/B", "-x", "1",
    "true", "code", "facts", "codes", "default", "email", "uuid", "any", "integer", "string",
    "time", "2022-01-31", "2022-02-30", "2022-01-31T10:00:00Z", "2022-01-31T10:00:00", "(", "[",
    "\\d", ".*", "../x.csv", "/x.csv", "facts.csv", "codes.csv", "facts.CSV", "facts.zip",
    "https://example.org/x", "tabular-data-package", "data-package", "fiscal-data-package", "table",
    "json", "csv", "tsv", "utf8", "UTF-8", "utf-16", "latin-1", "sha256:" + "0" * 64, "0" * 32,
    "md5:x", ",", ";", "'", [], [""], ["x"], ["code"], ["code", "code"], ["code", "name"],
    ["x", "y"], [1], [None], [[]], [{}], [{"name": "x"}], [{"path": ""}], [{"email": "x"}],
    [{"value": ""}], [{"value": "x"}], {}, {"x": 1}, {"fields": ["code"]}, {"fields": []},
    {"delimiter": ";"}, {"header": False}, {"required": True}, {"minimum": 1}, {"minimum": "1"},
    {"maximum": 3.5}, {"enum": []}, {"enum": ["x"]}, {"enum": [1]}, {"unique": True},
    {"pattern": "a|b"}, {"minLength": 2},
]  # fmt: skip


def _places(part: Any) -> Iterator[tuple[Any, Any]]:
    """Every container of a descriptor with each of its keys."""
    entries = part.items() if isinstance(part, dict) else enumerate(part)
    for key, value in list(entries):
        yield part, key
        if isinstance(value, dict | list):
            yield from _places(value)


def changed(seed: int) -> dict[str, Any]:
    """The package with one or two values of its descriptor changed, added or taken away."""
    choose, descriptor = random.Random(seed), copy.deepcopy(PACKAGE)
    for _ in range(choose.choice([1, 1, 2])):
        part, key = choose.choice(list(_places(descriptor)))
        if isinstance(part, dict) and choose.random() < 0.4:
            key = choose.choice(NAMES)
        if isinstance(part, dict) and key in part and choose.random() < 0.2:
            del part[key]
        else:
            part[key] = copy.deepcopy(choose.choice(VALUES))
    return descriptor


def write(folder: Path, descriptor: dict[str, Any], rows: str = ROWS) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "facts.csv").write_text(HEAD + rows, "utf-8")
    (folder / "codes.csv").write_text("code\nA\nB\n", "utf-8")
    (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    return folder / "datapackage.json"


def is_plain(path: Path) -> bool:
    with opened(path) as found:
        return plain_tables(found, Database(), lambda _: None) is not None


def test_the_package_is_plain_and_valid(tmp_path: Path) -> None:
    path = write(tmp_path, PACKAGE)
    assert is_plain(path)
    assert not of_frictionless(path)


@pytest.mark.slow
def test_a_descriptor_with_a_change_is_let_through_only_if_frictionless_lets_it(
    tmp_path: Path,
) -> None:
    plain = refused = 0
    for seed in range(ROUNDS * 2):
        descriptor = changed(seed)
        path = write(tmp_path, descriptor)
        let_through = is_plain(path)
        reference = of_frictionless(path)
        plain += let_through
        refused += any(kind.endswith("-error") for _, kind, row, _ in reference if row is None)
        if not any(kind == CRASHED for _, kind, _, _ in reference):
            report = validate(path, Options(small=0))
            if report.resources or report.findings:
                found = Counter(finding.place for finding in report.findings)
                assert found == reference, f"seed {seed}: {descriptor}"
    assert plain > ROUNDS * 2 / 10
    assert refused > ROUNDS * 2 / 10


@pytest.mark.parametrize("place", [[], ["licenses", 0], ["resources", 0], [*SCHEMA_OF],
                                   [*SCHEMA_OF, "fields", 0]], ids=str)  # fmt: skip
def test_only_an_extension_is_plain_though_nobody_declares_it(
    tmp_path: Path, place: list[Any]
) -> None:
    for name, value in (("custom", False), ("layout", False), ("x@de", True), ("a:b", True)):
        descriptor = copy.deepcopy(PACKAGE)
        part: Any = descriptor
        for step in place:
            part = part[step]
        part[name] = "x"
        assert is_plain(write(tmp_path, descriptor)) == value


@pytest.mark.parametrize(
    ("rows", "loaded"), [(ROWS, "False"), (ROWS.replace("A,x,5", "A,z,5"), "True")]
)
def test_frictionless_is_loaded_only_if_a_row_must_be_read_again(
    tmp_path: Path, rows: str, loaded: str
) -> None:
    path = write(tmp_path, PACKAGE, rows)
    program = (
        "import sys; from pathlib import Path; from annexes.validation.validate import validate; "
        "validate(Path(sys.argv[1])); print('frictionless' in sys.modules)"
    )
    command: list[str | Path] = [sys.executable, "-c", program, path]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == loaded


OPENED = """
import collections, sys
from pathlib import Path
from annexes.validation.validate import validate
seen = collections.Counter()
def hook(event, arguments):
    if event == "open" and str(arguments[0]).startswith(sys.argv[1]):
        seen[arguments[0]] += 1
sys.addaudithook(hook)
assert validate(Path(sys.argv[1])).ok
print(len(seen), max(seen.values()))
"""


def test_each_file_of_a_small_package_is_opened_once(copy: Path) -> None:
    """Also those that others lead to, and those that our own rules look at."""
    command: list[str | Path] = [sys.executable, "-c", OPENED, copy]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    files, most = map(int, done.stdout.split())
    assert files > 8
    assert most == 1


def test_a_link_out_of_the_package_is_followed_for_the_trusted(tmp_path: Path) -> None:
    path = write(tmp_path / "package", PACKAGE)
    (tmp_path / "package" / "codes.csv").rename(tmp_path / "codes.csv")
    (tmp_path / "package" / "codes.csv").symlink_to(tmp_path / "codes.csv")
    assert not validate(path).valid
    assert validate(path, Options(trusted=True)).ok


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfcode\nA\nB\n",
        b"code\r\nA\r\nB\r\n",
        b"code\nA\n\nB\n",
        b"Code\nA\nB\n",
        b'"code"\n"A"\n"B"\n',
        b"code\nA\nB\xff\n",
        b"code\nA\nB,C\n",
        b"code;x\nA;1\nB;1\n",
        b"code\nA\nB~{x\n",
        "code\nA\nB\nÄ\n".encode("cp1252"),
        "code\nA\nB\nÄ\n".encode(),
        b"code\n",
        b"",
        b"code\rA\rB\r",
        b"code\nA\nB\n\n",
        b"code\nA\nB\0\n",
        b"code\n'A'\n'B'\n",
    ],
)
def test_files_that_begin_or_end_oddly(tmp_path: Path, data: bytes) -> None:
    path = write(tmp_path, PACKAGE)
    (tmp_path / "codes.csv").write_bytes(data)
    report = validate(path, Options(small=0))
    assert Counter(finding.place for finding in report.findings) == of_frictionless(path)


@pytest.mark.parametrize(
    "address", ["a.b@example.org", "x", "a" * 65 + "@b.de", f"a@{'b' * 64}.de"]
)
def test_an_address_is_plain_if_frictionless_takes_it(tmp_path: Path, address: str) -> None:
    descriptor = copy.deepcopy(PACKAGE) | {"contributors": [{"title": "A", "email": address}]}
    path = write(tmp_path, descriptor)
    assert is_plain(path) == (not of_frictionless(path))


@pytest.mark.parametrize("row", ["Ä", "\u0153", "a\nb", "x\x85y"], ids=ascii)
@pytest.mark.parametrize("encoding", ["cp1252", "windows-1252", "latin-1", "latin9", "utf-16"])
def test_a_table_in_another_encoding_is_read_in_columns(
    tmp_path: Path, encoding: str, row: str
) -> None:
    descriptor = copy.deepcopy(PACKAGE)
    descriptor["resources"][1]["encoding"] = encoding
    path = write(tmp_path, descriptor)
    text = f'code\nA\nB\n"{row}"\n'
    (tmp_path / "codes.csv").write_bytes(text.encode(encoding, "replace"))
    report = validate(path, Options(small=0))
    assert not of_frictionless(path)
    assert report.ok
    assert {own.engine for own in report.resources} == {"columnar"}


@pytest.mark.parametrize("small", [0, 1_000_000])
def test_what_its_encoding_does_not_have_is_said(tmp_path: Path, small: int) -> None:
    descriptor = copy.deepcopy(PACKAGE)
    descriptor["resources"][1]["encoding"] = "cp1252"
    path = write(tmp_path, descriptor)
    (tmp_path / "codes.csv").write_bytes(b"code\nA\nB\n\x81\n")
    report = validate(path, Options(small=small))
    assert Counter(finding.place for finding in report.findings) == of_frictionless(path)
    assert not report.valid


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_descriptor_that_frictionless_cannot_decode_is_not_plain(
    tmp_path: Path, encoding: str
) -> None:
    path = write(tmp_path, PACKAGE)
    path.write_bytes(json.dumps(PACKAGE).encode(encoding))
    assert not is_plain(path)


@pytest.mark.parametrize("text", ["[]", "null", '"x"', "5", "{}", '{"resources": [1]}'])
def test_a_descriptor_that_is_no_package(tmp_path: Path, text: str) -> None:
    (tmp_path / "datapackage.json").write_text(text)
    both = [validate(tmp_path, Options(engine)) for engine in ("columnar", "frictionless")]
    found = [[fault.place for fault in report.findings] for report in both]
    assert found[0]
    assert found[0] == found[1]


@pytest.mark.parametrize("part", ["schema", "dialect"])
@pytest.mark.parametrize(
    ("path", "encoding"),
    [
        ("part.json", "utf-8"),
        ("a/part.json", "utf-8"),
        ("part.json", "utf-8-sig"),
        ("part.json", "utf-16"),
        ("part.yaml", "utf-8"),
        ("part", "utf-8"),
        ("a/../part.json", "utf-8"),
        ("~part.json", "utf-8"),
        ("$HOME.json", "utf-8"),
        ("%a%.json", "utf-8"),
    ],
)
def test_parts_in_files_of_their_own(tmp_path: Path, part: str, path: str, encoding: str) -> None:
    descriptor = copy.deepcopy(PACKAGE)
    (tmp_path / "a").mkdir()
    own = {"schema": SCHEMA, "dialect": {"delimiter": ","}}[part]
    (tmp_path / path).write_text(json.dumps(own), encoding)
    descriptor["resources"][0][part] = path
    report = validate(write(tmp_path, descriptor), Options(small=0))
    found = Counter(finding.place for finding in report.findings)
    assert found == of_frictionless(tmp_path / "datapackage.json")


def test_a_key_into_a_file_that_cannot_be_decoded(tmp_path: Path) -> None:
    descriptor = copy.deepcopy(PACKAGE)
    note = {"name": "note", "type": "string"}
    codes = {"encoding": "utf-8", "schema": {"fields": [*CODES["fields"], note]}}
    descriptor["resources"][1] |= codes
    path = write(tmp_path, descriptor)
    rows = b"A,x\nB,x\n" + b"C,x\n" * 40_000 + b"D,\xff\n"
    (tmp_path / "codes.csv").write_bytes(b"code,note\n" + rows)
    report = validate(path, Options(small=0))
    assert Counter(finding.place for finding in report.findings) == of_frictionless(path)
