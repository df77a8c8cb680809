"""What was known on a day: the documents published by then, corrections taken back.

Three dates are told apart: the period that a figure is about, the day on which a document said it,
and the day on which another document said otherwise. The view `known` of the database tells them.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from annexes.exports.forms import sqlite
from annexes.exports.sqlite_known import known_view
from annexes.package.about import day as day_of
from annexes.package.disk import Package
from annexes.package.opened import open_whole
from annexes.package.printed_figures import printed_figures
from annexes.package.row_keys import parts_of

Record = Mapping[str, str]

ON_DAY = """SELECT resource, key, measure, value, document FROM known_now
WHERE known_from <= :day AND (known_until IS NULL OR known_until > :day)
ORDER BY resource, key, known_from"""


@dataclass(frozen=True)
class KnownRow:
    """A row of figures as it was known: its resource and key, its figures, and the document that
    said the last of them.
    """

    resource: str
    key: Record
    figures: Record
    document: str


@dataclass(frozen=True)
class Known:
    """All rows that were known on a day; `undated` are documents that do not say when they were
    published, whose rows are left out.
    """

    day: dt.date
    rows: Sequence[KnownRow]
    undated: Sequence[str]

    def sums(self, code: str) -> list[dict[str, str | int]]:
        """Rows and sums for each group of rows that differ in the column `code` only."""
        groups: dict[tuple[tuple[str, str], ...], list[KnownRow]] = {}
        for row in self.rows:
            group = tuple((column, value) for column, value in row.key.items() if column != code)
            groups.setdefault(group, []).append(row)
        return [{**dict(group), "rows": len(own), **_sums(own)} for group, own in groups.items()]


def known_on(package: Package, day: dt.date) -> Known:
    """The rows of figures as they stood on this day, by resource and key.

    Raises PackageError or ExportError where the package is not one that a database can hold.
    """
    source = open_whole(package)
    documents = package.records(package.made("documents"))
    undated = [own["document"] for own in documents if not day_of(own.get("answered", ""))]
    if not (view := known_view(source, "known_now")):
        return Known(day, [], undated)
    with tempfile.TemporaryDirectory(prefix="annexes-") as folder:
        file = Path(folder, "package.sqlite")
        sqlite.write(source, file)
        with closing(sqlite3.connect(file)) as database:
            database.execute(view)
            found = database.execute(ON_DAY, {"day": day.isoformat()}).fetchall()
    measures = [name for facts in printed_figures(source) for name in facts.figures]
    rows = ([*own] for _, own in groupby(found, itemgetter(0, 1)))
    return Known(day, [_row(own, measures) for own in rows], undated)


def _row(said: Sequence[Sequence[Any]], measures: Sequence[str]) -> KnownRow:
    """The row with these figures, each of which a document said, the last one last."""
    resource, key, *_, document = said[-1]
    values = {name: str(value) for _, _, name, value, _ in said}
    figures = {name: values[name] for name in measures if name in values}
    return KnownRow(resource, parts_of(key), figures, document)


def _sums(rows: Sequence[KnownRow]) -> dict[str, int]:
    """The sums of the columns in which every figure is a whole number."""
    names = dict.fromkeys(name for row in rows for name in row.figures)
    own = {name: [row.figures[name] for row in rows if name in row.figures] for name in names}
    whole = {name: values for name, values in own.items() if all(v.isdecimal() for v in values)}
    return {name: sum(map(int, values)) for name, values in whole.items()}
