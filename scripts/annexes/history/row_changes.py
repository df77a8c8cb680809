"""The rows of a table that two versions do not share, by key, whatever their number.

Cells are compared as the texts that they are. DuckDB joins the two files where they lie and spills
to disk what memory does not hold, so a table of a million rows is compared as one of ten is.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from annexes.base.database import Database, unread
from annexes.base.sql import quoted
from annexes.package.relation import NOTHING, read_where_it_lies
from annexes.package.tables import Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Kind = Literal["added", "removed", "changed"]
KINDS: tuple[Kind, ...] = ("added", "removed", "changed")
WANTED: Mapping[Kind, str] = {
    "added": "gone IS NULL",
    "removed": "come IS NULL",
    "changed": "gone = come",
}
"""How a row is known in the table `changes`."""
IN_PLACE = {"quotechar": '"', "doublequote": True, "skipinitialspace": False}


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that only one version has, or the cells in which the two differ.

    `key` are the values of the columns of the key; without a key it is empty, and the row is told
    by all its cells. `before` and `after` are by column.
    """

    kind: Kind
    key: tuple[str, ...]
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RowChanges:
    """What differs between the rows of two versions of a table.

    `cells` counts the changed cells of each column; `listed` are the first rows of each kind, by
    key. Where no key tells rows apart, `key` is empty and `reason` says why.
    """

    key: tuple[str, ...]
    counts: Mapping[Kind, int]
    cells: Mapping[str, int]
    listed: Sequence[RowChange]
    reason: str = ""

    @property
    def total(self) -> int:
        """The number of rows that differ."""
        return sum(self.counts.values())

    def left_out(self, kind: Kind) -> int:
        """How many rows of this kind are counted but not listed."""
        return self.counts[kind] - sum(change.kind == kind for change in self.listed)


NO_CHANGES = RowChanges((), dict.fromkeys(KINDS, 0), {}, ())


def row_changes(old: Table, new: Table, database: Database, limit: int) -> RowChanges:
    """Compare the rows of two tables; at most `limit` rows of each kind are listed.

    Raises PackageError where a file cannot be read as a table.
    """
    connection, folder = database.connection, database.folder
    sides = _loaded(old, "old", connection, folder), _loaded(new, "new", connection, folder)
    try:
        key, reason = _key(old, new, *sides)
        shared = [name for name in sides[1].header if name in sides[0].header]
        comparison = _Comparison(*sides, key, shared)
        comparison.join()
        return comparison.told(limit, reason)
    finally:
        for name in ("changes", "old", "new"):
            connection.execute(f"DROP TABLE IF EXISTS {name}")


# ── loading ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Cells:
    """A table of DuckDB with the cells of a file as texts, in columns c0, c1 and so on."""

    name: str
    header: list[str]
    connection: DuckDBPyConnection

    def column(self, name: str) -> str:
        """The column of this heading."""
        return f"{self.name}.c{self.header.index(name)}"

    def is_key(self, names: Sequence[str]) -> bool:
        """True if no two rows have the same cells in these columns."""
        cells = ", ".join(self.column(name) for name in names)
        doubled = f"SELECT 1 FROM {self.name} GROUP BY {cells} HAVING count(*) > 1 LIMIT 1"
        return self.connection.execute(doubled).fetchone() is None


def _loaded(table: Table, name: str, connection: DuckDBPyConnection, folder: Path) -> _Cells:
    header = table.header()
    if not header or len(set(header)) != len(header):
        raise table.error(1, None, "there is no header, or two columns of it share a name")
    options = {key: value for key, value in table.csv_options.items() if key != "delimiter"}
    plain = options.items() <= IN_PLACE.items() and table.encoding == "utf-8-sig"
    delimiter = str(table.csv_options.get("delimiter", ","))
    relation = read_where_it_lies(table.path, len(header), delimiter) if plain else None
    try:
        if relation is None:
            raise unread()[0]
        connection.execute(f"CREATE TEMP TABLE {name} AS FROM {relation.source}")
    except unread():
        source = _written_down(table, len(header), folder / f"{name}.csv")
        connection.execute(f"CREATE TEMP TABLE {name} AS FROM {source}")
    return _Cells(name, header, connection)


def _written_down(table: Table, width: int, file: Path) -> str:
    """A plain copy of the file, as a table of SQL."""
    with file.open("w", encoding="utf-8", newline="") as out:
        write = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerow
        for line, cells in table.lines():
            if len(cells) != width:
                raise table.error(line, None, f"{len(cells)} cells where the header has {width}")
            write(cell.replace("\0", "\N{REPLACEMENT CHARACTER}") for cell in cells)
    columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(width))
    form = "auto_detect=false, header=true, delim=',', quote='\"', escape='\"', parallel=false"
    given = f"{form}, nullstr={quoted(NOTHING)}, columns={{{columns}}}"
    return f"read_csv({quoted(str(file))}, {given})"


