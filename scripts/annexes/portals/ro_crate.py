"""The package as an RO-Crate: what it is made of, and how the build derived it from its documents.

Specification: https://w3id.org/ro/crate/1.3. The file lies beside the descriptor of the package.
Each resource is derived (W3C PROV) from the documents by one action, the build, with its engine
and its recipes; the columns of `provenance` say in CSVW's terms how a row leads to page and line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from annexes.package.about import About, Contributor
from annexes.package.files import PackageFile, size_and_digest
from annexes.package.labels import said
from annexes.package.open_tables import open_tables
from annexes.package.roles import BuiltRecipe
from annexes.package.tables import Column, Table
from annexes.portals.fields import Node, fields, filled

NAME = "ro-crate-metadata.json"
BUILD = "#build"


def crate(facts: About) -> Node:
    """The metadata of the crate. PackageError where a file is not the one that is described."""
    nodes = [
        fields("ro-crate-metadata", facts),
        _root(facts),
        *_files(facts),
        *_received(facts),
        *_build(facts),
        *_provenance(facts),
        *map(_agent, facts.contributors),
        _publisher(facts),
        *_licence(facts),
        *_contact(facts),
        *_identifiers(facts),
    ]
    graph = {node["@id"]: {key: _single(value) for key, value in node.items()} for node in nodes}
    made = [filled(node) for node in graph.values()]
    return {**fields("ro-crate-graph", facts), "@graph": made}


def _single(value: Any) -> Any:
    """A list of one is written as the one."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _root(facts: About) -> Node:
    paths = [*(file.path for file in facts.files), *_sources(facts)]
    return {
        **fields("ro-crate", facts),
        "identifier": _refer(*(node["@id"] for node in _identifiers(facts))),
        "license": _refer(facts.licence.url if facts.licence else ""),
        "keywords": [word for words in facts.keywords.values() for word in words],
        "author": _refer(*(_agent(who)["@id"] for who in facts.cited)),
        "contributor": _refer(*(_agent(who)["@id"] for who in facts.others)),
        "publisher": _refer(_publisher(facts)["@id"]),
        "hasPart": _refer(*dict.fromkeys(paths)),
        "mentions": _built(facts),
        "prov:wasGeneratedBy": _built(facts),
    }


def _identifiers(facts: About) -> list[Node]:
    """The DOI and the URN, each with the kind that it is."""
    doi = {"@id": facts.doi_url, "propertyID": "https://registry.identifiers.org/registry/doi"}
    urn = {"@id": facts.id, "propertyID": "urn"}
    told = {"doi": (doi, facts.publication.doi), "urn": (urn, facts.id)}
    return [
        {**node, "@type": "PropertyValue", "name": name, "value": value, "url": facts.doi_url}
        for name, (node, value) in told.items()
        if value
    ]


# ── files ───────────────────────────────────────────────────────────────────────────────────


def _files(facts: About) -> Iterator[Node]:
    """The resources and the descriptor: from the documents, and what a person typed in as well."""
    parts = facts.package.parts
    figures = {annex.resource for edition in facts.roles.editions for annex in edition.annexes}
    documents = [edition.path for edition in facts.roles.editions]
    for file in facts.files:
        is_read = file.name in figures.union(parts.values())
        yield {
            **_file(facts, file),
            "prov:wasGeneratedBy": _built(facts),
            "prov:wasDerivedFrom": _refer(*(documents if is_read else _sources(facts))),
            "csvw:tableSchema": _refer(
                "#provenance" if file.name == parts.get("provenance") else ""
            ),
        }


def _file(facts: About, file: PackageFile) -> Node:
    title = file.titles.get(facts.language, "")
    return {
        **fields("ro-crate-file", file),
        "name": title or file.name,
        "description": file.descriptions.get(facts.language) or title,
        "contentSize": str(file.size) if file.size is not None else "",
        "url": file.url if "://" in file.url else "",
    }


