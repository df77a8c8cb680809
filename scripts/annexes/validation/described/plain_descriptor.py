"""What a descriptor may say so that frictionless surely lets it pass: a declaration.

Every property that frictionless looks at is declared here with plain values only. What decodes is
plain; what does not is not wrong, but left to frictionless. Properties that nobody knows are free.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from datetime import date
from math import isfinite
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct, field

SLUG = r"^[a-z0-9][a-z0-9._-]*\Z"
FOLDERS = r"^(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*"
PART = re.compile(FOLDERS + r"\.json\Z")
"""A file of a schema or a dialect."""
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}"

Never = Annotated[str, Meta(pattern="(?!)")]
"""A property that must not be there."""
Slug = Annotated[str, Meta(pattern=SLUG)]
Profile = Annotated[str, Meta(pattern=r"^https://datapackage\.org/profiles/[12]\.0/[a-z]+\.json\Z")]
Day = Annotated[str, Meta(pattern=DAY + r"\Z")]
Moment = Annotated[str, Meta(pattern=DAY + r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z\Z")]
Table = Annotated[str, Meta(pattern=FOLDERS + r"\.csv\Z")]
Digest = Annotated[str, Meta(pattern=r"^(?:sha256:[0-9a-f]{64}|(?:md5:)?[0-9a-f]{32})\Z")]
Positive = Annotated[int, Meta(gt=0)]
Year = Annotated[int, Meta(ge=0, le=9999)]
SomeTexts = Annotated[list[str], Meta(min_length=1)]
Key = Annotated[str, Meta(min_length=1)] | SomeTexts


class PlainSource(Struct):
    """A source, and what licenses and contributors have in common with it."""

    title: str = ""
    path: str = ""
    email: Never = ""


class PlainLicense(PlainSource):
    """Must have a path or a name."""

    name: str = ""

    def __post_init__(self) -> None:
        _need(self.path or self.name)


class PlainContributor(PlainSource):
    """Somebody."""

    organisation: str = ""
    role: str = ""


class Shared(Struct, rename="camel"):
    """What packages and resources say alike."""

    title: str = ""
    description: str = ""
    homepage: str = ""
    licenses: list[PlainLicense] = []
    sources: list[PlainSource] = []
    contributors: list[PlainContributor] = []
    profiles: Never = ""
    missing_values: Never = ""
    schema_profile: Profile = field(default="", name="$schema")


class TextDemands(Struct, rename="camel", forbid_unknown_fields=True):
    """Constraints of a string."""

    required: bool = False
    unique: bool = False
    pattern: str = ""
    min_length: int = 0
    max_length: int = 0
    enum: SomeTexts = []

    def __post_init__(self) -> None:
        re.compile(f"^{self.pattern}$")


class Demands(Struct, forbid_unknown_fields=True):
    """Constraints of a truth value, and of anything."""

    required: bool = False
    unique: bool = False


class WholeDemands(Demands, forbid_unknown_fields=True):
    """Constraints of an integer."""

    minimum: int = 0
    maximum: int = 0
    enum: Annotated[list[int], Meta(min_length=1)] = []


class NumberDemands(Demands, forbid_unknown_fields=True):
    """Constraints of a number."""

    minimum: int | float = 0
    maximum: int | float = 0
    enum: Annotated[list[int | float], Meta(min_length=1)] = []

    def __post_init__(self) -> None:
        _need(all(map(isfinite, [self.minimum, self.maximum, *self.enum])))


class YearDemands(Demands, forbid_unknown_fields=True):
    """Constraints of a year."""

    minimum: Year = 0
    maximum: Year = 0
    enum: Annotated[list[Year], Meta(min_length=1)] = []


class DayDemands(Demands, forbid_unknown_fields=True):
    """Constraints of a date."""

    minimum: Day = "1900-01-01"
    maximum: Day = "1900-01-01"
    enum: Annotated[list[Day], Meta(min_length=1)] = []

    def __post_init__(self) -> None:
        for day in (self.minimum, self.maximum, *self.enum):
            date.fromisoformat(day)


DEMANDS: dict[str, type[Struct]] = {
    "string": TextDemands,
    "integer": WholeDemands,
    "number": NumberDemands,
    "year": YearDemands,
    "date": DayDemands,
    "boolean": Demands,
    "any": Demands,
}


class PlainColumn(Struct, rename="camel"):
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
    group_char: Literal[",", ".", " ", "'"] = ","
    decimal_char: Literal[",", "."] = "."
    true_values: SomeTexts = []
    false_values: SomeTexts = []
    float_number: Never = ""
    example: Never = ""
    required: Never = ""
    array_item: Never = ""
    item_type: Never = ""
    delimiter: Never = ""

    def __post_init__(self) -> None:
        _need(self.name == self.name.strip() != "" and self.bare_number)
        msgspec.convert(self.constraints, DEMANDS[self.type])


class PlainReference(Struct):
    """Where a foreign key leads."""

    fields: Key
    resource: str = ""


class PlainForeignKey(Struct):
    """A foreign key, with as many fields here as there."""

    fields: Key
    reference: PlainReference

    def __post_init__(self) -> None:
        _need(len(texts(self.fields)) == len(texts(self.reference.fields)))


class PlainSchema(Struct, rename="camel"):
    """A schema whose fields have names of their own, and whose keys name some of them."""

    fields: Annotated[list[PlainColumn], Meta(min_length=1)]
    name: Slug = ""
    title: str = ""
    description: str = ""
    homepage: str = ""
    missing_values: list[str] = []
    primary_key: Key = ""
    foreign_keys: list[PlainForeignKey] = []
    type: Never = ""
    fields_match: Never = ""
    schema_profile: Profile = field(default="", name="$schema")

    def __post_init__(self) -> None:
        named = [own.name for own in self.fields]
        keyed = {name for key in self.foreign_keys for name in texts(key.fields)}
        keyed |= set(texts(self.primary_key or []))
        _need(len(set(named)) == len(named) and keyed <= set(named))


class PlainDialect(Struct, forbid_unknown_fields=True):
    """A dialect that says no more than its delimiter."""

    delimiter: Literal[",", ";", "\t", "|"] = ","


class PlainResource(Shared, rename="camel", kw_only=True):
    """A table in a CSV file."""

    name: Slug
    path: Table
    schema: PlainSchema
    dialect: PlainDialect | None = None
    type: Literal["table"] = "table"
    profile: Literal["data-resource", "tabular-data-resource"] = "data-resource"
    scheme: Literal["file"] = "file"
    format: Literal["csv"] = "csv"
    mediatype: str = ""
    encoding: str = "utf-8"
    bytes: Positive = 1
    hash: Digest = ""
    data: Never = ""
    url: Never = ""
    compression: Never = ""
    extrapaths: Never = ""
    innerpath: Never = ""
    fields: Never = ""
    rows: Never = ""
    stats: Never = ""
    hashing: Never = ""
    layout: Never = ""

    def __post_init__(self) -> None:
        _need(codecs.lookup(self.encoding).name == "utf-8")


class PlainPackage(Shared, rename="camel", kw_only=True):
    """A package of tables whose foreign keys lead to fields of its tables."""

    name: Slug = ""
    resources: Annotated[list[PlainResource], Meta(min_length=1)]
    type: Never = ""
    profile: Literal["data-package"] = "data-package"
    keywords: list[str] = []
    image: str = ""
    version: str = ""
    created: Moment = ""
    fields: Never = ""
    frictionless: Never = field(default="", name="$frictionless")

    def __post_init__(self) -> None:
        if self.created:
            date.fromisoformat(self.created[:10])
        fields = {own.name: {one.name for one in own.schema.fields} for own in self.resources}
        _need(len(fields) == len(self.resources))
        for own in self.resources:
            for key in own.schema.foreign_keys:
                there = fields.get(key.reference.resource or own.name, set())
                _need(set(texts(key.reference.fields)) <= there)


def is_plain(descriptor: Mapping[str, Any]) -> bool:
    """True if all that a descriptor says is surely let pass."""
    try:
        msgspec.convert(descriptor, PlainPackage)
    except (ValueError, LookupError, RecursionError, OverflowError, re.error):
        return False
    return True


def texts(value: str | list[str]) -> list[str]:
    """One text or many, as a list."""
    return [value] if isinstance(value, str) else value


def _need(fact: object) -> None:
    if not fact:
        raise ValueError
