"""A package → its report, by the columnar engine or by the reference."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple, cast

from annexes.base.errors import AnnexesError, UsageError
from annexes.package.disk import COMMIT, DATA
from annexes.validation import by_frictionless
from annexes.validation.cell_by_cell import right_rows
from annexes.validation.database import Database, memory_for
from annexes.validation.descriptor_faults import advice, faults
from annexes.validation.opening import YAML, OpenedDescriptor, opened
from annexes.validation.own_rules import rules_of
from annexes.validation.plain_table import PlainTable, plain_tables
from annexes.validation.references import size_of, unsafe
from annexes.validation.report import Fault, Report
from annexes.validation.row_faults import RowFaults
from annexes.validation.validation_options import Options


class ResourceStep(NamedTuple):
    """A resource that is read next, the bytes that are done, and those of the whole package."""

    resource: str
    done: int
    size: int


def validate(path: Path, options: Options | None = None) -> Report:
    """The report on the package at this path: its folder, its descriptor, or a zip.

    Here and now, and without bounds: `validate_bounded` is for packages of others. Raises
    PackageError if there is no package.
    """
    *_, report = steps(path, options or Options())
    return cast("Report", report)  # steps end with it


def steps(path: Path, options: Options) -> Iterator[ResourceStep | Report]:
    """The same, step by step: each resource before it is read, then the report."""
    with opened(path, options.schema) as found:
        folder = found.file.parent
        refused = [] if options.trusted else list(unsafe(found.descriptor, folder))
        if (commit := folder / DATA / COMMIT).exists():
            refused.append(Fault("interrupted", facts={"path": str(commit)}))
        yield ResourceStep("", 0, found.size)
        if refused:
            yield Report(str(path), beyond=refused, folder=str(folder))
            return
        report = yield from _validated(found, options)
        report = replace(report, name=report.name or str(path), folder=str(folder))
        is_whole = not (options.pick or options.skip or options.resource)
        yield replace(report, rules=rules_of(found.package)) if report.ok and is_whole else report


def _validated(found: OpenedDescriptor, options: Options) -> Generator[ResourceStep, None, Report]:
    """Steps; returns the report."""
    beyond, said = list(faults(found.whole)), list(advice(found.whole))
    if found.file.suffix in YAML:
        said.append(Fault("yaml", facts={"name": found.file.name}))
    try:
        done, read = list[Report](), 0
        with Database(memory_for(options.memory, found.size), options.threads) as database:
            name, tables = _tables(found, options, database)
            for table in tables:
                yield ResourceStep(table.name or "", read, found.size)
                done.append(_resource(table, options))
                read += size_of(found.file.parent / str(table.path or ""))
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


def _resource(table: PlainTable | Any, options: Options) -> Report:
    """The report on a table that is plain, or on a resource of frictionless."""
    if not isinstance(table, PlainTable):
        return _by_reference(table, options)
    try:
        if 0 < table.file.size < options.small:
            rows = right_rows(table)
            if rows is not None:
                return _in_columns(table, [], 0, rows, [])
        else:
            from annexes.validation.columnar import check_table

            return _in_columns(table, *check_table(table, options))
    except (AnnexesError, MemoryError, by_frictionless.RefusedError):
        raise
    except Exception:  # noqa: S110 – whatever stops this engine, the reference has the last word
        pass
    return _by_reference(table.resource(), options)


def _in_columns(
    table: PlainTable, errors: list[Any], total: int, rows: int, beyond: list[Fault]
) -> Report:
    findings = list(by_frictionless.findings_of(errors, table.name, table.schema))
    one = by_frictionless.checked(table.name, table.path, table.schema, rows, "columnar", total)
    return Report("", [one], findings, (), total, beyond)


def _by_reference(resource: Any, options: Options) -> Report:
    """The same, row by row."""
    name, path = resource.name or "", str(resource.path or "")
    seen = RowFaults(by_frictionless.schema_of(resource))
    findings, warnings, rows = by_frictionless.whole(resource, options, seen.take)
    schema = by_frictionless.schema_of(resource) or None  # inferred while it was read
    total, beyond = len(findings), [] if rows is None else list(seen.findings(name))
    one = by_frictionless.checked(name, path, schema, rows, "frictionless", total)
    return Report("", [one], findings, warnings, total, beyond)
