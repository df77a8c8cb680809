"""A draft → the files of a new package: one recipe to read and correct, and the document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import tomli_w

from annexes.building.draft.draft_package import PackageDraft
from annexes.recipe.metadata import PackageRecipe
from annexes.recipe.recipe import FOLDER, PACKAGE

HEAD = """\
# A draft, and all that a person has to touch. `confirm` lists what to look at, table by table:
# correct what is wrong below, and take each line away that is right. While a line is left, the
# package is built, but not published. Names, titles and descriptions of columns stand in
# [[resource.column]]; a name that is changed is changed everywhere.

"""


def files_of(draft: PackageDraft, document: bytes) -> dict[str, bytes]:
    """The bytes of each file of the new package, by path."""
    return {
        f"{FOLDER}/{PACKAGE}": to_toml(draft.package),
        draft.package.editions[0].document.file: document,
    }


def to_toml(package: PackageRecipe) -> bytes:
    """TOML without entries that say nothing."""
    body = tomli_w.dumps(dict(_said(package)), multiline_strings=False, indent=2)
    return (HEAD + body).encode()


def _said(value: msgspec.Struct) -> Iterator[tuple[str, Any]]:
    """The entries of a struct that are not the default, as TOML has them."""
    for info in msgspec.structs.fields(value):
        own = getattr(value, info.name)
        if info.default_factory is not msgspec.NODEFAULT:
            default = info.default_factory()
        else:
            default = info.default
        if own != default:
            yield info.encode_name, _plain(own)


def _plain(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return dict(_said(value))
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    return value
