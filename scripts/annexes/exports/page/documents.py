"""The sources on the page: the lines of each text document, so that every row leads to its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from annexes.exports.citation import said_day
from annexes.package.opened import OpenedPackage

MOST = 1500
"""Lines that a page of 300 kB has room for."""


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document of the figures: its facts, and its lines where the page shows them.

    `anchor` begins the identifiers of its lines; `link` is '' where the file is not here.
    """

    document: str
    anchor: str
    facts: Sequence[str]
    link: str
    lines: Sequence[str]

    def place(self, page: int, line: int) -> str:
        """Where a link to this line leads, '' where there is nothing to show."""
        if self.lines:
            return f"#{self.anchor}-{line}"
        return f"{self.link}#page={page}" if self.link else ""


def source_documents(source: OpenedPackage, language: str) -> list[SourceDocument]:
    """The documents of the package, in the order of their resource.

    Where a page has no room for the lines of all, it has those of the last ones.
    """
    table, editions = source.made("documents"), source.roles.editions
    paths = {edition.document: edition.path for edition in editions}
    left, found = MOST, list[SourceDocument]()
    records = list(enumerate(table.records() if table else (), start=1))
    for number, record in reversed(records):
        document = str(record.get("document") or "")
        data = _read(source, paths.get(document, ""))
        lines = _lines(data) if data is not None else []
        shown = lines if len(lines) <= left else []
        left -= len(shown)
        day = said_day(record.get("answered"), language)
        facts = [str(text) for name in ("title", "publisher") if (text := record.get(name))]
        one = SourceDocument(
            document=document,
            anchor=f"source-{number}",
            facts=[*facts, *([day] if day else [])],
            link=quote(paths[document]) if data is not None else "",
            lines=shown,
        )
        found.insert(0, one)
    return found


def _read(source: OpenedPackage, path: str) -> bytes | None:
    try:
        return source.package.stored(path).data if path else None
    except OSError:
        return None


def _lines(data: bytes) -> list[str]:
    """The lines of a text, none of a document that is no text."""
    if b"\0" in data:
        return []
    try:
        return [line.decode("utf-8-sig") for line in data.splitlines()]
    except UnicodeDecodeError:
        return []
