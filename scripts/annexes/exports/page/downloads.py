"""The downloads that the page offers, each with its size and checksum."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin

from annexes.base.storage import Measured
from annexes.base.texts import texts_in
from annexes.package import places
from annexes.package.disk import DESCRIPTOR
from annexes.package.labels import said
from annexes.package.opened import OpenedPackage

TYPES = {
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "sqlite": "application/vnd.sqlite3",
    "parquet": "application/vnd.apache.parquet",
    "csv": "text/csv",
    "json": "application/json",
}
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
    groups = {
        "": _whole(source, language),
        texts_in("exports", language)["parts"]: _parts(source, language),
    }
    offered = {
        title: [
            Download(what, path, quote(path), size(files[path].size, language), files[path])
            for path, what in group
            if path in files
        ]
        for title, group in groups.items()
    }
    return [(title, group) for title, group in offered.items() if group]


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
            "encodingFormat": TYPES[one.path.rpartition(".")[2]],
            "contentSize": f"{one.file.size} B",
            "sha256": one.file.sha256,
        }
        for _, group in groups
        for one in group
        if urljoin(base, one.link) not in known and one.path.rpartition(".")[2] in TYPES
    ]


def size(count: int, language: str) -> str:
    """A number of bytes as people read it, three digits at least half right."""
    for unit, many in SIZES:
        if count >= many:
            text = f"{count / many:.1f}" if count < 10 * many else f"{count / many:.0f}"
            return f"{text.replace('.', ',') if language == 'de' else text} {unit}"
    return f"{count} B"


def _whole(source: OpenedPackage, language: str) -> Iterator[tuple[str, str]]:
    word = texts_in("exports", language)
    yield places.archive(source), word["form_zip"]
    yield places.workbook(source), word["form_xlsx"]
    yield places.database(source), word["form_sqlite"]


def _parts(source: OpenedPackage, language: str) -> Iterator[tuple[str, str]]:
    word = texts_in("exports", language)
    parquet = places.parquet(source)
    for name, table in source.tables.items():
        title = said(table.resource, "title", language) or name
        yield str(table.resource["path"]), f"{title} – CSV"
        yield parquet[name], f"{title} – Parquet"
    yield DESCRIPTOR, word["form_descriptor"]
    yield places.CSVW, word["form_csvw"]
