"""Addresses: what none is, and what only holds the place of one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annexes.package.about import About
from annexes.portals.checks.concern import (
    ALL,
    CKAN,
    CONTACT,
    CROISSANT,
    DCAT,
    PLACEHOLDER,
    SCHEMA_ORG,
    ZENODO,
    Concern,
    Level,
)
from annexes.portals.placeholders import host, is_placeholder

URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
USER = re.compile(r"[a-z]+://[^/?#]*@", re.IGNORECASE)
EMAIL = re.compile(r"[^\s@<>:]+@[^\s@<>:]+\.[^\s@<>:.]+")


def concerns(facts: About) -> Iterator[Concern]:
    """What is no address, then what leads nowhere."""
    yield from _none(facts)
    yield from _homepage(facts)
    yield from _contact(facts)
    yield from _placeholders(facts)


def _none(facts: About) -> Iterator[Concern]:
    for name, key, url in dict.fromkeys(_addresses(facts)):
        if USER.match(url):
            problem = f"the {name} on {host(url)} has a user or a password in it"
            hint = "write it as everybody may know it, without what stands before the @"
            yield Concern(Level.ERROR, ALL, "address", key, problem, hint)
        elif url and not (URL.fullmatch(url) and host(url)):
            problem = f"the {name} is no address on the web: '{url}'"
            yield Concern(Level.ERROR, ALL, "address", key, problem)


def _addresses(facts: About) -> Iterator[tuple[str, str, str]]:
    """What people call each address, its key in the descriptor, and the address.

    Files below the homepage are as good as it is.
    """
    said, publication = facts.publication, "annexes.publication"
    yield "homepage", "homepage", facts.homepage
    yield "address of the publisher", f"{publication}.publisher.url", said.publisher.url
    yield "address of the contact", f"{CONTACT}.url", said.contact.url
    for number, related in enumerate(said.related):
        key = f"{publication}.related[{number}].url"
        yield "address of a related document", key, related.url
    for key in ("spatial", "geocoding"):
        yield from (("place", f"{publication}.{key}", url) for url in getattr(said, key))
    for number, who in enumerate(facts.entries("contributors")):
        yield "address of a contributor", f"contributors[{number}].path", str(who.get("path") or "")
    for file in facts.files if facts.homepage else []:
        if not file.url.startswith(facts.homepage):
            yield "address of a file", f"{publication}.download", file.url


def _homepage(facts: About) -> Iterator[Concern]:
    """The addresses of the files are the homepage and their path after it."""
    if re.search(r"[?#]", facts.homepage):
        problem = f"no file can have an address below the homepage '{facts.homepage}'"
        hint = "write it without ? and #; files may be elsewhere by annexes.publication.download"
        yield Concern(Level.ERROR, ALL, "address", "homepage", problem, hint)


def _contact(facts: About) -> Iterator[Concern]:
    contact = facts.publication.contact
    key = f"{CONTACT}.email"
    if contact.email and not EMAIL.fullmatch(contact.email):
        problem = f"'{contact.email}' is no e-mail address"
        hint = f"correct {key}: a name, @ and a host, without mailto:"
        yield Concern(Level.ERROR, (DCAT, CKAN), "address", key, problem, hint)
    elif contact.url and not contact.email:
        problem = "the contact has a page only, and CKAN passes on nothing but an e-mail address"
        hint = f"add {key}, so that what is read from CKAN has a contact"
        yield Concern(Level.WARNING, (CKAN,), "contact", key, problem, hint)


def _placeholders(facts: About) -> Iterator[Concern]:
    """Good enough to make metadata and look at it; not to send it anywhere."""
    contact = facts.publication.contact
    files = {host(file.url) for file in facts.files if is_placeholder(file.url)}
    if files:
        problem = (
            f"the files are announced at {', '.join(sorted(files))}, which only holds a place: "
            "the links do not answer"
        )
        portals = (DCAT, CROISSANT, SCHEMA_ORG)
        key = "annexes.publication.download" if facts.publication.download else "homepage"
        yield Concern(Level.PUBLISHING, portals, PLACEHOLDER, key, problem)
    if is_placeholder(facts.homepage):
        problem = f"the homepage {facts.homepage} only holds a place: the link does not answer"
        yield Concern(Level.WARNING, ALL, PLACEHOLDER, "homepage", problem)
    reached = [way for way in (contact.email, contact.url) if way]
    if reached and all(is_placeholder(way) for way in reached):
        problem = f"nobody can be reached at the contact {' or '.join(reached)}: it holds a place"
        portals = (DCAT, ZENODO, CKAN)
        yield Concern(Level.PUBLISHING, portals, PLACEHOLDER, CONTACT, problem)
