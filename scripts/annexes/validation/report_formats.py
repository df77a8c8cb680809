"""A report for programs: JSON, the report of frictionless, annotations of GitHub, JUnit."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from annexes.base.errors import Problem
from annexes.base.texts import file_of
from annexes.validation.file_places import placed
from annexes.validation.report import UNREAD, Checked, Fault, Report

LANGUAGES = ("en", "de")
HEADER = ("blank-header", "unmatched-header")


def schema() -> str:
    """The JSON Schema of `as_json`."""
    return file_of("validation", "report.schema.json")


def as_json(
    report: Report,
    differences: Sequence[Sequence[Any]] = (),
    problems: Iterable[Problem] = (),
) -> dict[str, Any]:
    """The report as `report.schema.json` beside this module describes it.

    The shape is the same whatever happened: `problems` say why nothing was validated.
    """
    failed = [problem.as_json() for problem in problems]
    return {
        "ok": report.ok and not differences and not failed,
        "valid": report.valid and not failed,
        "name": report.name,
        "total": report.total,
        "resources": list(map(asdict, report.resources)),
        "errors": list(map(_record, report.findings)),
        "beyond": list(map(_record, report.beyond)),
        "advice": list(map(_record, report.advice)),
        "warnings": list(report.warnings),
        "rules": [problem.as_json() for problem in report.rules],
        "differences": [list(place) for place in differences],
        "problems": failed,
    }


def _record(finding: Fault) -> dict[str, Any]:
    record = {name: own for name, own in asdict(finding).items() if name not in ("says", "facts")}
    return {
        **record,
        "address": finding.address,
        "message": {language: finding.said(language) for language in LANGUAGES},
        "hint": {language: finding.about(language)[1] for language in LANGUAGES},
    }


# ── frictionless ────────────────────────────────────────────────────────────────────────────


def as_frictionless(report: Report, problems: Iterable[Problem] = ()) -> dict[str, Any]:
    """What `frictionless.Report.from_descriptor` reads.

    What frictionless does not look for is a warning there, and an error where it means that
    something was not read.
    """
    unread = [fault for fault in report.beyond if fault.type in UNREAD]
    others = [*(f for f in report.beyond if f.type not in UNREAD), *report.advice]
    warnings = [*report.warnings, *(fault.message for fault in others), *map(str, report.rules)]
    failed = [Fault("unreadable", note=str(problem)) for problem in problems]
    errors = [*(f for f in report.findings if not f.resource), *unread, *failed]
    tasks = [_task(own, report.findings) for own in report.resources]
    count = len(errors) + sum(task["stats"]["errors"] for task in tasks)
    counts = {"tasks": len(tasks), "errors": count, "warnings": len(warnings), "seconds": 0}
    return {
        "valid": report.valid and not failed,
        "stats": counts,
        "warnings": warnings,
        "errors": list(map(_error, errors)),
        "tasks": tasks,
    }


def _task(own: Checked, findings: Sequence[Fault]) -> dict[str, Any]:
    errors = [_error(finding) for finding in findings if finding.resource == own.name]
    rows = {} if own.rows is None else {"rows": own.rows}
    return {
        "name": own.name,
        "type": "table",
        "valid": not own.total,
        "place": own.path,
        "labels": [],
        "stats": {"errors": len(errors), "warnings": 0, "seconds": 0, **rows},
        "warnings": [],
        "errors": errors,
    }


def _error(fault: Fault) -> dict[str, Any]:
    title, hint = fault.about("en")
    error: dict[str, Any] = {
        "type": "error" if fault.type in (*UNREAD, "unreadable") else fault.type,
        "title": title,
        "description": hint,
        "message": fault.message,
        "tags": [],
        "note": fault.note or fault.message,
    }
    if fault.type in HEADER:
        error |= {"labels": [], "rowNumbers": [1]}
    if fault.type.endswith("-label"):
        error |= {"labels": [], "rowNumbers": [1], "label": fault.label}
    if fault.type == "foreign-key":
        lists = {name: str(fault.facts[key]).split(", ") for name, key in KEY_FACTS.items()}
        error |= {"referenceName": fault.facts["table"], **lists}
    if fault.row is not None:
        error |= {"rowNumber": fault.row, "cells": []}
    if fault.field is not None:
        error |= {"fieldNumber": fault.field, "fieldName": fault.label, "cell": fault.cell or ""}
    return error


KEY_FACTS = {"fieldNames": "fields", "fieldCells": "values", "referenceFieldNames": "there"}


# ── places in files ─────────────────────────────────────────────────────────────────────────


def as_github(report: Report, problems: Iterable[Problem] = ()) -> list[str]:
    """Annotations of GitHub Actions: each points to a file, and where it can to line and column."""
    lines = []
    for fault, place in placed(report):
        level = "notice" if fault in report.advice else "error"
        title, hint = fault.about("en")
        at = {"file": place.file, "line": place.line, "col": place.column, "title": title}
        lines.append(_command(level, at, f"{fault.message} – {hint}"))
    for problem in [*report.rules, *problems]:
        at = {"file": problem.place.file, "line": problem.place.line, "title": problem.check}
        lines.append(_command("error", at, f"{problem.problem} – {problem.hint}"))
    return lines


def _command(level: str, at: Mapping[str, Any], text: str) -> str:
    def safe(value: Any) -> str:
        return str(value).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def property_of(value: Any) -> str:
        return safe(value).replace(":", "%3A").replace(",", "%2C")

    given = ",".join(f"{name}={property_of(own)}" for name, own in at.items() if own is not None)
    return f"::{level} {given}::{safe(text)}"


def as_junit(report: Report, problems: Iterable[Problem] = ()) -> str:
    """JUnit as GitLab shows it: a test for each resource, and for the package itself."""
    package = report.name or "package"
    failures: dict[str, list[str]] = {own.name: [] for own in report.resources}
    failures.setdefault(package, [])
    for fault, place in placed(report):
        if fault not in report.advice:
            at = ":".join(str(own) for own in (place.file, place.line, place.column) if own)
            failures.setdefault(fault.resource or package, []).append(f"{at}: {fault.message}")
    failures[package] += [str(problem) for problem in [*report.rules, *problems]]
    broken = sum(map(bool, failures.values()))
    counts = {"tests": str(len(failures)), "failures": str(broken)}
    suites = ET.Element("testsuites", counts)
    suite = ET.SubElement(suites, "testsuite", {"name": _printable(package), **counts})
    for name, own in failures.items():
        case = ET.SubElement(suite, "testcase", classname="annexes validate", name=_printable(name))
        if own:
            failure = ET.SubElement(case, "failure", message=f"{len(own)} faults")
            failure.text = _printable("\n".join(own))
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, encoding="unicode")}'


def _printable(text: str) -> str:
    """Without the signs that XML cannot hold."""
    return "".join(sign if sign >= " " or sign in "\n\t" else "?" for sign in text)
