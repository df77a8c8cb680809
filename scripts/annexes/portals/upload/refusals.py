"""What a package must say before a portal is asked anything: all of it is refused at once.

To what the portals' own rules ask for comes what publishing needs: a version to tell what is
there, an identifier by which it is found again, and somebody who answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from annexes.base.errors import CheckError, Place, Problem, raise_if_any
from annexes.package.about import About
from annexes.package.disk import DESCRIPTOR
from annexes.portals.checks.concerns import refusals
from annexes.portals.placeholders import is_placeholder
from annexes.portals.upload.plan import Plan

WHERE = "in the metadata of the package, then build it anew"


def refuse_unready(plan: Plan, portal: str, *, practice: bool) -> None:
    """Raise CheckError with everything that `portal` ('zenodo' or 'ckan') would miss.

    An address that only holds a place is fine where publishing is practised, and nowhere else.
    """
    place = Place(str(plan.package.root / DESCRIPTOR))
    found = [
        *refusals(plan.facts, (portal,), publishing=not practice),
        *(Problem(check, place, text, hint) for check, text, hint in _version(plan.facts)),
    ]
    if portal == "zenodo":
        own = [*_contact(plan.facts, practice=practice), *_identifier(plan.facts)]
        own += _files(len(plan.items))
        found += [Problem(check, place, text, hint) for check, text, hint in own]
    raise_if_any(CheckError, (replace(problem, place=place) for problem in found))


MOST_FILES = 100
"""Of one record at Zenodo: https://help.zenodo.org/docs/deposit/manage-files/."""
Found = tuple[str, str, str]


def _version(facts: About) -> Iterator[Found]:
    if not facts.version:
        yield "version", "the package has no version", f"give it one, such as 1.0.0, {WHERE}"


def _contact(facts: About, *, practice: bool) -> Iterator[Found]:
    """Zenodo asks for none; who downloads data from there has questions all the same."""
    contact = facts.publication.contact
    ways = [way for way in (contact.email, contact.url) if way]
    if not ways:
        text = "there is no contact: an e-mail address or a page"
        yield "missing", text, f"give one under annexes.publication.contact, {WHERE}"
    elif not practice and all(map(is_placeholder, ways)):
        text = f"nobody can be reached at the contact {' or '.join(ways)}: it holds a place"
        yield "placeholder", text, f"give one that exists {WHERE}"


def _identifier(facts: About) -> Iterator[Found]:
    if not facts.id.lower().startswith("urn:"):
        text = "the 'id' of the package is not a URN: its record could not be found again"
        yield "identifier", text, f"give it one, such as urn:uuid: and a UUID, {WHERE}"


def _files(count: int) -> Iterator[Found]:
    if count > MOST_FILES:
        text = f"the package has {count} files; a record takes {MOST_FILES}"
        yield "files", text, "publish it in parts, or at a portal that takes more"
