"""What a portal would refuse or miss, found before it is asked.

The official shapes do not see all of this: a period that ends before it begins, a date that is a
plain text, a concept that no list has, a file without a checksum, a dataset without a keyword.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from annexes.base.errors import Place, Problem
from annexes.package.about import About
from annexes.portals.checks import addresses, concepts, required_facts, value_checks
from annexes.portals.checks.concern import ALL, PLACEHOLDER, Concern, Level

Locate = Callable[[str], tuple[Place, str] | None]
"""Where a person said a fact of the descriptor, and under which key; None where only the
descriptor says it.
"""


def nowhere(_: str) -> None:
    """For a package without a recipe: each place is the descriptor."""


def concerns(facts: About, locate: Locate = nowhere) -> list[Concern]:
    """Everything that is not as it should be, what is refused first."""
    rooms = (required_facts, value_checks, concepts, addresses)
    found = (_placed(one, facts, locate) for room in rooms for one in room.concerns(facts))
    return sorted(found, key=lambda concern: concern.level)


def _placed(concern: Concern, facts: About, locate: Locate) -> Concern:
    """The concern with the place where its fact is corrected, and what it is called there."""
    found = locate(concern.fact)
    if not found:
        return replace(concern, place=facts.package.place)
    place, key = found
    texts = (concern.said, concern.problem.hint)
    named = (text.replace(f"'{concern.fact}'", f"'{key}'") for text in texts)
    said, advice = (text.replace("annexes.publication", "publication") for text in named)
    return replace(concern, place=place, said=said, advice=advice)


def refusals(
    facts: About,
    portals: Iterable[str] = ALL,
    *,
    publishing: bool = False,
    practice: bool = False,
    locate: Locate = nowhere,
) -> list[Problem]:
    """Why nothing is made for these portals or, if `publishing`, nothing is sent to them.

    Addresses that only hold a place are fine where publishing is but practised.
    """
    bar = Level.PUBLISHING if publishing else Level.ERROR
    wanted = set(portals)
    return [
        concern.problem
        for concern in concerns(facts, locate)
        if concern.level <= bar
        and wanted & set(concern.portals)
        and not (practice and concern.check == PLACEHOLDER)
    ]
