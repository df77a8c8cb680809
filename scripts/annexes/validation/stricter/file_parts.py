"""A descriptor with its schemas and dialects in place, where they are files inside the package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def with_parts(descriptor: Mapping[str, Any], root: Path) -> dict[str, Any]:
    """The same descriptor; a file that cannot be read stays a path, and nothing is fetched."""
    resources = descriptor.get("resources")
    if not isinstance(resources, list):
        return dict(descriptor)
    return {**descriptor, "resources": [_with_parts(entry, root) for entry in resources]}


def _with_parts(resource: Any, root: Path) -> Any:
    if not isinstance(resource, Mapping):
        return resource
    parts = {name: _loaded(resource.get(name), root) for name in ("schema", "dialect")}
    return {**resource, **{name: part for name, part in parts.items() if part is not None}}


def _loaded(path: Any, root: Path) -> Mapping[str, Any] | None:
    if not isinstance(path, str) or "\0" in path:
        return None
    file = root / path
    if not file.resolve().is_relative_to(root.resolve()):
        return None
    try:
        part = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None  # frictionless reports it
    return part if isinstance(part, dict) else None
