"""What a check of the facts says: how bad it is, for which portals, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal, get_args

from annexes.base.errors import Place, Problem

PortalForm = Literal[
    "dcat", "zenodo", "datacite", "ckan", "schema-org", "croissant", "citation", "ro-crate", "feed"
]
ALL: tuple[PortalForm, ...] = get_args(PortalForm)
"""The names of what can be made, in the order in which it is made."""

UNPLACED = Place("")
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
    """Something that is not as these portals want it; `fact` is the key of the descriptor.

    `check` is what found it; `place` is where it is corrected, said by `concerns` for all of them.
    """

    level: Level
    portals: Sequence[PortalForm]
    check: str
    fact: str
    said: str
    advice: str = ""
    place: Place = UNPLACED

    @property
    def problem(self) -> Problem:
        """The concern as all problems are told."""
        return Problem(self.check, self.place, self.said, self.advice)
