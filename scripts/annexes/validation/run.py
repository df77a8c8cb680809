"""A package → its report, by the columnar engine or by the reference."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from annexes.errors import AnnexesError
from annexes.validation import reference
from annexes.validation.beyond.data import is_needed
from annexes.validation.beyond.descriptor import advice, faults
from annexes.validation.beyond.parts import with_parts
from annexes.validation.beyond.rows import RowFaults
from annexes.validation.beyond.safety import unsafe
from annexes.validation.database import Database, Limits, NotColumnarError
from annexes.validation.model import Checked, Finding, Report
from annexes.validation.opening import Opened, opened

Engine = Literal["columnar", "frictionless"]
SMALL = 500_000
"""Bytes up to which a table is read by frictionless as fast as by DuckDB."""


SHARE = 0.6
"""Of the memory that may be used, DuckDB gets this much: Python and buffers take the rest."""
SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([KMGT]?)(i?)B")


def bytes_of(size: str) -> int:
    """The bytes of a size such as '1GB' or '512MiB'; raises ValueError if it is none."""
    match = SIZE.fullmatch(size)
    if match is None:
        raise ValueError(size)
    number, prefix, binary = match.groups()
    return int(float(number) * (1024 if binary else 1000) ** " KMGT".index(prefix or " "))


def _memory(options: Options) -> str:
    """What DuckDB may use: a share of what is given, or of half of this machine."""
    half = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    given = bytes_of(options.memory) if options.memory else half
    return f"{max(int(given * SHARE) // 2**20, 64)}MiB"


@dataclass(frozen=True)
class Options:
    """How to validate.

    Of each resource at most `limit` findings are kept; all are counted. `memory` such as '1GB' and
    `threads` bound DuckDB. `trusted` lets the descriptor lead out of its folder and onto the
    network. Tables of fewer than `small` bytes are left to frictionless.
    """

    engine: Engine = "columnar"
    limit: int = reference.LIMIT
    memory: str = ""
    threads: int | None = None
    trusted: bool = False
    small: int = SMALL


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


def _validated(found: Opened, options: Options, progress: Callable[[str], None]) -> Report:
    from frictionless import FrictionlessException, system

    beyond: list[Finding] = []
    said: list[Finding] = []
    if isinstance(found.descriptor, Mapping):
        whole = with_parts(found.descriptor, found.file.parent)
        beyond += faults(whole)
        said += advice(whole)
    if found.is_yaml:
        said.append(Finding("yaml", f"{found.file.name} is read, but not by all tools"))
    package = None
    try:
        with system.use_context(trusted=options.trusted):
            package = reference.read_package(found.file)
            errors = reference.package_errors(package)
    except FrictionlessException as exception:
        errors = list(exception.to_errors())
    except reference.FailedError as error:
        failed = Finding("unreadable", f"frictionless fails on the descriptor: {error}")
        return Report("", findings=[failed], total=1, beyond=beyond, advice=said)
    if errors or package is None:
        own = tuple(reference.findings_of(errors, ""))
        return Report("", (), own, (), len(own), beyond, said)
    resources: list[Checked] = []
    findings: list[Finding] = []
    warnings: list[str] = []
    with Database(Limits(_memory(options), options.threads)) as database:
        for resource in package.resources:
            progress(resource.name or "")
            one, own_findings, own_beyond, said_too = _resource(resource, options, database)
            resources.append(one)
            findings += own_findings
            beyond += own_beyond
            warnings += said_too
    total = sum(one.total for one in resources)
    return Report(package.name or "", resources, findings, warnings, total, beyond, said)


def _resource(
    resource: Any, options: Options, database: Database
) -> tuple[Checked, list[Finding], list[Finding], list[str]]:
    """What was checked of a resource, its findings, what is beyond, and warnings."""
    name = resource.name or ""
    try:
        if not resource.tabular or options.engine == "frictionless" or list(_invalid(resource)):
            raise NotColumnarError
        if _is_small(resource, options):
            raise NotColumnarError
        from annexes.validation.columnar import check_table

        errors, rows, beyond = check_table(resource, database)
        findings = list(reference.findings_of(errors, name))
        one = reference.checked(resource, rows, "columnar", len(findings))
        return one, findings[: options.limit], beyond, []
    except AnnexesError:
        raise
    except Exception:  # whatever stops this engine, the reference has the last word
        return _by_reference(resource, options)


def _by_reference(
    resource: Any, options: Options
) -> tuple[Checked, list[Finding], list[Finding], list[str]]:
    """The same, row by row."""
    name, by = resource.name or "", "frictionless"
    schema = resource.schema.to_descriptor() if getattr(resource, "schema", None) else {}
    faults_of_rows = RowFaults(schema) if is_needed(schema) else None
    take = faults_of_rows.take if faults_of_rows else None
    try:
        errors, warnings, rows = reference.whole(resource, options.limit, take)
    except reference.FailedError as error:
        failed = Finding("unreadable", f"frictionless fails here: {error}", name)
        return reference.checked(resource, None, by, 1), [failed], [], []
    findings = list(reference.findings_of(errors, name))
    beyond = list(faults_of_rows.findings(name)) if faults_of_rows else []
    one = reference.checked(resource, rows, by, len(findings))
    return one, findings[: options.limit], beyond, warnings


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
