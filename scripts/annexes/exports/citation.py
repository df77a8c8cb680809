"""How to cite the package: who, when, what, which version, from which source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from annexes.base.texts import texts_in
from annexes.package.about import about
from annexes.package.labels import said
from annexes.package.opened import OpenedPackage
from annexes.package.values import Value


def citation(source: OpenedPackage, language: str) -> str:
    """One paragraph; what the package does not say is left out."""
    descriptor, word = source.descriptor, texts_in("exports", language)
    facts = about(source.package)
    title = said(descriptor, "title", language) or str(descriptor.get("name") or "")
    year = str(descriptor.get("created") or "")[:4]
    version = descriptor.get("version")
    parts = [
        f"{cited_authors(source)}{f' ({year})' if year else ''}: {title}"
        + (f", Version {version}" if version and language == "de" else "")
        + (f", version {version}" if version and language != "de" else ""),
        *(f"{word['source']}: {text}" for text in _documents(source, language)),
        *([address] if (address := facts.doi_url or facts.homepage) else []),
    ]
    return ". ".join(parts) + "."


def said_day(day: Value, language: str) -> str:
    """A day as the readers of this language write it; what is no day as it is."""
    if not isinstance(day, dt.date):
        return str(day or "")
    return day.strftime("%d.%m.%Y") if language == "de" else day.isoformat()


def cited_authors(source: OpenedPackage) -> str:
    """The names that stand first in a citation: the same as at portals."""
    cited = about(source.package).cited
    return "; ".join(who.name for who in cited) or str(source.descriptor.get("name") or "")


def _documents(source: OpenedPackage, language: str) -> Iterator[str]:
    """Title, publisher and day of each document that the figures come from."""
    table = source.made("documents")
    for record in table.records() if table else ():
        known = (record.get("title"), record.get("publisher"))
        day = said_day(record.get("answered"), language)
        yield ", ".join([*(str(text) for text in known if text), *([day] if day else [])])
