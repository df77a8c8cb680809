"""What a descriptor may say so that frictionless surely lets it pass: a declaration.

Every property that frictionless looks at is declared here with plain values only. What decodes is
plain; what does not is not wrong, but left to frictionless. Properties that nobody knows are free.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType, field

from annexes.validation.described.plain_fields import Never, PlainField, SomeTexts, need

FOLDERS = r"^(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*"
PART = re.compile(FOLDERS + r"\.json\Z")
"""A file of a schema or a dialect."""
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}"

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9._-]*\Z")]
Profile = Annotated[str, Meta(pattern=r"^https://datapackage\.org/profiles/[12]\.0/[a-z]+\.json\Z")]
Moment = Annotated[str, Meta(pattern=DAY + r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z\Z")]
Table = Annotated[str, Meta(pattern=FOLDERS + r"\.csv\Z")]
Digest = Annotated[str, Meta(pattern=r"^(?:sha256:[0-9a-f]{64}|(?:md5:)?[0-9a-f]{32})\Z")]
Positive = Annotated[int, Meta(gt=0)]
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
        need(self.path or self.name)


class PlainContributor(PlainSource):
    """Somebody."""

    organisation: str = ""
    role: str = ""


class Titled(Struct, kw_only=True):
    """What is said alike of packages, resources and schemas."""

    title: str = ""
    description: str = ""
    homepage: str = ""
    schema_profile: Profile = field(default="", name="$schema")


class Sourced(Titled, rename="camel", kw_only=True):
    """What is said alike of packages and resources."""

    licenses: list[PlainLicense] = []
    sources: list[PlainSource] = []
    contributors: list[PlainContributor] = []
    profiles: Never = ""
    missing_values: Never = ""


class PlainReference(Struct):
    """Where a foreign key leads."""

    fields: Key
    resource: str = ""


class PlainForeignKey(Struct):
    """A foreign key, with as many fields here as there."""

    fields: Key
    reference: PlainReference

    def __post_init__(self) -> None:
        need(len(texts(self.fields)) == len(texts(self.reference.fields)))


class PlainSchema(Titled, rename="camel", kw_only=True):
    """A schema whose fields have names of their own, and whose keys name some of them."""

    fields: Annotated[list[PlainField], Meta(min_length=1)]
    name: Slug = ""
    missing_values: list[str] = []
    primary_key: Key = ""
    foreign_keys: list[PlainForeignKey] = []
    type: Never = ""
    fields_match: Never = ""

    def __post_init__(self) -> None:
        named = [own.name for own in self.fields]
        keyed = {name for key in self.foreign_keys for name in texts(key.fields)}
        keyed |= set(texts(self.primary_key or []))
        need(len(set(named)) == len(named) and keyed <= set(named))


class PlainDialect(Struct, forbid_unknown_fields=True):
    """A dialect that says no more than its delimiter."""

    delimiter: Literal[",", ";", "\t", "|"] | UnsetType = UNSET


class PlainResource(Sourced, rename="camel", kw_only=True):
    """A table in a CSV file."""

    name: Slug
    path: Table
    schema: PlainSchema
    dialect: PlainDialect = field(default_factory=PlainDialect)
    type: Literal["table"] = "table"
    profile: Literal["data-resource", "tabular-data-resource"] = "data-resource"
    scheme: Literal["file"] = "file"
    format: Literal["csv"] = "csv"
    mediatype: str = ""
    encoding: str | UnsetType = UNSET
    bytes: Positive = 0
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
        need(self.encoding is UNSET or codecs.lookup(self.encoding).name == "utf-8")


class PlainPackage(Sourced, rename="camel", kw_only=True):
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
        need(len(fields) == len(self.resources))
        for own in self.resources:
            for key in own.schema.foreign_keys:
                there = fields.get(key.reference.resource or own.name, set())
                need(set(texts(key.reference.fields)) <= there)


def plain_package(descriptor: Mapping[str, Any]) -> PlainPackage | None:
    """The package, if all that its descriptor says is surely let pass."""
    try:
        return msgspec.convert(descriptor, PlainPackage)
    except (ValueError, LookupError, RecursionError, OverflowError, re.error):
        return None


def texts(value: str | list[str]) -> list[str]:
    """One text or many, as a list."""
    return [value] if isinstance(value, str) else value
