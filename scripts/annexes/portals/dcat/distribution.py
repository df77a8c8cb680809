"""One file of the package as a distribution, with size and checksum."""

from __future__ import annotations

from itertools import chain

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import XSD

from annexes.package.about import About
from annexes.package.files import PackageFile
from annexes.portals.ckan import SHA256
from annexes.portals.dcat import terms
from annexes.portals.dcat.terms import (
    ADMS,
    DCAT,
    DCATAP,
    DCATDE,
    DCT,
    RDFS,
    SPDX,
    Statement,
    date,
    describe,
    links,
    plain,
    texts,
)


def distribution(graph: Graph, facts: About, file: PackageFile) -> URIRef:
    """Describe the file in the graph; returns its node."""
    said, licence = facts.publication, facts.licence
    node = URIRef(facts.part(f"file-{file.name}"))
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
    node = URIRef(facts.part(f"checksum-{file.name}"))
    value = (SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary))
    describe(graph, node, SPDX.Checksum, [value, *links(SPDX.algorithm, SHA256)])
    return str(node)


def _rights(graph: Graph, facts: About) -> str:
    """What may be done with the file, in words; one statement for all files."""
    if not facts.publication.rights:
        return ""
    node = URIRef(facts.part("rights"))
    describe(graph, node, DCT.RightsStatement, texts(RDFS.label, facts.publication.rights))
    return str(node)
