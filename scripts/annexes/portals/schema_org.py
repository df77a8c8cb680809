"""The package as a schema.org Dataset: what search engines read from a landing page, as JSON-LD.

Which properties are asked for: Google's documentation of structured data for datasets; their
meaning: https://schema.org/Dataset.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from annexes.base.texts import Texts
from annexes.package.about import About, Contributor
from annexes.package.files import PackageFile

Node = dict[str, Any]


def dataset(facts: About, language: str = "") -> Node:
    """The package as one JSON-LD object; what the descriptor does not say is left out.

    Its texts are in this language where they are given in it, else in the package's own.
    """
    name = said(facts.titles, language) or facts.name
    return filled(
        {
            "@context": "https://schema.org/",
            "@type": "Dataset",
            "@id": facts.iri if facts.id else "",
            "identifier": [facts.id, doi_url(facts)] if facts.publication.doi else facts.id,
            "name": name,
            "alternateName": sorted({*facts.titles.values()} - {name}),
            "description": said(facts.descriptions, language),
            "url": facts.homepage,
            "version": facts.version,
            "datePublished": str(facts.issued or ""),
            "dateModified": str(facts.day or ""),
            "license": licences(facts),
            "keywords": facts.keywords.get(language) or next(iter(facts.keywords.values()), []),
            "inLanguage": list(facts.languages) if facts.descriptor.get("languages") else [],
            "isAccessibleForFree": True,
            "creator": list(_creators(facts)),
            "publisher": publisher(facts),
            "isBasedOn": list(_documents(facts)),
            "variableMeasured": list(_variables(facts)),
            "distribution": [_download(file, language) for file in facts.files],
            **_coverage(facts, language),
        }
    )


def agent(who: Contributor) -> Node:
    """A person or an organisation."""
    kind = "Person" if who.family_name else "Organization"
    names = {"givenName": who.given_name, "familyName": who.family_name}
    return filled({"@type": kind, "name": who.name, "url": who.url, **names})


def publisher(facts: About) -> Node:
    """Who publishes; empty where nobody is named."""
    who = facts.publisher
    return agent(Contributor(who.name, who.url)) if who.name else {}


def licences(facts: About) -> list[str]:
    """The addresses of the licences as the descriptor gives them."""
    given = [str(entry["path"]) for entry in facts.entries("licenses") if entry.get("path")]
    return given or ([facts.licence.url] if facts.licence else [])


def doi_url(facts: About) -> str:
    """The DOI as an address, '' without one."""
    return f"https://doi.org/{facts.publication.doi}" if facts.publication.doi else ""


def said(texts: Texts, language: str) -> str:
    """The text in this language, or in the package's own, or ''."""
    return texts.get(language) or next(iter(texts.values()), "")


def filled(node: Mapping[str, Any]) -> Node:
    """The object without what is not known."""
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}


def _creators(facts: About) -> Iterable[Node]:
    made = {"creator", "author"}
    return (agent(who) for who in facts.contributors if made & set(who.roles))


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
    return filled(
        {
            "@type": "DataDownload",
            "name": said(file.titles, language) or file.name,
            "contentUrl": file.url,
            "encodingFormat": file.media_type,
            "contentSize": f"{file.size} B" if file.size else None,
            "sha256": file.sha256,
        }
    )


def _coverage(facts: About, language: str) -> Node:
    place = said(facts.publication.place, language)
    spatial = {"@type": "Place", "name": place, "sameAs": facts.publication.spatial}
    return {
        "temporalCoverage": "/".join(map(str, facts.period)) if facts.period else None,
        "spatialCoverage": filled(spatial) if place else None,
    }
