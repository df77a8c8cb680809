"""Columns that many tables have, with good names and descriptions in both languages."""

from __future__ import annotations

import re
from functools import cache

import msgspec
from msgspec import field

from annexes.base.texts import toml_of
from annexes.recipe.columns import ResourceColumn
from annexes.recipe.edition import CodeListName
from annexes.recipe.metadata import ResourceRecipe
from annexes.recipe.types import Both, Strict

PERIOD, CAPTION = "period", "caption"


class KnownColumn(Strict, frozen=True):
    """A column, the codes that it holds, and the words that head it in print."""

    name: str
    title: Both
    description: Both
    heads: str = ""
    codes: list[CodeListName] = field(default_factory=list)
    rdf_type: str = ""
    refers_to: str = ""

    def column(self) -> ResourceColumn:
        """The column as a recipe describes it."""
        return ResourceColumn(
            name=self.name,
            title=self.title,
            description=self.description,
            rdf_type=self.rdf_type,
            refers_to=self.refers_to,
        )


@cache
def _known() -> list[KnownColumn]:
    listed = toml_of("building.draft", "known_columns.toml")["column"]
    return msgspec.convert(listed, list[KnownColumn])


def column_of_codes(codes: CodeListName, heading: str) -> ResourceColumn:
    """The column for codes of this list below this heading."""
    own = [known for known in _known() if codes in known.codes]
    return next(known for known in own if re.search(known.heads, heading)).column()


def declared_column(name: str) -> ResourceColumn:
    """The column of this name that tells annexes apart."""
    return next(known for known in _known() if known.name == name).column()


def periods_resource() -> ResourceRecipe:
    """The resource of the periods that captions name."""
    periods = toml_of("building.draft", "known_columns.toml")["periods"]
    return msgspec.convert(periods, ResourceRecipe)
