"""Addresses: what none is, and what only holds the place of one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annexes.package.about import About
from annexes.portals.checks.concern import (
    ALL,
    CKAN,
    CROISSANT,
    DCAT,
    PLACEHOLDER,
    SCHEMA_ORG,
    ZENODO,
    Concern,
    Level,
    concern,
)
from annexes.portals.placeholders import host, is_placeholder

URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>.]+")


def concerns(facts: About) -> Iterator[Concern]:
    """What is no address, then what leads nowhere."""
    said = facts.publication
    yield from _none(facts)
    mail = said.contact.email
    if mail and not EMAIL.fullmatch(mail):
        problem = f"'{mail}' is no e-mail address"
        hint = "correct annexes.publication.contact.email"
        yield concern(facts, Level.ERROR, (DCAT, CKAN), "address", problem, hint)
    elif said.contact.url and not mail:
        problem = "the contact has a page only, and CKAN passes on nothing but an e-mail address"
        hint = "add annexes.publication.contact.email, so that what is read from CKAN has a contact"
        yield concern(facts, Level.WARNING, (CKAN,), "contact", problem, hint)
    yield from _placeholders(facts)


def _none(facts: About) -> Iterator[Concern]:
    said = facts.publication
    named = {
        "homepage": [facts.homepage],
        "address of the publisher": [facts.publisher.url],
        "address of the contact": [said.contact.url],
        "address of a related document": [related.url for related in said.related],
        "place": [*said.spatial, *said.geocoding],
        "address of a contributor": [who.url for who in facts.contributors],
        "address of a file": [file.url for file in facts.files] if facts.homepage else [],
    }
    for name, urls in named.items():
        for url in dict.fromkeys(urls):
            if url and not (URL.fullmatch(url) and host(url)):
                problem = f"the {name} is no address on the web: '{url}'"
                hint = "write it in full, beginning with https://"
                yield concern(facts, Level.ERROR, ALL, "address", problem, hint)


def _placeholders(facts: About) -> Iterator[Concern]:
    """Good enough to make metadata and look at it; not to send it anywhere."""
    contact = facts.publication.contact
    hint = "enter the real address before you publish, and build the package anew"
    files = {host(file.url) for file in facts.files if is_placeholder(file.url)}
    if files:
        problem = (
            f"the files are announced at {', '.join(sorted(files))}, which only holds a place: "
            "the links do not answer"
        )
        portals = (DCAT, CROISSANT, SCHEMA_ORG)
        yield concern(facts, Level.PUBLISHING, portals, PLACEHOLDER, problem, hint)
    if is_placeholder(facts.homepage):
        problem = f"the homepage {facts.homepage} only holds a place: the link does not answer"
        yield concern(facts, Level.WARNING, ALL, PLACEHOLDER, problem, hint)
    reached = [way for way in (contact.email, contact.url) if way]
    if reached and all(is_placeholder(way) for way in reached):
        problem = f"nobody can be reached at the contact {' or '.join(reached)}: it holds a place"
        yield concern(facts, Level.PUBLISHING, (DCAT, ZENODO, CKAN), PLACEHOLDER, problem, hint)
