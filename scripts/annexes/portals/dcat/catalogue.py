"""The catalogue with its one dataset and the agents around it.

Specification: https://www.dcat-ap.de/def/dcatde/3.0/spec/. Every node has an address, built on
that of the package, so that all serialisations are the same graph without blank nodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import XSD

from annexes.base.texts import Texts, texts_of
from annexes.package.about import About, Contributor
from annexes.package.files import PackageFile
from annexes.portals.ckan import SHA256
from annexes.portals.dcat import terms
from annexes.portals.dcat.series import add_series
from annexes.portals.dcat.terms import (
    ADMS,
    DCAT,
    DCATAP,
    DCATDE,
    DCT,
    FOAF,
    RDFS,
    SKOS,
    SPDX,
    VCARD,
    Statement,
    date,
    describe,
    keywords,
    links,
    plain,
    texts,
)
from annexes.portals.schema_org import doi_url


def catalogue(facts: About) -> Graph:
    """The whole graph; what the package does not say is left out, and `checks` names it."""
    graph = terms.new_graph()
    _catalogue(graph, facts)
    _dataset(graph, facts)
    for file in facts.files:
        node = _distribution(graph, facts, file)
        graph.add((URIRef(facts.uri), DCAT.distribution, node))
    _agents(graph, facts)
    _concepts(graph, facts)
    add_series(graph, facts, _publisher(facts), _contact(graph, facts))
    return graph


def _catalogue(graph: Graph, facts: About) -> None:
    said, node = facts.publication, _part(facts, "catalogue")
    licence = facts.licence
    describe(
        graph,
        node,
        DCAT.Catalog,
        chain(
            texts(DCT.title, _named("catalogue", facts)),
            texts(DCT.description, _named("catalogue_about", facts)),
            links(DCT.publisher, _publisher(facts)),
            links(DCAT.dataset, facts.uri),
            links(FOAF.homepage, facts.homepage),
            links(DCAT.themeTaxonomy, terms.THEMES if said.themes else ""),
            links(DCT.language, *said.languages),
            links(DCT.license, licence.dcat_ap_de if licence else ""),
            links(DCT.spatial, *_places(graph, facts)),
            date(DCT.issued, facts.issued),
            date(DCT.modified, facts.day),
        ),
    )


def _dataset(graph: Graph, facts: About) -> None:
    said = facts.publication
    describe(
        graph,
        URIRef(facts.uri),
        DCAT.Dataset,
        chain(
            texts(DCT.title, facts.titles),
            texts(DCT.description, facts.descriptions),
            keywords(facts.keywords),
            plain(DCT.identifier, facts.name),
            plain(DCAT.version, facts.version),
            date(DCT.issued, facts.issued),
            date(DCT.modified, facts.day),
            links(DCT.publisher, _publisher(facts)),
            links(DCAT.contactPoint, _contact(graph, facts)),
            links(DCAT.theme, *said.themes),
            links(DCT.language, *said.languages),
            links(DCT.accrualPeriodicity, said.frequency),
            links(DCT.accessRights, said.access_rights),
            links(DCATAP.availability, said.availability),
            links(DCT.type, said.dataset_type),
            links(DCAT.landingPage, facts.homepage),
            links(DCT.conformsTo, *facts.standards),
            links(DCT.relation, *(related.url for related in said.related)),
            links(DCT.spatial, *_places(graph, facts)),
            links(DCATDE.politicalGeocodingLevelURI, said.geocoding_level),
            links(DCATDE.contributorID, *said.contributor_ids),
            links(DCT.temporal, _period(graph, facts)),
            links(DCT.provenance, _provenance(graph, facts)),
            links(ADMS.identifier, *_identifiers(graph, facts)),
        ),
    )


# ── files ───────────────────────────────────────────────────────────────────────────────────


def _distribution(graph: Graph, facts: About, file: PackageFile) -> URIRef:
    """Describe the file in the graph; returns its node."""
    said, licence = facts.publication, facts.licence
    node = _part(facts, f"file-{file.name}")
    media_type = f"{terms.MEDIA_TYPES}{file.media_type}" if file.media_type else ""
    file_type = file.format.file_type if file.format else ""
    standards = facts.standards if file.resource is None else []
    describe(
        graph,
        node,
        DCAT.Distribution,
        chain(
            texts(DCT.title, file.titles or {facts.languages[0]: file.name}),
            texts(DCT.description, file.descriptions),
            links(DCAT.accessURL, file.url),
            links(DCAT.downloadURL, file.url),
            links(DCT.license, licence.dcat_ap_de if licence else ""),
            plain(DCATDE.licenseAttributionByText, said.attribution),
            links(DCT.rights, _rights(graph, facts)),
            links(DCT["format"], file_type),
            links(DCAT.mediaType, media_type),
            _size(file),
            links(SPDX.checksum, _checksum(graph, facts, file)),
            links(DCATAP.availability, said.availability),
            links(ADMS.status, said.status),
            links(DCT.language, *said.languages),
            links(DCT.conformsTo, *standards),
            date(DCT.issued, facts.issued),
            date(DCT.modified, facts.day),
        ),
    )
    terms.typed(graph, DCT.MediaTypeOrExtent, file_type)
    terms.typed(graph, DCT.MediaType, media_type)
    return node


def _size(file: PackageFile) -> list[Statement]:
    if file.size is None:
        return []
    return [(DCAT.byteSize, Literal(str(file.size), datatype=XSD.nonNegativeInteger))]


def _checksum(graph: Graph, facts: About, file: PackageFile) -> str:
    if not file.sha256:
        return ""
    node = _part(facts, f"checksum-{file.name}")
    value = (SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary))
    describe(graph, node, SPDX.Checksum, [value, *links(SPDX.algorithm, SHA256)])
    return str(node)


def _rights(graph: Graph, facts: About) -> str:
    """What may be done with the file, in words; one statement for all files."""
    if not facts.publication.rights:
        return ""
    node = _part(facts, "rights")
    describe(graph, node, DCT.RightsStatement, texts(RDFS.label, facts.publication.rights))
    return str(node)


# ── what stands around them ─────────────────────────────────────────────────────────────────


def _agents(graph: Graph, facts: About) -> None:
    """The publisher, and who made the figures or worked on them."""
    publisher, dataset = facts.publisher, URIRef(facts.uri)
    if publisher.name:
        who = Contributor(publisher.name, publisher.url)
        _agent(graph, URIRef(_publisher(facts)), who)
        for statement in links(DCT.type, publisher.type):
            graph.add((URIRef(_publisher(facts)), *statement))
    others = (who for who in facts.contributors if who.name != publisher.name)
    for number, who in enumerate(others, start=1):
        node = _part(facts, f"agent-{number}")
        _agent(graph, node, who)
        made = {"creator", "author"} & set(who.roles)
        graph.add((dataset, DCT.creator if made else DCT.contributor, node))


def _agent(graph: Graph, node: URIRef, who: Contributor) -> None:
    describe(graph, node, FOAF.Agent, (*plain(FOAF.name, who.name), *links(FOAF.homepage, who.url)))
    terms.typed(graph, FOAF.Document, who.url)


def _concepts(graph: Graph, facts: About) -> None:
    """What the concepts are that stand in official lists, and the pages."""
    said, licence = facts.publication, facts.licence
    for kind, uris in {
        SKOS.Concept: [*said.themes, said.dataset_type, facts.publisher.type],
        SKOS.ConceptScheme: [terms.THEMES] if said.themes else [],
        DCT.LinguisticSystem: said.languages,
        DCT.Frequency: [said.frequency],
        DCT.RightsStatement: [said.access_rights],
        DCT.Location: said.geocoding or said.spatial,
        DCT.Standard: facts.standards,
        DCT.LicenseDocument: [licence.dcat_ap_de] if licence else [],
        FOAF.Document: [facts.homepage],
    }.items():
        terms.typed(graph, kind, *uris)


def _contact(graph: Graph, facts: About) -> str:
    contact = facts.publication.contact
    if not (contact.email or contact.url):
        return ""
    node = _part(facts, "contact")
    email = f"mailto:{contact.email}" if contact.email else ""
    about = (*plain(VCARD.fn, contact.name), *links(VCARD.hasEmail, email))
    describe(graph, node, VCARD.Kind, (*about, *links(VCARD.hasURL, contact.url)))
    return str(node)


def _period(graph: Graph, facts: About) -> str:
    if not facts.period:
        return ""
    start, end = facts.period
    days = (*date(DCAT.startDate, start), *date(DCAT.endDate, end))
    describe(graph, _part(facts, "period"), DCT.PeriodOfTime, days)
    return str(_part(facts, "period"))


def _places(graph: Graph, facts: About) -> list[str]:
    """The places by their national keys, else by European ones.

    National portals read one place only, and not the first; a property for their keys of its own
    is deprecated. So the key stands alone, with the European one as another name for the place.
    """
    said = facts.publication
    if len(said.geocoding) == len(said.spatial) == 1:
        graph.add((URIRef(said.geocoding[0]), SKOS.exactMatch, URIRef(said.spatial[0])))
    return said.geocoding or said.spatial


def _provenance(graph: Graph, facts: About) -> str:
    said = facts.publication.provenance
    if not said:
        return ""
    describe(graph, _part(facts, "provenance"), DCT.ProvenanceStatement, texts(RDFS.label, said))
    return str(_part(facts, "provenance"))


def _identifiers(graph: Graph, facts: About) -> Iterator[str]:
    """Identifiers beside the short name: the one of the package, and its DOI."""
    for name, identifier in {"id": facts.id, "doi": doi_url(facts)}.items():
        if identifier:
            notation = (SKOS.notation, Literal(identifier, datatype=XSD.anyURI))
            describe(graph, _part(facts, name), ADMS.Identifier, [notation])
            yield str(_part(facts, name))


def _publisher(facts: About) -> str:
    return str(_part(facts, "publisher")) if facts.publisher.name else ""


def _part(facts: About, name: str) -> URIRef:
    return URIRef(facts.part(name))


def _named(name: str, facts: About) -> Texts:
    """One of our texts in the languages of the package, with its title and publisher in it."""
    templates, publisher = texts_of("portals")[name], facts.publisher.name
    spoken = [language for language in facts.languages if language in templates] or ["en"]
    return {
        at: templates[at].format(title=facts.titles.get(at, facts.title), publisher=publisher)
        for at in spoken
    }
