"""What validation finds, in a form that does not depend on the engine that found it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annexes.base.checks import checks, meaning_of
from annexes.base.errors import Place, Problem
from annexes.base.texts import toml_of

UNREAD = ("too-costly", "ended", "unsafe-path", "remote-reference", "interrupted")
"""Types of faults that say that something was not read: there is no verdict on it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One error of a package.

    `type` is an error type of frictionless, or one of ours. `row` and `field` count as frictionless
    counts: the header is row 1, the first column is field 1. `note` is what frictionless says in
    particular, in its own words. `says` names the text that tells it, if it is not that of the
    type, and `facts` are what stands in that text beside the place.
    """

    type: str
    resource: str = ""
    row: int | None = None
    field: int | None = None
    label: str = ""
    cell: str | None = None
    note: str = ""
    says: str = ""
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where a spreadsheet shows the cell, such as F129; the row, where it has no field."""
        if self.row is None:
            return ""
        letters, number = "", self.field or 0
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return f"{letters}{self.row}"

    @property
    def place(self) -> tuple[str, str, int | None, int | None]:
        """Resource, type, row and field: what two engines must agree on."""
        return self.resource, self.type, self.row, self.field

    def said(self, language: str) -> str:
        """The fault as a sentence, in English ('en') or German ('de')."""
        texts = toml_of("validation", "texts.toml")
        say = texts["say"].get(self.says or self.type, texts["say"]["other"])[language]
        meant = texts["say"]["meant"][language] if self.facts.get("meant") else ""
        own = {name: getattr(self, name) for name in ("row", "field", "label", "cell", "note")}
        text: str = say + meant
        return text.format_map(_Facts(own, resource=self.resource, **self.facts))

    @property
    def message(self) -> str:
        """The fault as a sentence in English."""
        return self.said("en")

    def about(self, language: str) -> tuple[str, str]:
        """What a fault of this type is, and what to do about it."""
        return meaning_of(self.type if self.type in checks() else "error", language)


class _Facts(dict[str, Any]):
    """What stands in a text; what is not known is a question mark."""

    def __missing__(self, name: str) -> str:
        return "?"


@dataclass(frozen=True, slots=True)
class Checked:
    """One resource: its rows, what was checked of it, and the engine that read it."""

    name: str
    path: str
    rows: int | None
    checks: list[str]
    engine: str
    total: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """All resources, and all findings up to the limit; `total` counts those beyond it as well.

    `findings` are what frictionless finds. `beyond` are faults that it does not look for, `advice`
    is what may be meant otherwise, and no fault. `rules` are broken rules of a package that
    'annexes build' has made. `folder` is where the files of the resources are.
    """

    name: str
    resources: Sequence[Checked] = dataclasses.field(default_factory=tuple)
    findings: Sequence[Fault] = dataclasses.field(default_factory=tuple)
    warnings: Sequence[str] = dataclasses.field(default_factory=tuple)
    total: int = 0
    beyond: Sequence[Fault] = dataclasses.field(default_factory=tuple)
    advice: Sequence[Fault] = dataclasses.field(default_factory=tuple)
    rules: Sequence[Problem] = dataclasses.field(default_factory=tuple)
    folder: str = ""

    @property
    def valid(self) -> bool:
        """True if everything was read, and frictionless finds nothing."""
        return not self.total and not any(fault.type in UNREAD for fault in self.beyond)

    @property
    def ok(self) -> bool:
        """True if nothing is wrong at all; advice is no fault."""
        return self.valid and not self.beyond and not self.rules

    def problems(self, file: Path) -> list[Problem]:
        """The findings as problems of the package with this descriptor: all but advice."""
        paths = {resource.name: file.parent / resource.path for resource in self.resources}
        found = [
            Problem(
                own.type,
                Place(str(paths.get(own.resource, file)), line=own.row, column=own.field),
                own.message,
                own.about("en")[1],
            )
            for own in (*self.findings, *self.beyond)
        ]
        return [*found, *self.rules]


def differences(one: Report, two: Report) -> list[tuple[str, str, int | None, int | None]]:
    """The places at which one report has a finding and the other has none."""
    places = {finding.place for finding in one.findings}
    return sorted(places ^ {finding.place for finding in two.findings}, key=str)
