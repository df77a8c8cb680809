"""A diff as it travels: JSON for programs; text, Markdown and HTML for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from annexes.base.templates import rendered
from annexes.history.described_changes import DescribedChange, said, said_apart
from annexes.history.diff import Diff, ResourceDiff
from annexes.history.row_changes import KINDS, RowChange
from annexes.history.version_step import VersionStep

ONE_VALUE = (str, int, float)
SIGNS = {"added": "+", "removed": "−", "changed": "~"}


def as_json(diff: Diff) -> dict[str, Any]:
    """All that changed, for programs."""
    return {
        "name": diff.name,
        "old": {"label": diff.old, "version": diff.old_version},
        "new": {"label": diff.new, "version": diff.new_version},
        "step": diff.step.name,
        "proposed": diff.proposed,
        "changes": [_described(change) for change in diff.described],
        "resources": [_resource(resource) for resource in diff.resources],
    }


def _described(change: DescribedChange) -> dict[str, Any]:
    return {**asdict(change), "step": change.step.name}


def _resource(resource: ResourceDiff) -> dict[str, Any]:
    rows = resource.rows
    return {
        "name": resource.name,
        "state": resource.state,
        "step": resource.step.name,
        "changes": [_described(change) for change in resource.described],
        "rows": {
            "key": list(rows.key),
            **rows.counts,
            "cells": dict(rows.cells),
            "listed": [asdict(change) for change in rows.listed],
            "note": rows.reason,
        },
        "file_differs": resource.file_differs,
        "not_read": resource.unread,
    }


# ── sentences that they share ───────────────────────────────────────────────────────────────


def headline(diff: Diff) -> str:
    """What all comes to, in one sentence."""
    versions = f"{diff.name}: {diff.old} ({diff.old_version or 'no version'})"
    versions += f" → {diff.new} ({diff.new_version or 'no version'})"
    if diff.is_empty:
        return f"{versions}: nothing changed"
    return f"{versions}: a {diff.step.name} change, so {diff.proposed}"


def summary_of(resource: ResourceDiff) -> str:
    """What changed in a resource, in one line."""
    if resource.state in ("added", "removed"):
        return f"resource {resource.state}" + " (major)" * (resource.state == "removed")
    broken = {"removed": " (major: others refer to this resource)"} if resource.referenced else {}
    rows = [(kind, n) for kind, n in resource.rows.counts.items() if n]
    counts = [f"{rows_text(n)} {kind}{broken.get(kind, '')}" for kind, n in rows]
    kinds = [
        f"{n} {'change' if n == 1 else 'changes'} of {area}"
        for area in ("schema", "metadata")
        if (n := sum(change.area == area for change in resource.described))
    ]
    other = ["the file is written otherwise"] if resource.file_differs else []
    return ", ".join([*counts, *kinds, *other]) or "same"


def rows_text(number: int) -> str:
    """So many rows, in words."""
    return "1 row" if number == 1 else f"{number} rows"


def row_text(change: RowChange, key: Sequence[str]) -> str:
    """A row that differs, in one line: its key and what is in it, or both values of its cells."""
    name = ", ".join(change.key)
    if change.kind == "changed":
        pairs = zip(change.before.items(), change.after.values(), strict=True)
        apart = ((column, *said_apart(a, b)) for (column, a), b in pairs)
        cells = ", ".join(f"{column} {before} → {after}" for column, before, after in apart)
    else:
        record = change.after or change.before
        cells = ", ".join(
            f"{column} {said(value)}"
            for column, value in record.items()
            if column not in key and value
        )
    return f"{name}: {cells}" if name and cells else name or cells


def change_text(change: DescribedChange) -> str:
    """A change of the descriptor, in one line, with the reason where it breaks readers; of an
    object, only that it is new, or gone.
    """
    why = f" (major: {change.why})" if change.step is VersionStep.major else ""
    if change.before is None and not isinstance(change.after, ONE_VALUE):
        return f"{change.path}: new{why}"
    if change.after is None and not isinstance(change.before, ONE_VALUE):
        return f"{change.path}: gone{why}"
    before, after = said_apart(change.before, change.after)
    return f"{change.path}: {before} → {after}{why}"


def left_out_text(resource: ResourceDiff) -> str:
    """How many rows are not listed; '' if all are."""
    more = [f"{n} {kind}" for kind in KINDS if (n := resource.rows.left_out(kind))]
    return f"and {', '.join(more)} more" if more else ""


def cells_of(change: RowChange, key: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Column, value before and value after; the key of an added or removed row is left out."""
    columns = [*change.before, *(name for name in change.after if name not in change.before)]
    told = [name for name in columns if name not in key]
    for name in told or [""]:
        yield name, change.before.get(name, ""), change.after.get(name, "")


# ── forms for people ────────────────────────────────────────────────────────────────────────


def as_text(diff: Diff, form: str) -> str:
    """The diff as 'text' for a terminal, as 'markdown', or as one file of 'html' that needs nothing
    else; whatever it shows is escaped.
    """
    helpers = (headline, summary_of, change_text, row_text, cells_of, left_out_text, said)
    return rendered("history", f"diff.{form}", *helpers, diff=diff, signs=SIGNS)
