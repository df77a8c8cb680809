"""A draft → the files of a new package, ready for a person to read and correct."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import tomli_w

from annexes.building.descriptor import to_json
from annexes.building.draft.draft_package import PackageDraft
from annexes.building.draft.draft_schemas import facts_schema, other_schemas
from annexes.recipe.recipe import FOLDER, PACKAGE
from annexes.recipe.schemas import schema_path

ACKNOWLEDGE = """
# A figure of the source follows no grammar. Look at the page; if it is printed so, take the marks
# of comment away and give the reason.
# [[acknowledge]]
# observation = "malformed-number"
# annex = {annex}
# items = [{items}]
# reason = ""
"""


def files_of(draft: PackageDraft, document: bytes) -> dict[str, bytes]:
    """The bytes of each file of the new package, by path."""
    layouts = [(own, own.annex.layout) for own in draft.drafts]
    schemas = {
        own.annex.resource: facts_schema(own.annex, layout, misprinted=bool(own.misprints))
        for own, layout in layouts
        if layout
    }
    coded = any(layout.codes != "none" for _, layout in layouts if layout)
    schemas |= other_schemas(coded=coded)
    return {
        f"{FOLDER}/{PACKAGE}": _toml(draft.package, ["Confirm title, description and licence."]),
        f"{FOLDER}/{draft.edition.edition}.toml": _edition(draft),
        draft.edition.document.file: document,
        **{schema_path(name): to_json(schema) for name, schema in schemas.items()},
    }


def _edition(draft: PackageDraft) -> bytes:
    confirm = [text for own in draft.drafts for text in own.confirm]
    refused = [f"not read: {problem.place}: {problem.problem}" for problem in draft.refused]
    misprints = "".join(
        ACKNOWLEDGE.format(
            annex=_quoted(own.annex.label), items=", ".join(map(_quoted, own.misprints))
        )
        for own in draft.drafts
        if own.misprints
    )
    return _toml(draft.edition, [*confirm, *refused]) + misprints.encode()


def _quoted(text: str) -> str:
    return tomli_w.dumps({"x": text}).strip().removeprefix("x = ")


def _toml(value: msgspec.Struct, confirm: list[str]) -> bytes:
    """TOML without entries that say nothing, below what is to be confirmed."""
    head = ["# A draft. Confirm or correct each of these, then remove this list:", "#"]
    lines = [f"# - {text}" for text in confirm]
    body = tomli_w.dumps(dict(_said(value)), multiline_strings=False, indent=2)
    return ("\n".join([*head, *lines, "", ""]) + body).encode()


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
