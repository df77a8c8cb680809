"""The downloads that the page offers, each with its size and checksum."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin

from annexes.base.storage import Measured
from annexes.base.texts import texts_in
from annexes.exports.form import all_forms, media_type
from annexes.package.opened import OpenedPackage

SIZES = (("MB", 1_000_000), ("kB", 1_000))


@dataclass(frozen=True, slots=True)
class Download:
    """A file to download: what it is in words, its address relative to the page."""

    what: str
    path: str
    link: str
    size: str
    file: Measured


def downloads(
    source: OpenedPackage, files: Mapping[str, Measured], language: str
) -> list[tuple[str, list[Download]]]:
    """What there is of these files that people load: the whole package, then its parts.

    Each group has a title, '' for the first.
    """
    groups: dict[str, list[Download]] = {"": [], texts_in("exports", language)["parts"]: []}
    whole, parts = groups.values()
    for form in all_forms().values():
        for path, what in form.offers(source, language).items():
            if path in files:
                shown = size(files[path].size, language)
                group = whole if form.is_whole else parts
                group.append(Download(what, path, quote(path), shown, files[path]))
    return [(title, group) for title, group in groups.items() if group]


def distributions(
    source: OpenedPackage, groups: list[tuple[str, list[Download]]], known: Container[str]
) -> list[dict[str, Any]]:
    """The downloads as schema.org names them, on the homepage, but those at `known` addresses."""
    homepage = str(source.descriptor.get("homepage") or "")
    base = f"{homepage.rstrip('/')}/" if homepage else ""
    return [
        {
            "@type": "DataDownload",
            "name": one.what,
            "contentUrl": urljoin(base, one.link),
            "encodingFormat": media_type(one.path),
            "contentSize": f"{one.file.size} B",
            "sha256": one.file.sha256,
        }
        for _, group in groups
        for one in group
        if urljoin(base, one.link) not in known and media_type(one.path)
    ]


def size(count: int, language: str) -> str:
    """A number of bytes as people read it, three digits at least half right."""
    for unit, many in SIZES:
        if count >= many:
            text = f"{count / many:.1f}" if count < 10 * many else f"{count / many:.0f}"
            return f"{text.replace('.', ',') if language == 'de' else text} {unit}"
    return f"{count} B"
