"""The dictionary of a package for CKAN: what its action `package_create` takes.

Written so that it survives the way to DCAT through the extension that most portals run: the
names of the extras, plain hexadecimal `hash` with the address of its algorithm, a licence for
each resource, the concept of the EU's list as `format`. See the table in
https://docs.ckan.org/projects/ckanext-dcat/en/latest/mapping/.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from annexes.package.about import About
from annexes.package.files import PackageFile
from annexes.portals.fields import Node, fields, filled, in_language

SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
MAX_NAME = 100


def package_dict(facts: About, language: str = "") -> Node:
    """The dataset with its resources, texts in this language or the package's own.

    Each resource has the address under which its file is published; who uploads the file instead
    replaces `url`, `access_url` and `download_url`. The key `owner_org` is not set here.
    """
    node = {
        **fields("ckan", facts, language),
        "name": dataset_name(facts.name),
        "license_id": facts.licence.ckan[0] if facts.licence else "",
        "author": "; ".join(who.name for who in facts.cited),
        "tags": [{"name": tag} for tag in _tags(facts, language)],
    }
    return {
        **filled(node),
        "extras": [{"key": key, "value": _text(value)} for key, value in _extras(facts, language)],
        "resources": [_resource(facts, file, language) for file in facts.files],
    }


def dataset_name(name: str) -> str:
    """The name as CKAN wants it: 2 to 100 small letters, digits, hyphens and underscores."""
    plain = re.sub(r"[^a-z0-9_-]+", "-", name.lower()).strip("-")
    return plain[:MAX_NAME].ljust(2, "-")


def _extras(facts: About, language: str) -> Iterable[tuple[str, Any]]:
    start, end = facts.period or ("", "")
    node = {
        **fields("ckan-extras", facts, language),
        "related_resource": [one.url for one in facts.publication.related if one.url],
        "temporal_start": str(start),
        "temporal_end": str(end),
        "spatial_uri": next(iter(facts.places), ""),
        "publisher_uri": facts.part("publisher") if facts.publisher.name else "",
    }
    return filled(node).items()


def _resource(facts: About, file: PackageFile, language: str) -> Node:
    licence, told = facts.licence, fields("ckan-file", file, language)
    rights = fields("ckan-file-rights", facts, language)
    node = {
        **told,
        "name": in_language(file.titles, language) or file.name,
        "format": file.format.file_type if file.format else file.format_name.upper(),
        "hash_algorithm": SHA256 if file.sha256 else "",
        **rights,
        "license": (licence.dcat_ap_de or licence.url) if licence else "",
        "language": _text(rights["language"] or ""),
    }
    return filled(node)


def _tags(facts: About, language: str) -> Iterator[str]:
    """The keywords; CKAN takes letters, digits, spaces and `-_.` only, 2 to 100 of them."""
    found = facts.keywords.get(language) or next(iter(facts.keywords.values()), [])
    for word in dict.fromkeys(re.sub(r"[^\w .-]+", " ", word).strip()[:100] for word in found):
        if len(word) > 1:
            yield word


def _text(value: Any) -> str:
    """A value as extras hold it: a list is a text, too."""
    return value if isinstance(value, str) else json.dumps(value)
