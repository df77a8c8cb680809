"""All metadata of a package, or some: checked, made in memory, and only then written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annexes.base.errors import CheckError, Place, Problem, UsageError, raise_if_any
from annexes.base.storage import replace_whole
from annexes.package.about import About
from annexes.package.about import about as facts_of
from annexes.package.disk import Package
from annexes.portals import ckan, croissant, datacite, ro_crate, schema_org, zenodo
from annexes.portals.checks.addresses import HeldPlace, held_places
from annexes.portals.checks.all_checks import Locate, concerns, nowhere, refusals
from annexes.portals.checks.concern import ALL, Concern
from annexes.portals.citation_cff import citation_file
from annexes.portals.feed import feed
from annexes.portals.fields import check_language
from annexes.validation.bounded import check_package

if TYPE_CHECKING:
    from rdflib import Graph

    from annexes.portals.dcat.quality import Score
    from annexes.portals.dcat.shapes import Result

Made = dict[str, bytes]
NAME = "dcat-ap-de"


@dataclass(frozen=True)
class Prepared:
    """What is ready to be written, and what there is to say about it."""

    files: Made
    concerns: Sequence[Concern]
    placeholders: Sequence[HeldPlace]
    shapes: Mapping[str, list[Result]]
    score: Score | None


def prepare(
    package: Package,
    forms: Sequence[str] = (),
    *,
    language: str = "",
    shapes: Path | None = None,
    locate: Locate = nowhere,
) -> Prepared:
    """Make the metadata in these forms, or in all, in memory.

    `language` is that of the texts where a form takes one only, by default the package's own;
    `shapes` is a folder with the official shapes; `locate` knows where a fact is corrected. Raises
    CheckError for a package that does not validate, for what a portal would refuse, and for a
    violation of the shapes; UsageError for a form or a folder that does not exist.
    """
    wanted = _known(forms)
    facts = facts_of(package)
    check_language(facts, language)
    raise_if_any(CheckError, check_package(package))
    raise_if_any(CheckError, refusals(facts, wanted, locate=locate))
    files: Made = {}
    results: dict[str, list[Result]] = {}
    score: Score | None = None
    for form in wanted:
        if form == "dcat":
            graph, catalogues = _catalogue(facts)
            files |= catalogues
            results, score = _judged(graph, shapes)
        else:
            name, write_form = WRITERS[form]
            files[name] = write_form(facts, language)
    said = [one for one in concerns(facts, locate) if set(one.portals) & set(wanted)]
    return Prepared(files, said, held_places(facts), results, score)


def write(files: Made, out: Path) -> None:
    """Put the files into the folder; each is replaced whole. UsageError if it is no folder."""
    if out.exists() and not out.is_dir():
        raise UsageError.of("usage", out, "this is not a folder", "name another folder with --out")
    for name, data in files.items():
        replace_whole(out / name, data)


def _known(forms: Sequence[str]) -> Sequence[str]:
    hint = f"choose from {', '.join(ALL)}, or name none to make all"
    for form in forms:
        if form not in ALL:
            raise UsageError.of("usage", form, "there is no such form", hint)
    return [form for form in ALL if form in (forms or ALL)]


def _catalogue(facts: About) -> tuple[Graph, Made]:
    """The graph and its three files, each read back and compared with it."""
    from annexes.portals.dcat.catalogue import catalogue
    from annexes.portals.dcat.linked_data import FORMS, parse, serialise

    graph, files = catalogue(facts), {}
    for form in FORMS:
        name, data = f"{NAME}.{form}", serialise(graph, form)
        if set(parse(data, form)) != set(graph):
            raise CheckError.of("read-back", name, "read back it is not the same catalogue")
        files[name] = data
    return graph, files


def _judged(graph: Graph, folder: Path | None) -> tuple[dict[str, list[Result]], Score]:
    from annexes.portals.dcat.quality import score

    if folder is None:
        return {}, score(graph)
    from annexes.portals.dcat.shapes import validate

    results = validate(graph, folder)
    raise_if_any(CheckError, _violations(results))
    return results, score(graph, shapes_hold=True)


def _violations(results: Mapping[str, list[Result]]) -> Iterator[Problem]:
    for result in (one for found in results.values() for one in found):
        if result.severity == "violation":
            place, said = Place(result.node), f"{result.profile}: {result.message}"
            yield Problem("shapes", place, f"{said} {result.path} {result.value}".rstrip())


# ── the other forms ─────────────────────────────────────────────────────────────────────────


def _json(value: Any) -> bytes:
    return f"{json.dumps(value, ensure_ascii=False, indent=2)}\n".encode()


WRITERS: Mapping[str, tuple[str, Callable[[About, str], bytes]]] = {
    "zenodo": ("zenodo.json", lambda facts, _: _json(zenodo.record(facts))),
    "datacite": ("datacite.json", lambda facts, _: _json(datacite.metadata(facts))),
    "ckan": ("ckan.json", lambda *asked: _json(ckan.package_dict(*asked))),
    "schema-org": ("schema-org.jsonld", lambda *asked: _json(schema_org.dataset(*asked))),
    "croissant": ("croissant.json", lambda facts, _: _json(croissant.dataset(facts))),
    "citation": ("CITATION.cff", lambda facts, _: citation_file(facts).encode()),
    "ro-crate": (ro_crate.NAME, lambda facts, _: _json(ro_crate.crate(facts))),
    "feed": ("feed.xml", feed),
}
"""For each of them the name of its file and what it holds, given a language."""
