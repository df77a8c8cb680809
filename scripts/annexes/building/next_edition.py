"""The next document of a series → a draft of its recipe, from the recipe of the last one.

What belongs to one document is measured or asked anew: period, figures, oddities, findings, rows
that were typed in. What does not fit is refused, and nothing is written.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from annexes.base.errors import DocumentError, Place, Problem, RecipeError, UsageError, raise_if_any
from annexes.base.storage import replace_whole, sha256_of
from annexes.building.draft.document_facts import document_facts
from annexes.building.draft.periods import Period, period_in
from annexes.building.draft.written import edition_to_toml
from annexes.building.period_texts import is_period, period_rows, with_periods
from annexes.building.printed_phrases import FoundPhrases, masked, printed_lines
from annexes.reading.check_rows import check_document
from annexes.reading.codes.code_list import CodeList
from annexes.reading.document.read_document import read_document
from annexes.reading.model import CellRow, Observation, Row
from annexes.reading.oddities import observe
from annexes.reading.rows import understand
from annexes.reading.sums import sum_of
from annexes.reading.tables.read_tables import read_tables
from annexes.recipe.edition import (
    TO_ACKNOWLEDGE,
    Acknowledged,
    Alias,
    AnnexRecipe,
    DocumentRecipe,
    EditionRecipe,
    Expect,
    ExpectedAnnex,
    Layout,
    Replaced,
)
from annexes.recipe.edits import with_revisions
from annexes.recipe.folder import FOLDER, PACKAGE
from annexes.recipe.recipe import UNDECIDED, Recipe, as_typed, load_recipe, recipe_of
from annexes.recipe.recipe_keys import write_schemas

TypedRow = dict[str, Any]


@dataclass(frozen=True)
class Added:
    """A drafted edition: its file, its rows by annex, how its layout differs from that of the
    last one, and what a person must look at.
    """

    edition: str
    recipe: Path
    document: Path
    rows: dict[str, int]
    differences: list[str]
    confirm: list[str]


@dataclass(frozen=True)
class Correction:
    """The edition that a corrected document replaces, and why."""

    edition: str
    reason: str


@dataclass(frozen=True)
class Told:
    """What a person says of a document because it does not say so itself."""

    answered: dt.date | None = None
    question: str = ""


def add_edition(
    root: Path,
    document: Path,
    correction: Correction | None = None,
    without: Sequence[str] = (),
    told: Told = Told(),
) -> Added:
    """Draft the next edition of the package under `root` from this document, and write it.

    `without` are labels of annexes that the document does not have. Raises DocumentError,
    RecipeError or UsageError, with nothing written, where the document is not of the series, is of
    a period that is there, lacks an annex, or is not read with certainty.
    """
    recipe, raw = load_recipe(root), as_typed(root)
    data = _read(document)
    last = _last(raw, correction, recipe)
    known = {edition.expect.sha256: edition.edition for edition in raw}
    if found := known.get(sha256_of(data)):
        problem = f"this is the document of edition '{found}'"
        raise _refused(document, problem, "there is nothing to add")
    draft = _Draft(root, document, sha256_of(data), recipe, last, correction, without, told)
    edition, differences = draft.edition()
    confirm = list(_to_confirm(last, edition, differences))
    path = root / FOLDER / f"{edition.edition}.toml"
    target = root / edition.document.file
    if path.exists():
        hint = "remove it, or review it"
        raise _refused(path, f"there is an edition '{edition.edition}' already", hint)
    package = (root / FOLDER / PACKAGE).read_bytes()
    text = package.decode()
    text = with_periods(text, period_rows(recipe)) if draft.period else text
    text = with_revisions(text) if correction else text
    if not target.exists() or target.read_bytes() != data:
        replace_whole(target, data)
    if text.encode() != package:
        replace_whole(root / FOLDER / PACKAGE, text.encode())
    replace_whole(path, edition_to_toml(edition, confirm))
    write_schemas(root / FOLDER)
    rows = {expected.annex: expected.rows for expected in edition.expect.annexes}
    return Added(edition.edition, path, target, rows, differences, confirm)


def _read(document: Path) -> bytes:
    try:
        return document.read_bytes()
    except OSError as error:
        problem = (error.strerror or "it cannot be read").lower()
        raise DocumentError.of("missing-file", document, problem) from error


def _last(
    raw: Sequence[EditionRecipe], correction: Correction | None, recipe: Recipe
) -> EditionRecipe:
    """The edition to draft from: the one that is corrected, or that of the latest period."""
    if correction:
        recipe.edition(correction.edition)  # says which there are
        return next(edition for edition in raw if edition.edition == correction.edition)
    if not raw:
        hint = "draft the first one with 'annexes new'"
        raise UsageError.of("edition", FOLDER, "there is no edition yet", hint)
    return max(raw, key=lambda edition: (_ends(edition), edition.edition))


def _ends(edition: EditionRecipe) -> dt.date:
    days = [row["end"] for _, row in _periods(edition)]
    return max(days, default=dt.date.min)


def _periods(edition: EditionRecipe) -> list[tuple[str, TypedRow]]:
    """The typed-in rows that say from when to when a period is, each with its resource."""
    return [(name, row) for name, rows in edition.rows.items() for row in rows if is_period(row)]


def _refused(where: Path, problem: str, hint: str, check: str = "edition") -> RecipeError:
    return RecipeError(Problem(check, Place(str(where)), problem, hint))


# ── drafting ────────────────────────────────────────────────────────────────────────────────


class _Draft:
    """One document, and what the recipe of the last one makes of it."""

    def __init__(
        self,
        root: Path,
        document: Path,
        sha256: str,
        recipe: Recipe,
        last: EditionRecipe,
        correction: Correction | None,
        without: Sequence[str],
        told: Told,
    ) -> None:
        self.root, self.path, self.sha256 = root, document, sha256
        self.recipe, self.last, self.correction = recipe, last, correction
        self.without, self.told = without, told
        self.resolved = recipe.edition(last.edition)
        read = read_document(document, None)
        self.drawn, self.lines = read.drawn, printed_lines(read)
        self.differences: list[str] = []
        self.period: Period | None = None

    def edition(self) -> tuple[EditionRecipe, list[str]]:
        """The drafted edition, and how its layout differs."""
        annexes = self._annexes()
        self.period = self._period(annexes)
        name = self._name()
        document = self._document(name)
        draft = replace(
            self.last,
            edition=name,
            document=document,
            annexes=[self._with_period(annex) for annex in annexes],
            table=self.last.table and self._with_period(self.last.table),
            acknowledged=[],
            findings=[],
            rows=self._rows(document),
            replaces=self.correction and Replaced(self.correction.edition, self.correction.reason),
        )
        labels = [annex.label for annex in annexes]
        if draft.table and draft.table.same_codes:
            twins = [[own for own in group if own in labels] for group in draft.table.same_codes]
            kept = [group for group in twins if len(group) > 1]
            draft = replace(draft, table=replace(draft.table, same_codes=kept))
        return self._measured(draft), self.differences

    # ── annexes and their captions ──

    def _annexes(self) -> list[AnnexRecipe]:
        """The annexes of the last edition as this document prints them, in its order."""
        for label in self.without:
            self.resolved_number(label)
        wanted = [a for a in self.resolved.annexes if a.label not in self.without]
        exact = [(annex, self.lines.find(self._caption(annex))) for annex in wanted]
        taken = {place.start for _, places in exact for place in places}
        found = [
            (annex, places or self.lines.find_renamed(self._caption(annex), taken))
            for annex, places in exact
        ]
        missing = [annex for annex, places in found if not places]
        if len(missing) == len(wanted):
            problem = f"no annex of edition '{self.last.edition}' is in it: it is of no known kind"
            raise DocumentError.of("series", self.path, problem)
        raise_if_any(DocumentError, (self._missing(annex) for annex in missing))
        for label in self.without:
            self.differences.append(f"{label} is not in this document")
        ordered = sorted(found, key=lambda pair: pair[1][0].start)
        if [a.label for a, _ in ordered] != [a.label for a in wanted]:
            order = ", ".join(annex.label for annex, _ in ordered)
            self.differences.append(f"the annexes stand in another order: {order}")
        return [self._annex(annex, places) for annex, places in ordered]

    def resolved_number(self, label: str) -> int:
        """The number of an annex; UsageError where the last edition has none of this label."""
        labels = [annex.label for annex in self.resolved.annexes]
        if label not in labels:
            problem, hint = f"there is no annex '{label}'", f"choose from {', '.join(labels)}"
            raise UsageError.of("annex", "--without", problem, hint)
        return labels.index(label)

    def _missing(self, annex: AnnexRecipe) -> Problem:
        phrases = " | ".join([*annex.below, *annex.furniture] or annex.above)
        problem = f"{annex.label} is not in it: nothing is printed like '{phrases}'"
        hint = f"if the document does not have it, say: --without '{annex.label}'"
        return Problem("missing-annex", Place(str(self.path)), problem, hint)

    def _caption(self, annex: AnnexRecipe) -> list[str]:
        """What is printed below the rows of the annex on each page, else what is above them."""
        return [*annex.below, *annex.furniture] or self._heading(annex)

    def _heading(self, annex: AnnexRecipe) -> list[str]:
        columns = self._layout(annex).columns
        return [*annex.above, *(column.header for column in columns if column.header)]

    def _layout(self, annex: AnnexRecipe) -> Layout:
        return self.resolved.layout(self.resolved.annex_number(annex.label))

    def _annex(self, annex: AnnexRecipe, places: Sequence[FoundPhrases]) -> AnnexRecipe:
        """The annex of the last edition, as typed, with what this document prints."""
        typed = self.last.annexes[self.resolved.annex_number(annex.label)]
        printed = places[0].phrases
        if odd := [own for own in places if own.phrases != printed]:
            problem = f"{annex.label} ends with '{' | '.join(printed)}' on one page and with"
            problem += f" '{' | '.join(odd[0].phrases)}' on another"
            raise DocumentError.of("caption", self.path, problem)
        if [*map(masked, printed)] != [*map(masked, self._caption(annex))]:
            self.differences.append(
                f"{annex.label} ends with '{' | '.join(printed)}',"
                f" not with '{' | '.join(self._caption(annex))}'"
            )
        if len(places) != annex.pages:
            self.differences.append(f"{annex.label} has {len(places)} pages, not {annex.pages}")
        above, layout = self._headed(annex, places[0], typed.layout)
        parts = len(annex.below)
        below, furniture = (
            (list(printed[:parts]), list(printed[parts:]))
            if annex.below or annex.furniture
            else ([], [])
        )
        return replace(
            typed,
            pages=len(places),
            page=places[0].page if typed.page else 0,
            above=above,
            below=below,
            furniture=furniture,
            totals=typed.totals,
            layout=layout,
        )

    def _headed(
        self, annex: AnnexRecipe, end: FoundPhrases, typed: Layout | None
    ) -> tuple[list[str], Layout | None]:
        """What stands above the annex, and its columns if they stand in another order."""
        layout = self._layout(annex)
        label, *others = [c for c in layout.columns if c.reads != "rank"]
        ranks = [column for column in layout.columns if column.reads == "rank"]
        for order in permutations(others) if len(others) <= 6 else [tuple(others)]:
            columns = [*ranks, label, *order]
            heading = [*annex.above, *(column.header for column in columns if column.header)]
            before = [own for own in self.lines.find(heading) if own.start <= end.start]
            if before:
                if columns != layout.columns:
                    names = ", ".join(column.name for column in order)
                    self.differences.append(
                        f"{annex.label} has its columns in another order: {names}"
                    )
                    typed = replace(typed or self.last.table or Layout(), columns=columns)
                return list(before[-1].phrases[: len(annex.above)]), typed
        aboves = [own for own in self.lines.find(annex.above) if own.start <= end.start]
        here = self.lines.before_rows(aboves[-1].start) if aboves else ""
        wanted = " ".join(self._heading(annex))
        if self.drawn and sorted(masked(here).split()) == sorted(masked(wanted).split()):
            return list(aboves[-1].phrases), typed  # headings of several lines; the reader sees
        known = {masked(word) for word in wanted.split()}
        new = [word for word in here.split() if masked(word) not in known]
        more = f"; new in it: {' '.join(new)}" if new else ""
        problem = f"above {annex.label} stands '{here or 'nothing like it'}', not '{wanted}'{more}"
        hint = "if a column is new, add it to the resource and write this recipe by hand"
        raise DocumentError.of("heading", self.path, problem, hint)

    # ── period and document ──

    def _period(self, annexes: Sequence[AnnexRecipe]) -> Period | None:
        """The period that the captions name; None where the last edition has none either."""
        periods = _periods(self.last)
        if not periods:
            return None
        texts = [text for annex in annexes for text in (*annex.below, *annex.above)]
        found = {period.code: period for period in map(period_in, texts) if period}
        where = Place(str(self.path))
        if len(found) != 1:
            said = ", ".join(found) or "none"
            hint = "every caption must name the same period, such as 01.07. to 31.12. of a year"
            problem = f"the captions name no single period: {said}"
            raise DocumentError.of("period", where, problem, hint)
        (period,) = found.values()
        self._refuse_known(period)
        return period

    def _refuse_known(self, period: Period) -> None:
        standing = [e for e in self.recipe.standing if not self._is_corrected(e)]
        for edition in standing:
            for _, row in _periods(edition):
                if (row["start"], row["end"]) == (period.start, period.end):
                    hint = f"a corrected document replaces it: --replaces {edition.edition}"
                    problem = f"its period {period.code} is there: edition '{edition.edition}'"
                    raise _refused(self.path, problem, hint, "period")
        if self.correction:
            days = [(row["start"], row["end"]) for _, row in _periods(self.last)]
            if (period.start, period.end) not in days:
                problem = f"its period is {period.code}, not that of '{self.last.edition}'"
                raise _refused(self.path, problem, "leave out --replaces", "period")

    def _is_corrected(self, edition: EditionRecipe) -> bool:
        return self.correction is not None and edition.edition == self.correction.edition

    def _name(self) -> str:
        base = self.period.code if self.period else self.path.stem
        name = re.sub(r"[^a-z0-9._-]+", "-", base.lower()).strip("-.")
        taken = {edition.edition for edition in self.recipe.editions}
        number, free = 2, name
        while free in taken and (self.correction or not self.period):
            free, number = f"{name}-{number}", number + 1
        return free

    def _document(self, name: str) -> DocumentRecipe:
        """The entry of the document: numbers follow its opening, days and questions are read."""
        last = self.last.document
        opening = next(iter(self.lines.find([last.opening])), None) if last.opening else None
        printed = opening.phrases[0] if opening and opening.start == 0 else ""
        numbers = dict(
            zip(re.findall(r"\d+", last.opening), re.findall(r"\d+", printed), strict=False)
        )
        title = _renumbered(last.title, numbers)
        if self.period and (named := period_in(title)):
            title = title.replace(named.printed, self.period.label[last.language])
        identifier = _renumbered(last.id, numbers)
        if identifier in {edition.document.id for edition in self.recipe.editions}:
            identifier = f"{last.id}-{name}"
        document = read_document(self.path, None)
        drawn = document.drawn
        facts = document_facts(list(document.pages)[:1], drawn=drawn)
        return replace(
            last,
            id=identifier,
            title=title,
            file=f"data/raw/{name}/{self.path.name}",
            answered=self.told.answered or facts.answered,
            question=self.told.question or facts.question,
            opening=printed,
        )

    def _with_period(self, part: Any) -> Any:
        """The layout or annex with the new period among its values."""
        if isinstance(part, AnnexRecipe) and part.layout:
            part = replace(part, layout=self._with_period(part.layout))
        if not self.period:
            return part
        codes = {value for _, row in _periods(self.last) for value in row.values()}
        values = {
            column: self.period.code if value in codes else value
            for column, value in part.values.items()
        }
        return replace(part, values=values)

    def _rows(self, document: DocumentRecipe) -> dict[str, list[TypedRow]]:
        """The row of the period; all else that was typed in is asked anew."""
        if not self.period:
            return {}
        (name, last), *_ = _periods(self.last)
        used = {v for n in range(len(self.last.annexes)) for v in self.resolved.values(n).values()}
        row: TypedRow = {}
        for column, value in last.items():
            language = column.rpartition("_")[2]
            if column in ("start", "end"):
                row[column] = getattr(self.period, column)
            elif value == self.last.document.id:
                row[column] = document.id
            elif value in used:
                row[column] = self.period.code
            else:
                row[column] = self.period.label.get(language, value)
        return {name: [row]}

    # ── rows and sums ──

    def _measured(self, draft: EditionRecipe) -> EditionRecipe:
        """The draft with aliases, oddities and expected figures as they are found."""
        others = [e for e in self.recipe.editions if e.edition != draft.edition]
        expect = Expect(self.sha256, [ExpectedAnnex(a.label, 0, []) for a in draft.annexes])
        draft = replace(draft, expect=expect)
        resolved = recipe_of(self.recipe.package, [draft]).editions[0]
        recipe = Recipe(self.recipe.package, [*others, resolved])
        codes = CodeList(recipe.code_lists(), recipe.package.codes)
        reading = read_tables(read_document(self.path, resolved.pages()), resolved)
        aliases = self._aliases(resolved, reading.rows, codes)
        resolved = replace(resolved, aliases=aliases)
        understood = understand(reading.rows, resolved, codes)
        seen = observe(understood, resolved, codes)
        acknowledged = [_acknowledged(resolved, own) for own in seen if _is_to_acknowledge(own)]
        resolved = replace(resolved, acknowledged=acknowledged)
        raise_if_any(
            DocumentError,
            check_document(understood.rows, seen, resolved, recipe.package.rules),
        )
        printed = {(row.key, row.name) for row in understood.rows}
        kept = [alias for alias in aliases if (alias.code, alias.printed) in printed]
        return replace(
            draft,
            aliases=kept,
            acknowledged=acknowledged,
            expect=Expect(self.sha256, list(_expected(resolved, understood.rows))),
        )

    def _aliases(
        self, edition: EditionRecipe, rows: Sequence[CellRow], codes: CodeList
    ) -> list[Alias]:
        """The aliases of the last edition, and one for each name that no list has for its code."""
        aliases = list(edition.aliases)
        for row in rows:
            code, _, name = row.label.partition(" ")
            coded = edition.layout(row.annex).label.reads == "code-name"
            if not coded or code not in codes or codes.agrees(code, name, aliases):
                continue
            if not codes.bearers(name, aliases):
                aliases.append(Alias(code=code, printed=name, reason="spelling", note=UNDECIDED))
                self.differences.append(f"{code} is printed as '{name}', which no list calls it")
        return aliases


def _renumbered(text: str, numbers: dict[str, str]) -> str:
    return re.sub(r"\d+", lambda match: numbers.get(match[0], match[0]), text)


def _is_to_acknowledge(seen: Observation) -> bool:
    return seen.annex is not None and seen.kind in TO_ACKNOWLEDGE


def _acknowledged(edition: EditionRecipe, seen: Observation) -> Acknowledged:
    label = edition.annexes[seen.annex or 0].label
    kind: Any = seen.kind  # one of those that are to be acknowledged
    return Acknowledged(kind, label, UNDECIDED, list(seen.codes), list(seen.cells))


def _expected(edition: EditionRecipe, rows: Sequence[Row]) -> Iterator[ExpectedAnnex]:
    for number, annex in enumerate(edition.annexes):
        own = [row for row in rows if row.annex == number]
        sums = [sum_of(row.figures[c.name] for row in own) for c in edition.layout(number).counts]
        yield ExpectedAnnex(annex.label, len(own), sums, reviewed=False)


# ── what a person looks at ──────────────────────────────────────────────────────────────────


def _to_confirm(
    last: EditionRecipe, edition: EditionRecipe, differences: Sequence[str]
) -> Iterator[str]:
    yield f"the title of the document: {edition.document.title}"
    if not edition.document.answered:
        yield "the day of the answer: answered = YYYY-MM-DD below [document]"
    if last.document.question and not edition.document.question:
        yield 'the printed paper with the question: question = "…" below [document]'
    yield from differences
    for alias in edition.aliases:
        if alias.note == UNDECIDED:
            yield f"the alias {alias.code} '{alias.printed}': its reason"
    for entry in edition.acknowledged:
        yield f"{entry.annex}: {entry.observation}: why it is so"
    for name in last.rows:
        if name not in edition.rows:
            yield f"rows of '{name}' from the text of this document: [[rows.{name}]]"
    for finding in last.findings:
        yield f"does this hold again? [[finding]] {finding.finding}: {finding.note_en}"
