"""A report in words, English or German: grouped, capped, with addresses of spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from annexes.base.texts import toml_of
from annexes.validation.report import Fault, Report

SHOWN = 5
"""Findings of one kind that are shown; the others are counted."""


def lines_of(report: Report, language: str = "en", shown: int = SHOWN) -> Iterator[str]:
    """The report for people, line by line; the last one is the verdict."""
    words = _words(language)
    for resource in report.resources:
        rows = "?" if resource.rows is None else f"{resource.rows:,}"
        checks = ", ".join(words[check] for check in resource.checks)
        yield words["checked"].format(name=resource.name, rows=rows, checks=checks)
    yield from map(str, report.rules)
    yield from report.warnings
    yield from _grouped(report.findings, language, shown)
    if report.beyond:
        yield words["beyond"].format(total=len(report.beyond))
        yield from _grouped(report.beyond, language, shown)
    if report.advice:
        yield words["advice"]
        yield from _grouped(report.advice, language, shown)
    rows = f"{sum(resource.rows or 0 for resource in report.resources):,}"
    name, total = report.name, report.total
    verdict = "valid" if report.valid else "invalid" if total else "unread"
    yield words[verdict].format(name=name, total=total, resources=len(report.resources), rows=rows)


def _words(language: str) -> dict[str, str]:
    texts = toml_of("validation", "texts.toml")["words"]
    return {name: own[language] for name, own in texts.items()}


def _grouped(findings: Sequence[Fault], language: str, shown: int) -> Iterator[str]:
    def group(finding: Fault) -> tuple[str, str, str]:
        return finding.resource, finding.type, finding.label

    for (resource, kind, label), own in groupby(sorted(findings, key=group), key=group):
        found = list(own)
        title, hint = found[0].about(language)
        place = ".".join(filter(None, [resource, label]))
        yield f"{place or '–'}: {title} [{kind}], {len(found)}"
        for finding in found[:shown]:
            at = f"{finding.address}: " if finding.address else ""
            yield f"  {at}{finding.said(language)}"
        if len(found) > shown:
            yield "  " + _words(language)["more"].format(more=len(found) - shown)
        if hint:
            yield f"  → {hint}"
