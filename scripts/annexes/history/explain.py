"""The whole story of a figure, on one screen; also of one that is not there.

What is not listed has no row, and that is not the same as a row with 0: it is told where it would
stand, and what the source says about it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from annexes.base.errors import UsageError
from annexes.history.figure_versions import ReleasedVersions, Version
from annexes.history.trace import Trace, named_by, trace
from annexes.package.disk import DESCRIPTOR, Package
from annexes.package.unconfirmed import unconfirmed

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
    and the annexes of the same document that do list it.
    """

    annex: str
    document: str
    values: Record
    before: Record | None
    after: Record | None
    elsewhere: Sequence[str]
    findings: Sequence[Record]


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
    _check_values(package, where)
    code, name = _code_of(package, subject)
    listed = _listed(package, code, where)
    if not name and not listed and not _listed(package, code, {}):
        raise _unknown(package, subject)
    versions = ReleasedVersions(package)
    figures = [_figure(package, record, versions) for record in listed]
    absences = list(_absences(package, code, where))
    if not figures and not absences:
        raise _unknown(package, subject)
    return Story(code, name, figures, absences)


# ── what is meant ───────────────────────────────────────────────────────────────────────────


def _code_of(package: Package, subject: str) -> tuple[str, str]:
    """A code and its name, also where the name was given; a name is '' where there is no code."""
    for record in package.records_of("codes"):
        names = [text for column, text in record.items() if column.startswith("name_")]
        if subject in (record["code"], *names):
            return record["code"], next(iter(names), "")
    return subject, ""


def _listed(package: Package, code: str, where: Where) -> list[dict[str, str]]:
    """The rows of provenance with this code and these values."""
    return [
        record
        for record in package.records(package.made("provenance"))
        if named_by(package, record) == code and _has(record, where)
    ]


def _has(record: Record, where: Where) -> bool:
    return all(record.get(column) == value for column, value in where.items())


def _check_values(package: Package, where: Where) -> None:
    """A value that no annex has, or a column that no row has, is a slip of the pen, and not
    something that is not listed.
    """
    values: dict[str, list[str]] = {}
    for _, annex in _annexes(package):
        for column, value in annex["values"].items():
            values.setdefault(column, []).append(value)
    columns = list(next(iter(package.records(package.made("provenance"))), {}))
    for column, value in where.items():
        if column not in columns:
            problem, choice = f"there is no column '{column}'", columns
        elif column in values and value not in values[column]:
            problem, choice = f"there is no {column} '{value}'", values[column]
        else:
            continue
        hint = f"choose from {', '.join(dict.fromkeys(choice))}"
        raise UsageError.of("explain", package.root / DESCRIPTOR, problem, hint)


def _unknown(package: Package, subject: str) -> UsageError:
    """No code, no label, no measure: the nearest names."""
    names: dict[str, str] = {}
    for record in package.records_of("codes"):
        texts = [text for column, text in record.items() if column.startswith("name_")]
        for text in (record["code"], *texts):
            names.setdefault(text.casefold(), f"{record['code']} ({next(iter(texts), '')})")
    for record in package.records(package.made("provenance")):
        label = named_by(package, record)
        names.setdefault(label.casefold(), label)
        names.setdefault(record["name_printed"].casefold(), f"{label} ({record['name_printed']})")
    for _, _, key in _with_places(package):
        names.setdefault(key.casefold(), key)
    asked = subject.casefold()
    near = [name for name in names if sorted(name) == sorted(asked)]  # two letters exchanged
    near += difflib.get_close_matches(asked, names, NEAR, 0.5)
    found = ", ".join(dict.fromkeys(names[name] for name in near[:NEAR]))
    hint = f"perhaps {found}" if found else "'annexes info' shows what is in the package"
    problem = f"'{subject}' is no code of the package, and nothing in it has this name"
    return UsageError.of("explain", package.place, problem, hint)


