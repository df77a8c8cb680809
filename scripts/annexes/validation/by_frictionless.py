"""frictionless itself: the reference, and the reader of every row that is not plainly right.

The only module that knows its inner parts: a table is given, while it is opened, the rows to read
and the keys to look up.
"""

from __future__ import annotations

import copy
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from annexes.validation.opening import OpenedDescriptor
from annexes.validation.report import Checked, Fault
from annexes.validation.validation_options import Options

LONGEST = 1000
"""Signs of a text in a finding: a cell, and what is demanded of it, may have megabytes, and there
may be a thousand findings that repeat it."""
LAST_NUMBER = re.compile(r"[0-9]+$")
NumberedRow = tuple[int, list[Any]]
Lookup = dict[str, dict[tuple[str, ...], set[tuple[Any, ...]]]]


class RefusedError(Exception):
    """There are errors in the descriptor, which stop all else."""

    def __init__(self, findings: Sequence[Fault]) -> None:
        super().__init__(len(findings))
        self.findings = tuple(findings)


def read_package(found: OpenedDescriptor, *, trusted: bool = False) -> Any:
    """The package of a descriptor's file, as frictionless reads it.

    Raises RefusedError if its descriptor has errors, or if frictionless itself fails.
    """
    from frictionless import FrictionlessException, Package, system

    descriptor, folder = copy.deepcopy(found.descriptor), str(found.file.parent)
    try:
        with system.use_context(trusted=trusted):
            package = (
                Package(str(found.file))
                if found.described
                else Package.from_descriptor(descriptor, basepath=folder)
            )
            package.to_descriptor(validate=True)
    except FrictionlessException as exception:
        raise RefusedError(list(findings_of(exception.to_errors()))) from exception
    except MemoryError:
        raise
    except Exception as error:
        note = f"{type(error).__name__}: {error}"
        raise RefusedError([Fault("unreadable", note=note)]) from error
    return package


def _checklist(options: Options) -> Any:
    from frictionless import Checklist

    return Checklist(pick_errors=list(options.pick), skip_errors=list(options.skip))


def schema_of(resource: Any) -> dict[str, Any]:
    """The schema of a resource, as it is known by now; nothing if it has none."""
    schema = getattr(resource, "schema", None)
    return schema.to_descriptor() if schema else {}


def whole(
    resource: Any, options: Options, on_row: Callable[[Any], None]
) -> tuple[list[Fault], list[str], list[Checked]]:
    """Findings, warnings and what was checked, as frictionless gives them; `on_row` is given each
    row.

    A file that is itself a descriptor has resources of its own, each of which was checked. Where
    frictionless itself fails, as it does on keys of objects, that is the finding, and there are no
    rows. Raises MemoryError.
    """
    name, path = resource.name or "", str(resource.path or "")
    try:
        report = resource.validate(_checklist(options), limit_errors=options.limit, on_row=on_row)
    except MemoryError:
        raise
    except Exception as error:
        failed = Fault("unreadable", name, note=f"{type(error).__name__}: {error}")
        schema = schema_of(resource) or None
        return [failed], [], [checked(name, path, schema, None, "frictionless", 1)]
    errors = [*report.errors, *(error for task in report.tasks for error in task.errors)]
    is_table = resource.datatype == "table"
    if is_table and any(own.type == "source-error" and not own.note for own in errors):
        _need_memory(resource)
    schema = schema_of(resource)  # inferred while it was read
    findings, warnings, done = list(findings_of(report.errors)), list[str](), list[Checked]()
    for task in report.tasks:
        found = list(findings_of(task.errors, task.name, schema))
        place = path if task.name == name else str(Path(path).parent / task.place)
        rows = task.stats.get("rows")
        findings += found
        warnings += task.warnings
        done.append(checked(task.name, place, schema or None, rows, "frictionless", len(found)))
    return findings, warnings, done


