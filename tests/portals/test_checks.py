"""What a portal would refuse or miss is found before it is asked, and said with what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from annexes.base.errors import PackageError
from annexes.package.about import About
from annexes.package.vocabularies import vocabularies
from annexes.portals.checks.all_checks import concerns, refusals
from annexes.portals.checks.concern import ALL, Level

Said = dict[str, Any]
Changed = Callable[[Callable[[Said], None]], About]


def published(descriptor: Said) -> Said:
    found: Said = descriptor["annexes"]["publication"]
    return found


def at_home(descriptor: Said) -> None:
    """The package at an address, and with a contact, that could be real ones."""
    descriptor["homepage"] = "https://daten.nordland.de/ships"
    published(descriptor)["contact"] = {"name": "desk", "email": "desk@daten.nordland.de"}


def test_the_package_is_made_for_all_but_not_sent_while_its_homepage_is_a_placeholder(
    facts: About, changed: Changed
) -> None:
    changed_at_home = changed(at_home)
    assert refusals(facts) == []
    assert {concern.problem.check for concern in concerns(facts)} == {"placeholder", "contact"}
    assert "nobody can be reached" in str(refusals(facts, ["ckan"], publishing=True)[0])
    assert "nobody can be reached" in str(refusals(facts, ["zenodo"], publishing=True)[0])
    for portal in ("zenodo", "ckan"):
        assert refusals(facts, [portal], publishing=True, practice=True) == []
        assert refusals(changed_at_home, [portal], publishing=True) == []
    assert concerns(changed_at_home) == []


def without_title(descriptor: Said) -> None:
    del descriptor["title"], descriptor["title@de"]


FAULTS: dict[str, tuple[Callable[[Said], Any], str, str]] = {
    "no title": (without_title, "dcat", "there is no title"),
    "no day": (lambda d: d.pop("created"), "zenodo", "there is no day of this version"),
    "a day in words": (lambda d: d.update(created="today"), "dcat", "does not begin with a day"),
    "no licence": (lambda d: d.pop("licenses"), "ckan", "there is no licence"),
    "a licence of one's own": (
        lambda d: d.update(licenses=[{"name": "mine", "path": "https://a.de/licence"}]),
        "zenodo",
        "the licence 'mine' is not in the list of: dcat, zenodo, ckan",
    ),
    "a licence that Zenodo does not know": (
        lambda d: d.update(licenses=[{"name": "dl-de/zero-2-0"}]),
        "zenodo",
        "is not in the list of: zenodo",
    ),
    "a licence that asks for a name": (
        lambda d: d.update(licenses=[{"name": "CC-BY-4.0"}]),
        "dcat",
        "asks for an attribution",
    ),
    "a licence named as another": (
        lambda d: d["licenses"][0].update(name="PDDL-1.0"),
        "citation",
        "its address is that of CC0-1.0",
    ),
    "no contact": (
        lambda d: published(d).update(contact={"name": "desk"}),
        "ckan",
        "there is no contact",
    ),
    "a contact that is no address": (
        lambda d: published(d).update(contact={"email": "desk at a.de"}),
        "dcat",
        "is no e-mail address",
    ),
    "no publisher": (
        lambda d: (
            published(d).pop("publisher"),
            d.update(contributors=[{"title": "a", "roles": ["author"]}]),
        ),
        "datacite",
        "there is no publisher",
    ),
    "a period that ends before it begins": (
        lambda d: published(d)["temporal"].update(end="2020-12-31"),
        "dcat",
        "before it begins",
    ),
    "a period in words": (
        lambda d: published(d)["temporal"].update(start="2021-Q1"),
        "dcat",
        "is no day: '2021-Q1'",
    ),
    "an availability that is in no list": (
        lambda d: published(d).update(
            availability="http://publications.europa.eu/resource/authority/planned-availability/EVER"
        ),
        "dcat",
        "in no official list of availability",
    ),
    "a state that is none": (
        lambda d: published(d).update(
            geocoding=["http://dcat-ap.de/def/politicalGeocoding/stateKey/99"]
        ),
        "dcat",
        "in no official list of geocoding",
    ),
    "a theme that is a word": (
        lambda d: published(d).update(themes=["migration"]),
        "ckan",
        "in no official list of themes",
    ),
    "no checksum": (
        lambda d: (d["resources"][0].pop("hash"), d["resources"][0].update(path="data/gone.csv")),
        "dcat",
        "there is no checksum of 'data/gone.csv'",
    ),
    "a homepage without a scheme": (
        lambda d: d.update(homepage="daten.nordland.de/ships"),
        "dcat",
        "no address on the web: 'daten.nordland.de/ships'",
    ),
    "a DOI as an address": (
        lambda d: published(d).update(doi="https://doi.org/10.5281/zenodo.1"),
        "datacite",
        "is no DOI",
    ),
    "a first version after this one": (
        lambda d: published(d).update(issued="2030-01-01"),
        "dcat",
        "before the first was issued",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_refused_before_anything_is_made(name: str, changed: Changed) -> None:
    edit, portal, problem = FAULTS[name]
    found = refusals(changed(edit), [portal])
    assert any(problem in one.problem for one in found), found
    assert all(one.hint for one in found)


def test_what_one_portal_refuses_another_may_take(changed: Changed) -> None:
    facts = changed(lambda d: d.update(licenses=[{"name": "dl-de/zero-2-0"}]))
    assert refusals(facts, ["dcat", "ckan"]) == []
    assert facts.licence is not None
    assert facts.licence.dcat_ap_de == "http://dcat-ap.de/def/licenses/dl-zero-de/2.0"


@pytest.mark.parametrize(
    "name", ["keywords", "themes", "spatial", "temporal", "availability", "frequency"]
)
def test_what_is_recommended_is_asked_for(name: str, changed: Changed) -> None:
    def without(descriptor: Said) -> None:
        at_home(descriptor)
        for key in (name, f"{name}@de"):
            descriptor.pop(key, None)
        published(descriptor).pop(name, None)
        if name == "spatial":
            published(descriptor).pop("geocoding")

    facts = changed(without)
    found = [one for one in concerns(facts) if one.problem.check == "missing"]
    assert [one.level for one in found] == [Level.WARNING]
    assert refusals(facts) == []


def test_a_text_in_one_language_only_is_noticed(changed: Changed) -> None:
    found = concerns(changed(lambda d: d.pop("title@de")))
    assert "'title' is not there in: de" in [concern.problem.problem for concern in found]


def test_every_portal_is_asked_something(changed: Changed) -> None:
    found = concerns(changed(without_title))
    assert set(found[0].portals) == set(ALL)


def test_each_licence_has_one_name_in_each_list() -> None:
    known = vocabularies().licence
    for of in (lambda k: k.spdx, lambda k: k.dcat_ap_de, lambda k: k.url):
        names = [of(licence) for licence in known]
        assert len(set(names)) == len(names)


def test_people_may_be_named_as_the_standard_allows(changed: Changed) -> None:
    """Version 1 has one `role`; version 2 allows names without a title, and a list of roles."""
    contributors = [
        {"title": "Office", "role": "publisher"},
        {"givenName": "Ada", "familyName": "Byron", "roles": "author"},
        {"roles": ["wrangler"]},
    ]

    def named(descriptor: Said) -> None:
        descriptor["contributors"] = contributors
        published(descriptor).pop("publisher")

    facts = changed(named)
    assert [who.name for who in facts.contributors] == ["Office", "Ada Byron"]
    assert facts.publisher.name == "Office"
    assert [who.roles for who in facts.contributors] == [("publisher",), ("author",)]


def test_a_descriptor_that_is_not_as_the_engine_writes_it_is_refused(changed: Changed) -> None:
    with pytest.raises(PackageError, match="themes"):
        changed(lambda d: published(d).update(themes="GOVE"))


@pytest.mark.parametrize("name", ["version", "id", "description"])
def test_what_is_made_may_still_not_be_sent(name: str, changed: Changed) -> None:
    def without(descriptor: Said) -> None:
        at_home(descriptor)
        for key in (name, f"{name}@de"):
            descriptor.pop(key, None)

    facts = changed(without)
    assert refusals(facts, ["zenodo"]) == []
    assert len(refusals(facts, ["zenodo"], publishing=True, practice=True)) == 1
