"""A field that is surely described well, with what the columnar engine asks of one."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

DEFINED = {
    "missing_values": "missingValues",
    "group_char": "groupChar",
    "decimal_char": "decimalChar",
}
TRUE, FALSE = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")


@dataclass(frozen=True)
class PlainField:
    """A field as `grammar` and `keys` ask for it, in the words of frictionless."""

    descriptor: Mapping[str, Any]
    format: str = "default"
    bare_number: bool = True
    float_number: bool = False

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.descriptor["name"])

    @property
    def type(self) -> str:
        """Its type."""
        return str(self.descriptor["type"])

    @property
    def constraints(self) -> Mapping[str, Any]:
        """What it demands, as it stands in the descriptor."""
        return self.descriptor.get("constraints") or {}

    @property
    def missing_values(self) -> list[str]:
        """Its own missing values."""
        return list(self.descriptor.get("missingValues", [""]))

    @property
    def group_char(self) -> str:
        """The sign between groups of digits."""
        return str(self.descriptor.get("groupChar", ""))

    @property
    def decimal_char(self) -> str:
        """The sign before the fraction."""
        return str(self.descriptor.get("decimalChar", "."))

    @property
    def true_values(self) -> list[str]:
        """What is read as true."""
        return list(self.descriptor.get("trueValues", TRUE))

    @property
    def false_values(self) -> list[str]:
        """What is read as false."""
        return list(self.descriptor.get("falseValues", FALSE))

    def has_defined(self, name: str) -> bool:
        """True if the descriptor states this property, named as frictionless names it."""
        return DEFINED[name] in self.descriptor

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

    def to_descriptor(self) -> Mapping[str, Any]:
        """The descriptor as it stands."""
        return self.descriptor
