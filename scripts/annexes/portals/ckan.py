"""The dictionary of a package for CKAN: what its action `package_create` takes.

Written so that it survives the way to DCAT through the extension that most portals run: the
names of the extras, plain hexadecimal `hash` with the address of its algorithm, a licence for
each resource, the concept of the EU's list as `format`. See the table in
https://docs.ckan.org/projects/ckanext-dcat/en/latest/mapping/.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from annexes.package.about import About
from annexes.package.files import PackageFile
from annexes.portals.schema_org import Node, filled, said

SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
MAX_NAME = 100


def package_dict(facts: About, language: str = "") -> Node:
    """The dataset with its resources, texts in this language or the package's own.

    Each resource has the address under which its file is published; who uploads the file instead
    replaces `url`, `access_url` and `download_url`. The key `owner_org` is not set here.
    """
    told = facts.publication
    node = {
        "name": dataset_name(facts.name),
        "title": said(facts.titles, language),
        "notes": said(facts.descriptions, language),
        "url": facts.homepage,
        "version": facts.version,
        "license_id": facts.licence.ckan[0] if facts.licence else "",
        "author": "; ".join(who.name for who in facts.cited),
        "maintainer": told.contact.name,
        "maintainer_email": told.contact.email,
        "type": "dataset",
        "private": False,
        "tags": [{"name": tag} for tag in _tags(facts, language)],
    }
    extras = filled(_extras(facts, language))
    return {
        **filled(node),
        "extras": [{"key": key, "value": value} for key, value in extras.items()],
        "resources": [_resource(facts, file, language) for file in facts.files],
    }


def dataset_name(name: str) -> str:
    """The name as CKAN wants it: 2 to 100 small letters, digits, hyphens and underscores."""
    plain = re.sub(r"[^a-z0-9_-]+", "-", name.lower()).strip("-")
    return plain[:MAX_NAME].ljust(2, "-")


def _extras(facts: About, language: str) -> Node:
    told = facts.publication
    start, end = facts.period or ("", "")
    return {
        "uri": facts.uri,
        "identifier": facts.name,
        "issued": str(facts.issued or ""),
        "modified": str(facts.day or ""),
        "theme": _list(told.themes),
        "language": _list(told.languages),
        "frequency": told.frequency,
        "access_rights": told.access_rights,
        "dcat_type": told.dataset_type,
        "provenance": said(told.provenance, language),
        "conforms_to": _list(facts.standards),
        "related_resource": _list([related.url for related in told.related if related.url]),
        "temporal_start": str(start),
        "temporal_end": str(end),
        "spatial_uri": next(iter(told.geocoding or told.spatial), ""),
        "spatial_text": said(told.place, language),
        "publisher_uri": facts.part("publisher") if facts.publisher.name else "",
        "publisher_name": facts.publisher.name,
        "publisher_url": facts.publisher.url,
        "publisher_type": facts.publisher.type,
        "contact_name": told.contact.name,
        "contact_email": told.contact.email,
        "contact_url": told.contact.url,
    }


def _resource(facts: About, file: PackageFile, language: str) -> Node:
    told = facts.publication
    licence = facts.licence
    node = {
        "name": said(file.titles, language) or file.name,
        "description": said(file.descriptions, language),
        "url": file.url,
        "access_url": file.url,
        "download_url": file.url,
        "format": file.format.file_type if file.format else file.format_name.upper(),
        "mimetype": file.media_type,
        "size": file.size,
        "hash": file.sha256,
        "hash_algorithm": SHA256 if file.sha256 else "",
        "license": (licence.dcat_ap_de or licence.url) if licence else "",
        "license_attribution": told.attribution,
        "rights": said(told.rights, language),
        "status": told.status,
        "availability": told.availability,
        "language": _list(told.languages),
        "issued": str(facts.issued or ""),
        "modified": str(facts.day or ""),
    }
    return filled(node)


def _tags(facts: About, language: str) -> Iterator[str]:
    """The keywords; CKAN takes letters, digits, spaces and `-_.` only, 2 to 100 of them."""
    found = facts.keywords.get(language) or next(iter(facts.keywords.values()), [])
    for word in dict.fromkeys(re.sub(r"[^\w .-]+", " ", word).strip()[:100] for word in found):
        if len(word) > 1:
            yield word


def _list(values: list[str]) -> str:
    """A list as extras hold it: they are texts."""
    return json.dumps(values) if values else ""
