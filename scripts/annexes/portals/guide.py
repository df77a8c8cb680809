"""For people who publish by hand: the steps, and each value to paste.

The words stand in `guide.toml` beside this module, the portal for authorities in the package.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from annexes.base.errors import CheckError, raise_if_any
from annexes.base.texts import toml_of
from annexes.package.about import About
from annexes.package.about import about as facts_of
from annexes.package.disk import Package
from annexes.package.vocabularies import iso_639_3
from annexes.portals.checks.addresses import is_placeholder
from annexes.portals.fields import fields, in_language
from annexes.validation.bounded import check_package

Values = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class GuideStep:
    """One step, with the fields to fill in and their values."""

    text: str
    values: Values


@dataclass(frozen=True, slots=True)
class Section:
    """One way to publish."""

    title: str
    steps: list[GuideStep]


def guide(package: Package, language: str) -> list[Section]:
    """The ways to publish this package, in `en` or `de`; CheckError if it does not validate."""
    facts = facts_of(package)
    raise_if_any(CheckError, check_package(package))
    names = ["before", "zenodo", *(["authority"] if facts.publication.authority else []), "others"]
    return [_section(facts, name, language) for name in names]


def _section(facts: About, name: str, language: str) -> Section:
    guide_texts = toml_of("portals", "guide.toml")
    words, entries = guide_texts[name], guide_texts[f"{name}_step"]
    told = _facts(facts, language)
    steps = [
        GuideStep(entry[language].format(**told), _values(facts, entry.get("values", ""), language))
        for entry in entries
        if _holds(facts, entry.get("needs", ""))
    ]
    return Section(words[language].format(**told), steps)


def _facts(facts: About, language: str) -> dict[str, str]:
    authority = facts.publication.authority
    return {
        "homepage": facts.homepage,
        "licence": str(facts.licence_as_given.get("name") or ""),
        "authority": authority.name if authority else "",
        "authority_url": authority.url if authority else "",
        "takes": in_language(authority.takes, language) if authority else "",
    }


def _holds(facts: About, need: str) -> bool:
    """Whether a step applies to this package."""
    return {
        "": True,
        "placeholder": is_placeholder(facts.homepage),
        "no_doi": not facts.publication.doi,
        "no_zenodo": not (facts.licence and facts.licence.zenodo),
        "authority": facts.publication.authority is not None,
        "no_authority": facts.publication.authority is None,
    }[need]


def _values(facts: About, name: str, language: str) -> Values:
    ways = {"zenodo": _zenodo, "addresses": _addresses, "catalogue": _catalogue}
    found = ways[name](facts, language) if name else ()
    return [(field, value) for field, value in found if value]


def _zenodo(facts: About, _: str) -> Iterator[tuple[str, str]]:
    """The fields as Zenodo names them, in their order; the form is in English."""
    first, *others = facts.titles.items() or [("", "")]
    yield "Resource type", "Dataset"
    yield "Title", first[1]
    for at, title in others:
        yield f"Additional title, Translated title, {iso_639_3(at)}", title
    yield "Publication date", str(facts.day or "")
    for who in facts.cited:
        yield "Creator, " + ("Person" if who.family_name else "Organization"), who.name
    yield "Description", facts.description
    yield "License", facts.licence.spdx if facts.licence else ""
    for who in facts.others:
        yield f"Contributor, {', '.join(who.roles)}", who.name
    yield "Keywords and subjects", "; ".join(w for found in facts.keywords.values() for w in found)
    yield "Languages", ", ".join(facts.data_languages)
    yield "Dates, Other", "/".join(map(str, facts.period or ()))
    yield "Version", facts.version
    yield "Publisher", facts.publisher.name
    yield "Alternate identifier", facts.id
    for related in facts.publication.related:
        yield "Related work, References", related.url


def _addresses(facts: About, _: str) -> Iterator[tuple[str, str]]:
    return ((file.path, file.url) for file in facts.files)


def _catalogue(facts: About, language: str) -> Iterator[tuple[str, str]]:
    """The properties as DCAT-AP.de names them."""
    contact = facts.publication.contact
    told = {
        **fields("guide-catalogue", facts, language),
        "dcat:contactPoint": contact.email or contact.url,
        "dcat:keyword": ", ".join(facts.keywords.get(language, [])),
        "dct:temporal": " – ".join(map(str, facts.period or ())),
    }
    for name, value in told.items():
        yield name, value if isinstance(value, str) else " ".join(value)
