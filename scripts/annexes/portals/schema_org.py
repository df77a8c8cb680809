"""schema.org Dataset: what search engines read from a landing page, as JSON-LD.

From the descriptor alone. Which properties are asked for: Google's documentation of structured
data for datasets; their meaning: https://schema.org/Dataset.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from annexes.package import Package

Node = dict[str, Any]


def dataset(package: Package, language: str = "en") -> Node:
    """The package as one JSON-LD object; what the descriptor does not say is left out.

    `language` chooses between the texts `title` and, say, `title@de`. Files are addressed as
    they stand on the homepage, each path relative to it.
    """
    descriptor = package.descriptor
    other = {text for key, text in descriptor.items() if key.partition("@")[0] == "title"}
    name = _said(descriptor, "title", language) or descriptor.get("name")
    return _filled(
        {
            "@context": "https://schema.org/",
            "@type": "Dataset",
            "@id": descriptor.get("id"),
            "identifier": descriptor.get("id"),
            "name": name,
            "alternateName": sorted(other - {name}),
            "description": _said(descriptor, "description", language),
            "url": descriptor.get("homepage"),
            "version": descriptor.get("version"),
            "datePublished": str(descriptor.get("created", ""))[:10],
            "license": [licence.get("path") for licence in _list(descriptor, "licenses")],
            "keywords": _said(descriptor, "keywords", language),
            "inLanguage": descriptor.get("languages"),
            "isAccessibleForFree": True,
            "creator": list(_agents(descriptor, ["creator", "author"])),
            "publisher": list(_agents(descriptor, ["publisher"])),
            "isBasedOn": list(_documents(descriptor)),
            "variableMeasured": list(_variables(descriptor)),
            "distribution": [_download(descriptor, r, language) for r in descriptor["resources"]],
            **_coverage(descriptor, language),
        }
    )


def _agents(descriptor: Mapping[str, Any], roles: Iterable[str]) -> Iterator[Node]:
    """The contributors with one of these roles; v1 has one `role` where v2 has `roles`."""
    for entry in _list(descriptor, "contributors"):
        if set(roles) & {*(entry.get("roles") or []), entry.get("role")}:
            url = entry.get("path")
            yield _filled({"@type": "Organization", "name": entry.get("title"), "url": url})


def _documents(descriptor: Mapping[str, Any]) -> Iterator[Node]:
    related = _published(descriptor).get("related", [])
    for entry in [*_list(descriptor, "sources"), *related]:
        url = entry.get("url") or urljoin(_base(descriptor), entry.get("path", ""))
        yield _filled({"@type": "CreativeWork", "name": entry.get("title"), "url": url})


def _variables(descriptor: Mapping[str, Any]) -> Iterator[Node]:
    """The count columns of all editions, each once, with its heading as printed."""
    columns = [
        column
        for edition in _own(descriptor).get("editions", [])
        for column in edition["columns"]
        if column["reads"] == "count"
    ]
    for name, header in {column["name"]: column["header"] for column in columns}.items():
        yield {"@type": "PropertyValue", "name": name, "alternateName": header}


def _download(descriptor: Mapping[str, Any], resource: Mapping[str, Any], language: str) -> Node:
    path, size = resource.get("path"), resource.get("bytes")
    algorithm, _, digest = str(resource.get("hash", "")).rpartition(":")
    return _filled(
        {
            "@type": "DataDownload",
            "name": _said(resource, "title", language) or resource.get("name"),
            "contentUrl": urljoin(_base(descriptor), path) if isinstance(path, str) else None,
            "encodingFormat": resource.get("mediatype"),
            "contentSize": f"{size} B" if size else None,
            "sha256": digest if algorithm == "sha256" else None,
        }
    )


def _coverage(descriptor: Mapping[str, Any], language: str) -> Node:
    published = _published(descriptor)
    temporal, place = published.get("temporal", {}), published.get("place", {})
    spatial = {
        "@type": "Place",
        "name": place.get(language) or place.get("en"),
        "sameAs": published.get("spatial"),
    }
    both = temporal.get("start") and temporal.get("end")
    return {
        "temporalCoverage": f"{temporal['start']}/{temporal['end']}" if both else None,
        "spatialCoverage": _filled(spatial) if spatial["name"] else None,
    }


def _own(descriptor: Mapping[str, Any]) -> Mapping[str, Any]:
    return descriptor.get("annexes") or {}


def _published(descriptor: Mapping[str, Any]) -> Mapping[str, Any]:
    return _own(descriptor).get("publication") or {}


def _base(descriptor: Mapping[str, Any]) -> str:
    """The homepage as a folder, so that relative paths are joined to it; they stay without one."""
    homepage = str(descriptor.get("homepage") or "")
    return f"{homepage.rstrip('/')}/" if homepage else ""


def _list(descriptor: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    return descriptor.get(key) or []


def _said(entry: Mapping[str, Any], text: str, language: str) -> Any:
    """The text in this language, or in the one the descriptor gives without a mark."""
    return entry.get(f"{text}@{language}") or entry.get(text)


def _filled(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}
