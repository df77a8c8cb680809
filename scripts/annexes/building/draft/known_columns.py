"""Columns that many tables have, with good names and descriptions in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from annexes.base.texts import toml_of
from annexes.recipe.columns import ResourceColumn
from annexes.recipe.edition import CodeListName
from annexes.recipe.metadata import ResourceRecipe

PERIOD, CAPTION = "period", "caption"


def _known() -> list[dict[str, Any]]:
    """Each column with the codes that it holds and the words that head it in print."""
    return list(toml_of("building.draft", "known_columns.toml")["column"])


def column_of_codes(codes: CodeListName, heading: str) -> ResourceColumn:
    """The column for codes of this list below this heading."""
    own = (known for known in _known() if codes in known.get("codes", ()))
    return _column(next(known for known in own if re.search(known["heads"], heading)))


def declared_column(name: str) -> ResourceColumn:
    """The column of this name that tells annexes apart."""
    return _column(next(known for known in _known() if known["name"] == name))


def _column(known: Mapping[str, Any]) -> ResourceColumn:
    said = {key: value for key, value in known.items() if key not in ("heads", "codes")}
    return msgspec.convert(said, ResourceColumn)


def periods_resource() -> ResourceRecipe:
    """The resource of the periods that captions name."""
    periods = toml_of("building.draft", "known_columns.toml")["periods"]
    return msgspec.convert(periods, ResourceRecipe)
