"""How fast is `annexes validate`, as a whole process, against `frictionless validate` and peers?

A table with a key of four columns, a foreign key, an enumeration, bounds and a pattern. With
ANNEXES_BENCH=full, tables of 10 and 30 million rows are measured as well.

Of the programs that install from a registry, the library `datapackage`, which came before
frictionless, looks at all of this too, and stops at the first error. Others cannot be raced:
`goodtables` looks at no primary key, and at foreign keys only on demand; `check-datapackage` reads
descriptors only; `csvw` has keys, but translates a package without its enumerations; `pandera`
and `great-expectations` have no foreign keys.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from annexes.validation.report import differences
from annexes.validation.validate import validate
from annexes.validation.validation_options import Options
from validation.corpus import packages
from validation.seeds import generate

AREAS = ["north", "south", "west"]
CODES = [a + b + c for a in "ABCDEF" for b in "ABCDEF" for c in "ABCDEFG"][:250]
TYPED = {
    "period": "VARCHAR",
    "area": "VARCHAR",
    "code": "VARCHAR",
    "serial": "BIGINT",
    "count": "BIGINT",
    "part": "BIGINT",
    "reference": "VARCHAR",
}
FLOOR = """
import duckdb, sys
query = "SELECT count(*), sum(serial + count + part) FROM read_csv(?, header=true, columns={})"
print(duckdb.execute(query.format(sys.argv[2]), [sys.argv[1]]).fetchall())
"""
PEER = """
import sys, datapackage
for resource in datapackage.Package(sys.argv[1]).resources:
    for row in resource.iter(relations=True):
        pass