# ── a figure that is listed ─────────────────────────────────────────────────────────────────


def _figure(package: Package, record: Record, versions: ReleasedVersions) -> FigureStory:
    found = trace(package, record)
    edition, annex = _annex(package, found)
    columns = annex.get("columns") or edition["columns"]
    counted = [column["name"] for column in columns if column["name"] in found.row]
    figures = {name: found.row[name] for name in counted if name not in record}
    key = {name: value for name, value in found.row.items() if name in record}
    code = named_by(package, record)
    about = {**record, **found.row}
    return FigureStory(
        trace=found,
        key=key,
        figures=figures,
        document=_document(package, found.document),
        printed=record["name_printed"],
        alias=_alias(edition, code, record["name_printed"]),
        checks=list(_checks(package, annex, found, figures)),
        findings=list(_touching(package, found.resource, about)),
        revisions=list(_revisions(package, found.resource, about)),
        versions=versions.of(found.resource, key),
    )


def _annex(package: Package, found: Trace) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    return next(
        (edition, annex)
        for edition, annex in _annexes(package)
        if edition["document"] == found.document and annex["label"] == found.annex
    )


def _annexes(package: Package) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    for edition in package.own["editions"]:
        for annex in edition["annexes"]:
            yield edition, annex


def _document(package: Package, document: str) -> Record:
    listed = package.records(package.made("documents"))
    return next(record for record in listed if record["document"] == document)


def _alias(edition: Mapping[str, Any], code: str, printed: str) -> str:
    for alias in edition.get("aliases", []):
        if (alias["code"], alias["printed"]) == (code, printed):
            return ": ".join(filter(None, [str(alias["reason"]), str(alias.get("note", ""))]))
    return ""


def _checks(
    package: Package, annex: Mapping[str, Any], found: Trace, figures: Record
) -> Iterator[str]:
    """What the figure passed, each in a sentence; the first two are looked at anew."""
    yield "the document is, byte for byte, the one that was read"
    if all(value in found.text.split() for value in figures.values() if value):
        yield f"the line has these figures: {found.text}"
    if reviewed := annex.get("reviewed"):
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
    parts = (part.partition("=") for part in key.split(";") if part)
    return all(
        about.get(columns.get(column, column)) in values.split(",") for column, _, values in parts
    )


def _revisions(package: Package, resource: str, about: Record) -> Iterator[Record]:
    for record in package.records_of("revisions"):
        if record["resource"] == resource and _meets(record["key"], about, {}):
            yield record


# ── what is not listed ──────────────────────────────────────────────────────────────────────


def _absences(package: Package, code: str, where: Where) -> Iterator[AbsenceStory]:
    """The annexes that have these values but no row of the code."""
    rows = package.records(package.made("provenance"))
    for edition, annex in _annexes(package):
        resource = annex.get("resource") or package.made("annexes")
        if not _has({**annex["values"], "annex": annex["label"]}, where):
            continue
        document = edition["document"]
        same = [row for row in rows if row["document"] == document]
        own = [row for row in same if row["annex"] == annex["label"]]
        if any(named_by(package, row) == code for row in own):
            continue
        before, after = _neighbours(package, code, own)
        about = {**annex["values"], edition["code"]: code, "code": code}
        yield AbsenceStory(
            annex=annex["label"],
            document=document,
            values=annex["values"],
            before=before,
            after=after,
            elsewhere=list(
                dict.fromkeys(row["annex"] for row in same if named_by(package, row) == code)
            ),
            findings=list(_touching(package, resource, about)),
        )


def _neighbours(
    package: Package, code: str, rows: Sequence[Record]
) -> tuple[Record | None, Record | None]:
    """The two rows of an annex between which the code belongs, in the order of the source."""
    ordered = sorted(rows, key=lambda row: (int(row["page"]), int(row["line"])))
    for before, after in pairwise(ordered):
        if named_by(package, before) < code < named_by(package, after):
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