def _received(facts: About) -> Iterator[Node]:
    """The documents as they were received: nothing derives them."""
    listed = {row["document"]: row for row in facts.package.records_of("documents")}
    for edition in facts.roles.editions:
        row = listed.get(edition.document, {})
        size, sha256 = size_and_digest(facts.package, edition.path)
        yield {
            **fields("ro-crate-document", edition),
            "name": row.get("title") or edition.document,
            "encodingFormat": "application/pdf" if edition.path.endswith(".pdf") else "text/plain",
            "contentSize": "" if size is None else str(size),
            "sha256": row.get("sha256") or sha256,
            "datePublished": row.get("answered") or "",
        }


# ── how it was made ─────────────────────────────────────────────────────────────────────────


def _build(facts: About) -> Iterator[Node]:
    """The action and what it was done with; nothing where the package does not say it."""
    if not _built(facts):
        return
    built, used = facts.roles.built, _refer(*_sources(facts))
    engine = f"#{built.engine}"
    yield {
        **fields("ro-crate-build", facts),
        "name": f"{built.engine} build",
        "instrument": _refer(engine),
        "object": used,
        "result": _refer(*(file.path for file in facts.files)),
        "endTime": str(facts.descriptor.get("created") or ""),
        "prov:used": used,
        "prov:wasAssociatedWith": _refer(engine),
    }
    url = f"pkg:generic/{built.engine}@{built.version}"
    yield {**fields("ro-crate-engine", built), "@id": engine, "url": url}
    for recipe in _recipes(facts):
        size = str(facts.package.stored(recipe.path).size)
        name = f"Recipe {recipe.path.rpartition('/')[2]}"
        yield {**fields("ro-crate-recipe", recipe), "name": name, "contentSize": size}


def _provenance(facts: About) -> Iterator[Node]:
    """The schema of `provenance`: its key names a row of figures, its other columns the place."""
    tables, _ = open_tables(facts.package)
    name = facts.package.parts.get("provenance")
    for table in (table for table in tables if table.name == name):
        columns = [_column(table, column, facts.language) for column in table.columns]
        named = _refer(*(column["@id"] for column in columns))
        yield {**fields("ro-crate-provenance", table), "csvw:column": named}
        yield from columns


def _column(table: Table, column: Column, language: str) -> Node:
    return {
        "@id": f"#{table.name}/{column.name}",
        "@type": ["csvw:Column", "PropertyValue"],
        "name": column.name,
        "description": said(column.field, "description", language),
        "csvw:propertyUrl": fields("ro-crate-columns", column).get(column.name, ""),
    }


# ── who, and under which terms ──────────────────────────────────────────────────────────────


def _agent(who: Contributor) -> Node:
    kind = "Person" if who.family_name else "Organization"
    return {"@id": who.url or f"#{who.name}", "@type": kind, "name": who.name, "url": who.url}


def _publisher(facts: About) -> Node:
    """Who publishes, and who answers: the same node as the contributor with this address."""
    return {
        **fields("ro-crate-publisher", facts),
        "@id": facts.publisher.url or facts.part("publisher"),
        "contactPoint": _refer("#contact" if list(_contact(facts)) else ""),
    }


def _licence(facts: About) -> Iterator[Node]:
    if facts.licence:
        title = str(facts.licence_as_given.get("title") or facts.licence.spdx)
        node = {"@id": facts.licence.url, "@type": "CreativeWork", "name": facts.licence.spdx}
        yield {**node, "description": title}


def _contact(facts: About) -> Iterator[Node]:
    contact = facts.publication.contact
    if contact.email or contact.url:
        yield fields("ro-crate-contact", contact)


# ── what the package says of itself ─────────────────────────────────────────────────────────


def _built(facts: About) -> list[Node]:
    """The build, as what made a file; nothing where the package does not say it."""
    return _refer(BUILD if facts.roles.built.engine else "")


def _recipes(facts: About) -> list[BuiltRecipe]:
    """The recipes that are there: a copy from a portal comes without them."""
    listed = facts.roles.built.recipes
    return [recipe for recipe in listed if (facts.package.root / recipe.path).is_file()]


def _sources(facts: About) -> list[str]:
    """What the files were made of: the documents and the recipes."""
    documents = [edition.path for edition in facts.roles.editions]
    return [*documents, *(recipe.path for recipe in _recipes(facts))]


def _refer(*targets: str) -> list[Node]:
    """References to these nodes, none to ''."""
    return [{"@id": target} for target in targets if target]
