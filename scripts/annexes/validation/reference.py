"""frictionless itself: the reference, and the reader of every row that is not plainly right.

The only module that knows its inner parts: a table is opened without its foreign keys, and then
given the rows to read and the keys to look up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from annexes.validation import bounds
from annexes.validation.report import Checked, Fault

LIMIT = 1000
"""Errors after which frictionless stops reading a resource."""

NumberedRow = tuple[int, list[Any]]
Lookup = dict[str, dict[tuple[str, ...], set[tuple[Any, ...]]]]


class FailedError(Exception):
    """frictionless fails on this table, and says nothing about it."""


class RefusedError(Exception):
    """There are errors in the descriptor, which stop all else."""

    def __init__(self, findings: Sequence[Fault]) -> None:
        super().__init__(len(findings))
        self.findings = tuple(findings)


@dataclass(frozen=True)
class LazyPackage:
    """The package of a descriptor's file, read by frictionless when it is first asked for.

    Each use raises RefusedError if its descriptor has errors, or if frictionless itself fails.
    """

    file: Path
    trusted: bool = False

    @cached_property
    def read(self) -> Any:
        """The package."""
        from frictionless import FrictionlessException, Package, system

        try:
            with system.use_context(trusted=self.trusted):
                package = Package(str(self.file))
                package.to_descriptor(validate=True)
        except FrictionlessException as exception:
            raise RefusedError(list(findings_of(exception.to_errors(), ""))) from exception
        except Exception as error:
            message = f"frictionless fails on the descriptor: {type(error).__name__}: {error}"
            raise RefusedError([Fault("unreadable", message)]) from error
        return package

    def resource(self, name: str) -> Any:
        """The resource of this name."""
        return self.read.get_resource(name)


def whole(
    resource: Any, limit: int = LIMIT, on_row: Callable[[Any], None] | None = None
) -> tuple[list[Any], list[str], int | None]:
    """Errors, warnings and number of rows as frictionless gives them; `on_row` is given each row.

    Raises FailedError where frictionless itself fails, as it does on keys of objects, and
    TooCostlyError where the table, or one that its keys lead to, would cost too much.
    """
    for own in (resource, *_targets(resource)):
        bound(own)
        try_patterns(own)
    try:
        report = resource.validate(limit_errors=limit, on_row=on_row)
    except Exception as error:
        raise FailedError(f"{type(error).__name__}: {error}") from error
    task = report.tasks[0] if report.tasks else None
    errors = [*report.errors, *(task.errors if task else [])]
    rows = task.stats.get("rows") if task else None
    return errors, list(task.warnings) if task else [], rows


def open_table(resource: Any) -> Any:
    """A copy of a table, opened for reading, that looks up no foreign keys.

    Raises FrictionlessException where the table cannot be opened, and TooCostlyError where that
    takes too long.
    """
    table = resource.to_copy()
    if path := _plain_file(table):
        bounds.check_sample(table.name or "", path)
    if not table.schema.foreign_keys:  # a schema that was touched would not be inferred
        table.open()
        return table
    keys, table.schema.foreign_keys = table.schema.foreign_keys, []
    try:
        table.open()
    finally:
        table.schema.foreign_keys = keys
    return table


def bound(table: Any) -> None:
    """Before all rows of a table are read: raises TooCostlyError if one of them is too wide."""
    import frictionless.formats.csv.parser  # noqa: F401 – it sets a limit of its own

    bounds.limit_cells()
    if path := _plain_file(table):
        bounds.check_sample(table.name or "", path)
        bounds.check_width(table.name or "", path, lambda: _widths(table))


def _plain_file(table: Any) -> Path | None:
    """The file of a table that is text between delimiters, if there is one on this disk."""
    plain = table.format in ("csv", "tsv") and not table.compression and table.normpath
    return Path(table.normpath) if plain and Path(table.normpath).is_file() else None


def _widths(table: Any) -> Iterator[int]:
    """The cells of each row, counted before frictionless makes anything of them."""
    from frictionless import FrictionlessException, system

    with suppress(FrictionlessException), system.create_parser(table.to_copy()) as parser:
        yield from map(len, parser.cell_stream)


def try_patterns(resource: Any) -> None:
    """Before all rows of a table are read: raises TooCostlyError if a pattern takes too long."""
    from frictionless import FrictionlessException

    if resource.tabular and bounds.Patterns("", resource.schema.fields if resource.schema else []):
        with suppress(FrictionlessException), open_table(resource) as table:
            patterns = bounds.Patterns(resource.name or "", table.header.get_expected_fields())
            for number, cells in numbered_rows(table):
                patterns.check(number, cells)


def _targets(resource: Any) -> Iterator[Any]:
    """The resources to which the foreign keys of a resource lead."""
    keys = resource.schema.foreign_keys if resource.tabular and resource.schema else []
    for key in keys:
        name = key["reference"]["resource"]
        if name and resource.package and resource.package.has_resource(name):
            yield resource.package.get_resource(name)


def numbered_rows(table: Any) -> Iterator[NumberedRow]:
    """The rows of an open table with their numbers, as frictionless counts them."""
    bound(table)
    yield from table.dialect.read_enumerated_content_stream(table.cell_stream)


def reader_of_rows(name: str, fields: Sequence[Any]) -> Callable[[int, list[Any]], Any]:
    """Reads the cells of a row, given its number, as the fields demand: a mapping of values.

    It raises TooCostlyError for a cell that takes too long to match with its pattern.
    """
    from frictionless.table import Row, create_cell_handlers  # type: ignore[attr-defined]

    handlers, patterns = create_cell_handlers(list(fields)), bounds.Patterns(name, fields)

    def read(number: int, cells: list[Any]) -> Any:
        patterns.check(number, cells)
        return Row(cells, handlers=handlers, row_number=number)

    return read


def is_blank(row: Any) -> bool:
    """True for a row without any value, which is an error of its own."""
    return any(error.type == "blank-row" for error in row.errors)


def errors_of(
    table: Any, rows: Sequence[NumberedRow], total: int, lookup: Lookup, file: Path | None
) -> Iterator[Any]:
    """The errors of an open table that are found in these of its `total` rows, and in its header.

    The rows must hold all that may be wrong and all that share a key with these. Raises
    TooCostlyError where a cell takes too long to match with its pattern.
    """
    from frictionless import Checklist

    patterns = bounds.Patterns(table.name or "", table.header.get_expected_fields())
    for number, cells in rows:
        patterns.check(number, cells)
    table.dialect.__dict__["read_enumerated_content_stream"] = lambda _: iter(rows)
    table._TableResource__lookup = lookup
    table._TableResource__open_row_stream()
    checks = Checklist().connect(table)
    for check in checks:
        yield from check.validate_start()
    for row in table.row_stream:
        for check in checks:
            yield from check.validate_row(row)
    table.stats.rows = total
    _measure(table, file)
    for check in checks:
        yield from check.validate_end()


def _measure(table: Any, file: Path | None) -> None:
    """Size and checksum of the file, where the descriptor states them."""
    if file is None:
        return
    table.stats.bytes = file.stat().st_size
    for name in ("md5", "sha256"):
        if (table.hash or "").startswith(f"{name}:") or (name == "md5" and table.hash):
            with file.open("rb") as stream:
                setattr(table.stats, name, hashlib.file_digest(stream, name).hexdigest())


def findings_of(errors: Iterable[Any], resource: str) -> Iterator[Fault]:
    """The errors of frictionless as findings."""
    for error in errors:
        yield Fault(
            type=error.type,
            message=error.message,
            resource=resource,
            row=getattr(error, "row_number", None),
            field=getattr(error, "field_number", None),
            label=getattr(error, "field_name", "") or "",
            cell=getattr(error, "cell", None),
            rule=error.note or "",
            hint=error.description or "",
        )


def checked(
    name: str, path: str, schema: Mapping[str, Any] | None, rows: int | None, by: str, total: int
) -> Checked:
    """What was checked of a resource with this schema."""
    checks = ["file"]
    if schema is not None:
        constraints = any(field.get("constraints") for field in schema.get("fields", []))
        checks += ["header", "types"]
        checks += ["constraints"] * constraints
        checks += ["primary key"] * bool(schema.get("primaryKey"))
        checks += ["foreign keys"] * bool(schema.get("foreignKeys"))
    return Checked(name, path, rows, tuple(checks), by, total)
