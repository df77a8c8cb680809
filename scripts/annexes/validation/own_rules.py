"""Rules of packages that 'annexes build' has made, which the standard has no words for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from annexes.base.errors import AnnexesError, Place, Problem
from annexes.package.disk import Package

Record = Mapping[str, str]
Records = Callable[[str], Sequence[Record]]


def rules_of(package: Package) -> list[Problem]:
    """What a package breaks of its own rules; it must be valid."""
    try:
        return list(check_domain(package.descriptor, package.records))
    except AnnexesError:
        return []


def check_domain(descriptor: Mapping[str, Any], records: Records) -> Iterator[Problem]:
    """Check what the descriptor declares under its own key; other packages have nothing there.

    `records` gives the rows of a resource by its name.
    """
    declared = descriptor.get("annexes")
    if not isinstance(declared, dict) or "made" not in declared:
        return
    try:
        yield from list(_broken(descriptor, declared, records))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        problem = f"what stands under 'annexes' is not as 'annexes build' writes it: {error!r}"
        yield Problem("annexes", Place("datapackage.json"), problem)


def _broken(
    descriptor: Mapping[str, Any], declared: Mapping[str, Any], records: Records
) -> Iterator[Problem]:
    made = declared["made"]
    yield from _rules(declared.get("rules", []), records)
    yield from _traced(declared, made, records)
    yield from _findings(descriptor, made, records)


def _rules(rules: Sequence[Mapping[str, str]], records: Records) -> Iterator[Problem]:
    for rule in rules:
        for number, row in enumerate(records(rule["resource"]), start=2):
            value, limit = row[rule["column"]], row[rule["at_most"]]
            if int(value) > int(limit):
                problem = f"{rule['column']} {value} is more than {rule['at_most']} {limit}"
                yield Problem("rule", _place(rule["resource"], number), problem, rule["reason"])


def _traced(
    declared: Mapping[str, Any], made: Mapping[str, str], records: Records
) -> Iterator[Problem]:
    """Every row of the figures has exactly one row of provenance, and the other way round."""
    annexes = [annex for edition in declared["editions"] for annex in edition["annexes"]]
    traces = records(made["provenance"])
    for name in dict.fromkeys(annex.get("resource", made["annexes"]) for annex in annexes):
        facts = records(name)
        own = [trace for trace in traces if trace.get("resource", name) == name]
        key = sorted(set(facts[0]) & set(own[0])) if facts and own else []
        left, right = ({tuple(row[c] for c in key) for row in rows} for rows in (facts, own))
        if len(facts) != len(own) or left != right:
            odd = "; ".join(", ".join(row) for row in sorted(left ^ right)) or "the number of rows"
            problem = f"'{name}' and '{made['provenance']}' differ in: {odd}"
            yield Problem("provenance", _place(name, None), problem)


def _findings(
    descriptor: Mapping[str, Any], made: Mapping[str, str], records: Records
) -> Iterator[Problem]:
    """A finding points at an existing resource, and at columns that this resource has."""
    names = {resource["name"] for resource in descriptor["resources"]}
    for number, finding in enumerate(records(made["findings"]), start=2):
        place = _place(made["findings"], number)
        if finding["resource"] not in names:
            yield Problem("finding", place, f"no resource '{finding['resource']}'")
            continue
        header = next(iter(records(finding["resource"])), {})
        for part in filter(None, finding["key"].split(";")):
            column, _, value = part.partition("=")
            if column not in header or not value:
                yield Problem("finding", place, f"'{part}' is no column with a value")


def _place(resource: str, line: int | None) -> Place:
    return Place(f"data/{resource}.csv", line=line)
