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
from annexes.portals.checks import concern as model
from annexes.portals.checks.concern import (
    ALL,
    CITATION,
    CKAN,
    CROISSANT,
    DATACITE,
    DCAT,
    SCHEMA_ORG,
    ZENODO,
    Concern,
    Level,
    concern,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact, where it is said, and who cannot do without it, or not when it is sent, or should."""

    name: str
    where: str
    of: Callable[[About], Any]
    mandatory: Sequence[str] = ()
    recommended: Sequence[str] = ()
    sent: Sequence[str] = ()


CONTACT = "annexes.publication.contact"
OF_PACKAGE = (
    Asked("name", "name", lambda f: f.name, (DCAT, CKAN)),
    Asked("title", "title", lambda f: f.title, ALL),
    Asked(
        "description",
        "description",
        lambda f: f.description,
        (DCAT, SCHEMA_ORG, CROISSANT),
        (DATACITE, CITATION),
        (ZENODO, CKAN),
    ),
    Asked(
        "publisher",
        "annexes.publication.publisher",
        lambda f: f.publisher.name,
        (DCAT, DATACITE),
        (SCHEMA_ORG, CROISSANT),
        (ZENODO, CKAN),
    ),
    Asked("who is cited", "contributors", lambda f: f.cited, (ZENODO, DATACITE, CITATION)),
    Asked(
        "contact with an e-mail address or a page",
        CONTACT,
        lambda f: f.publication.contact.email or f.publication.contact.url,
        (DCAT, CKAN),
        (),
        (ZENODO,),
    ),
    Asked(
        "day of this version",
        "created",
        lambda f: f.day,
        (ZENODO, DATACITE, CROISSANT),
        (DCAT, SCHEMA_ORG, CITATION),
        (CKAN,),
    ),
    Asked(
        "version",
        "version",
        lambda f: f.version,
        (),
        (DCAT, DATACITE, SCHEMA_ORG, CROISSANT, CITATION),
        (ZENODO, CKAN),
    ),
    Asked("name of the contact", CONTACT, lambda f: f.publication.contact.name, (), (DCAT, CKAN)),
    Asked("homepage", "homepage", lambda f: f.homepage, (DCAT, CROISSANT), (SCHEMA_ORG,)),
    Asked("licence", "licenses", lambda f: f.licence_as_given, ALL),
    Asked("keyword", "keywords", lambda f: f.keywords, (), (DCAT, ZENODO, CKAN)),
    Asked("theme", "annexes.publication.themes", lambda f: f.publication.themes, (), (DCAT, CKAN)),
    Asked(
        "language of the data",
        "annexes.publication.languages",
        lambda f: f.publication.languages,
        (),
        (DCAT, ZENODO, CKAN),
    ),
    Asked(
        "place",
        "annexes.publication.spatial",
        lambda f: f.publication.spatial or f.publication.geocoding,
        (),
        (DCAT, CKAN),
    ),
    Asked(
        "political level",
        "annexes.publication.geocoding_level",
        lambda f: f.publication.geocoding_level,
        (),
        (DCAT,),
    ),
    Asked(
        "period",
        "annexes.publication.temporal",
        lambda f: f.publication.temporal.start or f.publication.temporal.end,
        (),
        (DCAT, CKAN),
    ),
    Asked(
        "planned availability",
        "annexes.publication.availability",
        lambda f: f.publication.availability,
        (),
        (DCAT,),
    ),
    Asked(
        "frequency",
        "annexes.publication.frequency",
        lambda f: f.publication.frequency,
        (),
        (DCAT, CKAN),
    ),
    Asked(
        "access rights",
        "annexes.publication.access_rights",
        lambda f: f.publication.access_rights,
        (),
        (DCAT, CKAN),
    ),
    Asked("rights", "annexes.publication.rights", lambda f: f.publication.rights, (), (DCAT,)),
    Asked(
        "provenance",
        "annexes.publication.provenance",
        lambda f: f.publication.provenance,
        (),
        (DCAT,),
    ),
    Asked(
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
    """What is not said."""
    for asked in OF_PACKAGE:
        if not asked.of(facts):
            for level, portals in (
                (Level.ERROR, asked.mandatory),
                (Level.PUBLISHING, asked.sent),
                (Level.WARNING, asked.recommended),
            ):
                if portals:
                    yield _missing(facts, level, portals, asked.name, asked.where)
    for file in facts.files:
        for name, of, level in OF_FILES:
            if not of(file):
                yield _missing(facts, level, LISTING_FILES, f"{name} of '{file.path}'", "resources")
    yield from _languages(facts)


def _missing(
    facts: About, level: Level, portals: Sequence[str], name: str, where: str
) -> model.Concern:
    problem = f"there is no {name}, which {_named(portals)} {_want(level)}"
    hint = f"say it under '{where}' of the descriptor, by way of its recipe where there is one"
    return concern(facts, level, portals, "missing", problem, hint)


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
            problem = f"'{name}' is not there in: {', '.join(lacking)}"
            hint = f"add '{name}@{lacking[0]}', or take the language from 'languages'"
            yield concern(facts, Level.WARNING, ALL, "language", problem, hint)


def _named(portals: Sequence[str]) -> str:
    return ", ".join(portals)


def _want(level: Level) -> str:
    return "should have" if level == Level.WARNING else "must have"
