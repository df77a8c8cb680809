"""A report in words, English or German: grouped, capped, with addresses of spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import Any

from annexes.base.texts import file_of, texts_of, toml_of
from annexes.validation.report import Fault, Report

LANGUAGES = ("en", "de")
SHOWN = 5
"""Findings of one kind that are shown; the others are counted."""


def lines_of(report: Report, language: str = "en", shown: int = SHOWN) -> Iterator[str]:
    """The report for people, line by line."""
    words = texts_of("validation")
    rows = sum(resource.rows or 0 for resource in report.resources)
    counts = {"name": report.name, "resources": len(report.resources), "rows": f"{rows:,}"}
    for resource in report.resources:
        said = words["checked"][language]
        own = "?" if resource.rows is None else f"{resource.rows:,}"
        checks = [words["checks"][c] if language == "de" else c for c in resource.checks]
        yield said.format(name=resource.name, rows=own, checks=", ".join(checks))
    yield from report.warnings
    yield from _grouped(report.findings, language, shown)
    verdict = words["valid" if report.valid else "invalid"][language]
    if report.beyond:
        yield words["beyond"][language].format(total=len(report.beyond))
        yield from _grouped(report.beyond, language, shown)
    if report.advice:
        yield words["advice"][language]
        yield from _grouped(report.advice, language, shown)
    yield verdict.format(total=report.total, **counts)


def as_json(report: Report) -> dict[str, Any]:
    """The report for programs; `report.schema.json` beside this module describes it."""
    return {
        "ok": report.ok,
        "valid": report.valid,
        "name": report.name,
        "total": report.total,
        "resources": [
            {
                "name": own.name,
                "path": own.path,
                "rows": own.rows,
                "checks": list(own.checks),
                "engine": own.by,
                "total": own.total,
            }
            for own in report.resources
        ],
        "errors": list(map(_record, report.findings)),
        "beyond": list(map(_record, report.beyond)),
        "advice": list(map(_record, report.advice)),
        "warnings": list(report.warnings),
    }


def schema() -> str:
    """The JSON Schema of the report for programs."""
    return file_of("validation", "report.schema.json")


def message_of(message: str, language: str) -> str:
    """A message in German where `german.toml` has it; the words of other programs stay as they are.

    What is quoted in it is not touched.
    """
    for pattern, german in _german() if language == "de" else ():
        if match := pattern.fullmatch(message):
            parts = match.groupdict()
            if "note" in parts:
                parts["note"] = message_of(parts["note"], language)
            return german.format(**parts)
    return message


def hint_of(kind: str, language: str) -> tuple[str, str]:
    """What a type of error means, and what to do about it."""
    entry = toml_of("validation", "texts.toml")["type"].get(kind)
    return tuple(entry[language]) if entry else (kind, "")


def _record(finding: Fault) -> dict[str, Any]:
    return {
        "type": finding.type,
        "resource": finding.resource,
        "row": finding.row,
        "field": finding.field,
        "label": finding.label,
        "cell": finding.cell,
        "address": finding.address,
        "rule": finding.rule,
        "message": {language: message_of(finding.message, language) for language in LANGUAGES},
        "hint": {language: hint_of(finding.type, language)[1] for language in LANGUAGES},
    }


def _grouped(findings: Sequence[Fault], language: str, shown: int) -> Iterator[str]:
    def group(finding: Fault) -> tuple[str, str, str]:
        return finding.resource, finding.type, finding.label

    for (resource, kind, label), own in groupby(sorted(findings, key=group), key=group):
        found = list(own)
        title, hint = hint_of(kind, language)
        place = ".".join(filter(None, [resource, label]))
        yield f"{place or '–'}: {title} [{kind}], {len(found)}"
        for finding in found[:shown]:
            at = f"{finding.address}: " if finding.address else ""
            yield f"  {at}{message_of(finding.message, language)}"
        if len(found) > shown:
            yield "  " + texts_of("validation")["more"][language].format(more=len(found) - shown)
        if hint:
            yield f"  → {hint}"


@cache
def _german() -> list[tuple[re.Pattern[str], str]]:
    entries = toml_of("validation", "german.toml")["message"]
    return [(re.compile(entry["en"], re.DOTALL), entry["de"]) for entry in entries]
