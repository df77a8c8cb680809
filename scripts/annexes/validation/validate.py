"""A package → its report, by the columnar engine or by the reference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from annexes.base.errors import AnnexesError
from annexes.validation import reference
from annexes.validation.bounds import TooCostlyError, lifted
from annexes.validation.database import Database, Limits, NotColumnarError, memory_for
from annexes.validation.described.described_tables import plain_tables
from annexes.validation.opening import Opened, opened
from annexes.validation.report import Checked, Fault, Report
from annexes.validation.source import CheckedTable, source_of
from annexes.validation.stricter.column_faults import is_needed
from annexes.validation.stricter.descriptor_faults import advice, faults
from annexes.validation.stricter.file_parts import with_parts
from annexes.validation.stricter.references import unsafe
from annexes.validation.stricter.row_faults import RowFaults

Engine = Literal["columnar", "frictionless"]
SMALL = 500_000
"""Bytes up to which a table is read by frictionless as fast as by DuckDB."""


@dataclass(frozen=True)
class Options:
    """How to validate.

    Of each resource at most `limit` findings are kept; all are counted. `memory` such as '1GB' and
    `threads` bound DuckDB. `trusted` lets the descriptor lead out of its folder and onto the
    network. Tables of fewer than `small` bytes are left to frictionless, unless the descriptor is
    so `plain` that frictionless need not be loaded at all.
    """

    engine: Engine = "columnar"
    limit: int = reference.LIMIT
    memory: str = ""
    threads: int | None = None
    trusted: bool = False
    small: int = SMALL
    plain: bool = True


def validate(
    path: Path, options: Options | None = None, progress: Callable[[str], None] = lambda _: None
) -> Report:
    """The report on the package at this path: its folder, its descriptor, or a zip.

    `progress` is told the name of each resource before it is read. Raises PackageError if there is
    no package.
    """
    options = options or Options()
    with opened(path) as found:
        refused = [] if options.trusted else list(unsafe(found.descriptor, found.file.parent))
        if refused:
            return Report(str(path), beyond=refused)
        report = _validated(found, options, progress)
        return replace(report, name=report.name or str(path))


def differences(one: Report, two: Report) -> list[tuple[str, str, int | None, int | None]]:
    """The places at which one report has a finding and the other has none."""
    places = {finding.place for finding in one.findings}
    return sorted(places ^ {finding.place for finding in two.findings}, key=str)


@dataclass(frozen=True)
class _Task:
    """A resource: for the columnar engine, and for frictionless."""

    name: str
    path: str
    source: Callable[[], CheckedTable]
    resource: Callable[[], Any]


@dataclass(frozen=True)
class _Result:
    """What was checked of a resource, and what was found."""

    checked: Checked
    findings: Sequence[Fault]
    beyond: Sequence[Fault] = ()
    warnings: Sequence[str] = ()


def _validated(found: Opened, options: Options, progress: Callable[[str], None]) -> Report:
    beyond, said = _descriptor_faults(found)
    package = reference.LazyPackage(found.file, options.trusted)
    done: list[_Result] = []
    try:
        name, tasks = _tasks(found, package, options)
        limits = Limits(memory_for(options.memory), options.threads)
        with Database(limits) as database, lifted(trusted=options.trusted):
            for task in tasks:
                progress(task.name)
                done.append(_resource(task, options, database))
    except reference.RefusedError as refused:
        return Report("", (), refused.findings, (), len(refused.findings), beyond, said)
    return Report(
        name,
        [one.checked for one in done],
        [finding for one in done for finding in one.findings],
        [warning for one in done for warning in one.warnings],
        sum(one.checked.total for one in done),
        [*beyond, *(finding for one in done for finding in one.beyond)],
        said,
    )


def _descriptor_faults(found: Opened) -> tuple[list[Fault], list[Fault]]:
    """Faults of the descriptor that frictionless does not look for, and advice."""
    beyond: list[Fault] = []
    said: list[Fault] = []
    if isinstance(found.descriptor, Mapping):
        whole = with_parts(found.descriptor, found.file.parent)
        beyond += faults(whole)
        said += advice(whole)
    if found.is_yaml:
        said.append(Fault("yaml", f"{found.file.name} is read, but not by all tools"))
    return beyond, said


def _tasks(
    found: Opened, package: reference.LazyPackage, options: Options
) -> tuple[str, list[_Task]]:
    """The name of the package and its resources; read by frictionless only if that is needed."""
    if options.plain and options.engine == "columnar" and not found.is_yaml:
        tables = plain_tables(found.descriptor, found.file, package.resource)
        if tables is not None:
            name = str(found.descriptor.get("name", ""))
            return name, [
                _Task(one.name, one.path, partial(_itself, one), one.resource) for one in tables
            ]
    return package.read.name or "", [
        _Task(
            resource.name or "",
            str(resource.path or ""),
            partial(_for_columns, resource, options),
            partial(_itself, resource),
        )
        for resource in package.read.resources
    ]


def _for_columns(resource: Any, options: Options) -> CheckedTable:
    """A resource as the columnar engine reads it, if that is of use."""
    is_table = resource.tabular and options.engine == "columnar"
    if not is_table or _is_small(resource, options) or list(_invalid(resource)):
        raise NotColumnarError
    return source_of(resource)


def _itself(given: Any) -> Any:
    return given


def _resource(task: _Task, options: Options, database: Database) -> _Result:
    try:
        from annexes.validation.columnar import check_table

        source = task.source()
        errors, rows, beyond = check_table(source, database)
    except (AnnexesError, reference.RefusedError):
        raise
    except TooCostlyError as error:
        one = reference.checked(task.name, task.path, None, None, "columnar", 0)
        return _Result(one, [], [error.finding])
    except Exception:  # whatever stops this engine, the reference has the last word
        return _by_reference(task.resource(), options)
    findings = list(reference.findings_of(errors, task.name))
    total = len(findings)
    one = reference.checked(task.name, source.path, source.schema, rows, "columnar", total)
    return _Result(one, findings[: options.limit], beyond)


def _by_reference(resource: Any, options: Options) -> _Result:
    """The same, row by row."""
    name, path = resource.name or "", str(resource.path or "")
    schema = resource.schema.to_descriptor() if getattr(resource, "schema", None) else {}
    checked = partial(reference.checked, name, path)
    faults_of_rows = RowFaults(schema) if is_needed(schema) else None
    take = faults_of_rows.take if faults_of_rows else None
    try:
        errors, warnings, rows = reference.whole(resource, options.limit, take)
    except reference.FailedError as error:
        failed = Fault("unreadable", f"frictionless fails here: {error}", name)
        return _Result(checked(schema or None, None, "frictionless", 1), [failed])
    except TooCostlyError as error:
        return _Result(checked(None, None, "frictionless", 0), [], [error.finding])
    findings = list(reference.findings_of(errors, name))
    beyond = list(faults_of_rows.findings(name)) if faults_of_rows else []
    if getattr(resource, "schema", None):
        schema = resource.schema.to_descriptor()  # inferred while it was read
    one = checked(schema or None, rows, "frictionless", len(findings))
    return _Result(one, findings[: options.limit], beyond, warnings)


def _is_small(resource: Any, options: Options) -> bool:
    try:
        return Path(resource.normpath or "").stat().st_size < options.small
    except (OSError, ValueError, TypeError):
        return False


def _invalid(resource: Any) -> Iterator[Any]:
    """Errors in the metadata of a resource, which stop all else about it."""
    from frictionless import FrictionlessException

    try:
        resource.to_descriptor(validate=True)
    except FrictionlessException as exception:
        yield from exception.to_errors()
