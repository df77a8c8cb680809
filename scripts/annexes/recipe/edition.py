"""What the recipe of one document may say, `<edition>.toml`: the types are the language.

`recipe_keys.toml` beside this module says what each key means.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, get_args

from msgspec import Meta, field

from annexes.recipe.columns import FIGURES, LABELS, WITHOUT_CELL, ColumnRecipe, names_in
from annexes.recipe.types import Count, Sha256, Slug, Strict, Text, TypedRows

Language = Literal["de", "en"]
CodeListName = Literal["iso-3166-1", "iso-3166-2:DE", "destatis", "none"]
Acknowledgeable = Literal["missing-codes", "order", "total", "part-columns", "malformed-number"]
Thousands = Literal["", ".", ",", "'", "’", " "]
DecimalSign = Literal["", ",", "."]
TO_ACKNOWLEDGE = get_args(Acknowledgeable)
Adds = Literal["equal", "at most", "some"]
AliasReason = Literal["spelling", "former name", "short form", "not ISO"]


class DocumentRecipe(Strict, frozen=True):
    """The document: its entry in `documents`, its file, and how its prose begins.

    A text that does not begin with `opening` must begin with the first annex.
    """

    id: Slug
    title: Text
    publisher: Text
    file: Text
    answered: dt.date | None = None
    question: str = ""
    opening: str = ""
    names_also: list[Text] = field(default_factory=list)
    language: Language = "de"
    number: str = ""
    kind: str = ""
    authors: list[Text] = field(default_factory=list)
    ministry: str = ""
    address: str = ""
    received: dt.date | None = None


class Parts(Strict, frozen=True):
    """A column of figures that the figures of other columns add up to, or are some of."""

    column: Slug
    parts: Annotated[list[Slug], Meta(min_length=1)]
    adds: Literal["equal", "at most"] = "equal"


class Total(Strict, frozen=True):
    """A printed row of totals: it is kept out of the data, and stands in the resource `totals`."""

    label: str
    adds: Adds = "equal"


class Layout(Strict, frozen=True):
    """How tables are printed: what all annexes share, or what is particular to one."""

    columns: list[ColumnRecipe] = field(name="column", default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    codes: CodeListName = "iso-3166-1"
    code_list: str = ""
    last: list[str] = field(default_factory=list)
    same_codes: list[list[str]] = field(default_factory=list)
    thousands: Thousands = ""
    decimal: DecimalSign = ""
    nil: list[str] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    repeats: bool = False
    parts: list[Parts] = field(default_factory=list)

    @property
    def label(self) -> ColumnRecipe:
        """The column that says what a row is about."""
        return next(column for column in self.columns if column.reads in LABELS)

    @property
    def before(self) -> list[ColumnRecipe]:
        """The columns with a cell of their own before the label."""
        own = self.columns[: self.columns.index(self.label)]
        return [column for column in own if column.reads not in WITHOUT_CELL]

    @property
    def section(self) -> str:
        """The column for the lines that stand above the rows they are about; '' if it has none."""
        return next((column.name for column in self.columns if column.reads == "section"), "")

    @property
    def decimal_sign(self) -> str:
        """The sign before decimals."""
        return self.decimal or ("." if self.thousands == "," else ",")

    @property
    def cells(self) -> list[list[ColumnRecipe]]:
        """The columns beside the label by the printed cells that hold them, nearly always one."""
        cells: list[list[ColumnRecipe]] = []
        for column in self.columns:
            if column.reads in WITHOUT_CELL or column is self.label:
                continue
            if cells and len(cells[-1]) < len(names_in(cells[-1][0].cell)):
                cells[-1].append(column)
            else:
                cells.append([column])
        return cells

    @property
    def figures(self) -> list[ColumnRecipe]:
        """The columns that hold figures, in their order."""
        return [column for column in self.columns if column.reads in FIGURES]

    @property
    def counts(self) -> list[ColumnRecipe]:
        """The columns of whole numbers, in their order: those that `expect` sums."""
        return [column for column in self.columns if column.reads == "count"]


class AnnexRecipe(Strict, frozen=True):
    """One annex: where it is, and what is printed around its rows on each of its pages."""

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
    headings: dict[str, str] = field(default_factory=dict)
    resource: str = ""


class Alias(Strict, frozen=True):
    """A printed name that is none of the reference names of its code, and why it is accepted."""

    code: Text
    printed: Text
    reason: AliasReason
    note: str = ""


class OddCell(Strict, frozen=True):
    """A printed figure that is odd: its row and column, and what is printed there."""

    row: str
    column: Slug
    printed: str
    parts: int | None = None


class Acknowledged(Strict, frozen=True):
    """An oddity that a person has looked at. It must be seen exactly as it stands here."""

    observation: Acknowledgeable
    annex: Text
    reason: Text
    codes: list[Text] = field(default_factory=list)
    cells: list[OddCell] = field(name="cell", default_factory=list)


class TypedFinding(Strict, frozen=True):
    """A finding that only a reader of the document can make."""

    finding: Slug
    resource: Slug
    key: Text
    kind: Text
    note_en: Text
    note_de: Text


class ExpectedAnnex(Strict, frozen=True):
    """The measured figures of an annex, which a person has compared with the document."""

    annex: Text
    rows: Count
    sums: list[Count]
    reviewed: bool = True


class Expect(Strict, frozen=True):
    """Reviewed figures. A difference is fatal."""

    sha256: Sha256
    annexes: list[ExpectedAnnex] = field(name="annex")


class Replaced(Strict, frozen=True):
    """The edition whose document this one corrects, and why: its figures become `revisions`."""

    edition: Slug
    reason: Text


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
    replaces: Replaced | None = None

    @property
    def not_reviewed(self) -> list[str]:
        """The labels of the annexes that nobody has compared with the document."""
        return [expected.annex for expected in self.expect.annexes if not expected.reviewed]

    def expected_sums(self, number: int) -> dict[str, int]:
        """The sum that each counted column of this annex must have."""
        counts = [column.name for column in self.layout(number).counts]
        return dict(zip(counts, self.expect.annexes[number].sums, strict=True))

    def annex_number(self, label: str) -> int:
        """The place of this annex in the document, from 0."""
        return next(n for n, annex in enumerate(self.annexes) if annex.label == label)

    def pages(self) -> list[int] | None:
        """The pages of a PDF that have annexes; None if it is not said, and all must be read."""
        pages = {a.page + sheet for a in self.annexes for sheet in range(a.pages) if a.page}
        return sorted(pages) or None

    def layout(self, annex: int) -> Layout:
        """How this annex is laid out: its own way, or that of all."""
        return self.annexes[annex].layout or self.table or Layout()

    def values(self, annex: int) -> dict[str, str]:
        """The declared columns of this annex."""
        return {**self.layout(annex).values, **self.annexes[annex].values}
