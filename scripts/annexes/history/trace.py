"""From a figure back to its line in the source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from annexes.base.errors import PackageError, Place
from annexes.base.storage import sha256_of
from annexes.package.disk import Package
from annexes.package.printed_figures import Part
from annexes.package.roles import roles
from annexes.reading.document.read_document import is_pdf, read_document
from annexes.reading.pages import box_around
from annexes.reading.tables.lines import lines_of

LINE_END = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Trace:
    """A row of a resource of figures, the place of its line in the source, and the line itself."""

    resource: str
    row: Mapping[str, str]
    document: str
    annex: str
    place: Place
    text: str


def annexes_of(package: Package) -> dict[tuple[str, str], Part]:
    """The annexes of a package, by document and label, as provenance names them."""
    return {
        (edition.document, annex.label): Part(edition, annex)
        for edition in roles(package).editions
        for annex in edition.annexes
    }


def trace(package: Package, record: Mapping[str, str], annex: Part) -> Trace:
    """The row of figures of this row of provenance, which stands in this annex, and its line.

    Raises PackageError if the source is not the one that was read.
    """
    resource = record.get("resource") or package.made("annexes")
    facts = package.records(resource)
    path = package.root / annex.edition.path
    data = _source(package, record["document"], path)
    place, text = _in_pdf(path, record) if is_pdf(data) else _in_text(path, data, record)
    key = package.schema(resource).get("primaryKey") or facts[0]
    shared = [column for column in key if column in record]
    row = next(fact for fact in facts if all(fact[name] == record[name] for name in shared))
    return Trace(resource, row, record["document"], record["annex"], place, text)


def _in_text(path: Path, data: bytes, record: Mapping[str, str]) -> tuple[Place, str]:
    """The line of a text; it is counted as editors count."""
    number = int(record["line"])
    text = LINE_END.split(data)[number - 1].decode("utf-8-sig").strip()
    return Place(str(path), page=int(record["page"]), line=number), text


def _in_pdf(path: Path, record: Mapping[str, str]) -> tuple[Place, str]:
    """The words of a PDF that stand where provenance says."""
    number, line = int(record["page"]), int(record["line"])
    (page,) = read_document(path, [number]).pages
    x0, top, x1, bottom = (float(record[side]) for side in ("x0", "top", "x1", "bottom"))
    words = [w for w in page.words if x0 - 0.1 <= w.x0 <= x1 and top <= w.middle <= bottom]
    text = " ".join(word.text for own in lines_of(words) for word in own)
    return Place(str(path), page=number, line=line, box=box_around(words)), text


def _source(package: Package, document: str, path: Path) -> bytes:
    """The bytes of the document, if they are still those that were read."""
    listed = package.records(package.made("documents"))
    expected = next(record["sha256"] for record in listed if record["document"] == document)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PackageError.of("document", path, "the document is not here") from error
    if sha256_of(data) != expected:
        problem = "the document is not the one that the package was built from"
        raise PackageError.of("document", path, problem)
    return data
