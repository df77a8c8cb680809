"""What a check of the facts says: how bad it is, for which portals, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from annexes.base.errors import Problem
from annexes.package.about import About

DCAT, ZENODO, DATACITE, CKAN = "dcat", "zenodo", "datacite", "ckan"
SCHEMA_ORG, CROISSANT, CITATION = "schema-org", "croissant", "citation"
RO_CRATE, FEED = "ro-crate", "feed"
ALL = (DCAT, ZENODO, DATACITE, CKAN, SCHEMA_ORG, CROISSANT, CITATION, RO_CRATE, FEED)
"""The names of what can be made, in the order in which it is made."""

CONTACT = "annexes.publication.contact"
PLACEHOLDER = "placeholder"
"""The check that finds addresses where nobody will ever answer."""


class Level(IntEnum):
    """ERROR: nothing is made; PUBLISHING: made, but not sent; WARNING: a portal would miss it."""

    ERROR = 0
    PUBLISHING = 1
    WARNING = 2


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that is not as these portals want it; `fact` is the key of the descriptor."""

    level: Level
    portals: Sequence[str]
    problem: Problem
    fact: str


def concern(
    facts: About,
    level: Level,
    portals: Sequence[str],
    name: str,
    fact: str,
    problem: str,
    advice: str = "",
) -> Concern:
    """A concern about this fact of the descriptor; `name` is the check that found it."""
    return Concern(level, portals, Problem(name, facts.package.place, problem, advice), fact)
