"""Addresses: what none is, and what only holds the place of one, where nobody will ever answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from annexes.package.about import About
from annexes.portals.checks.concern import (
    ALL,
    CONTACT,
    PLACEHOLDER,
    Concern,
    Level,
    PortalForm,
)

RESERVED = ("example", "example.com", "example.net", "example.org", "invalid", "test", "localhost")
"""Names that are kept free for documentation and tests: RFC 2606."""
URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
USER = re.compile(r"[a-z]+://[^/?#]*@", re.IGNORECASE)
EMAIL = re.compile(r"[^\s@<>:]+@[^\s@<>:]+\.[^\s@<>:.]+")
PUBLICATION = "annexes.publication"
LINKING: tuple[PortalForm, ...] = ("dcat", "croissant", "schema-org")
"""The forms that say where each file is, and nobody puts it there."""


@dataclass(frozen=True, slots=True)
class HeldPlace:
    """A fact of the descriptor that is still to be replaced, and what it says now."""

    fact: str
    address: str


def held_places(facts: About) -> list[HeldPlace]:
    """Everything that a person still has to replace by a real address, in the recipe's order."""
    return [HeldPlace(fact, said) for _, fact, said in _addresses(facts) if is_placeholder(said)]


def is_placeholder(url: str) -> bool:
    """Whether this address, or e-mail address, is on a host that is reserved for examples."""
    name = _host(url).rstrip(".")
    return any(name == kept or name.endswith(f".{kept}") for kept in RESERVED)


def concerns(facts: About) -> Iterator[Concern]:
    """What is no address, then what leads nowhere."""
    yield from _none(facts)
    yield from _homepage(facts)
    yield from _contact(facts)
    yield from _placeholders(facts)


def _addresses(facts: About) -> Iterator[tuple[str, str, str]]:
    """What people call each address on the web, '' for others, its key, and the address."""
    said = facts.publication
    yield "homepage", "homepage", facts.homepage
    for number, who in enumerate(facts.entries("contributors")):
        yield "address of a contributor", f"contributors[{number}].path", str(who.get("path") or "")
    yield "", f"{PUBLICATION}.download", said.download
    yield "address of the publisher", f"{PUBLICATION}.publisher.url", said.publisher.url
    yield "", f"{CONTACT}.email", said.contact.email
    yield "address of the contact", f"{CONTACT}.url", said.contact.url
    for number, related in enumerate(said.related):
        yield "address of a related document", f"{PUBLICATION}.related[{number}].url", related.url


def _more_addresses(facts: About) -> Iterator[tuple[str, str, str]]:
    """Concepts, and files elsewhere: those below the homepage are as good as it is."""
    yield from (("place", f"{PUBLICATION}.spatial", url) for url in facts.publication.spatial)
    yield from (("place", f"{PUBLICATION}.geocoding", url) for url in facts.publication.geocoding)
    for file in facts.files if facts.homepage else []:
        if not file.url.startswith(facts.homepage):
            yield "address of a file", f"{PUBLICATION}.download", file.url


def _none(facts: About) -> Iterator[Concern]:
    for name, key, url in dict.fromkeys([*_addresses(facts), *_more_addresses(facts)]):
        if name and USER.match(url):
            problem = f"the {name} on {_host(url)} has a user or a password in it"
            hint = "write it as everybody may know it, without what stands before the @"
            yield Concern(Level.ERROR, ALL, "address", key, problem, hint)
        elif name and url and not (URL.fullmatch(url) and _host(url)):
            problem = f"the {name} is no address on the web: '{url}'"
            yield Concern(Level.ERROR, ALL, "address", key, problem)


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
        yield Concern(Level.ERROR, ("dcat", "ckan"), "address", key, problem, hint)
    elif contact.url and not contact.email:
        problem = "the contact has a page only, and CKAN passes on nothing but an e-mail address"
        hint = f"add {key}, so that what is read from CKAN has a contact"
        yield Concern(Level.WARNING, ("ckan",), "contact", key, problem, hint)


def _placeholders(facts: About) -> Iterator[Concern]:
    """Good enough to make metadata and look at it; not to send it anywhere."""
    contact = facts.publication.contact
    files = {_host(file.url) for file in facts.files if is_placeholder(file.url)}
    if files:
        problem = (
            f"the files are announced at {', '.join(sorted(files))}, which only holds a place: "
            "the links do not answer"
        )
        key = f"{PUBLICATION}.download" if facts.publication.download else "homepage"
        yield Concern(Level.PUBLISHING, LINKING, PLACEHOLDER, key, problem)
    if is_placeholder(facts.homepage):
        problem = f"the homepage {facts.homepage} only holds a place: the link does not answer"
        yield Concern(Level.WARNING, ALL, PLACEHOLDER, "homepage", problem)
    reached = [way for way in (contact.email, contact.url) if way]
    if reached and all(is_placeholder(way) for way in reached):
        problem = f"nobody can be reached at the contact {' or '.join(reached)}: it holds a place"
        yield Concern(Level.PUBLISHING, ("dcat", "zenodo", "ckan"), PLACEHOLDER, CONTACT, problem)


def _host(url: str) -> str:
    """The name of the host of an address or of an e-mail address, '' without one."""
    if "://" not in url:
        return url.rpartition("@")[2].lower() if "@" in url else ""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
