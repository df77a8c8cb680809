"""Concepts that must be of an official list, so that a portal can sort by them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annexes.package.about import About
from annexes.package.vocabularies import NUTS, nuts_codes, vocabularies
from annexes.portals.checks.concern import Concern, Level
from annexes.portals.checks.required_facts import required_facts

GEOCODING = "http://dcat-ap.de/def/politicalGeocoding/"
STATE_KEY = f"{GEOCODING}stateKey/"
PUBLICATION = "annexes.publication"
CONTRIBUTORS = "http://dcat-ap.de/def/contributors/"


def concerns(facts: About) -> Iterator[Concern]:
    """The concepts that no list has."""
    said = facts.publication
    for fact in required_facts():
        known = vocabularies().concepts.get(fact.concepts)
        for uri in fact.values(facts) if known else ():
            if known and uri and uri not in known:
                yield _unknown(fact.concepts, fact.key, uri, f"{known.list}{known.ends[0]}")
    yield from _geocoding(facts)
    for uri in said.spatial:
        if uri.startswith(NUTS) and uri.removeprefix(NUTS) not in nuts_codes():
            yield _unknown("spatial", f"{PUBLICATION}.spatial", uri, f"{NUTS}DE")
    for uri in said.contributor_ids:
        if not re.fullmatch(re.escape(CONTRIBUTORS) + r"\w+", uri):
            yield _unknown(
                "contributor_ids", f"{PUBLICATION}.contributor_ids", uri, f"{CONTRIBUTORS}…"
            )


def _geocoding(facts: About) -> Iterator[Concern]:
    """Keys of states are a list; those of smaller places are too many, but they are digits."""
    for uri in facts.publication.geocoding:
        state = uri.startswith(STATE_KEY)
        known = uri in vocabularies().concepts["state_key"]
        if not (known if state else re.fullmatch(re.escape(GEOCODING) + r"\w+Key/[0-9]+", uri)):
            yield _unknown("geocoding", f"{PUBLICATION}.geocoding", uri, f"{STATE_KEY}01")


def _unknown(name: str, key: str, uri: str, example: str) -> Concern:
    problem = f"'{uri}' is in no official list of {name.replace('_', ' ')}"
    hint = f"correct annexes.publication; concepts look like {example}"
    return Concern(Level.ERROR, ("dcat", "ckan"), "concept", key, problem, hint)
