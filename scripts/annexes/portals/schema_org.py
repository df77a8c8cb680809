"""The package as a schema.org Dataset: what search engines read from a landing page, as JSON-LD.

Which properties are asked for: Google's documentation of structured data for datasets; their
meaning: https://schema.org/Dataset.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from annexes.package.about import About, Contributor
from annexes.package.files import PackageFile
from annexes.portals.fields import Node, fields, filled, in_language


def dataset(facts: About, language: str = "") -> Node:
    """The package as one JSON-LD object; what the descriptor does not say is left out.

    Its texts are in this language where they are given in it, else in the package's own.
    """
    node = fields("schema-org", facts, language)
    name = node["name"] or facts.name
    made = {"creator", "author"}
    place = in_language(facts.publication.place, language)
    spatial = {"@type": "Place", "name": place, "sameAs": facts.publication.spatial}
    return filled(
        {
            **node,
            "@id": facts.iri if facts.id else "",
            "identifier": [facts.id, facts.doi_url] if facts.doi_url else facts.id,
            "name": name,
            "alternateName": sorted({*facts.titles.values()} - {name}),
            "keywords": facts.keywords.get(language) or next(iter(facts.keywords.values()), []),
            "inLanguage": list(facts.languages) if facts.descriptor.get("languages") else [],
            "creator": [agent(who) for who in facts.contributors if made & set(who.roles)],
            "publisher": publisher(facts),
            "isBasedOn": list(_documents(facts)),
            "variableMeasured": list(_variables(facts)),
            "distribution": [_download(file, language) for file in facts.files],
            "temporalCoverage": "/".join(map(str, facts.period or ())),
            "spatialCoverage": filled(spatial) if place else "",
        }
    )


def agent(who: Contributor) -> Node:
    """A person or an organisation."""
    kind = "Person" if who.family_name else "Organization"
    return filled({**fields("schema-org-agent", who), "@type": kind})


def publisher(facts: About) -> Node:
    """Who publishes; empty where nobody is named."""
    who = facts.publisher
    return agent(Contributor(who.name, who.url)) if who.name else {}


def _documents(facts: About) -> Iterator[Node]:
    home = f"{facts.homepage}/" if facts.homepage else ""
    sources = facts.entries("sources")
    given = [(str(e.get("title") or ""), urljoin(home, str(e.get("path") or ""))) for e in sources]
    given += [(related.title, related.url) for related in facts.publication.related]
    for title, url in given:
        yield filled({"@type": "CreativeWork", "name": title, "url": url})


def _variables(facts: About) -> Iterator[Node]:
    """The count columns of all editions and annexes, each once, with its heading as printed."""
    layouts = [
        columns
        for edition in facts.roles.editions
        for columns in (edition.columns, *(annex.columns for annex in edition.annexes))
    ]
    counts = [own for columns in layouts for own in columns if own.reads == "count"]
    for name, header in {own.name: own.header for own in counts}.items():
        yield {"@type": "PropertyValue", "name": name, "alternateName": header}


def _download(file: PackageFile, language: str) -> Node:
    node = fields("schema-org-file", file, language)
    size = f"{file.size} B" if file.size else ""
    return filled({**node, "name": node["name"] or file.name, "contentSize": size})
