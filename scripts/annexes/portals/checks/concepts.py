"""Concepts that must be of an official list, so that a portal can sort by them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annexes.package.about import About
from annexes.package.vocabularies import NUTS, nuts_codes, vocabularies
from annexes.portals.checks.concern import CKAN, DCAT, Concern, Level

GEOCODING = "http://dcat-ap.de/def/politicalGeocoding/"
STATE_KEY = f"{GEOCODING}stateKey/"
KEYS = {"publisher_type": "publisher.type"}
"""Where the descriptor says a concept, if not under the name of its list."""
CONTRIBUTORS = "http://dcat-ap.de/def/contributors/"


def concerns(facts: About) -> Iterator[Concern]:
    """The concepts that no list has."""
    said = facts.publication
    named = {
        "themes": said.themes,
        "languages": said.languages,
        "frequency": [said.frequency],
        "access_rights": [said.access_rights],
        "availability": [said.availability],
        "status": [said.status],
        "dataset_type": [said.dataset_type],
        "geocoding_level": [said.geocoding_level],
        "publisher_type": [facts.publisher.type],
    }
    for name, uris in named.items():
        concepts = vocabularies().concepts[name]
        for uri in uris:
            if uri and uri not in concepts:
                yield _unknown(name, uri, f"{concepts.list}{concepts.ends[0]}")
    yield from _geocoding(facts)
    for uri in said.spatial:
        if uri.startswith(NUTS) and uri.removeprefix(NUTS) not in nuts_codes():
            yield _unknown("spatial", uri, f"{NUTS}DE")
    for uri in said.contributor_ids:
        if not re.fullmatch(re.escape(CONTRIBUTORS) + r"\w+", uri):
            yield _unknown("contributor_ids", uri, f"{CONTRIBUTORS}…")


def _geocoding(facts: About) -> Iterator[Concern]:
    """Keys of states are a list; those of smaller places are too many, but they are digits."""
    for uri in facts.publication.geocoding:
        state = uri.startswith(STATE_KEY)
        known = uri in vocabularies().concepts["state_key"]
        if not (known if state else re.fullmatch(re.escape(GEOCODING) + r"\w+Key/[0-9]+", uri)):
            yield _unknown("geocoding", uri, f"{STATE_KEY}01")


def _unknown(name: str, uri: str, example: str) -> Concern:
    problem = f"'{uri}' is in no official list of {name.replace('_', ' ')}"
    hint = f"correct annexes.publication; concepts look like {example}"
    key = f"annexes.publication.{KEYS.get(name, name)}"
    return Concern(Level.ERROR, (DCAT, CKAN), "concept", key, problem, hint)