"""
PEERS = Path(__file__).parents[2] / ".venv" / "peers" / "bin" / "python"
MEASURED = """
import resource, sys, time
from pathlib import Path
from annexes.validation.validate import Options, validate
start = time.perf_counter()
assert validate(Path(sys.argv[1]), Options(memory="1GB")).ok
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
print(f"{time.perf_counter() - start:.0f} s, {peak} MB at most")
"""


def report(root: Path, million: int = 1_000_000) -> None:
    """Print seconds and ratios, memory, and the parity of the two engines."""
    with tempfile.TemporaryDirectory() as folder:
        small = made(Path(folder, "1m"), million)
        ours, theirs = _seconds("annexes", small), _seconds("frictionless", small)
        ratio = theirs / ours
        print(f"  1,000,000 rows: {ours:.2f} s, frictionless {theirs:.1f} s: {ratio:.1f} times")
        _peers(small, ours)
        odd = dirty(small)
        ours = _seconds("annexes", odd, "--limit", "1000000")
        theirs = _seconds("frictionless", odd, "--limit-errors", "1000000")
        ratio = theirs / ours
        print(f"  1 % of them odd: {ours:.2f} s, frictionless {theirs:.1f} s: {ratio:.1f} times")
        if os.environ.get("ANNEXES_BENCH") == "full":
            _large(Path(folder), million)
        own, reference = _median("annexes", root), _median("frictionless", root)
        print(f"  our own package: {own:.2f} s, frictionless {reference:.2f} s")
        _parity(Path(folder, "corpus"))


def _peers(package: Path, ours: float) -> None:
    """The one that looks at keys, and on paper the fastest that knows rows."""
    if PEERS.exists():
        start = time.perf_counter()
        command: list[str | Path] = [PEERS, "-c", PEER, package / "datapackage.json"]
        subprocess.run(command, capture_output=True, check=True)
        seconds = time.perf_counter() - start
        print(f"    the library datapackage: {seconds:.1f} s: {seconds / ours:.1f} times")
    print("    goodtables, check-datapackage, csvw, pandera: none looks at all that is asked here")
    print("    qsv validate, without foreign keys, on paper: up to 780,000 rows a second, or 1.3 s")


def made(folder: Path, rows: int) -> Path:
    """A valid package with a table of so many rows."""
    folder.mkdir()
    (folder / "codes.csv").write_text("code\n" + "\n".join(CODES) + "\n")
    query = (
        "COPY (SELECT 'P' || (i // 100000) AS period, $areas[1 + (i % 3)::INT] AS area,"
        " $codes[1 + ((i // 3) % 250)::INT] AS code, i // 750 AS serial,"
        " (hash(i) % 1000)::INT AS count, (hash(i + 7) % 50)::INT AS part,"
        f" 'Ref-' || (i % 9973) AS reference FROM range({rows}) t(i))"
        f" TO '{folder}/facts.csv' (HEADER)"
    )
    duckdb.execute(query, {"areas": AREAS, "codes": CODES})
    (folder / "datapackage.json").write_text(json.dumps(_descriptor()))
    return folder


def dirty(folder: Path) -> Path:
    """The same package with a count in every hundredth row that is no number."""
    other = folder.with_name("dirty")
    other.mkdir()
    for name in ("datapackage.json", "codes.csv"):
        (other / name).write_bytes((folder / name).read_bytes())
    with (folder / "facts.csv").open() as clean, (other / "facts.csv").open("w") as odd:
        for number, line in enumerate(clean):
            cells = line.split(",")
            if number % 100 == 50:
                cells[4] = "x"
            odd.write(",".join(cells))
    return other


def _descriptor() -> dict:
    constraints = {
        "period": {"required": True},
        "area": {"enum": AREAS},
        "serial": {"minimum": 0},
        "count": {"minimum": 0, "required": True},
        "part": {"minimum": 0, "maximum": 1000},
        "reference": {"pattern": "Ref-[0-9]+"},
    }
    kinds = {"VARCHAR": "string", "BIGINT": "integer"}
    fields = [
        {"name": name, "type": kinds[kind], "constraints": constraints.get(name, {})}
        for name, kind in TYPED.items()
    ]
    schema = {
        "fields": fields,
        "primaryKey": ["period", "area", "code", "serial"],
        "foreignKeys": [
            {"fields": ["code"], "reference": {"resource": "codes", "fields": ["code"]}}
        ],
    }
    codes = {"fields": [{"name": "code", "type": "string"}], "primaryKey": ["code"]}
    return {
        "name": "large",
        "resources": [
            {"name": "facts", "path": "facts.csv", "encoding": "utf-8", "schema": schema},
            {"name": "codes", "path": "codes.csv", "encoding": "utf-8", "schema": codes},
        ],
    }


def _seconds(tool: str, package: Path, *options: str) -> float:
    command: list[str | Path] = [
        Path(sys.executable).with_name(tool),
        "validate",
        package / "datapackage.json",
    ]
    start = time.perf_counter()
    subprocess.run([*command, *options], capture_output=True, check=False)
    return time.perf_counter() - start


def _median(tool: str, package: Path) -> float:
    return sorted(_seconds(tool, package) for _ in range(5))[2]


def _large(folder: Path, million: int) -> None:
    large = made(folder / "10m", 10 * million)
    columns = str(TYPED)
    start = time.perf_counter()
    command = [sys.executable, "-c", FLOOR, str(large / "facts.csv"), columns]
    subprocess.run(command, capture_output=True, check=True)
    floor = time.perf_counter() - start
    ours = _seconds("annexes", large)
    ratio = ours / floor
    print(f"  10,000,000 rows: {ours:.1f} s, typed read and count {floor:.1f} s: {ratio:.1f} times")
    (large / "facts.csv").unlink()
    huge = made(folder / "30m", 30 * million)
    command = [sys.executable, "-c", MEASURED, str(huge)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    print(f"  30,000,000 rows, --memory 1GB: {done.stdout.strip()}")


def _parity(folder: Path, rounds: int = 2500) -> None:
    made = (generate(seed).write(folder / f"seed-{seed}") for seed in range(rounds))
    for name, paths in {"first": packages(rounds, 2026, folder), "second": made}.items():
        different = unreadable = found = 0
        for path in paths:
            reference = validate(path, Options(engine="frictionless"))
            ours = validate(path, Options(small=0))
            found += len(reference.findings)
            failed = any(finding.type == "unreadable" for finding in reference.findings)
            unreadable += failed
            different += bool(not failed and differences(ours, reference))
        print(
            f"  {name} corpus, {rounds} small packages, {found} errors: {different} differences; "
            f"frictionless itself fails on {unreadable}"
        )
