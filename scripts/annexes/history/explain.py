"""The whole story of a figure, on one screen; also of one that is not there.

What is not listed has no row, and that is not the same as a row with 0: it is told where it would
stand, and what the source says about it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from annexes.base.errors import UsageError
from annexes.history.figure_versions import ReleasedVersions, Version
from annexes.history.trace import Trace, annexes_of, trace
from annexes.package.disk import DESCRIPTOR, Package
from annexes.package.printed_figures import Part
from annexes.package.row_keys import parts_of
from annexes.package.summary import unconfirmed

Record = Mapping[str, str]
Where = Mapping[str, str]
NEAR = 4


@dataclass(frozen=True)
class FigureStory:
    """A row of figures: where it comes from, what it passed, what touches it, how it changed.

    `checks` and `revisions` are sentences, `findings` the rows of that resource; `alias` says why
    the printed name was taken for the code, and is empty where it is a name of the code list.
    """

    trace: Trace
    key: Record
    figures: Record
    document: Record
    printed: str
    alias: str
    checks: Sequence[str]
    findings: Sequence[Record]
    revisions: Sequence[Record]
    versions: Sequence[Version]


@dataclass(frozen=True)
class AbsenceStory:
    """An annex that does not list a code: the rows between which it would stand, if that is clear,
    the annexes of the same document that do list it, and what tells that it was listed once.
    """

    annex: str
    document: str
    values: Record
    key: Record
    before: Record | None
    after: Record | None
    elsewhere: Sequence[str]
    findings: Sequence[Record]
    revisions: Sequence[Record]
    versions: Sequence[Version]


@dataclass(frozen=True)
class StatedFigure:
    """A figure that a person took from the text of a document, and where it stands there."""

    resource: str
    row: Record
    document: str
    place: str


@dataclass(frozen=True)
class Story:
    """All there is to say about a subject; `name` is what the code list calls it."""

    subject: str
    name: str
    figures: Sequence[FigureStory] = field(default_factory=list)
    absences: Sequence[AbsenceStory] = field(default_factory=list)
    stated: Sequence[StatedFigure] = field(default_factory=list)


def explain(package: Package, subject: str, where: Where) -> Story:
    """The story of a code, of a printed label, or of a figure from the text of a document.

    `where` gives values of other columns. Raises UsageError where nothing in the package has this
    name, with the nearest ones, or where there is no such value of a column.
    """
    stated = list(_stated(package, subject, where))
    if stated:
        return Story(subject, "", stated=stated)
    listed = _Listed(package)
    _check_values(listed, where)
    code, name = _code_of(package, subject)
    if not name and not listed.rows(code, {}):
        raise _unknown(listed, subject)
    versions = ReleasedVersions(package)
    figures = [_figure(listed, record, versions) for record in listed.rows(code, where)]
    absences = list(_absences(listed, code, where, versions))
    if not figures and not absences:
        told = ", ".join(f"{column} {value}" for column, value in where.items())
        raise UsageError.of("explain", package.place, f"no row of '{subject}' has {told}")
    return Story(code, name, figures, absences)


@dataclass(frozen=True)
class _Listed:
    """What the annexes of a package list, row by row of provenance."""

    package: Package

    @cached_property
    def annexes(self) -> dict[tuple[str, str], Part]:
        """The annexes by document and label."""
        return annexes_of(self.package)

    @cached_property
    def records(self) -> Sequence[Record]:
        """All rows of provenance."""
        return self.package.records(self.package.made("provenance"))

    def annex(self, record: Record) -> Part:
        """The annex in which a row stands."""
        return self.annexes[record["document"], record["annex"]]

    def name(self, record: Record) -> str:
        """What a row is about: its code, or the name as printed where it has none."""
        annex = self.annex(record)
        return record.get(annex.label) or record.get(annex.edition.code) or record["name_printed"]

    def rows(self, code: str, where: Where) -> list[Record]:
        """The rows with this code and these values."""
        return [own for own in self.records if self.name(own) == code and _has(own, where)]


def _has(record: Record, where: Where) -> bool:
    return all(record.get(column) == value for column, value in where.items())


# ── what is meant ───────────────────────────────────────────────────────────────────────────


def _code_of(package: Package, subject: str) -> tuple[str, str]:
    """A code and its name, also where the name was given; a name is '' where there is no code."""
    for record in package.records_of("codes"):
        names = _names(record)
        if subject in (record["code"], *names):
            return record["code"], next(iter(names), "")
    return subject, ""


def _names(record: Record) -> list[str]:
    """What a row of the code list is called, in all languages."""
    return [text for column, text in record.items() if column.startswith("name_")]


def _check_values(listed: _Listed, where: Where) -> None:
    """A value that no annex has, or a column that no row has, is a slip of the pen, and not
    something that is not listed.
    """
    values: dict[str, list[str]] = {}
    for annex in listed.annexes.values():
        for column, value in annex.annex.values.items():
            values.setdefault(column, []).append(value)
    columns = list(next(iter(listed.records), {}))
    for column, value in where.items():
        if column not in columns:
            problem, choice = f"there is no column '{column}'", columns
        elif column in values and value not in values[column]:
            problem, choice = f"there is no {column} '{value}'", values[column]
        else:
            continue
        hint = f"choose from {', '.join(dict.fromkeys(choice))}"
        raise UsageError.of("explain", listed.package.root / DESCRIPTOR, problem, hint)


def _unknown(listed: _Listed, subject: str) -> UsageError:
    """No code, no label, no measure: the nearest names."""
    names: dict[str, str] = {}
    for record in listed.package.records_of("codes"):
        texts = _names(record)
        for text in (record["code"], *texts):
            names.setdefault(text.casefold(), f"{record['code']} ({next(iter(texts), '')})")
    for row in listed.records:
        label, printed = listed.name(row), row["name_printed"]
        names.setdefault(label.casefold(), label)
        names.setdefault(printed.casefold(), f"{label} ({printed})")
    for _, _, key in _with_places(listed.package):
        names.setdefault(key.casefold(), key)
    asked = subject.casefold()
    near = [name for name in names if sorted(name) == sorted(asked)]  # two letters exchanged
    near += difflib.get_close_matches(asked, names, NEAR, 0.5)
    found = ", ".join(dict.fromkeys(names[name] for name in near[:NEAR]))
    problem = f"'{subject}' is no code of the package, and nothing in it has this name"
    advice = f"perhaps {found}" if found else ""
    return UsageError.of("explain", listed.package.place, problem, advice)


# ── a figure that is listed ─────────────────────────────────────────────────────────────────


def _figure(listed: _Listed, record: Record, versions: ReleasedVersions) -> FigureStory:
    package, annex = listed.package, listed.annex(record)
    found = trace(package, record, annex)
    counted = [column.name for column in annex.columns if column.name in found.row]
    figures = {name: found.row[name] for name in counted if name not in record}
    key = {name: value for name, value in found.row.items() if name in record}
    printed, about = record["name_printed"], {**record, **found.row}
    alias = {"code": listed.name(record), "printed": printed}.items()
    taken = next((one for one in annex.edition.aliases if alias <= one.items()), {})
    return FigureStory(
        trace=found,
        key=key,
        figures=figures,
        document=_document(package, found.document),
        printed=printed,
        alias=": ".join(taken[part] for part in ("reason", "note") if part in taken),
        checks=list(_checks(package, annex, found, figures)),
        findings=list(_touching(package, found.resource, about)),
        revisions=list(_revisions(package, found.resource, about)),
        versions=versions.of(found.resource, key),
    )


def _document(package: Package, document: str) -> Record:
    listed = package.records(package.made("documents"))
    return next(record for record in listed if record["document"] == document)


def _checks(package: Package, annex: Part, found: Trace, figures: Record) -> Iterator[str]:
    """What the figure passed, each in a sentence; the first two are looked at anew."""
    yield "the document is, byte for byte, the one that was read"
    if all(value in found.text.split() for value in figures.values() if value):
        yield f"the line has these figures: {found.text}"
    if reviewed := annex.annex.reviewed:
        sums = ", ".join(f"{name} {total}" for name, total in reviewed["sums"].items())
        read = f"{found.annex}: {reviewed['rows']} rows, {sums}"
        is_draft = any(not text.startswith("edition ") for text in unconfirmed(package))
        yield f"{read}; nobody has confirmed it" if is_draft else f"a person has reviewed {read}"
    for rule in package.own.get("rules", []):
        if rule["resource"] == found.resource:
            yield f"{rule['column']} is at most {rule['at_most']}: {rule['reason']}"


# ── what touches it ─────────────────────────────────────────────────────────────────────────


def _touching(package: Package, resource: str, about: Record) -> Iterator[Record]:
    """The findings that are about this row, or about something that it refers to."""
    for finding in package.records(package.made("findings")):
        columns = _columns_of(package, resource, finding["resource"])
        if columns is not None and _meets(finding["key"], about, columns):
            yield finding


def _columns_of(package: Package, resource: str, target: str) -> dict[str, str] | None:
    """What the columns of the target are called in the resource; None if none leads there."""
    if target in (resource, package.parts["provenance"]):
        return {}
    schema = package.schema(resource)
    for key in schema.get("foreignKeys", []):
        if key["reference"]["resource"] == target:
            return dict(zip(key["reference"]["fields"], key["fields"], strict=True))
    return None


def _meets(key: str, about: Record, columns: Mapping[str, str]) -> bool:
    """Is the row one of those that a key such as `area=north,south;code=X` is about?

    A key that names no column is about all rows.
    """
    return all(
        about.get(columns.get(column, column)) in (values, *values.split(","))
        for column, values in parts_of(key).items()
    )


def _revisions(package: Package, resource: str, about: Record) -> Iterator[Record]:
    for record in package.records_of("revisions"):
        if record["resource"] == resource and _meets(record["key"], about, {}):
            yield record


# ── what is not listed ──────────────────────────────────────────────────────────────────────


def _absences(
    listed: _Listed, code: str, where: Where, released: ReleasedVersions
) -> Iterator[AbsenceStory]:
    """The annexes that have these values but no row of the code."""
    listing = {(row["document"], row["annex"]): None for row in listed.rows(code, {})}
    for place, annex in listed.annexes.items():
        document, label = place
        values = annex.annex.values
        if place in listing or not _has({**values, "annex": label}, where):
            continue
        own = [row for row in listed.records if (row["document"], row["annex"]) == place]
        before, after = _neighbours(listed, code, own)
        resource = annex.annex.resource or listed.package.made("annexes")
        key = {**values, annex.label: code}
        about = {**key, annex.edition.code: code, "code": code}
        versions = released.of(resource, key)
        yield AbsenceStory(
            annex=label,
            document=document,
            values=values,
            key=key,
            before=before,
            after=after,
            elsewhere=[other for at, other in listing if at == document],
            findings=list(_touching(listed.package, resource, about)),
            revisions=list(_revisions(listed.package, resource, about)),
            versions=versions if any(version.row for version in versions) else [],
        )


def _neighbours(
    listed: _Listed, code: str, rows: Sequence[Record]
) -> tuple[Record | None, Record | None]:
    """The two rows of an annex between which the code belongs, in the order of the source."""
    ordered = sorted(rows, key=lambda row: (int(row["page"]), int(row["line"])))
    for before, after in pairwise(ordered):
        if listed.name(before) < code < listed.name(after):
            return before, after
    return None, None


# ── figures from the text ───────────────────────────────────────────────────────────────────


def _stated(package: Package, subject: str, where: Where) -> Iterator[StatedFigure]:
    """Rows that say where in a document they stand, if they or their table have this name."""
    for name, row, key in _with_places(package):
        if subject in (name, key) and _has(row, where):
            yield StatedFigure(
                name, row, _document(package, row["document"])["title"], row["place"]
            )


def _with_places(package: Package) -> Iterator[tuple[str, Record, str]]:
    """Every row that has a document and a place in words, with its table and its name."""
    for resource in package.descriptor["resources"]:
        schema = package.schema(resource["name"])
        fields = {field["name"]: field for field in schema.get("fields", [])}
        if not {"document", "place"} <= set(fields):
            continue
        named = [key for key in schema.get("primaryKey", []) if fields[key]["type"] == "string"]
        for row in package.records(resource["name"]):
            yield resource["name"], row, ", ".join(row[column] for column in named)
