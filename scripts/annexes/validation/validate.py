"""A package → its report, by the columnar engine or by the reference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from annexes.base.database import Database
from annexes.base.errors import AnnexesError, UsageError
from annexes.package.disk import COMMIT, DATA
from annexes.validation import by_frictionless
from annexes.validation.cell_by_cell import right_rows
from annexes.validation.descriptor_faults import advice, faults
from annexes.validation.memory import memory_for
from annexes.validation.opening import YAML, OpenedDescriptor, opened
from annexes.validation.own_rules import rules_of
from annexes.validation.plain_table import PlainTable, plain_tables
from annexes.validation.references import size_of, unsafe
from annexes.validation.report import Fault, Report
from annexes.validation.row_faults import RowFaults
from annexes.validation.validation_options import Options

Tell = Callable[[str, int, int], None]
"""Is told how far a validation is: the resource that is read, the bytes of the package that are
done, and all of them."""
EVERY = 100
"""Rows of frictionless of which one is measured, to tell how far it is."""


def say_nothing(_name: str, _done: int, _whole: int) -> None:
    """For who need not know how far it is."""


def validate(path: Path, options: Options | None = None, tell: Tell = say_nothing) -> Report:
    """The report on the package at this path: its folder, its descriptor, or a zip.

    Here and now, and without bounds: `validate_bounded` is for packages of others. `tell` is told
    how far it is, first of all with no resource and the size of the package. Raises PackageError
    if there is no package.
    """
    options = options or Options()
    with opened(path, options.schema) as found:
        folder = found.file.parent
        refused = [] if options.trusted else list(unsafe(found.descriptor, folder))
        if (commit := folder / DATA / COMMIT).exists():
            refused.append(Fault("interrupted", facts={"path": str(commit)}))
        tell("", 0, found.size)
        if refused:
            return Report(str(path), beyond=refused, folder=str(folder))
        report = _validated(found, options, tell)
        report = replace(report, name=report.name or str(path), folder=str(folder))
        is_whole = not (options.pick or options.skip or options.resource)
        return replace(report, rules=rules_of(found.package)) if report.ok and is_whole else report


def _validated(found: OpenedDescriptor, options: Options, tell: Tell) -> Report:
    beyond, said = list(faults(found.whole)), list(advice(found.whole))
    if found.file.suffix in YAML:
        said.append(Fault("yaml", facts={"name": found.file.name}))
    try:
        done, read = list[Report](), 0
        with Database(memory_for(options.memory, found.size), options.threads) as database:
            name, tables = _tables(found, options, database)
            for table in tables:
                size = size_of(found.file.parent / str(table.path or ""))
                told = partial(_tell_bytes, tell, table.name or "", read, size, found.size)
                told(0)
                done.append(_resource(table, options, told))
                read += size
    except by_frictionless.RefusedError as refused:
        return Report("", (), refused.findings, (), len(refused.findings), beyond, said)
    return Report(
        name,
        [own for one in done for own in one.resources],
        [own for one in done for own in one.findings],
        [own for one in done for own in one.warnings],
        sum(one.total for one in done),
        [*beyond, *(own for one in done for own in one.beyond)],
        said,
    )


def _tell_bytes(tell: Tell, name: str, done: int, size: int, whole: int, read: float) -> None:
    """Tell how far it is where so much of a file of this size is read, after the bytes `done`."""
    tell(name, done + int(min(read, size)), whole)


def _tables(
    found: OpenedDescriptor, options: Options, database: Database
) -> tuple[str, Sequence[PlainTable | Any]]:
    """The name of the package, and its tables or, if frictionless has to read the descriptor, its
    resources.
    """
    package = cache(partial(by_frictionless.read_package, found, trusted=options.trusted))
    tables: Sequence[Any] | None = None
    if options.engine == "columnar":
        tables = plain_tables(found, database, lambda name: package().get_resource(name))
    name = package().name if tables is None else found.descriptor.get("name")
    tables = package().resources if tables is None else tables
    chosen = [table for table in tables if options.resource in ("", table.name)]
    if options.resource and not chosen:
        hint = f"choose one of: {', '.join(table.name for table in tables)}"
        raise UsageError.of("usage", found.file, f"there is no resource '{options.resource}'", hint)
    return name or "", chosen


def _resource(table: PlainTable | Any, options: Options, tell: Callable[[float], None]) -> Report:
    """The report on a table that is plain, or on a resource of frictionless."""
    if not isinstance(table, PlainTable):
        return _by_reference(table, options, tell)
    try:
        if 0 < table.file.size < options.small:
            rows = right_rows(table)
            if rows is not None:
                return _in_columns(table, [], 0, rows, [])
        else:
            from annexes.validation.columnar import check_table

            return _in_columns(table, *check_table(table, options, tell))
    except (AnnexesError, MemoryError, by_frictionless.RefusedError):
        raise
    except Exception:  # noqa: S110 – whatever stops this engine, the reference has the last word
        pass
    return _by_reference(table.resource(), options, tell)


def _in_columns(
    table: PlainTable, errors: list[Any], total: int, rows: int, beyond: list[Fault]
) -> Report:
    findings = list(by_frictionless.findings_of(errors, table.name, table.schema))
    one = by_frictionless.checked(table.name, table.path, table.schema, rows, "columnar", total)
    return Report("", [one], findings, (), total, beyond)


def _by_reference(resource: Any, options: Options, tell: Callable[[float], None]) -> Report:
    """The same, row by row."""
    seen, read = RowFaults(by_frictionless.schema_of(resource)), 0

    def take(row: Any) -> None:
        nonlocal read
        seen.take(row)
        if row.row_number % EVERY == 0:
            read += EVERY * sum(len(str(cell)) + 1 for cell in row.cells)
            tell(read)

    findings, warnings, done = by_frictionless.whole(resource, options, take)
    is_read = all(own.rows is not None for own in done)
    beyond = list(seen.findings(resource.name or "")) if is_read else []
    return Report("", done, findings, warnings, len(findings), beyond)
