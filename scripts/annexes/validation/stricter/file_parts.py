"""A descriptor with its schemas and dialects in place, where they are files inside the package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from annexes.validation.opening import inside


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
    file = inside(root, path) if isinstance(path, str) else None
    if file is None or not file.is_file():
        return None
    try:
        part = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None  # frictionless reports it
    return part if isinstance(part, dict) else None
