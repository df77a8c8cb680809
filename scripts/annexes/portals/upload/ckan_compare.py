"""Whether a dataset at a CKAN portal already says what it should.

The portal adds to what it was told: only what we say is compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SENT_ANEW = ("resources", "extras", "tags", "private", "name")


def differs(wanted: Mapping[str, Any], there: Mapping[str, Any]) -> bool:
    """Whether anything that we say is not there, or a resource is there that is not ours."""
    plain = {key: value for key, value in wanted.items() if key not in SENT_ANEW}
    return (
        not _says(plain, there)
        or not _says(_listed(wanted), extras_of(there))
        or _tags(wanted) != _tags(there)
        or not _same_resources(wanted, there)
    )


def extras_of(dataset: Mapping[str, Any]) -> dict[str, Any]:
    """The extras by key; a portal with a schema of its own has them as fields."""
    return {**dataset, **_listed(dataset)}


def _listed(dataset: Mapping[str, Any]) -> dict[str, Any]:
    return {str(e.get("key")): e.get("value") for e in dataset.get("extras") or []}


def _says(wanted: Mapping[str, Any], there: Mapping[str, Any]) -> bool:
    return all(_plain(there.get(key)) == _plain(value) for key, value in wanted.items())


def _same_resources(wanted: Mapping[str, Any], there: Mapping[str, Any]) -> bool:
    ours, theirs = wanted["resources"], there.get("resources") or []
    if [entry["id"] for entry in ours] != [entry.get("id") for entry in theirs]:
        return False
    pairs = zip(ours, theirs, strict=True)
    return all(_says({k: v for k, v in our.items() if k != "url"}, their) for our, their in pairs)


def _tags(dataset: Mapping[str, Any]) -> set[str]:
    return {str(tag.get("name")) for tag in dataset.get("tags") or []}


def _plain(value: Any) -> str:
    """A value as text: numbers come back as texts, and nothing as empty."""
    return "" if value is None else str(value)
