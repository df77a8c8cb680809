"""Foreign keys: which texts surely lead somewhere, and where all of them lead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb

from annexes.validation.database import NotColumnarError, insert
from annexes.validation.grammar import Column, missing_values
from annexes.validation.reference import Lookup, open_table
from annexes.validation.table import Relation, in_place


class ForeignKeys:
    """The foreign keys of a resource, and the tables that they lead to."""

    def __init__(
        self, resource: Any, keys: Sequence[Any], connection: duckdb.DuckDBPyConnection
    ) -> None:
        self.resource, self.keys, self.connection = resource, keys, connection
        self._made: Lookup | None = None

    def accepted(self, relation: Relation, by_name: Mapping[str, Column]) -> Iterator[str]:
        """SQL for each foreign key: the texts are among those that surely lead somewhere."""
        for number, key in enumerate(self.keys):
            if set(key["fields"]) <= set(by_name):
                columns = [by_name[name] for name in key["fields"]]
                texts = self._target_texts(key, columns)
                if texts is None:
                    texts = self._matching_texts(relation, key, columns)
                name, names = f"matched_{number}", [f"m{n}" for n in range(len(columns))]
                made = ", ".join(f"{own} VARCHAR" for own in names)
                self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({made})")
                insert(self.connection, name, texts)
                given = ", ".join(column.name for column in columns)
                missing = " AND ".join(column.is_missing for column in columns)
                found = f"row({given}) IN (SELECT row({', '.join(names)}) FROM {name})"
                if len(names) == 1:
                    found = f"{given} IN (SELECT m0 FROM {name})"
                yield f"(({missing}) OR {found})"

    def _target_texts(self, key: Any, columns: Sequence[Column]) -> list[tuple[str, ...]] | None:
        """The texts that the key leads to, if its fields read them as the target's fields do."""
        source, fields = key["reference"]["resource"], tuple(key["reference"]["fields"])
        target = self._target(source)
        with target:
            header = {field.name: field for field in target.header.get_expected_fields()}
            if not set(fields) <= set(header):
                raise NotColumnarError
            for column, name in zip(columns, fields, strict=True):
                if _reading(column.field) != _reading(header[name]):
                    return None
                if column.missing != missing_values(header[name], target.schema):
                    return None
            relation = in_place(target, len(header))
            places = [list(header).index(name) for name in fields]
            texts = self._texts(relation, places) if relation else None
            reads = [column.field.create_cell_reader() for column in columns]
        if texts is None:
            return None
        typed = [[read(text)[0] for read, text in zip(reads, own, strict=True)] for own in texts]
        return [
            own
            for own, values in zip(texts, typed, strict=True)
            if any(v is not None for v in values)
        ]

    def _matching_texts(
        self, relation: Relation, key: Any, columns: Sequence[Column]
    ) -> list[tuple[str, ...]]:
        """The texts of the table that lead somewhere, as frictionless reads both sides."""
        names = ", ".join(column.name for column in columns)
        reads = [column.field.create_cell_reader() for column in columns]
        target = self._targets(key)
        query = f"SELECT DISTINCT {names} FROM {relation.source}"
        good = []
        for texts in self.connection.execute(query).fetchall():
            values = tuple(read(text)[0] for read, text in zip(reads, texts, strict=True))
            if set(values) == {None} or values in target:
                good.append(texts)
        return good

    def _target(self, name: str) -> Any:
        same = not name or name == self.resource.name
        return open_table(self.resource if same else self.resource.package.get_resource(name))

    def _targets(self, key: Any) -> set[tuple[Any, ...]]:
        """The values of the key that a foreign key leads to, as frictionless reads them."""
        made = self.lookup()
        source, fields = key["reference"]["resource"], tuple(key["reference"]["fields"])
        return made[source][fields]

    def lookup(self) -> Lookup:
        """All that the foreign keys lead to, as frictionless reads it; made once."""
        if self._made is None:
            self._made = {}
            for key in self.keys:
                name, fields = key["reference"]["resource"], tuple(key["reference"]["fields"])
                own = self._made.setdefault(name, {})
                if fields not in own:
                    own[fields] = self._values(name, fields)
        return self._made

    def _values(self, name: str, fields: tuple[str, ...]) -> set[tuple[Any, ...]]:
        source = self._target(name)
        with source:
            header = source.header.get_expected_fields()
            names = [field.name for field in header]
            if not set(fields) <= set(names):
                raise NotColumnarError
            places = [names.index(field) for field in fields]
            reads = [header[place].create_cell_reader() for place in places]
            relation = in_place(source, len(header))
            texts = self._texts(relation, places) if relation else None
        if texts is None:
            with self._target(name) as again:
                rows = [tuple(row.get(field) for field in fields) for row in again.row_stream]
        else:
            rows = [
                tuple(read(text)[0] for read, text in zip(reads, own, strict=True)) for own in texts
            ]
        return {values for values in rows if set(values) != {None}}

    def _texts(self, relation: Relation, places: Sequence[int]) -> list[tuple[str, ...]] | None:
        names = ", ".join(relation.names[place] for place in places)
        try:
            return self.connection.execute(
                f"SELECT DISTINCT {names} FROM {relation.source}"
            ).fetchall()
        except duckdb.InvalidInputException:
            return None


def _reading(field: Any) -> dict[str, Any]:
    """What decides how a field reads a text, without what it then demands."""
    descriptor = field.to_descriptor()
    told = {"name", "title", "description", "constraints", "example", "rdfType"}
    return {key: value for key, value in descriptor.items() if key not in told}
