"""A document → a draft of its package: one recipe, and what a person must confirm of it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from annexes.base.errors import DocumentError, Place, Problem
from annexes.base.storage import sha256_of
from annexes.base.texts import some_of
from annexes.building.draft.document_facts import DocumentFacts, document_facts
from annexes.building.draft.draft_table import DraftedTable, draft_table
from annexes.building.draft.drafted_resources import (
    DraftedResource,
    drafted_resources,
    periods_resource,
)
from annexes.building.draft.found_annexes import (
    FoundAnnex,
    FoundDocument,
    annex_labels,
    found_document,
)
from annexes.building.draft.language_words import both
from annexes.reading.codes.code_list import codes_of
from annexes.reading.document.read_document import is_pdf, read_document
from annexes.reading.findings import cell_in_words
from annexes.reading.oddities import observe, to_acknowledge
from annexes.reading.rows import understand
from annexes.reading.survey import SurveyedPage, SurveyedTable, survey
from annexes.reading.tables.group_names import MERGED, is_group_name
from annexes.recipe.edition import (
    Acknowledged,
    AnnexRecipe,
    DocumentRecipe,
    EditionRecipe,
    Expect,
    Language,
    Layout,
)
from annexes.recipe.metadata import ContributorRecipe, PackageRecipe, ResourceRecipe
from annexes.recipe.recipe import UNDECIDED, recipe_of
from annexes.recipe.types import Both, Keywords

ABOUT_ALL = "the package"


@dataclass(frozen=True)
class Asked:
    """What a person asks for: the name and the title of the package, pages, single tables; `known`
    is what is known of the document, by the names of the entries of a recipe.
    """

    name: str
    title: str = ""
    pages: tuple[int, ...] = ()
    tables: tuple[tuple[int, int], ...] = ()
    known: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PackageDraft:
    """What `annexes new` proposes: `refused` are tables and lines that it could not read, `pages`
    those with an annex. `is_whole` says that the document is taken for annexes and nothing else.
    """

    package: PackageRecipe
    refused: list[Problem]
    pages: tuple[int, ...]
    is_whole: bool


def draft_package(path: Path, data: bytes, asked: Asked) -> PackageDraft:
    """Propose a package for the tables of a document.

    Raises DocumentError if the document cannot be read, or no table of it with certainty.
    """
    wanted = asked.pages or tuple(sorted({page for page, _ in asked.tables}))
    surveyed = [_chosen(page, asked.tables) for page in survey(path, wanted or None)]
    refused = [p for page in surveyed for p in page.unread]
    refused += [p for page in surveyed for table in page.tables for p in table.problems]
    drawn = is_pdf(data)
    found = found_document(surveyed, drawn=drawn, chosen=bool(wanted))
    if not found.annexes:
        problem = Problem("no-table", Place(str(path)), "no table can be read with certainty")
        raise DocumentError([problem, *refused])
    pages = [page.page for page in surveyed]
    if drawn and pages[0].number != 1:
        pages = [*read_document(path, [1]).pages, *pages]
    tables = [table.found for page in surveyed for table in page.tables]
    facts = document_facts(pages, tables, drawn=drawn)
    labels = annex_labels(found.annexes)
    drafted = _draft_tables(found.annexes, labels, facts.language)
    package = _Drafter(path, sha256_of(data), asked, found, facts, drafted, refused).package()
    with_annexes = tuple(sorted({own.page for annex in found.annexes for own in annex.pages}))
    return PackageDraft(package, refused, with_annexes, drawn and found.is_whole)


def _draft_tables(
    annexes: Sequence[FoundAnnex], labels: Sequence[str], language: Language
) -> list[DraftedTable]:
    """Each annex; what separates thousands in all that prove it does so in those that do not."""
    tables = [draft_table(*own, language) for own in zip(annexes, labels, strict=True)]
    proven = {table.grammar.thousands for table in tables} - {""}
    if len(proven) != 1:
        return tables
    (thousands,) = proven
    return [
        draft_table(own.annex, own.label, language, thousands) if own.grammar.open else own
        for own in tables
    ]


def _chosen(page: SurveyedPage, tables: Sequence[tuple[int, int]]) -> SurveyedPage:
    """The page with the tables that were asked for, all if none was.

    A cell that spans several rows is a problem here if it is no name of a group: with a recipe the
    table would be refused.
    """
    own = [
        replace(table, problems=(*table.problems, *_unclear(table)))
        for table in page.tables
        if not tables or (page.page.number, table.number) in tables
    ]
    return replace(page, tables=tuple(own), unread=() if tables else page.unread)


def _unclear(table: SurveyedTable) -> Iterator[Problem]:
    groups = int(table.found.labels > 1)
    for remark, problem in zip(table.found.remarks, table.remarks, strict=False):
        if remark.check == MERGED and not is_group_name(remark, table.found, groups):
            yield problem


@dataclass(frozen=True)
class _Drafter:
    path: Path
    sha256: str
    asked: Asked
    found: FoundDocument
    facts: DocumentFacts
    tables: list[DraftedTable]
    refused: Sequence[Problem]

    def package(self) -> PackageRecipe:
        """The recipe, with all that a person must confirm of it."""
        declared = {code.code: code for t in self.tables for code in t.meaning.declared}
        publisher = self.facts.publisher
        package = PackageRecipe(
            name=self.asked.name,
            version="0.1.0",
            created=dt.datetime.now(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0),
            title=self._title,
            description=both("description", title=self._title),
            keywords=Keywords(en=[], de=[]),
            id=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, f'{self.sha256} {self.asked.name}')}",
            contributors=[ContributorRecipe(publisher, ["distributor"])] if publisher else [],
            resources=list(self._every_resource()),
            codes=list(declared.values()),
        )
        edition = self._edition()
        odd = self._odd(msgspec.structs.replace(package, editions=[edition]))
        edition = msgspec.structs.replace(edition, acknowledged=[*edition.acknowledged, *odd])
        return msgspec.structs.replace(package, editions=[edition], confirm=self._confirm(odd))

    @cached_property
    def _title(self) -> Both:
        """As asked for, or as the document says it; else that of its only resource."""
        is_said = self.asked.title or self.facts.title or len(self._resources) > 1
        return self._said_title if is_said else self._resources[0].recipe.title or self._said_title

    @property
    def _is_titled(self) -> bool:
        return self._title != both("title", name=self.asked.name)

    @property
    def _said_title(self) -> Both:
        title = self.asked.title or self.facts.title
        return Both(title, title) if title else both("title", name=self.asked.name)

    @cached_property
    def _resources(self) -> list[DraftedResource]:
        return drafted_resources(self.tables, self._said_title, is_whole=self.found.is_whole)

    def _every_resource(self) -> Iterator[ResourceRecipe]:
        yield from (resource.recipe for resource in self._resources)
        lists = {t.meaning.codes for t in self.tables} - {"none"}
        if lists:
            yield ResourceRecipe("codes" if "iso-3166-2:DE" in lists else "countries", "codes")
        if periods := [period for resource in self._resources for period in resource.periods]:
            yield periods_resource(periods)
        yield ResourceRecipe("provenance", "provenance")
        yield ResourceRecipe("documents", "documents")
        if any(table.told.totals for table in self.tables):
            yield ResourceRecipe("totals", "totals")
        yield ResourceRecipe("findings", "findings")

    def _edition(self) -> EditionRecipe:
        name, facts = self.asked.name, self.facts
        table, layouts = self._layouts()
        filled = {table.label: (own, table) for own in self._resources for table in own.tables}
        aliases = {(a.code, a.printed): a for t in self.tables for a in t.meaning.aliases}
        periods = {p.code: p for resource in self._resources for p in resource.periods}
        rows = [
            {"period": p.code, "start": p.start, "end": p.end}
            | {f"label_{language}": text for language, text in p.label.items()}
            | {"document": name}
            for p in periods.values()
        ]
        titled = self._title.de if self._is_titled else self.path.stem
        document = DocumentRecipe(
            id=name,
            title=facts.title or self.found.opening or titled,
            publisher=facts.publisher or UNDECIDED,
            file=f"data/raw/{name}/{self.path.name}",
            answered=facts.answered,
            question=facts.question,
            opening=self.found.opening,
            language=facts.language,
        )
        return EditionRecipe(
            edition=name,
            document=msgspec.structs.replace(document, **self.asked.known),
            table=None if table == Layout() else table,
            annexes=[
                self._annex(*filled[own.label], layout)
                for own, layout in zip(self.tables, layouts, strict=True)
            ],
            aliases=list(aliases.values()),
            acknowledged=[
                Acknowledged("malformed-number", t.label, UNDECIDED, cells=t.misprints())
                for t in self.tables
                if t.misprints()
            ],
            expect=Expect(self.sha256, [t.expected() for t in self.tables]),
            rows={"periods": rows} if rows else {},
        )

    def _layouts(self) -> tuple[Layout, list[Layout | None]]:
        """What all annexes share, and the layouts of those that are laid out otherwise.

        Codes that stand last, and the name of their list, are said where codes are printed.
        """
        coded = [table for table in self.tables if table.meaning.reads == "code-name"]
        of_codes = {"last": _last(coded), "code_list": self.facts.code_list}
        layouts = [
            msgspec.structs.replace(
                table.layout, columns=[], **(of_codes if table.meaning.reads == "code-name" else {})
            )
            for table in self.tables
        ]
        twins = _twins(coded)
        if all(layout == layouts[0] for layout in layouts):
            shared = msgspec.structs.replace(layouts[0], same_codes=twins)
            return shared, [None] * len(layouts)
        return Layout(same_codes=twins), [*layouts]

    def _annex(
        self, resource: DraftedResource, table: DraftedTable, layout: Layout | None
    ) -> AnnexRecipe:
        return msgspec.structs.replace(
            table.as_recipe(is_placed=not self.found.is_whole),
            layout=layout,
            headings=resource.headings.get(table.label, {}),
            resource=resource.recipe.name if len(self._resources) > 1 else "",
        )

    # ── what is odd, and what remains to be confirmed ──

    def _odd(self, package: PackageRecipe) -> list[Acknowledged]:
        """An entry for all that is odd in its rows beside misprints, the reason left open."""
        recipe = recipe_of(package, package.editions)
        edition, codes = recipe.editions[0], codes_of(recipe)
        cells = [row for n, t in enumerate(self.tables) for row in t.cell_rows(n, str(self.path))]
        try:
            seen = observe(understand(cells, edition, codes), edition, codes)
        except DocumentError:  # the first build says what stands against it
            return []
        return list(to_acknowledge((o for o in seen if o.kind != "malformed-number"), edition))

    def _confirm(self, odd: Sequence[Acknowledged]) -> dict[str, list[str]]:
        """What is to be confirmed, by table; what holds for several tables is said once."""
        where: dict[str, list[str]] = {}
        for resource in self._resources:
            for table in resource.tables:
                for text in table.to_confirm():
                    where.setdefault(text, []).append(table.label)
            for text in resource.confirm:
                where.setdefault(text, []).append(resource.recipe.name)
        layouts = {table.label: table.layout for table in self.tables}
        for entry in odd:
            text = _reason_wanted(entry, layouts[entry.annex])
            where.setdefault(text, []).append(entry.annex)
        grouped: dict[str, list[str]] = {ABOUT_ALL: list(self._about_package())}
        for text, labels in where.items():
            if len(labels) == 1:
                grouped.setdefault(labels[0], []).append(text)
            else:
                grouped[ABOUT_ALL].append(f"{text} ({some_of(labels)})")
        return {about: texts for about, texts in grouped.items() if texts}

    def _about_package(self) -> Iterator[str]:
        facts = self.facts
        if not self.asked.title:
            named = (
                f": {self._title.de}" if self._is_titled else ", which the document does not say"
            )
            yield f"the title{named}"
        yield "description, licence and keywords"
        if facts.publisher or facts.answered:
            yield f"publisher and date: {facts.publisher or '?'}, {facts.answered or '?'}"
        if count := len({(p.place.page, p.place.box) for p in self.refused}):
            pages = sorted({p.place.page for p in self.refused if p.place.page})
            shown = ", ".join(map(str, pages))
            yield f"{count} tables or lines on pages {shown} were not read and are not in the data"


def _last(coded: Sequence[DraftedTable]) -> list[str]:
    """The codes outside ISO with which all of several annexes end, in their order."""
    outside = {code.code for table in coded for code in table.meaning.declared}
    last: list[str] = []
    for codes in zip(*(reversed(table.codes) for table in coded), strict=False):
        if len(coded) < 2 or len(set(codes)) > 1 or codes[0] not in outside:
            break
        last.insert(0, codes[0])
    return last


def _twins(coded: Sequence[DraftedTable]) -> list[list[str]]:
    """The labels of annexes that list the same codes."""
    groups: dict[frozenset[str], list[str]] = {}
    for table in coded:
        groups.setdefault(frozenset(table.codes), []).append(table.label)
    return [labels for labels in groups.values() if len(labels) > 1]


def _reason_wanted(odd: Acknowledged, layout: Layout) -> str:
    cells = (cell_in_words(odd.observation, cell, layout, "en") for cell in odd.cells)
    kinds = {
        "missing-codes": "codes that the other annexes list are missing here",
        "order": "codes out of order",
        "total": "a total does not equal its rows",
        "part-columns": "figures do not equal their parts",
    }
    return f"{kinds[odd.observation]}: {'; '.join([*odd.codes, *cells])}; give the reason"
