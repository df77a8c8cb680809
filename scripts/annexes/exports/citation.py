"""How to cite the package: who, when, what, which version, from which source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from annexes.base.texts import texts_in
from annexes.package.opened import OpenedPackage
from annexes.package.values import Value
from annexes.portals.fields import in_language


def citation(source: OpenedPackage, language: str) -> str:
    """One paragraph; what the package does not say is left out."""
    facts, word = source.about, texts_in("exports", language)
    year = f" ({created[:4]})" if (created := str(source.descriptor.get("created") or "")) else ""
    version = word["cited_version"].format(facts.version) if facts.version else ""
    title = in_language(facts.titles, language) or facts.name
    parts = [
        f"{cited_authors(source)}{year}: {title}{version}",
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
    return "; ".join(who.name for who in source.about.cited) or source.about.name


def _documents(source: OpenedPackage, language: str) -> Iterator[str]:
    """Title, publisher and day of each document that the figures come from."""
    table = source.made("documents")
    for record in table.records() if table else ():
        known = (record.get("title"), record.get("publisher"))
        day = said_day(record.get("answered"), language)
        yield ", ".join([*(str(text) for text in known if text), *([day] if day else [])])
