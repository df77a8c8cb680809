"""skos: the code list of a package as a SKOS concept scheme, in Turtle."""

from __future__ import annotations

from annexes.base.errors import ExportError
from annexes.base.texts import texts_in
from annexes.exports.form import Form, later
from annexes.package.opened import OpenedPackage
from annexes.package.tables import Table

SCHEME = "annexes.exports.concept_scheme"


def code_list(source: OpenedPackage) -> Table:
    """The table of codes; ExportError for a package that has none."""
    table = source.made("codes")
    if table is None:
        problem = "the package has no list of codes, so there are no concepts"
        raise ExportError.of("form", source.package.root, problem)
    return table


def path_of(source: OpenedPackage) -> str:
    """The path of the scheme."""
    return f"{source.file_stems[code_list(source).name]}.skos.ttl"


def _paths(source: OpenedPackage) -> list[str]:
    return [path_of(source)] if source.made("codes") else []


FORM = Form(
    name="skos",
    holds="the list of codes as a SKOS concept scheme",
    paths=_paths,
    write=later(SCHEME, "write"),
    read_back=later(SCHEME, "read_back"),
    offers=lambda source, language: dict.fromkeys(
        _paths(source), texts_in("exports", language)["form_skos"]
    ),
    media_types={"ttl": "text/turtle"},
    applies=lambda source: bool(_paths(source)),
)
