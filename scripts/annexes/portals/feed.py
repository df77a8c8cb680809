"""feed.xml: an Atom feed of what the package has got: editions, corrections, and this version.

https://www.rfc-editor.org/rfc/rfc4287. Every entry has an identifier of its own that stays, and the
day that the package says; no clock is asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree  # only written here, never read

from annexes.base.texts import texts_of
from annexes.package.about import IRI, About, day

ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry: an address that stays, a title, a day, a summary."""

    id: str
    title: str
    day: dt.date
    summary: str


def feed(facts: About, language: str = "") -> bytes:
    """The feed in one language, by default the package's own; the newest entry stands first."""
    language = language or facts.languages[0]
    entries = history_entries(facts, language)
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed", {f"{{{XML}}}lang": language})
    _text(root, "id", _identifier(facts))
    _text(root, "title", facts.titles.get(language, facts.title))
    _text(root, "updated", _moment(entries[0].day if entries else facts.day))
    if facts.homepage:
        ElementTree.SubElement(root, f"{{{ATOM}}}link", {"href": f"{facts.homepage}/"})
        address = {"rel": "self", "href": f"{facts.homepage}/feed.xml"}
        ElementTree.SubElement(root, f"{{{ATOM}}}link", address)
    author = ElementTree.SubElement(root, f"{{{ATOM}}}author")
    _text(author, "name", facts.publisher.name or facts.name)
    for entry in entries:
        node = ElementTree.SubElement(root, f"{{{ATOM}}}entry")
        _text(node, "id", entry.id)
        _text(node, "title", entry.title)
        _text(node, "updated", _moment(entry.day))
        if facts.homepage:
            ElementTree.SubElement(node, f"{{{ATOM}}}link", {"href": f"{facts.homepage}/"})
        _text(node, "summary", entry.summary)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def history_entries(facts: About, language: str) -> list[FeedEntry]:
    """The version, the editions and the corrections of the package, the newest first."""
    return sorted(_entries(facts, language), key=lambda e: (e.day, e.id), reverse=True)


def _entries(facts: About, language: str) -> Iterator[FeedEntry]:
    """The version, then each document: an edition, or the correction of one."""
    words = {name: text.get(language, text["en"]) for name, text in texts_of("portals").items()}
    today = facts.day or dt.date.min
    yield FeedEntry(
        f"{_identifier(facts)}#version-{facts.version}",
        words["feed_version"].format(version=facts.version),
        today,
        facts.descriptions.get(language, facts.description),
    )
    corrections: dict[str, list[dict[str, str]]] = {}
    for record in facts.package.records_of("revisions"):
        corrections.setdefault(record["document"], []).append(record)
    for record in facts.package.records_of("documents"):
        document = record["document"]
        changed = corrections.get(document, [])
        kind = "feed_correction" if changed else "feed_edition"
        texts = {"title": record.get("title", document), "number": len(changed)}
        reason = changed[0]["reason"] if changed else record.get("publisher", "")
        yield FeedEntry(
            f"{_identifier(facts)}#document-{document}",
            words[kind].format(**texts),
            day(record.get("answered", "")) or today,
            reason,
        )


def _identifier(facts: About) -> str:
    """That of the package; where it has none, one that follows from its name."""
    return facts.iri if IRI.fullmatch(facts.iri) else uuid5(NAMESPACE_URL, facts.name).urn


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, f"{{{ATOM}}}{name}").text = text


def _moment(on: dt.date | None) -> str:
    return f"{(on or dt.date.min).isoformat()}T00:00:00Z"