def _need_memory(resource: Any) -> None:
    """Raises MemoryError if this is what frictionless takes for an error of the file, without text:
    it has none, as there is none for data without rows.
    """
    from frictionless import FrictionlessException

    try:
        with _without_lookup(resource, lambda _: None) as table:
            deque(table.cell_stream, maxlen=0)
    except FrictionlessException as error:
        if isinstance(error.__cause__, MemoryError):
            raise MemoryError from error


def _without_lookup(resource: Any, prepare: Callable[[Any], None]) -> Any:
    """A copy of a table that, when it is opened, does this instead of looking up foreign keys."""
    table = resource.to_copy()
    table.__dict__["_TableResource__open_lookup"] = lambda: prepare(table)
    return table


def cell_reader(field: Mapping[str, Any], missing: Sequence[str]) -> Callable[[Any], Any]:
    """How a cell of this field is read: to a value, and what is wrong with it."""
    from frictionless import Field

    own = Field.from_descriptor({**field, "missingValues": list(missing)})
    return own.create_cell_reader()


def errors_of(
    resource: Any,
    rows: Sequence[NumberedRow],
    lookup: Lookup,
    options: Options,
    on_row: Callable[[Any], None],
) -> tuple[list[Any], int]:
    """The errors of a table in these of its rows, up to the limit, and how many there are.

    The rows must hold all that may be wrong and all that share a key with these; `on_row` is given
    each of them. The size and the checksum of the file are surely those that it should have.
    """
    _quicken()

    def prepare(table: Any) -> None:
        table.dialect.__dict__["read_enumerated_content_stream"] = lambda _: iter(rows)
        table._TableResource__lookup = lookup
        table.bytes = table.hash = None

    table = _without_lookup(resource, prepare)
    report = table.validate(_checklist(options), limit_errors=0, on_row=on_row)
    (task,) = report.tasks
    return task.errors[: options.limit], len(task.errors)


@cache
def _quicken() -> None:
    """For each error frictionless turns the same few names into snake case again."""
    from frictionless.vendors import stringcase

    stringcase.snakecase = cache(stringcase.snakecase)


def findings_of(
    errors: Iterable[Any], resource: str = "", schema: Mapping[str, Any] | None = None
) -> Iterator[Fault]:
    """The errors of frictionless as findings; the schema says what its fields demand."""
    listed = (schema or {}).get("fields") or []
    fields = {own.get("name"): own for own in listed if isinstance(own, Mapping)}
    for error in errors:
        label = getattr(error, "label", "") or getattr(error, "field_name", "") or ""
        facts = _facts(error, fields.get(label, {}))
        yield Fault(
            type=error.type,
            resource=resource,
            row=getattr(error, "row_number", None),
            field=getattr(error, "field_number", None),
            label=_short(label),
            cell=_short(getattr(error, "cell", None)),
            note=_short(error.note or error.message),
            says="no-primary-key" if error.type == "primary-key" and "before" not in facts else "",
            facts={name: _short(own) for name, own in facts.items()},
        )


def _short(text: Any) -> Any:
    is_long = isinstance(text, str) and len(text) > LONGEST
    return f"{text[: LONGEST - 1]}…" if is_long else text


def _facts(error: Any, field: Mapping[str, Any]) -> dict[str, Any]:
    """What an error says beside its place."""
    if error.type == "type-error":
        form = field.get("format", "default")
        shown = f" ({form})" if form != "default" else ""
        return {"expected": f"{field.get('type', 'any')}{shown}"}
    if error.type == "constraint-error":
        demands = field.get("constraints") or {}
        broken = [f"{name} {own}" for name, own in demands.items() if f'"{name}"' in error.note]
        return {"expected": ", ".join(broken) or error.note}
    if error.type in ("unique-error", "primary-key"):
        row = LAST_NUMBER.search(error.note)
        return {"before": row[0]} if row else {}
    if error.type == "foreign-key":
        return {
            "values": ", ".join(error.field_cells),
            "fields": ", ".join(error.field_names),
            "table": error.reference_name or "the table itself",
            "there": ", ".join(error.reference_field_names),
        }
    return {"name": error.field_name} if error.type == "incorrect-label" else {}


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
    return Checked(name, path, rows, checks, by, total)
