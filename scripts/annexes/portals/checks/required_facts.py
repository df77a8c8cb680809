"""What each portal asks for: the mandatory properties of its format, and the recommended ones.

DCAT-AP.de: https://www.dcat-ap.de/def/dcatde/3.0/spec/; Zenodo: the fields that InvenioRDM
requires; DataCite: its properties 1 to 5 and 10; CKAN: what its create action and the way to
DCAT need; Croissant and CITATION.cff: the required fields of their specifications.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from annexes.package.about import About
from annexes.package.files import PackageFile
from annexes.portals.checks.concern import (
    ALL,
    CITATION,
    CKAN,
    CROISSANT,
    DATACITE,
    DCAT,
    RO_CRATE,
    SCHEMA_ORG,
    ZENODO,
    Concern,
    Level,
    concern,
)


@dataclass(frozen=True, slots=True)
class RequiredFact:
    """A fact that portals want: what people call it, its key in the descriptor, how it is read.

    Without it nothing is made for the portals in `mandatory`, nothing is published at those in
    `to_publish`, and those in `recommended` show the package less well.
    """

    name: str
    key: str
    read: Callable[[About], Any]
    mandatory: Sequence[str] = ()
    recommended: Sequence[str] = ()
    to_publish: Sequence[str] = ()


CONTACT = "annexes.publication.contact"
OF_PACKAGE = (
    RequiredFact("name", "name", lambda f: f.name, (DCAT, CKAN)),
    RequiredFact("title", "title", lambda f: f.title, ALL),
    RequiredFact(
        "description",
        "description",
        lambda f: f.description,
        (DCAT, SCHEMA_ORG, CROISSANT, RO_CRATE),
        (DATACITE, CITATION),
        (ZENODO, CKAN),
    ),
    RequiredFact(
        "publisher",
        "annexes.publication.publisher",
        lambda f: f.publisher.name,
        (DCAT, DATACITE),
        (SCHEMA_ORG, CROISSANT),
        (ZENODO, CKAN),
    ),
    RequiredFact(
        "person or organisation to cite",
        "contributors",
        lambda f: f.cited,
        (ZENODO, DATACITE, CITATION),
    ),
    RequiredFact(
        "contact with an e-mail address or a page",
        CONTACT,
        lambda f: f.publication.contact.email or f.publication.contact.url,
        (DCAT, CKAN),
        (),
        (ZENODO,),
    ),
    RequiredFact(
        "day of this version",
        "created",
        lambda f: f.day,
        (ZENODO, DATACITE, CROISSANT, RO_CRATE),
        (DCAT, SCHEMA_ORG, CITATION),
        (CKAN,),
    ),
    RequiredFact(
        "version",
        "version",
        lambda f: f.version,
        (),
        (DCAT, DATACITE, SCHEMA_ORG, CROISSANT, CITATION),
        (ZENODO, CKAN),
    ),
    RequiredFact(
        "name of the contact", CONTACT, lambda f: f.publication.contact.name, (), (DCAT, CKAN)
    ),
    RequiredFact("homepage", "homepage", lambda f: f.homepage, (DCAT, CROISSANT), (SCHEMA_ORG,)),
    RequiredFact("licence", "licenses", lambda f: f.licence_as_given, ALL),
    RequiredFact("keyword", "keywords", lambda f: f.keywords, (), (DCAT, ZENODO, CKAN)),
    RequiredFact(
        "theme", "annexes.publication.themes", lambda f: f.publication.themes, (), (DCAT, CKAN)
    ),
    RequiredFact(
        "language of the data",
        "annexes.publication.languages",
        lambda f: f.publication.languages,
        (),
        (DCAT, ZENODO, CKAN),
    ),
    RequiredFact(
        "place",
        "annexes.publication.spatial",
        lambda f: f.publication.spatial or f.publication.geocoding,
        (),
        (DCAT, CKAN),
    ),
    RequiredFact(
        "political level",
        "annexes.publication.geocoding_level",
        lambda f: f.publication.geocoding_level,
        (),
        (DCAT,),
    ),
    RequiredFact(
        "period",
        "annexes.publication.temporal",
        lambda f: f.publication.temporal.start or f.publication.temporal.end,
        (),
        (DCAT, CKAN),
    ),
    RequiredFact(
        "planned availability",
        "annexes.publication.availability",
        lambda f: f.publication.availability,
        (),
        (DCAT,),
    ),
    RequiredFact(
        "frequency",
        "annexes.publication.frequency",
        lambda f: f.publication.frequency,
        (),
        (DCAT, CKAN),
    ),
    RequiredFact(
        "access rights",
        "annexes.publication.access_rights",
        lambda f: f.publication.access_rights,
        (),
        (DCAT, CKAN),
    ),
    RequiredFact(
        "rights", "annexes.publication.rights", lambda f: f.publication.rights, (), (DCAT,)
    ),
    RequiredFact(
        "provenance",
        "annexes.publication.provenance",
        lambda f: f.publication.provenance,
        (),
        (DCAT,),
    ),
    RequiredFact(
        "type of publisher",
        "annexes.publication.publisher.type",
        lambda f: f.publisher.type,
        (),
        (DCAT,),
    ),
)
OF_FILES: tuple[tuple[str, Callable[[PackageFile], Any], Level], ...] = (
    ("checksum", lambda file: file.sha256, Level.ERROR),
    ("size", lambda file: file.size is not None, Level.ERROR),
    ("media type", lambda file: file.media_type, Level.WARNING),
    ("format of an official list", lambda file: file.format, Level.WARNING),
    ("title", lambda file: file.titles, Level.WARNING),
)
LISTING_FILES = (DCAT, CKAN, CROISSANT, SCHEMA_ORG)


def concerns(facts: About) -> Iterator[Concern]:
    """What is not said, or said without a word."""
    for fact in OF_PACKAGE:
        if not fact.read(facts):
            for level, portals in (
                (Level.ERROR, fact.mandatory),
                (Level.PUBLISHING, fact.to_publish),
                (Level.WARNING, fact.recommended),
            ):
                if portals:
                    yield _missing(facts, level, portals, fact.name, fact.key)
    for file in facts.files:
        for name, of, level in OF_FILES:
            if not of(file):
                yield _missing(facts, level, LISTING_FILES, f"{name} of '{file.path}'", "resources")
    yield from _languages(facts)
    yield from _blank(facts)


def _missing(facts: About, level: Level, portals: Sequence[str], name: str, key: str) -> Concern:
    want = "should have" if level == Level.WARNING else "must have"
    problem = f"there is no {name}, which {', '.join(portals)} {want}"
    hint = f"say it under {key}"
    return concern(facts, level, portals, "missing", key, problem, hint)


def _languages(facts: About) -> Iterator[Concern]:
    """A text that is there in one language only, though the package has more."""
    texts: dict[str, Container[str]] = {
        "title": facts.titles,
        "description": facts.descriptions,
        "keywords": facts.keywords,
    }
    for name, found in texts.items():
        lacking = [at for at in facts.languages if found and at not in found]
        if lacking:
            key = _key(facts, name, lacking[0])
            problem = f"'{name}' is not there in: {', '.join(lacking)}"
            hint = f"add '{key}', or take the language from 'languages'"
            yield concern(facts, Level.WARNING, ALL, "language", key, problem, hint)


def _blank(facts: About) -> Iterator[Concern]:
    """Texts that are there, but without a word; some portals would publish them as they are."""
    for key, texts in _texts(facts):
        if any(not text.strip() for text in texts if text or "keywords" in key):
            problem = f"'{key}' has a text without a word"
            yield concern(facts, Level.ERROR, ALL, "blank", key, problem)


def _texts(facts: About) -> Iterator[tuple[str, Sequence[str]]]:
    """The texts that people read, each with its key in the descriptor."""
    for name, texts in {"title": facts.titles, "description": facts.descriptions}.items():
        yield from ((_key(facts, name, at), [text]) for at, text in texts.items())
    for at, words in facts.keywords.items():
        yield _key(facts, "keywords", at), words
    for number, entry in enumerate(facts.entries("contributors")):
        yield f"contributors[{number}].title", [str(entry.get("title") or "")]
    yield "annexes.publication.publisher.name", [facts.publication.publisher.name]
    yield "annexes.publication.contact.name", [facts.publication.contact.name]


def _key(facts: About, name: str, language: str) -> str:
    """The key of a text: the package's own language stands without a mark."""
    return name if language == facts.languages[0] else f"{name}@{language}"