def _key(old: Table, new: Table, before: _Cells, after: _Cells) -> tuple[tuple[str, ...], str]:
    """The columns that tell rows apart in both versions; none, and why, if there are none."""
    declared = [new.primary_key, old.primary_key, *new.unique_keys, *old.unique_keys]
    keys = [key for key in dict.fromkeys(declared) if key]
    if not keys:
        return (), "no key is declared, so whole rows are compared"
    for key in keys:
        if {*key} <= {*before.header} & {*after.header} and all(
            side.is_key(key) for side in (before, after)
        ):
            return key, ""
    return (), "no declared key tells the rows of both apart, so whole rows are compared"


# ── comparing ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Comparison:
    """The join of two versions of a table over a key, or over whole rows."""

    old: _Cells
    new: _Cells
    key: tuple[str, ...]
    shared: Sequence[str]

    def join(self) -> None:
        """Make the table `changes`: one row for each that differs, with the cells of both."""
        pairs = [(self.old.column(name), self.new.column(name)) for name in self.shared]
        on = self.key or self.shared
        same = " AND ".join(f"{self.old.column(n)} = {self.new.column(n)}" for n in on) or "false"
        differ = " OR ".join(f"{one} <> {other}" for one, other in pairs) or "false"
        cells = [
            f"{side.name}.c{number} AS {side.name}{number}"
            for side in (self.old, self.new)
            for number in range(len(side.header))
        ]
        self.old.connection.execute(
            f"CREATE TEMP TABLE changes AS SELECT {', '.join(cells)}, old.nth AS gone,"
            f" new.nth AS come FROM ({self._numbered(self.old)}) old"
            f" FULL JOIN ({self._numbered(self.new)}) new ON {same} AND old.nth = new.nth"
            f" WHERE old.nth IS NULL OR new.nth IS NULL OR {differ}"
        )

    def _numbered(self, side: _Cells) -> str:
        """The rows of a version; without a key, those that are alike are told apart by number."""
        if self.key:
            return f"SELECT *, 1 AS nth FROM {side.name}"
        alike = ", ".join(side.column(name) for name in self.shared) or "1"
        return f"SELECT *, row_number() OVER (PARTITION BY {alike}) AS nth FROM {side.name}"

    def told(self, limit: int, reason: str) -> RowChanges:
        """What the table `changes` holds."""
        counted = [
            *(f"count(*) FILTER ({WANTED[kind]})" for kind in KINDS),
            *(f"count(*) FILTER (gone = come AND {self._differs(name)})" for name in self.shared),
        ]
        numbers = self.old.connection.execute(f"SELECT {', '.join(counted)} FROM changes")
        counts = numbers.fetchone() or (0,) * len(counted)
        by_kind = dict(zip(KINDS, counts, strict=False))
        by_column = {n: count for n, count in zip(self.shared, counts[3:], strict=True) if count}
        listed = [change for kind in KINDS for change in self._listed(kind, limit)]
        return RowChanges(self.key, by_kind, by_column, listed, reason)

    def _differs(self, name: str) -> str:
        old, new = self.old.header.index(name), self.new.header.index(name)
        return f"old{old} <> new{new}"

    def _listed(self, kind: Kind, limit: int) -> Iterator[RowChange]:
        """The first rows of a kind in the order of their key: numbers by size, texts by letter."""
        side = self.old if kind == "removed" else self.new
        by = [f"{side.name}{side.header.index(name)}" for name in self.key or self.shared]
        order = ", ".join(f"TRY_CAST({cell} AS DOUBLE), {cell}" for cell in by) or "1"
        found = self.old.connection.execute(
            f"SELECT * EXCLUDE (gone, come) FROM changes WHERE {WANTED[kind]}"
            f" ORDER BY {order} LIMIT {limit}"
        )
        for row in found.fetchall():
            yield self._change(kind, row)

    def _change(self, kind: Kind, row: Sequence[Any]) -> RowChange:
        width = len(self.old.header)
        before = dict(zip(self.old.header, row[:width], strict=True))
        after = dict(zip(self.new.header, row[width:], strict=True))
        if kind == "changed":
            differ = [name for name in self.shared if before[name] != after[name]]
            key = tuple(after[name] for name in self.key)
            return RowChange(kind, key, _only(before, differ), _only(after, differ))
        own = after if kind == "added" else before
        key = tuple(own[name] for name in self.key)
        return RowChange(kind, key, **{"after" if kind == "added" else "before": own})


def _only(record: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    return {name: record[name] for name in names}
