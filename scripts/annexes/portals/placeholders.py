"""Addresses that only hold the place of a real one: nobody will ever answer there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from annexes.package.about import About

RESERVED = ("example", "example.com", "example.net", "example.org", "invalid", "test", "localhost")
"""Names that are kept free for documentation and tests: RFC 2606."""


@dataclass(frozen=True, slots=True)
class HeldPlace:
    """A fact of the descriptor that is still to be replaced, and what it says now."""

    fact: str
    address: str


def held_places(facts: About) -> list[HeldPlace]:
    """Everything that a person still has to replace by a real address, in the recipe's order."""
    return [HeldPlace(fact, said) for fact, said in _addresses(facts) if is_placeholder(said)]


def _addresses(facts: About) -> Iterator[tuple[str, str]]:
    said = facts.publication
    yield "homepage", facts.homepage
    for number, who in enumerate(facts.entries("contributors")):
        yield f"contributors[{number}].path", str(who.get("path") or "")
    yield "annexes.publication.download", said.download
    yield "annexes.publication.publisher.url", said.publisher.url
    yield "annexes.publication.contact.email", said.contact.email
    yield "annexes.publication.contact.url", said.contact.url
    for number, related in enumerate(said.related):
        yield f"annexes.publication.related[{number}].url", related.url


def host(url: str) -> str:
    """The name of the host of an address or of an e-mail address, '' without one."""
    if "://" not in url:
        return url.rpartition("@")[2].lower() if "@" in url else ""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_placeholder(url: str) -> bool:
    """Whether this address, or e-mail address, is on a host that is reserved for examples."""
    name = host(url).rstrip(".")
    return any(name == kept or name.endswith(f".{kept}") for kept in RESERVED)
