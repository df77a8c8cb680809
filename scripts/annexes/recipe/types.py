"""The words all recipes are made of: kinds of text and numbers, and the strict table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from msgspec import NODEFAULT, Meta, Struct
from msgspec.structs import FieldInfo, fields

Text = Annotated[str, Meta(min_length=1)]
Slug = Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9._-]*$")]
Count = Annotated[int, Meta(ge=0)]
Semver = Annotated[str, Meta(pattern=r"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$")]
Url = Annotated[str, Meta(pattern="^https?://")]
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]

TypedRows = dict[str, list[dict[str, Any]]]
"""Rows that a person typed in, by the name of their resource."""


class Strict(Struct, frozen=True, forbid_unknown_fields=True):
    """Immutable; an unknown key is refused."""


def said(table: Struct) -> Iterator[tuple[FieldInfo, Any]]:
    """The entries of a table that say something else than if they were left out."""
    for entry in fields(table):
        own, made = getattr(table, entry.name), entry.default_factory
        if own != (entry.default if made is NODEFAULT else made()):
            yield entry, own


class Both(Strict, frozen=True):
    """A text for people, in both languages."""

    en: Text
    de: Text


class Keywords(Strict, frozen=True):
    """Search words, in both languages."""

    en: list[Text]
    de: list[Text]
