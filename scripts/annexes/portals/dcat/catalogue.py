"""The catalogue with its one dataset and the agents around it.

Specification: https://www.dcat-ap.de/def/dcatde/3.0/spec/. Every node has an address, built on
that of the package, so that all serialisations are the same graph without blank nodes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rdflib import Graph

from annexes.base.texts import Texts, texts_of
from annexes.package.about import About
from annexes.package.files import PackageFile
from annexes.portals.ckan import SHA256
from annexes.portals.dcat.linked_data import graph_of
from annexes.portals.dcat.series import series_nodes
from annexes.portals.fields import Node, fields

THEMES = "http://publications.europa.eu/resource/authority/data-theme"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


def catalogue(facts: About) -> Graph:
    """The whole graph; what the package does not say is left out, and `checks` names it."""
    return graph_of(_nodes(facts))


def _nodes(facts: About) -> Iterator[Node]:
    agents = {"dct:publisher": _publisher(facts), "dcat:contactPoint": _contact(facts)}
    yield _catalogue(facts)
    yield {**_dataset(facts), **agents}
    for file in facts.files:
        yield from _file(facts, file)
    yield from _agents(facts)
    yield from _around(facts)
    for kind, uris in _concepts(facts).items():
        yield from _typed(kind, uris)
    yield from series_nodes(facts, agents, [_node_of(facts, file) for file in facts.files])


def _catalogue(facts: About) -> Node:
    return {
        **fields("dcat-catalogue", facts),
        **fields("dcat-days", facts),
        "@id": facts.part("catalogue"),
        "dct:title": _named("catalogue", facts),
        "dct:description": _named("catalogue_about", facts),
        "dct:publisher": _publisher(facts),
        "dcat:themeTaxonomy": THEMES if facts.publication.themes else "",
        "dct:spatial": facts.places,
    }


def _dataset(facts: About) -> Node:
    said = facts.publication
    return {
        **fields("dcat-dataset", facts),
        **fields("dcat-texts", facts),
        **fields("dcat-days", facts),
        **fields("dcat-every-dataset", facts),
        "dct:relation": [related.url for related in said.related if related.url],
        "dct:spatial": facts.places,
        "dct:temporal": facts.part("period") if facts.period else "",
        "dct:provenance": facts.part("provenance") if said.provenance else "",
        "adms:identifier": [facts.part(name) for name in _identifiers(facts)],
        "dcat:distribution": [_node_of(facts, file) for file in facts.files],
    }


def _node_of(facts: About, file: PackageFile) -> str:
    return facts.part(f"file-{file.name}")


def _file(facts: About, file: PackageFile) -> Iterator[Node]:
    """The file, its checksum, and what its format and media type are."""
    media_type = f"{MEDIA_TYPES}{file.media_type}" if file.media_type else ""
    checksum = facts.part(f"checksum-{file.name}") if file.sha256 else ""
    node = {
        **fields("dcat-file", file),
        **fields("dcat-every-file", facts),
        **fields("dcat-days", facts),
        "@id": _node_of(facts, file),
        "dct:title": file.titles or {facts.language: file.name},
        "dct:rights": facts.part("rights") if facts.publication.rights else "",
        "dcat:mediaType": media_type,
        "spdx:checksum": checksum,
        "dct:conformsTo": facts.standards if file.resource is None else [],
    }
    yield node
    yield from _typed("dct:MediaTypeOrExtent", node["dct:format"])
    yield from _typed("dct:MediaType", media_type)
    for one in _typed("spdx:Checksum", checksum):
        yield {**one, "spdx:checksumValue": file.sha256, "spdx:algorithm": SHA256}


# ── what stands around them ─────────────────────────────────────────────────────────────────


def _agents(facts: About) -> Iterator[Node]:
    """The publisher, and who made the figures or worked on them."""
    publisher = facts.publisher
    if publisher.name:
        node = {"@id": _publisher(facts), "dct:type": publisher.type}
        yield {**fields("dcat-agent", publisher), **node}
    others = [who for who in facts.contributors if who.name != publisher.name]
    for number, who in enumerate(others, start=1):
        node = {"@id": facts.part(f"agent-{number}")}
        yield {**fields("dcat-agent", who), **node}
        made = {"creator", "author"} & set(who.roles)
        yield {"@id": facts.uri, "dct:creator" if made else "dct:contributor": node["@id"]}
    pages = [publisher.url if publisher.name else "", *(who.url for who in others)]
    yield from _typed("foaf:Document", pages)


def _around(facts: About) -> Iterator[Node]:
    """The contact, the period, the texts and identifiers to which the dataset refers."""
    said = facts.publication
    for contact in _typed("vcard:Kind", _contact(facts)):
        email = f"mailto:{said.contact.email}" if said.contact.email else ""
        reached = {"vcard:hasEmail": email, "vcard:hasURL": said.contact.url}
        yield {**contact, "vcard:fn": said.contact.name, **reached}
    if facts.period:
        days = dict(zip(("dcat:startDate", "dcat:endDate"), map(str, facts.period), strict=True))
        yield {"@id": facts.part("period"), "@type": "dct:PeriodOfTime", **days}
    for name, kind, texts in (
        ("provenance", "dct:ProvenanceStatement", said.provenance),
        ("rights", "dct:RightsStatement", said.rights),
    ):
        if texts:
            yield {"@id": facts.part(name), "@type": kind, "rdfs:label": texts}
    for name, identifier in _identifiers(facts).items():
        node = {"@type": "adms:Identifier", "skos:notation": identifier}
        yield {"@id": facts.part(name), **node}
    if len(said.geocoding) == len(said.spatial) == 1:
        yield {"@id": said.geocoding[0], "skos:exactMatch": said.spatial[0]}


def _concepts(facts: About) -> Node:
    """Addresses, one or many, by what they are."""
    said = facts.publication
    return {
        **fields("dcat-concepts", facts),
        "skos:Concept": [*said.themes, said.dataset_type, facts.publisher.type],
        "skos:ConceptScheme": THEMES if said.themes else "",
    }


def _typed(kind: str, uris: str | Sequence[str]) -> Iterator[Node]:
    """What is to be said of addresses that are not '': validators fetch none of them."""
    listed = [uris] if isinstance(uris, str) else uris
    return ({"@id": uri, "@type": kind} for uri in listed if uri)


def _identifiers(facts: About) -> dict[str, str]:
    """Identifiers beside the short name: the one of the package, and its DOI."""
    return {name: said for name, said in (("id", facts.id), ("doi", facts.doi_url)) if said}


def _publisher(facts: About) -> str:
    return facts.part("publisher") if facts.publisher.name else ""


def _contact(facts: About) -> str:
    contact = facts.publication.contact
    return facts.part("contact") if contact.email or contact.url else ""


def _named(name: str, facts: About) -> Texts:
    """One of our texts in the languages of the package, with its title and publisher in it."""
    templates, publisher = texts_of("portals")[name], facts.publisher.name
    spoken = [language for language in facts.languages if language in templates] or ["en"]
    return {
        at: templates[at].format(title=facts.titles.get(at, facts.title), publisher=publisher)
        for at in spoken
    }
