"""A document → a draft of its package: one recipe, and what a person must confirm of it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from annexes.base.errors import DocumentError, Place, Problem
from annexes.building.draft.document_facts import DocumentFacts, document_facts
from annexes.building.draft.draft_table import DraftedTable, draft_table
from annexes.building.draft.drafted_resources import DraftedResource, drafted_resources
from annexes.building.draft.found_annexes import (
    FoundAnnex,
    FoundDocument,
    annex_labels,
    found_document,
)
from annexes.building.draft.known_columns import periods_resource
from annexes.building.draft.language_words import both
from annexes.reading.codes.code_list import codes_of
from annexes.reading.document.read_document import is_pdf, read_document
from annexes.reading.findings import cell_in_words
from annexes.reading.oddities import observe
from annexes.reading.pages import Page
from annexes.reading.rows import understand
from annexes.reading.survey import SurveyedPage, survey
from annexes.reading.understood_rows import Observation
from annexes.recipe.edition import (
    TO_ACKNOWLEDGE,
    Acknowledgeable,
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
MERGED = "merged-cell"
KINDS: dict[str, Acknowledgeable] = {kind: kind for kind in TO_ACKNOWLEDGE}


@dataclass(frozen=True)
class Asked:
    """What a person asks for: the name and the title of the package, pages, single tables."""

    name: str
    title: str = ""
    pages: tuple[int, ...] = ()
    tables: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class PackageDraft:
    """What `annexes new` proposes: `refused` are tables and lines that it could not read, `pages`
    those with an annex. `is_whole` says that the document is taken for annexes and nothing else.
    """

    package: PackageRecipe
    refused: list[Problem]
    pages: tuple[int, ...]
    is_whole: bool


def draft_package(path: Path, data: bytes, sha256: str, asked: Asked) -> PackageDraft:
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
        problem = Problem(
            "no-table",
            Place(str(path)),
            "no table can be read with certainty",
        )
        raise DocumentError([problem, *refused])
    facts = document_facts(_first_pages(path, surveyed, drawn=drawn), drawn=drawn)
    labels = annex_labels(found.annexes)
    tables = _draft_tables(found.annexes, labels, facts.language)
    drafter = _Drafter(path, sha256, asked, found, facts, tables, drawn)
    with_annexes = tuple(sorted({own.page for annex in found.annexes for own in annex.pages}))
    return PackageDraft(drafter.package(refused), refused, with_annexes, drawn and found.is_whole)


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
        draft_table(table.annex, table.label, language, thousands) if table.grammar.open else table
        for table in tables
    ]


def _chosen(page: SurveyedPage, tables: Sequence[tuple[int, int]]) -> SurveyedPage:
    """The page with the tables that were asked for, all if none was.

    A cell that spans several rows is a problem here: with a recipe the table would be refused.
    """
    own = [
        replace(t, problems=(*t.problems, *(own for own in t.remarks if own.check == MERGED)))
        for t in page.tables
        if not tables or (page.page.number, t.number) in tables
    ]
    return replace(page, tables=tuple(own), unread=() if tables else page.unread)


def _first_pages(path: Path, surveyed: Sequence[SurveyedPage], *, drawn: bool) -> list[Page]:
    pages = [page.page for page in surveyed]
    if drawn and pages and pages[0].number != 1:
        pages = [*read_document(path, [1]).pages, *pages]
    return pages


@dataclass(frozen=True)
class _Drafter:
    path: Path
    sha256: str
    asked: Asked
    found: FoundDocument
    facts: DocumentFacts
    tables: list[DraftedTable]
    drawn: bool

    def package(self, refused: Sequence[Problem]) -> PackageRecipe:
        title = self.asked.title or self.facts.title
        named = Both(title, title) if title else both("title", name=self.asked.name)
        resources = drafted_resources(self.tables, named, is_whole=self.found.is_whole)
        edition = self._edition(resources)
        declared = {code.code: code for t in self.tables for code in t.meaning.declared}
        package = PackageRecipe(
            name=self.asked.name,
            version="0.1.0",
            created=dt.datetime.now(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0),
            title=named,
            description=both("description", title=named),
            keywords=Keywords(en=[], de=[]),
            id=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, f'{self.sha256} {self.asked.name}')}",
            contributors=self._contributors(),
            resources=list(self._resources(resources)),
            codes=list(declared.values()),
            editions=[edition],
        )
        package, seen = self._acknowledging(package)
        return msgspec.structs.replace(package, confirm=self._confirm(resources, seen, refused))

    def _contributors(self) -> list[ContributorRecipe]:
        """Who published the document, if it says so."""
        publisher = self.facts.publisher
        return [ContributorRecipe(publisher, ["distributor"])] if publisher else []

    def _resources(self, resources: Sequence[DraftedResource]) -> Iterator[ResourceRecipe]:
        yield from (resource.recipe for resource in resources)
        lists = {t.meaning.codes for t in self.tables} - {"none"}
        if lists:
            yield ResourceRecipe("codes" if "iso-3166-2:DE" in lists else "countries", "codes")
        if any(resource.periods for resource in resources):
            yield periods_resource()
        yield ResourceRecipe("provenance", "provenance")
        yield ResourceRecipe("documents", "documents")
        if any(table.told.totals for table in self.tables):
            yield ResourceRecipe("totals", "totals")
        yield ResourceRecipe("findings", "findings")

    def _edition(self, resources: Sequence[DraftedResource]) -> EditionRecipe:
        name, facts = self.asked.name, self.facts
        own = {
            id(table): (resource, n)
            for resource in resources
            for n, table in enumerate(resource.tables)
        }
        table, layouts = self._layouts()
        alone = len(resources) == 1
        annexes = []
        for drafted, layout in zip(self.tables, layouts, strict=True):
            resource, number = own[id(drafted)]
            annexes.append(self._annex(drafted, layout, resource, number, alone=alone))
        aliases = {(a.code, a.printed): a for t in self.tables for a in t.meaning.aliases}
        periods = {p.code: p for resource in resources for p in resource.periods}
        rows = [
            {
                "period": p.code,
                "start": p.start,
                "end": p.end,
                "label_de": p.label["de"],
                "label_en": p.label["en"],
                "document": name,
            }
            for p in periods.values()
        ]
        return EditionRecipe(
            edition=name,
            document=DocumentRecipe(
                id=name,
                title=facts.title or self.found.opening or self.asked.title or self.path.stem,
                publisher=facts.publisher or UNDECIDED,
                file=f"data/raw/{name}/{self.path.name}",
                answered=facts.answered,
                question=facts.question,
                opening=self.found.opening,
                language=facts.language,
            ),
            table=None if table == Layout() else table,
            annexes=annexes,
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
        last = _last(coded)
        layouts = [
            msgspec.structs.replace(
                table.layout,
                columns=[],
                last=last if table in coded else [],
                code_list=self.facts.code_list if table in coded else "",
            )
            for table in self.tables
        ]
        twins = _twins(coded)
        if all(layout == layouts[0] for layout in layouts):
            shared = msgspec.structs.replace(layouts[0], same_codes=twins)
            return shared, [None] * len(layouts)
        return Layout(same_codes=twins), [*layouts]

    def _annex(
        self,
        drafted: DraftedTable,
        layout: Layout | None,
        resource: DraftedResource,
        number: int,
        *,
        alone: bool,
    ) -> AnnexRecipe:
        first, around = drafted.annex.first, drafted.annex.around
        placed = not self.found.is_whole
        pages = drafted.annex.pages
        return AnnexRecipe(
            label=drafted.label,
            values=resource.values[number],
            pages=len(pages),
            page=first.page if placed else 0,
            table=first.number if placed else 0,
            above=list(around.above),
            below=list(around.below),
            furniture=list(around.furniture),
            inside=drafted.inside,
            header_once=len(pages) > 1 and not any(pages[1].found.header),
            totals=list({t.label: t for t in drafted.told.totals.values()}.values()),
            layout=layout,
            headings=resource.headings[number],
            resource="" if alone else resource.recipe.name,
        )

    # ── what is odd, and what remains to be confirmed ──

    def _acknowledging(self, package: PackageRecipe) -> tuple[PackageRecipe, list[Observation]]:
        """The package with an entry for all that is odd in its rows, the reason left open."""
        recipe = recipe_of(package, package.editions)
        edition = recipe.editions[0]
        codes = codes_of(recipe)
        cells = [row for n, t in enumerate(self.tables) for row in t.cell_rows(n, str(self.path))]
        try:
            seen = observe(understand(cells, edition, codes), edition, codes)
        except DocumentError:  # the first build says what stands against it
            return package, []
        odd = [o for o in seen if o.annex is not None and o.kind in TO_ACKNOWLEDGE]
        odd = [o for o in odd if o.kind != "malformed-number"]
        entries = [
            Acknowledged(
                KINDS[o.kind],
                edition.annexes[o.annex or 0].label,
                UNDECIDED,
                list(o.codes),
                list(o.cells),
            )
            for o in odd
        ]
        raw = package.editions[0]
        told = msgspec.structs.replace(raw, acknowledged=[*raw.acknowledged, *entries])
        return msgspec.structs.replace(package, editions=[told]), odd

    def _confirm(
        self,
        resources: Sequence[DraftedResource],
        odd: Sequence[Observation],
        refused: Sequence[Problem],
    ) -> dict[str, list[str]]:
        """What is to be confirmed, by table; what holds for several tables is said once."""
        where: dict[str, list[str]] = {}
        for resource in resources:
            for table in resource.tables:
                for text in table.to_confirm():
                    where.setdefault(text, []).append(table.label)
            for text in resource.confirm:
                where.setdefault(text, []).append(resource.recipe.name)
        for o in odd:
            label = self.tables[o.annex or 0].label
            where.setdefault(_odd(o, self.tables[o.annex or 0]), []).append(label)
        grouped: dict[str, list[str]] = {ABOUT_ALL: list(self._about_package(refused))}
        for text, labels in where.items():
            if len(labels) == 1:
                grouped.setdefault(labels[0], []).append(text)
        several = [(text, labels) for text, labels in where.items() if len(labels) > 1]
        for text, labels in several:
            shown = ", ".join(labels[:3]) + f" and {len(labels) - 3} more" * (len(labels) > 3)
            grouped[ABOUT_ALL].append(f"{text} ({shown})")
        return {about: texts for about, texts in grouped.items() if texts}

    def _about_package(self, refused: Sequence[Problem]) -> Iterator[str]:
        facts = self.facts
        if not self.asked.title:
            yield (
                f"the title: {facts.title}"
                if facts.title
                else "the title, which the document does not say"
            )
        yield "description, licence and keywords"
        if facts.publisher or facts.answered:
            yield f"publisher and date: {facts.publisher or '?'}, {facts.answered or '?'}"
        if count := len({(p.place.page, p.place.box) for p in refused}):
            pages = sorted({p.place.page for p in refused if p.place.page})
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


def _odd(seen: Observation, table: DraftedTable) -> str:
    cells = (cell_in_words(seen.kind, cell, table.layout, "en") for cell in seen.cells)
    kinds = {
        "missing-codes": "codes that the other annexes list are missing here",
        "order": "codes out of order",
        "total": "a total does not equal its rows",
        "part-columns": "figures do not equal their parts",
    }
    return f"{kinds[seen.kind]}: {'; '.join([*seen.codes, *cells])}; give the reason"
