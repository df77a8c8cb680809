"""CHANGELOG.md: the entry of a version that is there, and the draft of one that is not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from annexes.history.diff import Diff, ResourceDiff
from annexes.history.diff_texts import change_text, row_text, rows_text
from annexes.history.row_changes import Kind

HEADING = re.compile(
    r"#{2,4}\s+\[?v?(?P<version>[0-9]+\.[0-9]+\.[0-9]+(?:[-+][0-9A-Za-z.-]+)?)\]?"
    r"(?:\s+[–—-]\s+(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}))?\s*"
)
SHOWN = 10
"""Corrected rows that a draft names one by one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the changelog says of a version; `date` is None where its heading has none."""

    version: str
    date: dt.date | None
    text: str


def entry_of(changelog: str, version: str) -> Entry | None:
    """The entry of this version: the first heading that names it, up to the next heading."""
    lines = changelog.splitlines()
    for number, line in enumerate(lines):
        heading = HEADING.fullmatch(line)
        if heading and heading["version"] == version:
            depth = len(line) - len(line.lstrip("#"))
            end = next((n for n in range(number + 1, len(lines)) if _ends(lines[n], depth)), None)
            text = "\n".join(lines[number + 1 : end]).strip()
            return Entry(version, _date(heading["date"]), text)
    return None


def _ends(line: str, depth: int) -> bool:
    return bool(re.match(rf"#{{1,{depth}}}\s", line))


def _date(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def draft_entry(diff: Diff) -> str:
    """An entry in the form of Keep a Changelog, for a person to put into better words."""
    lines = [f"### {diff.proposed} – YYYY-MM-DD"]
    for title, found in (
        ("Added", list(_whole(diff, "added", "a new resource"))),
        ("Changed", list(_changed(diff))),
        ("Fixed", list(_fixed(diff))),
        ("Removed", list(_whole(diff, "removed", "the resource"))),
    ):
        if found:
            lines += ["", f"#### {title}", "", *(f"- {text}" for text in found)]
    return "\n".join(lines) + "\n"


def _whole(diff: Diff, kind: Kind, resource: str) -> Iterator[str]:
    """The resources and rows that only one version has."""
    for own in diff.changed:
        if own.state == kind:
            yield f"`{own.name}`: {resource}."
        elif number := own.rows.counts[kind]:
            yield f"`{own.name}`: {rows_text(number)}{_shared(own) * (kind == 'added')}."


def _shared(resource: ResourceDiff) -> str:
    """The values of the key that all added rows share, if all of them are listed."""
    added = [change for change in resource.rows.listed if change.kind == "added"]
    if resource.rows.left_out("added") or len(added) < 2:
        return ""
    columns = zip(*(change.key for change in added), strict=True)
    same = [
        f"{name} {values[0]}"
        for name, values in zip(resource.rows.key, columns, strict=False)
        if len(set(values)) == 1
    ]
    return f" ({', '.join(same)})" if same else ""


def _changed(diff: Diff) -> Iterator[str]:
    for change in diff.described:
        yield _sentence(change_text(change))
    for resource in diff.changed:
        for change in resource.described:
            yield _sentence(f"`{resource.name}`, {change_text(change)}")


def _fixed(diff: Diff) -> Iterator[str]:
    for resource in diff.changed:
        changed = [change for change in resource.rows.listed if change.kind == "changed"]
        for change in changed[:SHOWN]:
            yield _sentence(f"`{resource.name}`, {row_text(change, resource.rows.key)}")
        if (more := resource.rows.counts["changed"] - len(changed[:SHOWN])) > 0:
            yield f"`{resource.name}`: {more} more rows corrected."
        if resource.file_differs:
            yield f"`{resource.name}`: the file is written otherwise, with the same rows."


def _sentence(text: str) -> str:
    return text if text.endswith((".", "…")) else f"{text}."
