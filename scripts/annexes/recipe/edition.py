"""What the recipe of one document may say, `<edition>.toml`: the types are the language."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, get_args

from msgspec import Meta, field

from annexes.recipe.words import Count, Sha256, Slug, Strict, Text, TypedRows

Acknowledgeable = Literal["missing-codes", "order"]
TO_ACKNOWLEDGE = get_args(Acknowledgeable)
AliasReason = Literal["spelling", "former name", "short form", "not ISO"]


class Source(Strict, frozen=True):
    """The document: its entry in `documents`, its file, and how its prose begins.

    A text that begins with `opening` is the whole document: the prose before the first annex
    is skipped. Any other text must begin with the first annex.
    """

    id: Slug
    title: Text
    question: Text
    answered: dt.date
    publisher: Text
    file: Text
    opening: Text


class Column(Strict, frozen=True):
    """A printed column: its heading, and the column of the resource that it fills."""

    name: Slug
    header: Text
    reads: Literal["code-name", "count"]


class Layout(Strict, frozen=True):
    """What all annexes share. `last` are the codes each annex ends with, in order.

    `values` are columns of the resource with the same value in every row. `same_codes` names
    annexes that list the same codes. `code_list` is what the document calls its code list.
    """

    values: dict[str, str]
    code_list: Text
    columns: Annotated[list[Column], Meta(min_length=2)] = field(name="column")
    last: list[str] = field(default_factory=list)
    same_codes: list[list[str]] = field(default_factory=list)

    @property
    def code(self) -> Column:
        """The column that holds code and name."""
        return next(column for column in self.columns if column.reads == "code-name")

    @property
    def counts(self) -> list[Column]:
        """The columns that hold figures, in their order."""
        return [column for column in self.columns if column.reads == "count"]


class Annex(Strict, frozen=True):
    """One annex: what is printed above and below its rows on each of its pages."""

    label: Text
    values: dict[str, str]
    pages: Annotated[int, Meta(ge=1)]
    above: Annotated[list[Text], Meta(min_length=1)]
    below: list[Text] = field(default_factory=list)
    furniture: list[Text] = field(default_factory=list)


class Alias(Strict, frozen=True):
    """A printed name that is none of the reference names of its code, and why it is accepted."""

    code: Text
    printed: Text
    reason: AliasReason
    note: str = ""


class Acknowledged(Strict, frozen=True):
    """An oddity that a person has looked at. It must be seen exactly as it stands here."""

    observation: Acknowledgeable
    annex: Text
    codes: Annotated[list[Text], Meta(min_length=1)]
    reason: Text


class TypedFinding(Strict, frozen=True):
    """A finding that only a reader of the document can make."""

    finding: Slug
    resource: Slug
    key: Text
    kind: Text
    note_en: Text
    note_de: Text


class ExpectedAnnex(Strict, frozen=True):
    """Rows of an annex and the sum of each of its count columns."""

    annex: Text
    rows: Count
    sums: dict[str, Count]


class Expect(Strict, frozen=True):
    """Reviewed figures. A difference is fatal."""

    sha256: Sha256
    annexes: list[ExpectedAnnex] = field(name="annex")


class Edition(Strict, frozen=True):
    """One document and all that is particular to it."""

    edition: Slug
    document: Source
    table: Layout
    annexes: Annotated[list[Annex], Meta(min_length=1)] = field(name="annex")
    expect: Expect
    aliases: list[Alias] = field(name="alias", default_factory=list)
    acknowledged: list[Acknowledged] = field(name="acknowledge", default_factory=list)
    findings: list[TypedFinding] = field(name="finding", default_factory=list)
    rows: TypedRows = field(default_factory=dict)

    def annex_number(self, label: str) -> int:
        """The place of this annex in the document, from 0."""
        return next(n for n, annex in enumerate(self.annexes) if annex.label == label)
