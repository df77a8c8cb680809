"""What is odd in the source, as the readers of an export are told: once, with all its periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from annexes.base.texts import texts_in
from annexes.package.labels import LANGUAGES, Labels, categories
from annexes.package.opened import OpenedPackage
from annexes.package.printed_figures import printed_figures
from annexes.package.row_keys import key_text, parts_of


@dataclass(frozen=True, slots=True)
class FindingText:
    """A finding, or the same one of several periods; texts by language.

    `key` are the columns and values that it concerns, as the resource has them, but without the
    period where `periods` names several.
    """

    finding: str
    resource: str
    key: str
    kind: str
    labels: Mapping[str, str]
    notes: Mapping[str, str]
    periods: list[str] = field(default_factory=list)

    def label(self, language: str) -> str:
        """What this kind of finding is called."""
        return self.labels.get(language) or self.kind

    def note(self, language: str) -> str:
        """The finding in words."""
        return self.notes.get(language) or self.notes.get("en", "")

    def names(self, resource: str, column: str, values: Mapping[str, str]) -> bool:
        """Does it name rows with these values by this column?"""
        own = parts_of(self.key)
        fits = all(values.get(name, "") in wanted.split(",") for name, wanted in own.items())
        return resource == self.resource and column in own and fits


def findings(source: OpenedPackage) -> list[FindingText]:
    """The findings in the order of the resource; none where the package has no such resource."""
    table = source.made("findings")
    kinds = next((c.field for c in table.columns if c.name == "kind"), {}) if table else {}
    labels = {language: categories(kinds, language) for language in LANGUAGES}
    columns = {facts.series for facts in printed_figures(source)} - {""}
    found: dict[tuple[str, ...], FindingText] = {}
    for row in table.records() if table else ():
        record = {name: str(value or "") for name, value in row.items()}
        notes = {language: record.get(f"note_{language}", "") for language in LANGUAGES}
        kind, key = record.get("kind", ""), record.get("key", "")
        own = [values for column, values in parts_of(key).items() if column in columns]
        rest = key_text({name: own for name, own in parts_of(key).items() if name not in columns})
        one = FindingText(
            finding=record.get("finding", ""),
            resource=record.get("resource", ""),
            key=rest if own else key,
            kind=kind,
            labels={language: known.get(kind, "") for language, known in labels.items()},
            notes=notes,
        )
        same = found.setdefault((one.resource, one.key, kind, *notes.values()), one)
        same.periods.extend(period for periods in own for period in periods.split(","))
    return list(found.values())


def overlaps(source: OpenedPackage, language: str) -> list[str]:
    """What the package itself says about counting twice."""
    return [one.note(language) for one in findings(source) if one.kind == "overlap"]


def said_periods(source: OpenedPackage, periods: Sequence[str], language: str) -> str:
    """The periods in words, those that follow each other as from and to."""
    words = texts_in("exports", language)
    for facts in printed_figures(source):
        wanted = [at for at, period in enumerate(facts.periods) if period in periods]
        labels = Labels(source, facts.table, language)
        said = []
        for _, run in groupby(enumerate(wanted), key=lambda pair: pair[1] - pair[0]):
            names = [labels.value(facts.series, facts.periods[at]) for _, at in run]
            one = len(names) == 1
            said.append(names[0] if one else words["from_to"].format(names[0], names[-1]))
        if said:
            return ", ".join(said)
    return ", ".join(periods)
