"""The texts by which findings and revisions name rows, such as `period=one,other;area=north`."""

from __future__ import annotations

from collections.abc import Mapping


def parts_of(key: str) -> dict[str, str]:
    """The columns of a key, each with its value, or with its values and commas between them."""
    parts = (part.partition("=") for part in key.split(";"))
    return {column: values for column, _, values in parts if values}


def key_text(parts: Mapping[str, str]) -> str:
    """The key with these columns and values."""
    return ";".join(f"{column}={values}" for column, values in parts.items())
