"""What two descriptors say differently: of the package, of a resource, of its schema."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Literal

from annexes.base.texts import toml_of
from annexes.history.version_step import VersionStep

Area = Literal["metadata", "schema"]
MEASURED = {"bytes", "hash", "version", "created"}
"""What follows from other changes, or is the version itself."""
MADE_WITH = "annexes/built"
"""What a package of ours was made with: recipes and documents, not what is in it."""
IDENTITY = ("name", "edition", "value", "label", "title", "path")
"""By which of these the objects of a list are told apart, if all have it."""
MISSING = object()
Difference = tuple[str, Any, Any]
"""A place in a descriptor, and what stands there before and after."""
LONGEST = 60
"""So many letters of a value are shown."""
BEFORE = 10
"""Fewer letters before a difference are shown with it."""


@dataclass(frozen=True, slots=True)
class DescribedChange:
    """A value of the descriptor that is another: None where it was not there, or is no longer."""

    area: Area
    path: str
    before: Any
    after: Any
    step: VersionStep
    why: str


Reason = tuple[VersionStep, str]
"""By what the version must rise, and why."""


def package_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[DescribedChange]:
    """What is said of the package as a whole."""
    for change in _outside(old, new, "resources"):
        if not change[0].startswith(MADE_WITH):
            yield _described("metadata", change, "the package")


def resource_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[DescribedChange]:
    """What is said of a resource, without its schema."""
    for change in _outside(old, new, "schema"):
        yield _described("metadata", change, "the resource")


def schema_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[DescribedChange]:
    """What is said of the columns and keys of a table."""
    before, after = _fields(old), _fields(new)
    behind = [*after][len(before) :] if [*after][: len(before)] == [*before] else []
    for name in [*before, *(name for name in after if name not in before)]:
        one, other = before.get(name), after.get(name)
        if one is not None and other is not None:
            yield from _field(name, one, other)
            continue
        step, why = VersionStep.major, "a column is gone"
        if name in behind:
            step, why = VersionStep.minor, "a column is new behind all others, which stay in place"
        elif one is None:
            why = "a column is new among others"
        yield DescribedChange("schema", f"fields/{name}", one, other, step, why)
    shared, moved = [n for n in before if n in after], [n for n in after if n in before]
    if shared != moved:
        why = "the columns stand in another order"
        yield DescribedChange("schema", "fields", shared, moved, VersionStep.major, why)
    for change in _outside(old, new, "fields"):
        yield _described("schema", change, "the table")


def _field(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[DescribedChange]:
    for part, before, after in _differences(old, new):
        step, why = _reason("a column", part)
        if part.startswith("constraints"):
            step, why = _constraint(part.removeprefix("constraints").strip("/"), before, after)
        yield DescribedChange("schema", f"fields/{name}/{part}", before, after, step, why)


def _described(area: Area, change: Difference, described: str) -> DescribedChange:
    path, before, after = change
    return DescribedChange(area, path, before, after, *_reason(described, path))


def _reason(described: str, path: str) -> Reason:
    """What a change asks for in the description of a package, a resource, a table or a column."""
    part = path.partition("/")[0]
    for why, (step, *parts) in toml_of("history", "version_steps.toml")[described].items():
        if part in parts:
            return VersionStep[step], why
    return VersionStep.patch, f"{described} is described otherwise"


def _constraint(name: str, before: Any, after: Any) -> Reason:
    """A constraint breaks a reader if it now refuses what it took before."""
    if after is None or (name == "enum" and _holds(after, before)):
        return VersionStep.minor, "a column may hold more than before"
    if name in ("required", "unique"):
        more = VersionStep.minor, "a column may hold more"
        return (VersionStep.major, "stricter") if after else more
    try:
        upwards = name in ("maximum", "maxLength") and after >= before
        wider = upwards or (name in ("minimum", "minLength") and after <= before)
    except TypeError:  # there was none, or of another kind
        wider = False
    if wider:
        return VersionStep.minor, "a column may hold more than before"
    return VersionStep.major, "a column may no longer hold what it could"


def _holds(larger: Any, smaller: Any) -> bool:
    lists = isinstance(larger, list) and isinstance(smaller, list)
    return lists and all(value in larger for value in smaller)


def _fields(schema: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    fields = schema.get("fields")
    listed = fields if isinstance(fields, list) else []
    return {str(f.get("name")): f for f in listed if isinstance(f, Mapping)}


# ── values ──────────────────────────────────────────────────────────────────────────────────


def _outside(old: Mapping[str, Any], new: Mapping[str, Any], part: str) -> Iterator[Difference]:
    """The differences but for this part, and what is measured."""
    left = {part, *MEASURED}
    one, other = ({k: v for k, v in entry.items() if k not in left} for entry in (old, new))
    return _differences(one, other)


def _differences(old: Any, new: Any, path: str = "") -> Iterator[Difference]:
    """Every place at which two values of JSON differ, as deep as it can be named."""
    if old == new and type(old) is type(new):
        return
    one, other = _by_name(old), _by_name(new)
    if one is None or other is None:
        yield path, _given(old), _given(new)
        return
    for name in [*one, *(name for name in other if name not in one)]:
        inner = f"{path}/{name}" if path else name
        yield from _differences(one.get(name, MISSING), other.get(name, MISSING), inner)
    if list(one) != list(other) and set(one) == set(other) and isinstance(old, list):
        yield path, list(one), list(other)


def _by_name(value: Any) -> dict[str, Any] | None:
    """The parts of an object, or of a list whose entries have names; None if there are none."""
    if isinstance(value, Mapping):
        return {str(key): inner for key, inner in value.items()}
    if isinstance(value, list) and value and all(isinstance(e, Mapping) for e in value):
        for key in IDENTITY:
            names = [str(entry.get(key, "")) for entry in value]
            if all(names) and len(set(names)) == len(names):
                return dict(zip(names, value, strict=True))
    return None


def _given(value: Any) -> Any:
    return None if value is MISSING else value


def said(value: Any, longest: int = LONGEST) -> str:
    """A value in short, for people."""
    return _short(_text(value), longest)


def said_apart(before: Any, after: Any) -> tuple[str, str]:
    """Two values in short: long texts from the word on at which they begin to differ."""
    one, other = _text(before), _text(after)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other)))  # noqa: B905
    start = one.rfind(" ", 0, same) + 1
    if max(len(one), len(other)) > LONGEST and start > BEFORE:
        one, other = f"… {one[start:]}", f"… {other[start:]}"
    return _short(one), _short(other)


def _short(text: str, longest: int = LONGEST) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _text(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, Sequence) and all(isinstance(v, str) for v in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)
