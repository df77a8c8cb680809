"""The downloads that the page offers, each with its size and checksum."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import NamedTuple
from urllib.parse import quote

from annexes.base.storage import Measured
from annexes.base.texts import texts_in
from annexes.exports.form import all_forms, media_type
from annexes.package.opened import OpenedPackage
from annexes.portals.fields import Node

SIZES = (("MB", 1_000_000), ("kB", 1_000))


class Download(NamedTuple):
    """A file to download: what it is in words, its path from the page, its size and checksum."""

    what: str
    path: str
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
                (whole if form.is_whole else parts).append(Download(what, path, files[path]))
    return [(title, group) for title, group in groups.items() if group]


def distributions(
    source: OpenedPackage, groups: list[tuple[str, list[Download]]], known: Container[str]
) -> list[Node]:
    """The downloads as schema.org names them, on the homepage, but those at `known` addresses."""
    home = f"{source.about.homepage}/" if source.about.homepage else ""
    return [
        {
            "@type": "DataDownload",
            "name": what,
            "contentUrl": home + quote(path),
            "encodingFormat": media_type(path),
            "contentSize": f"{file.size} B",
            "sha256": file.sha256,
        }
        for _, group in groups
        for what, path, file in group
        if home + quote(path) not in known and media_type(path)
    ]


def said_size(count: int, language: str) -> str:
    """A number of bytes as people read it, three digits at least half right."""
    for unit, many in SIZES:
        if count >= many:
            text = f"{count / many:.1f}" if count < 10 * many else f"{count / many:.0f}"
            return f"{text.replace('.', ',') if language == 'de' else text} {unit}"
    return f"{count} B"
