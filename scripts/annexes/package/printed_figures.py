"""The tables of figures: which annexes fill each, what its columns are, where its rows stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from annexes.base.errors import PackageError
from annexes.package.opened import OpenedPackage
from annexes.package.roles import Annex, Edition, PrintedColumn
from annexes.package.tables import Table
from annexes.package.values import Value

LABELS = {"code-name", "name", "text"}
FIGURES = {"count", "decimal", "percent"}
WORDS = {"text", "date", "code", "group", "section"}

Record = Mapping[str, Value]
Key = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """An annex of an edition, with its columns as printed."""

    edition: Edition
    annex: Annex

    @property
    def columns(self) -> Sequence[PrintedColumn]:
        """The printed columns."""
        return self.annex.columns or self.edition.columns

    @property
    def label(self) -> str:
        """The column that says what a row is about."""
        named = (column.name for column in self.columns if column.reads in LABELS)
        return next(named, self.edition.code)

    def has(self, record: Record) -> bool:
        """Does this row of the figures belong to the annex?"""
        values = self.annex.values.items()
        own = record.get("annex", self.annex.label) == self.annex.label
        return own and all(record[name] == value for name, value in values)


@dataclass(frozen=True)
class PrintedFigures:
    """A table of figures and the annexes that fill it, in the order of the descriptor."""

    table: Table
    parts: Sequence[Part]

    @property
    def label(self) -> str:
        """The column that says what a row is about: a code, or any text."""
        return self.parts[0].label

    @cached_property
    def groups(self) -> list[str]:
        """The columns that tell annexes apart."""
        values = [part.annex.values for part in self.parts]
        names = dict.fromkeys(name for own in values for name in own)
        return [name for name in names if len({own.get(name) for own in values}) > 1]

    @cached_property
    def series(self) -> str:
        """The column that tells editions apart, such as a period; '' where there is one edition."""
        for name in self.groups:
            by_edition: dict[str, set[str]] = {}
            for part in self.parts:
                value = part.annex.values.get(name, "")
                by_edition.setdefault(part.edition.edition, set()).add(value)
            values = [value for own in by_edition.values() for value in own]
            if len(by_edition) > 1 and len(values) == len(set(values)) == len(by_edition):
                return name
        return ""

    @property
    def periods(self) -> list[str]:
        """The values of `series` in the order of the editions, none where there is one edition."""
        own = (part.annex.values[self.series] for part in self.parts) if self.series else ()
        return list(dict.fromkeys(own))

    @property
    def places(self) -> list[str]:
        """The columns that with the period are the key of a row; none where there is no series."""
        key = self.table.primary_key
        return [name for name in key if name != self.series] if self.series in key else []

    @cached_property
    def counts(self) -> list[str]:
        """The columns that count something."""
        return self._reading({"count"})

    @cached_property
    def figures(self) -> list[str]:
        """The columns of figures, counts and others."""
        return self._reading(FIGURES)

    @property
    def words(self) -> list[str]:
        """The columns of words beside the label, such as the group that a row belongs to."""
        return [name for name in self._reading(WORDS) if name != self.label]

    @property
    def marked(self) -> list[str]:
        """The columns of signs that are printed behind figures or in their place."""
        return list(dict.fromkeys(c.mark for part in self.parts for c in part.columns if c.mark))

    @property
    def latest(self) -> list[Part]:
        """The annexes of the last edition that fills the table."""
        return [part for part in self.parts if part.edition is self.parts[-1].edition]

    def key(self, provenance: Table) -> tuple[str, ...]:
        """The columns by which `provenance` names a row of the table."""
        theirs = {column.name for column in provenance.columns}
        own = self.table.primary_key
        shared = tuple(c.name for c in self.table.columns if c.name in theirs)
        return own if own and theirs.issuperset(own) else shared

    def _reading(self, kinds: set[str]) -> list[str]:
        names = (c.name for part in self.parts for c in part.columns if c.reads in kinds)
        return list(dict.fromkeys(names))


def printed_figures(source: OpenedPackage) -> list[PrintedFigures]:
    """The tables of figures in the order in which annexes name them, none without roles.

    Raises PackageError where a table has not the columns that its annexes are said to fill.
    """
    roles, parts = source.roles, dict[str, list[Part]]()
    for edition in roles.editions:
        for annex in edition.annexes:
            name = annex.resource or roles.made.get("annexes", "")
            parts.setdefault(name, []).append(Part(edition, annex))
    found = [
        PrintedFigures(source.tables[name], own)
        for name, own in parts.items()
        if name in source.tables
    ]
    for facts in found:
        _check(source, facts)
    return found


def traced(source: OpenedPackage, facts: PrintedFigures) -> Iterator[tuple[Key, Record]]:
    """What provenance says of the rows of this table, each with the key of the row."""
    provenance = source.made("provenance")
    if not provenance:
        return
    name, key = facts.table.name, facts.key(provenance)
    for record in provenance.records():
        if record.get("resource", name) == name:
            yield tuple(record[column] for column in key), record


def _check(source: OpenedPackage, facts: PrintedFigures) -> None:
    values = {name for part in facts.parts for name in part.annex.values}
    wanted = {*facts.figures, *values, *(part.label for part in facts.parts)}
    if missing := sorted(wanted - {column.name for column in facts.table.columns}):
        problem = f"annexes are said to fill columns that '{facts.table.name}' has not"
        hint = "use the descriptor that 'annexes build' has written"
        raise PackageError.of(
            "package", source.package.place, f"{problem}: {', '.join(missing)}", hint
        )
