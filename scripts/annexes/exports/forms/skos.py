"""skos: the code list of a package as a SKOS concept scheme, in Turtle."""

from __future__ import annotations

from pathlib import Path

from annexes.base.errors import ExportError, Problem
from annexes.base.texts import texts_in
from annexes.exports.form import Beside, Form
from annexes.package.opened import OpenedPackage
from annexes.package.tables import Table


def write(source: OpenedPackage, folder: Path, _: Beside) -> list[Problem]:
    """Write the scheme; ExportError for a package that has no list of codes."""
    from annexes.exports.concept_scheme import concept_scheme
    from annexes.portals.dcat.linked_data import serialise

    table = _code_list(source)
    data = serialise(concept_scheme(source.about, table), "ttl")
    (folder / _path(source, table)).write_bytes(data)
    return []


def read_back(source: OpenedPackage, folder: Path) -> int:
    """Compare the file with the table, cell by cell; the number of notations and labels.

    Raises ExportError for a cell that is not there.
    """
    from annexes.exports.concept_scheme import compared
    from annexes.portals.dcat.linked_data import parse

    table, facts, cells = _code_list(source), source.about, 0
    graph = parse((folder / _path(source, table)).read_bytes(), "ttl")
    for record in table.records():
        count, missing = compared(graph, facts, table, record)
        if missing:
            problem = f"read back, {record['code']} lacks {', '.join(sorted(missing))}"
            hint = "this is a fault of annexes: please report it"
            raise ExportError.of("form", source.package.root, problem, hint)
        cells += count
    return cells


def _code_list(source: OpenedPackage) -> Table:
    table = source.made("codes")
    if table is None:
        problem = "the package has no list of codes, so there are no concepts"
        raise ExportError.of("form", source.package.root, problem)
    return table


def _path(source: OpenedPackage, table: Table) -> str:
    return f"{source.file_stems[table.name]}.skos.ttl"


def _paths(source: OpenedPackage) -> list[str]:
    return [_path(source, table)] if (table := source.made("codes")) else []


FORM = Form(
    name="skos",
    holds="the list of codes as a SKOS concept scheme",
    paths=_paths,
    write=write,
    read_back=read_back,
    offers=lambda source, language: dict.fromkeys(
        _paths(source), texts_in("exports", language)["form_skos"]
    ),
    media_types={"ttl": "text/turtle"},
    applies=lambda source: bool(_paths(source)),
)
