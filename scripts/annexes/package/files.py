"""The files of a package as portals list them: address, format, size and checksum of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from annexes.base.texts import Texts, texts_of
from annexes.package.disk import DESCRIPTOR, Package
from annexes.package.vocabularies import Format, file_format


@dataclass(frozen=True, slots=True)
class PackageFile:
    """One file: `path` in the package, `url` where it is published, `sha256` as hex, `size` in
    bytes; `format` is None where no list has it, and `resource` the entry of the descriptor.
    """

    name: str
    path: str
    url: str
    titles: Texts
    descriptions: Texts
    format_name: str
    format: Format | None
    media_type: str
    size: int | None
    sha256: str
    resource: Mapping[str, Any] | None


def files(
    package: Package, texts: Callable[[Mapping[str, Any], str], Texts], address: str
) -> list[PackageFile]:
    """The files of all resources, and the descriptor; `address` has {home}, {path} or {name}.

    Size and checksum are those of the descriptor, measured only where it does not give them.
    """
    own = {"name": "datapackage", "path": DESCRIPTOR, "format": "json"}
    (descriptor,) = _files_of(package, own, texts, address)
    return [
        *(
            file
            for resource in package.descriptor["resources"]
            for file in _files_of(package, resource, texts, address)
        ),
        replace(descriptor, titles=texts_of("package")["descriptor"], resource=None),
    ]


def address_of(package: Package, path: str, address: str) -> str:
    """Where the file with this path in the package is published; relative without a homepage."""
    home = str(package.descriptor.get("homepage") or "").rstrip("/")
    parts = {"{home}": home, "{path}": quote(path), "{name}": quote(path.rpartition("/")[2])}
    for mark, part in parts.items():
        address = address.replace(mark, part)
    return address.removeprefix("/")


def _files_of(
    package: Package,
    resource: Mapping[str, Any],
    texts: Callable[[Mapping[str, Any], str], Texts],
    address: str,
) -> Iterator[PackageFile]:
    """The files of a resource; of several each has a number behind its name."""
    listed = resource.get("path")
    paths = [listed] if isinstance(listed, str) else listed or []
    for number, path in enumerate(paths, start=1):
        part = f"-{number}" if len(paths) > 1 else ""
        named = str(resource.get("format") or path.rpartition(".")[2])
        media_type = str(resource.get("mediatype") or "")
        known = file_format(named, media_type)
        size, sha256 = _measured(package, resource, path, whole=not part)
        yield PackageFile(
            name=f"{resource.get('name')}{part}",
            path=path,
            url=path if "://" in path else address_of(package, path, address),
            titles=texts(resource, "title"),
            descriptions=texts(resource, "description"),
            format_name=named.lower(),
            format=known,
            media_type=media_type or (known.media_type if known else ""),
            size=size,
            sha256=sha256,
            resource=resource,
        )


def _measured(
    package: Package, resource: Mapping[str, Any], path: str, *, whole: bool
) -> tuple[int | None, str]:
    """Size and SHA-256 as the descriptor gives them, else as the file has them."""
    algorithm, _, digest = str(resource.get("hash") or "").rpartition(":")
    size = resource.get("bytes")
    if whole and algorithm.lower() in ("sha256", "sha-256") and isinstance(size, int):
        return size, digest.lower()
    if "://" in path:
        return size if isinstance(size, int) else None, ""
    return size_and_digest(package, path)


def size_and_digest(package: Package, path: str) -> tuple[int | None, str]:
    """Size and SHA-256 as the file has them; None and '' if it cannot be read."""
    try:
        return package.stored(path).measured
    except OSError:
        return None, ""
