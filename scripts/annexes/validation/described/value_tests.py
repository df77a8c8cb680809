"""What a descriptor may say so that frictionless surely lets it pass, level by level.

Every property that frictionless knows is here, with a test that accepts plain values only; what
is not accepted is not wrong, but left to frictionless. Properties that it does not know are free.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

Test = Callable[[Any], bool]
SLUG = re.compile(r"[a-z0-9][a-z0-9._-]*")
PATH = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)*[A-Za-z0-9_][A-Za-z0-9_.-]*\.csv")
PART = re.compile(PATH.pattern.replace("csv", "json"))
"""A file of a schema or a dialect."""
PROFILE = re.compile(r"https://datapackage\.org/profiles/[12]\.0/[a-z]+\.json")
CREATED = re.compile(r"(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ", re.ASCII)
HASH = re.compile(r"sha256:[0-9a-f]{64}|(?:md5:)?[0-9a-f]{32}")


def is_plain(part: Any, level: str) -> bool:
    """True if all that a part of a descriptor says is surely let pass."""
    if not isinstance(part, Mapping):
        return False
    tests = LEVELS[level]
    return all(name not in tests or tests[name](value) for name, value in part.items())


def is_day(value: Any) -> bool:
    """True for a day as the standard writes it."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        return False
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def is_whole(value: Any) -> bool:
    """True for a number of JSON without fraction; not for a truth value."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: Any) -> bool:
    """True for a finite number of JSON."""
    return is_whole(value) or (isinstance(value, float) and abs(value) < float("inf"))


def is_text(value: Any) -> bool:
    """True for a text."""
    return isinstance(value, str)


def are_texts(value: Any) -> bool:
    """True for a list of texts, which may be empty."""
    return isinstance(value, list) and all(map(is_text, value))


def _never(_: Any) -> bool:
    return False


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


def _matches(pattern: re.Pattern[str]) -> Test:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _one_of(*allowed: Any) -> Test:
    return lambda value: any(value is own or (is_text(value) and value == own) for own in allowed)


def _all(level: str) -> Test:
    return lambda value: isinstance(value, list) and all(is_plain(part, level) for part in value)


def _are_licenses(value: Any) -> bool:
    return _all("license")(value) and all(part.get("path") or part.get("name") for part in value)


def _is_created(value: Any) -> bool:
    match = CREATED.fullmatch(value) if isinstance(value, str) else None
    return match is not None and is_day(match[1])


def _is_utf8(value: Any) -> bool:
    try:
        return isinstance(value, str) and codecs.lookup(value).name == "utf-8"
    except (LookupError, ValueError):
        return False


def _is_key(value: Any) -> bool:
    return bool(value) and (is_text(value) or are_texts(value))


def _is_pattern(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(re.compile(f"^{value}$"))
    except (re.error, RecursionError, OverflowError):
        return False


def _are_many(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 0


TEXTS = dict.fromkeys(("title", "description", "homepage"), is_text)
SHARED = TEXTS | {
    "name": _matches(SLUG),
    "$schema": _matches(PROFILE),
    "licenses": _are_licenses,
    "sources": _all("source"),
    "contributors": _all("contributor"),
    "profiles": _never,
    "missingValues": _never,
}
LEVELS: dict[str, dict[str, Test]] = {
    "package": SHARED | {
        "type": _never,
        "profile": _one_of("data-package"),
        "keywords": are_texts,
        "image": is_text,
        "version": is_text,
        "created": _is_created,
        "resources": _are_many,
        "fields": _never,
        "$frictionless": _never,
    },
    "resource": SHARED | {
        "type": _one_of("table"),
        "profile": _one_of("data-resource", "tabular-data-resource"),
        "path": _matches(PATH),
        "scheme": _one_of("file"),
        "format": _one_of("csv"),
        "mediatype": is_text,
        "encoding": _is_utf8,
        "bytes": lambda value: is_whole(value) and value > 0,
        "hash": _matches(HASH),
        "dialect": lambda value: is_plain(value, "dialect") and set(value) <= {"delimiter"},
        "schema": lambda value: is_plain(value, "schema"),
    } | dict.fromkeys(
        ("data", "url", "compression", "extrapaths", "innerpath", "fields", "rows", "stats",
         "hashing", "layout"), _never,
    ),
    "dialect": {"delimiter": _one_of(",", ";", "\t", "|")},
    "schema": TEXTS | {
        "name": _matches(SLUG),
        "$schema": _matches(PROFILE),
        "type": _never,
        "fields": lambda value: _are_many(value) and _all("field")(value),
        "fieldsMatch": _never,
        "missingValues": are_texts,
        "primaryKey": _is_key,
        "foreignKeys": _all("foreign key"),
    },
    "field": {
        "name": lambda value: is_text(value) and value == value.strip() != "",
        "type": _one_of("string", "integer", "number", "boolean", "date", "year", "any"),
        "title": is_text,
        "description": is_text,
        "format": _one_of("default"),
        "missingValues": are_texts,
        "constraints": lambda value: is_plain(value, "constraints"),
        "rdfType": is_text,
        "bareNumber": _one_of(True),
        "floatNumber": _never,
        "groupChar": _one_of(",", ".", " ", "'"),
        "decimalChar": _one_of(",", "."),
        "trueValues": lambda value: _are_many(value) and are_texts(value),
        "falseValues": lambda value: _are_many(value) and are_texts(value),
        "example": _never,
        "required": _never,
    } | dict.fromkeys(("arrayItem", "itemType", "delimiter"), _never),
    "constraints": {
        "required": _is_bool,
        "unique": _is_bool,
        "pattern": _is_pattern,
        "enum": _are_many,
        "minLength": is_whole,
        "maxLength": is_whole,
        "exclusiveMinimum": _never,
        "exclusiveMaximum": _never,
    },
    "foreign key": {
        "fields": _is_key,
        "reference": lambda value: is_plain(value, "reference") and "fields" in value,
    },
    "reference": {"resource": is_text, "fields": _is_key},
    "license": {"name": is_text, "path": is_text, "title": is_text},
    "source": {"title": is_text, "path": is_text, "email": _never},
    "contributor": dict.fromkeys(("title", "path", "organisation", "role"), is_text)
    | {"email": _never},
}  # fmt: skip
"""Tests of properties; `minimum` and `maximum` depend on the type (`fields.BOUNDS`)."""
