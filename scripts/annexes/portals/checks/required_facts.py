"""What each portal asks for and the package does not say: see `required_facts.toml`."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

import msgspec

from annexes.base.texts import toml_of
from annexes.package.about import About
from annexes.package.files import PackageFile
from annexes.portals.checks.concern import ALL, Concern, Level, PortalForm


class RequiredFact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fact that portals want; `held` are the attributes of the facts that can hold it, `concepts`
    the official list that it is of.
    """

    name: str
    key: str
    held: list[str]
    mandatory: list[PortalForm] = []
    recommended: list[PortalForm] = []
    to_publish: list[PortalForm] = []
    concepts: str = ""

    def values(self, facts: About) -> list[Any]:
        """What the package says of it, one after the other."""
        held = [attrgetter(path)(facts) for path in self.held]
        return [one for value in held for one in (value if isinstance(value, list) else [value])]

    def wanted(self) -> Iterator[tuple[Level, Sequence[PortalForm]]]:
        """How badly which portals want it."""
        yield Level.ERROR, self.mandatory
        yield Level.PUBLISHING, self.to_publish
        yield Level.WARNING, self.recommended


@cache
def required_facts() -> list[RequiredFact]:
    """All of them, in the order in which they are asked for."""
    return msgspec.convert(toml_of("portals", "required_facts.toml")["fact"], list[RequiredFact])


OF_FILES: tuple[tuple[str, Callable[[PackageFile], Any], Level], ...] = (
    ("checksum", lambda file: file.sha256, Level.ERROR),
    ("size", lambda file: file.size is not None, Level.ERROR),
    ("media type", lambda file: file.media_type, Level.WARNING),
    ("format of an official list", lambda file: file.format, Level.WARNING),
    ("title", lambda file: file.titles, Level.WARNING),
)
LISTING_FILES: tuple[PortalForm, ...] = ("dcat", "ckan", "croissant", "schema-org")


def concerns(facts: About) -> Iterator[Concern]:
    """What is not said, or said without a word."""
    for fact in required_facts():
        if not any(fact.values(facts)):
            for level, portals in fact.wanted():
                if portals:
                    yield _missing(level, portals, fact.name, fact.key)
    for file in facts.files:
        for name, of, level in OF_FILES:
            if not of(file):
                yield _missing(level, LISTING_FILES, f"{name} of '{file.path}'", "resources")
    yield from _languages(facts)
    yield from _blank(facts)


def _missing(level: Level, portals: Sequence[PortalForm], name: str, key: str) -> Concern:
    want = "should have" if level == Level.WARNING else "must have"
    problem = f"there is no {name}, which {', '.join(portals)} {want}"
    return Concern(level, portals, "missing", key, problem, f"say it under '{key}'")


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
            yield Concern(Level.WARNING, ALL, "language", key, problem, hint)


def _blank(facts: About) -> Iterator[Concern]:
    """Texts that are there, but without a word; some portals would publish them as they are."""
    for key, texts in _texts(facts):
        if any(not text.strip() for text in texts if text or "keywords" in key):
            problem = f"'{key}' has a text without a word"
            yield Concern(Level.ERROR, ALL, "blank", key, problem)


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
