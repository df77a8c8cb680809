"""Everything that the template of the page needs, in one language, with nothing left to decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annexes.base.storage import Measured
from annexes.base.texts import texts_in
from annexes.exports import checksums
from annexes.exports.charts.questions import charts
from annexes.exports.citation import citation, said_day
from annexes.exports.finding_texts import findings, overlaps, said_periods
from annexes.exports.forms.page import pages
from annexes.exports.page.documents import source_documents
from annexes.exports.page.downloads import distributions, downloads
from annexes.exports.page.figure_tables import figure_tables
from annexes.exports.page.snippets import snippets
from annexes.package.labels import number, said
from annexes.package.opened import OpenedPackage
from annexes.package.printed_figures import printed_figures
from annexes.package.summary import printed_totals, unconfirmed
from annexes.portals.feed import FeedEntry, history_entries
from annexes.portals.fields import in_language
from annexes.portals.schema_org import dataset

NAMES = {"en": "English", "de": "Deutsch"}


def content(source: OpenedPackage, files: Mapping[str, Measured], language: str) -> dict[str, Any]:
    """The variables of the template: texts of the package, charts, table, downloads …."""
    facts, publication = source.about, source.about.publication
    offered = downloads(source, files, language)
    known = dataset(facts, language)
    listed = list(known.get("distribution", []))
    listed += distributions(source, offered, {one.get("contentUrl") for one in listed})
    documents = source_documents(source, language)
    return {
        "language": language,
        "main_language": next(iter(pages(source))),
        "words": texts_in("exports", language),
        "others": [
            (other, NAMES[other], path)
            for other, path in pages(source).items()
            if other != language
        ],
        "title": in_language(facts.titles, language) or facts.name,
        "description": in_language(facts.descriptions, language),
        "name": facts.name,
        "version": facts.version,
        "day": said_day(source.moment.date(), language) if source.descriptor.get("created") else "",
        "definitions": _definitions(source, language),
        "overlaps": overlaps(source, language),
        "charts": charts(source, language),
        "figures": figure_tables(source, language),
        "draft": _draft(source, language),
        "totals": list(_totals(source, language)),
        "several": sum(len(facts.parts) for facts in printed_figures(source)) > 1,
        "findings": [
            (
                one,
                one.label(language),
                one.note(language),
                said_periods(source, one.periods, language),
            )
            for one in findings(source)
        ],
        "history": _history(source, language),
        "documents": documents,
        "links": {d.document: [d.anchor if d.lines else "", d.link] for d in documents},
        "by_document": {document.document: document for document in documents},
        "downloads": offered,
        "checksums": checksums.FILE,
        "snippets": list(snippets(source)),
        "citation": citation(source, language),
        "licences": facts.entries("licenses"),
        "related": publication.related,
        "made_by": in_language(publication.provenance, language),
        "rights": in_language(publication.rights, language),
        "contact": publication.contact,
        "left_out": [problem.problem for problem in source.left_out],
        "json_ld": {**known, "distribution": listed} if listed else known,
    }


def _history(source: OpenedPackage, language: str) -> list[tuple[str, FeedEntry]]:
    """Versions, editions and corrections with their days; none of a package of one edition."""
    entries = history_entries(source.about, language)
    return [(said_day(one.day, language), one) for one in entries] if len(entries) > 2 else []


def _draft(source: OpenedPackage, language: str) -> str:
    """That the package is a draft, '' where it is none."""
    count = len(unconfirmed(source.package))
    return texts_in("exports", language)["draft"].format(count=count) if count else ""


def _totals(source: OpenedPackage, language: str) -> Iterator[str]:
    """Each total that the source prints, beside the sum of the rows that it lists."""
    text = texts_in("exports", language)["total_line"]
    for total in printed_totals(source.package):
        if total.listed:
            figures = {
                name: number(int(figure), language)
                for name, figure in (("printed", total.printed), ("listed", total.listed))
            }
            yield text.format(annex=total.annex, column=total.column, rows=total.rows, **figures)


def _definitions(source: OpenedPackage, language: str) -> list[tuple[str, str, str]]:
    """Name, title and meaning of the columns of the figures, those that count first.

    The same ones of many tables stand there once.
    """
    found = []
    for facts in printed_figures(source):
        fields = {column.name: column.field for column in facts.table.columns}
        for name in [*facts.figures, *facts.groups, *facts.words, facts.label]:
            title = said(fields[name], "title", language) or name
            if text := said(fields[name], "description", language):
                found.append((name, title, text))
    return list(dict.fromkeys(found))
