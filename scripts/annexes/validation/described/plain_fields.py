"""A field that frictionless surely lets pass, with what the columnar engine asks of one.

It has the properties of a field of frictionless, by the same names.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Annotated, Any, Generic, Literal, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType, field

Never = Annotated[str, Meta(pattern="(?!)")]
"""A property that must not be there."""
Year = Annotated[int, Meta(ge=0, le=9999)]
SomeTexts = Annotated[list[str], Meta(min_length=1)]
T = TypeVar("T")


class Demands(Struct, rename="camel", forbid_unknown_fields=True):
    """Constraints of a truth value, and of anything."""

    required: bool = False
    unique: bool = False


class TextDemands(Demands, rename="camel", forbid_unknown_fields=True):
    """Constraints of a string."""

    pattern: str = ""
    min_length: int = 0
    max_length: int = 0
    enum: SomeTexts = []

    def __post_init__(self) -> None:
        re.compile(f"^{self.pattern}$")


class Bounds(Demands, Generic[T], rename="camel", forbid_unknown_fields=True):
    """Constraints of values that have an order."""

    minimum: T | UnsetType = UNSET
    maximum: T | UnsetType = UNSET
    enum: Annotated[list[T], Meta(min_length=1)] = []


DEMANDS: dict[str, Any] = {
    "string": TextDemands,
    "integer": Bounds[int],
    "number": Bounds[int | float],
    "year": Bounds[Year],
    "date": Bounds[date],
    "boolean": Demands,
    "any": Demands,
}


class PlainField(Struct, rename="camel"):
    """A field."""

    name: str
    type: Literal["string", "integer", "number", "boolean", "date", "year", "any"]
    title: str = ""
    description: str = ""
    rdf_type: str = ""
    format: Literal["default"] = "default"
    missing_values: list[str] = []
    constraints: dict[str, Any] = {}
    bare_number: bool = True
    group_char: Literal["", ",", ".", " ", "'"] = ""
    decimal_char: Literal[",", "."] = "."
    true_values: SomeTexts = field(default_factory=lambda: ["true", "True", "TRUE", "1"])
    false_values: SomeTexts = field(default_factory=lambda: ["false", "False", "FALSE", "0"])
    float_number: Never = ""
    example: Never = ""
    required: Never = ""
    array_item: Never = ""
    item_type: Never = ""
    delimiter: Never = ""

    def __post_init__(self) -> None:
        need(self.name == self.name.strip() != "" and self.bare_number)
        msgspec.convert(self.constraints, DEMANDS[self.type])
        if self.type == "number":
            bounds = [self.constraints.get(own, 0) for own in ("minimum", "maximum")]
            need(all(map(isfinite, [*bounds, *self.constraints.get("enum", [])])))

    def create_value_reader(self) -> Callable[[Any], Any]:
        """Reads the bounds and enumerations of this field."""
        if self.type == "number":
            return lambda value: Decimal(str(value))
        return date.fromisoformat if self.type == "date" else lambda value: value

    def text_reader(self, missing: Collection[str]) -> Callable[[str], tuple[str | None, bool]]:
        """Reads a cell of a text field as frictionless does: its value, and whether it is wrong."""
        own = self.constraints
        pattern = re.compile(f"^{own['pattern']}$") if "pattern" in own else None
        least, most = own.get("minLength", 0), own.get("maxLength", sys.maxsize)
        allowed, required = own.get("enum"), bool(own.get("required"))

        def read(text: str) -> tuple[str | None, bool]:
            if text in missing:
                return None, required
            fits = least <= len(text) <= most and (allowed is None or text in allowed)
            return text, not (fits and (pattern is None or pattern.match(text)))

        return read


def need(fact: object) -> None:
    """Raises ValueError where something is not plain."""
    if not fact:
        raise ValueError
