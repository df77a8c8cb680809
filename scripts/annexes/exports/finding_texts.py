"""What is odd in the source, as the readers of an export are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from annexes.package.labels import LANGUAGES, categories
from annexes.package.opened import OpenedPackage


@dataclass(frozen=True, slots=True)
class FindingText:
    """A row of the resource of findings; texts by language."""

    finding: str
    resource: str
    key: str
    kind: str
    labels: dict[str, str]
    notes: dict[str, str]

    def label(self, language: str) -> str:
        """What this kind of finding is called."""
        return self.labels.get(language) or self.kind

    def note(self, language: str) -> str:
        """The finding in words."""
        return self.notes.get(language) or self.notes.get("en", "")


def findings(source: OpenedPackage) -> Iterator[FindingText]:
    """The findings in the order of the resource; none where the package has no such resource."""
    table = source.made("findings")
    if not table:
        return
    kinds = next((column.field for column in table.columns if column.name == "kind"), {})
    labels = {language: categories(kinds, language) for language in LANGUAGES}
    for row in table.records():
        record = {name: str(value or "") for name, value in row.items()}
        kind = record.get("kind", "")
        yield FindingText(
            finding=record.get("finding", ""),
            resource=record.get("resource", ""),
            key=record.get("key", ""),
            kind=kind,
            labels={language: known.get(kind, "") for language, known in labels.items()},
            notes={language: record.get(f"note_{language}", "") for language in labels},
        )
