"""What is odd in the rows of a drafted edition → entries of its recipe, the reasons left open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from annexes.reading.understood_rows import Observation
from annexes.recipe.edition import TO_ACKNOWLEDGE, Acknowledged, EditionRecipe
from annexes.recipe.recipe import UNDECIDED


def to_acknowledge(seen: Iterable[Observation], edition: EditionRecipe) -> Iterator[Acknowledged]:
    """An entry for each observation about one annex that a person must give a reason for."""
    for own in seen:
        if own.annex is not None and own.kind in TO_ACKNOWLEDGE:
            kind: Any = own.kind
            label = edition.annexes[own.annex].label
            yield Acknowledged(kind, label, UNDECIDED, list(own.codes), list(own.cells))
