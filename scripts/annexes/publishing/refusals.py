"""What a package must say before a portal is asked anything: all of it is refused at once."""

from __future__ import annotations

from collections.abc import Iterator

from annexes.errors import CheckError, Place, Problem, raise_if_any
from annexes.package import DESCRIPTOR
from annexes.portals.addresses import is_placeholder
from annexes.portals.facts import Facts
from annexes.publishing.plan import Plan

WHERE = "in the metadata of the package, then build it anew"


def refuse_unready(plan: Plan, portal: str, *, practice: bool) -> None:
    """Raise CheckError with everything that `portal` ('zenodo' or 'ckan') would miss.

    An address that nobody will ever answer is fine where publishing is practised, not elsewhere.
    """
    facts = plan.facts
    found = [*_missing(facts), *_contact(facts, practice=practice), *_licence(facts, portal)]
    if portal == "zenodo":
        found += _zenodo(facts)
    place = Place(str(plan.package.root / DESCRIPTOR))
    raise_if_any(CheckError, (Problem(check, place, text, hint) for check, text, hint in found))


Found = tuple[str, str, str]


def _missing(facts: Facts) -> Iterator[Found]:
    asked = {
        "name": facts.name,
        "title": facts.title,
        "description": facts.description,
        "version": facts.version,
        "created": facts.day,
        "publisher": facts.publisher.name,
    }
    for name, value in asked.items():
        if not value:
            yield name, f"'{name}' is missing or not valid", f"give it {WHERE}"


def _contact(facts: Facts, *, practice: bool) -> Iterator[Found]:
    """A name, and an e-mail address or a web address at which somebody answers."""
    contact = facts.publication.contact
    ways = [way for way in (contact.email, contact.url) if way]
    if not contact.name or not ways:
        text = "the contact is missing: a name, and an e-mail address or a web address"
        yield "contact", text, f"give it under publication.contact {WHERE}"
    elif not practice and all(map(is_placeholder, ways)):
        text = f"nobody will answer at the contact's address {ways[0]}"
        yield "contact", text, f"give one that exists {WHERE}"


def _licence(facts: Facts, portal: str) -> Iterator[Found]:
    name = facts.licence_as_given.get("name") or facts.licence_as_given.get("path")
    known = facts.licence
    if not name:
        yield "licence", "there is no licence", f"name one under licenses {WHERE}"
    elif not known or not (known.zenodo if portal == "zenodo" else known.ckan):
        text = f"the portal does not know the licence '{name}'"
        yield "licence", text, "use one that it knows, such as CC0-1.0 or CC-BY-4.0"


def _zenodo(facts: Facts) -> Iterator[Found]:
    """By its URN the record is found again; who is cited is asked for."""
    if not facts.id.lower().startswith("urn:"):
        text = "the id of the package is not a URN: its record could not be found again"
        yield "id", text, f"give it one, such as urn:uuid:…, {WHERE}"
    if not facts.cited:
        text = "nobody is named as creator, author or publisher"
        yield "contributors", text, f"name who is cited under contributors {WHERE}"
