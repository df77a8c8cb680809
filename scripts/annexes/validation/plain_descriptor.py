"""What a descriptor may say so that frictionless surely lets it pass: a declaration.

What decodes is plain; what does not is not wrong, but left to frictionless. A property that is not
declared here is not plain, unless its name shows that it is an extension of somebody's own.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Generic, Literal, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType, field

from annexes.package.tables import names

FOLDERS = r"^(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*"
PART = re.compile(FOLDERS + r"\.json\Z")
"""A file of a schema or a dialect."""
EXTENSION = re.compile("[@:]")
"""What is in names such as 'title@de' and 'dcterms:spatial': frictionless knows no such."""
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}"

T = TypeVar("T")
Slug = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9._-]*\Z")]
Profile = Annotated[str, Meta(pattern=r"^https://datapackage\.org/profiles/[12]\.0/[a-z]+\.json\Z")]
Moment = Annotated[str, Meta(pattern=DAY + r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z\Z")]
Label = Annotated[str, Meta(pattern=r"^\S(?:.*\S)?\Z")]
Table = Annotated[str, Meta(pattern=FOLDERS + r"\.csv\Z")]
Email = Annotated[
    str, Meta(pattern=r"^(?:[a-z0-9]+[._-])*[a-z0-9]+@(?:[a-z0-9]+\.)+[a-z]{2,4}\Z", max_length=60)
]
Digest = Annotated[str, Meta(pattern=r"^(?:sha256:[0-9a-f]{64}|(?:md5:)?[0-9a-f]{32})\Z")]
Positive = Annotated[int, Meta(gt=0)]
Whole = Annotated[int, Meta(ge=-(10**18), le=10**18)]
"""A number that SQL holds."""
Some = Annotated[list[T], Meta(min_length=1)]
Key = Annotated[str, Meta(min_length=1)] | Some[str]


class Plain(Struct, forbid_unknown_fields=True, rename="camel"):
    """An object with no other properties than these."""


class Mention(Plain):
    """A license, a source or a contributor."""

    name: str = ""
    title: str = ""
    path: str = ""
    email: Email | UnsetType = UNSET
    role: str = ""
    roles: Any = None
    organization: Any = None


class Described(Plain):
    """What is said alike of packages, resources and schemas."""

    title: str = ""
    description: str = ""
    homepage: str = ""
    schema_profile: Profile = field(default="", name="$schema")
    id: Any = None
    licenses: list[Mention] = []
    sources: list[Mention] = []
    contributors: list[Mention] = []

    def __post_init__(self) -> None:
        _need(all(own.path or own.name for own in self.licenses))


# ── fields ──────────────────────────────────────────────────────────────────────────────────


class Demands(Plain):
    """Constraints of a truth value, and of anything."""

    required: bool = False
    unique: bool = False


class TextDemands(Demands):
    """Constraints of a string."""

    pattern: str = ""
    min_length: Whole = 0
    max_length: Whole = 0
    enum: Some[str] = []

    def __post_init__(self) -> None:
        re.compile(f"^{self.pattern}$")


class Bounds(Demands, Generic[T]):
    """Constraints of values that have an order."""

    minimum: T | UnsetType = UNSET
    maximum: T | UnsetType = UNSET
    exclusive_minimum: T | UnsetType = UNSET
    exclusive_maximum: T | UnsetType = UNSET
    enum: Some[T] = []


ENCODINGS = ("utf-8", "cp1252", "iso8859-1", "iso8859-15", "utf-16")
LATER = {"exclusiveMinimum", "exclusiveMaximum"}
"""Constraints that only the second version of the standard has."""
FORMATS = {"string": ("default", "email", "uri", "uuid", "binary")}
MOMENTS = ("date", "time", "datetime")
"""Types whose format may be any pattern."""
DEMANDS: dict[str, Any] = {
    "string": TextDemands,
    "integer": Bounds[Whole],
    "number": Bounds[int | float],
    "year": Bounds[Annotated[int, Meta(ge=0, le=9999)]],
    "date": Bounds[date],
    "boolean": Demands,
    **dict.fromkeys(("any", "time", "datetime", "yearmonth", "duration", "geopoint"), Demands),
    **dict.fromkeys(("array", "object", "list", "geojson"), Demands),
}


class PlainField(Plain):
    """A field, with the constraints of its type."""

    name: Label
    type: str
    title: str = ""
    description: str = ""
    rdf_type: str = ""
    format: str = "default"
    missing_values: list[str] = []
    constraints: dict[str, Any] = {}
    group_char: Literal["", ",", ".", " ", "'"] = ""
    decimal_char: Literal[",", "."] = "."
    true_values: Some[str] | UnsetType = UNSET
    false_values: Some[str] | UnsetType = UNSET
    bare_number: bool = True
    categories: Any = None
    categories_ordered: Any = None
    unit: Any = None

    def __post_init__(self) -> None:
        is_default = self.format == "default"
        msgspec.convert(self.constraints, DEMANDS[self.type] if is_default else Demands)
        _need(self.type in MOMENTS or self.format in FORMATS.get(self.type, ("default",)))
        is_listed = self.type in ("string", "integer") and is_default and self.bare_number
        _need(self.categories is None or is_listed)


# ── schemas, resources, packages ────────────────────────────────────────────────────────────


class PlainReference(Plain):
    """Where a foreign key leads."""

    fields: Key
    resource: str = ""


class PlainForeignKey(Plain):
    """A foreign key, with as many fields here as there."""

    fields: Key
    reference: PlainReference

    def __post_init__(self) -> None:
        _need(len(names(self.fields)) == len(names(self.reference.fields)))


class PlainSchema(Described, kw_only=True):
    """A schema whose fields have names of their own, and whose keys name some of them."""

    fields: Some[PlainField]
    name: Slug = ""
    missing_values: list[str] = []
    primary_key: Key = ""
    foreign_keys: list[PlainForeignKey] = []
    unique_keys: list[Key] = []

    def __post_init__(self) -> None:
        named = {own.name for own in self.fields}
        keys = [*self.unique_keys, *(own.fields for own in self.foreign_keys)]
        keyed = {name for key in [self.primary_key or [], *keys] for name in names(key)}
        _need(len(named) == len(self.fields) and keyed <= named)


class PlainResource(Described, kw_only=True):
    """A table in a CSV file."""

    name: Slug
    path: Table
    schema: PlainSchema
    dialect: dict[Literal["delimiter"], Literal[",", ";", "\t", "|"]] = {}
    type: Literal["table"] = "table"
    profile: Literal["data-resource", "tabular-data-resource"] = "data-resource"
    scheme: Literal["file"] = "file"
    format: Literal["csv"] = "csv"
    mediatype: str = ""
    encoding: str | UnsetType = UNSET
    bytes: Positive = 0
    hash: Digest = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        _need(self.encoding is UNSET or codecs.lookup(self.encoding).name in ENCODINGS)


class PlainPackage(Described, kw_only=True):
    """A package of tables whose foreign keys lead to fields of its tables."""

    resources: Some[PlainResource]
    name: Slug = ""
    profile: Literal["data-package", "tabular-data-package"] = "data-package"
    keywords: list[str] = []
    image: str = ""
    version: str = ""
    created: Moment = ""
    languages: Any = None
    annexes: Any = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.created:
            date.fromisoformat(self.created[:10])
        fields = {own.name: {one.name for one in own.schema.fields} for own in self.resources}
        _need(len(fields) == len(self.resources))
        kinds = {own.profile for own in self.resources}
        _need(self.profile == "data-package" or kinds == {"tabular-data-resource"})
        demands = {name for own in self.resources for one in own.schema.fields
                   for name in one.constraints}  # fmt: skip
        _need("/2.0/" in self.schema_profile or not demands & LATER)
        for own in self.resources:
            for key in own.schema.foreign_keys:
                there = fields.get(key.reference.resource or own.name, set())
                _need(set(names(key.reference.fields)) <= there)


def plain_package(descriptor: Mapping[str, Any]) -> PlainPackage | None:
    """The package, if all that its descriptor says is surely let pass."""
    try:
        return msgspec.convert(_without_extensions(descriptor), PlainPackage)
    except (ValueError, LookupError, RecursionError, OverflowError, re.error):
        return None


def _without_extensions(part: Any) -> Any:
    if isinstance(part, Mapping):
        known = ((name, own) for name, own in part.items() if not EXTENSION.search(name))
        return {name: _without_extensions(own) for name, own in known}
    return list(map(_without_extensions, part)) if isinstance(part, list) else part


def _need(fact: object) -> None:
    """Raises ValueError where something is not plain."""
    if not fact:
        raise ValueError
