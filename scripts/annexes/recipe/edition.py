"""What the recipe of one document may say, `<edition>.toml`: the types are the language."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, get_args

from msgspec import Meta, field

from annexes.recipe.types import Count, Sha256, Slug, Strict, Text, TypedRows

Reads = Literal["code-name", "name", "text", "rank", "count", "decimal", "percent"]
LABELS: tuple[Reads, ...] = ("code-name", "name", "text")
FIGURES: tuple[Reads, ...] = ("count", "decimal", "percent")
CodeListName = Literal["iso-3166-1", "iso-3166-2:DE", "destatis", "none"]
Acknowledgeable = Literal["missing-codes", "order", "total", "part-columns", "malformed-number"]
TO_ACKNOWLEDGE = get_args(Acknowledgeable)
AliasReason = Literal["spelling", "former name", "short form", "not ISO"]


class DocumentRecipe(Strict, frozen=True):
    """The document: its entry in `documents`, its file, and how its prose begins.

    A text that begins with `opening` is the whole document: the prose before the first annex
    is skipped. Any other text must begin with the first annex. `number`, `kind`, `authors` and
    `ministry` are what its parliament says of it; it was fetched from `address` on `received`.
    """

    id: Slug
    title: Text
    publisher: Text
    file: Text
    answered: dt.date | None = None
    question: str = ""
    opening: str = ""
    number: str = ""
    kind: str = ""
    authors: list[Text] = field(default_factory=list)
    ministry: str = ""
    address: str = ""
    received: dt.date | None = None


class ColumnRecipe(Strict, frozen=True):
    """A printed column: its heading, and the column of the resource that it fills.

    It reads a code and a name, a name of the code list, any text, the number of the row (which is
    not kept), a whole number, a number with decimals, or a percentage; `unit` is a sign printed
    behind each of its figures, which is not kept.
    """

    name: Slug
    header: str
    reads: Reads
    unit: str = ""


class Parts(Strict, frozen=True):
    """A column of figures that the figures of other columns add up to, or are some of."""

    column: Slug
    parts: Annotated[list[Slug], Meta(min_length=1)]
    adds: Literal["equal", "at most"] = "equal"


class Total(Strict, frozen=True):
    """A printed row that the other rows add up to ('davon'), or are some of ('darunter').

    It is kept out of the data.
    """

    label: Text
    adds: Literal["equal", "at most"] = "equal"


class Layout(Strict, frozen=True):
    """What all annexes share.

    `values` are columns of the resource with the same value in every row. `codes` is the list
    that codes and names are taken from, `code_list` what the document calls it. Labels of the
    list `destatis` (a key, a key and a name, or a name) are read as names and become ISO alpha-3.
    `last` are the codes each annex ends with, in order; `same_codes` names annexes that list the
    same codes.
    `thousands` is the separator in figures of four digits and more; `nil` are signs printed in
    place of a figure ("" for an empty cell); `marks` are signs behind a figure and what they mean.
    With `repeats`, the same label may stand in several rows.
    """

    columns: Annotated[list[ColumnRecipe], Meta(min_length=2)] = field(name="column")
    values: dict[str, str] = field(default_factory=dict)
    codes: CodeListName = "iso-3166-1"
    code_list: str = ""
    last: list[str] = field(default_factory=list)
    same_codes: list[list[str]] = field(default_factory=list)
    thousands: Literal["", ".", " "] = ""
    nil: list[str] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    repeats: bool = False
    parts: list[Parts] = field(default_factory=list)

    @property
    def label(self) -> ColumnRecipe:
        """The column that says what a row is about."""
        return next(column for column in self.columns if column.reads in LABELS)

    @property
    def figures(self) -> list[ColumnRecipe]:
        """The columns that hold figures, in their order."""
        return [column for column in self.columns if column.reads in FIGURES]


class AnnexRecipe(Strict, frozen=True):
    """One annex: what is printed above and below its rows on each of its pages.

    `page` and `table` say where a PDF has it, if it has more than annexes: the page, and which of
    the tables on it. Then `above` and `below` are only the lines next to the table; the rest of
    the page is prose. `inside` are lines between its rows that are no rows. With
    `header_once`, only its first page repeats the headings of the columns. `layout` describes the
    columns of this annex, if they are not those of all.
    """

    label: Text
    values: dict[str, str] = field(default_factory=dict)
    pages: Annotated[int, Meta(ge=1)] = 1
    page: Count = 0
    table: Count = 0
    above: list[Text] = field(default_factory=list)
    below: list[Text] = field(default_factory=list)
    furniture: list[Text] = field(default_factory=list)
    inside: list[Text] = field(default_factory=list)
    header_once: bool = False
    totals: list[Total] = field(name="total", default_factory=list)
    layout: Layout | None = None
    resource: str = ""


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
    items: Annotated[list[Text], Meta(min_length=1)]
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
    """Rows of an annex and the sum of each of its columns of whole numbers."""

    annex: Text
    rows: Count
    sums: dict[str, Count]


class Expect(Strict, frozen=True):
    """Reviewed figures. A difference is fatal."""

    sha256: Sha256
    annexes: list[ExpectedAnnex] = field(name="annex")


class EditionRecipe(Strict, frozen=True):
    """One document and all that is particular to it."""

    edition: Slug
    document: DocumentRecipe
    annexes: Annotated[list[AnnexRecipe], Meta(min_length=1)] = field(name="annex")
    expect: Expect
    table: Layout | None = None
    aliases: list[Alias] = field(name="alias", default_factory=list)
    acknowledged: list[Acknowledged] = field(name="acknowledge", default_factory=list)
    findings: list[TypedFinding] = field(name="finding", default_factory=list)
    rows: TypedRows = field(default_factory=dict)

    def annex_number(self, label: str) -> int:
        """The place of this annex in the document, from 0."""
        return next(n for n, annex in enumerate(self.annexes) if annex.label == label)

    def pages(self) -> list[int] | None:
        """The pages of a PDF that have annexes; None if it is not said, and all must be read."""
        pages = {a.page + sheet for a in self.annexes for sheet in range(a.pages) if a.page}
        return sorted(pages) or None

    def layout(self, annex: int) -> Layout:
        """The columns of this annex: its own, or those of all."""
        layout = self.annexes[annex].layout or self.table
        if layout is None:  # recipe.agreement refuses this with a place
            raise LookupError("an annex without columns")
        return layout

    def values(self, annex: int) -> dict[str, str]:
        """The declared columns of this annex."""
        return {**self.layout(annex).values, **self.annexes[annex].values}
