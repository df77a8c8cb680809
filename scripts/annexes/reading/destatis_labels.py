"""Labels of the list `destatis`: a key, a key and a name, or a name → the code of our list."""

from __future__ import annotations

import re
from collections.abc import Iterable

from annexes.base.errors import Place, Problem
from annexes.reading.codes.code_list import CodeList
from annexes.reading.codes.destatis import DestatisKey, destatis_keys
from annexes.recipe.edition import Alias

LABEL = re.compile(r"([0-9]{3})(?: +(.+))?")
COMPARE = "compare the line with the source"


def code_meant(
    label: str, place: Place, aliases: Iterable[Alias], codes: CodeList
) -> str | Problem:
    """The one code that a label means, or why it is not certain.

    An alias whose `printed` is the whole label or its key decides. A name beside a key must be
    one of its own.
    """
    aliases = list(aliases)
    match = LABEL.fullmatch(label)
    key, name = (match[1], match[2] or "") if match else ("", label)
    decided = [alias.code for alias in aliases if alias.printed in (label, key or label)]
    if decided:
        return decided[0] if decided[0] in codes else _undeclared(label, decided[0], place)
    keys = destatis_keys()
    if key and key not in keys:
        problem = f"'{key}' is no key of the list destatis"
        return Problem("unknown-code", place, problem, f"{COMPARE}; if it is so, add an alias")
    named = [keys[key]] if key else [entry for entry in keys.values() if name in entry.names]
    if not named:
        return _resolved(name, place, aliases, codes)
    (entry,) = named
    if not entry.code:
        return _without_code(entry, place)
    if entry.code not in codes:
        return _undeclared(f"{entry.key} {entry.names[0]}", entry.code, place)
    if name and name not in entry.names and not _is_name(entry, name, aliases, codes):
        problem = f"{key} is printed as '{name}', but its name is '{entry.names[0]}'"
        hint = f"{COMPARE}; if it is printed so, add an alias with its reason"
        return Problem("name-mismatch", place, problem, hint)
    return entry.code


def _is_name(entry: DestatisKey, name: str, aliases: list[Alias], codes: CodeList) -> bool:
    return codes.agrees(entry.code, name, aliases) or codes.resolve(name, aliases) == [entry.code]


def _resolved(name: str, place: Place, aliases: list[Alias], codes: CodeList) -> str | Problem:
    """A name of no list of keys, perhaps one of ISO."""
    meant = codes.resolve(name, aliases)
    if len(meant) == 1:
        return meant[0]
    what = f"may mean {', '.join(meant)}" if meant else "is no name of the list destatis"
    hint = f"{COMPARE}; if it is printed so, say in an alias what it means, with its reason"
    check = "ambiguous-name" if meant else "unknown-name"
    return Problem(check, place, f"'{name}' {what}", hint)


def _without_code(entry: DestatisKey, place: Place) -> Problem:
    problem = f"{entry.key} is '{entry.names[0]}', which no single code of ISO 3166-1 means"
    hint = (
        f"decide in the recipe: an [[alias]] with printed = '{entry.key}', a code (declared in "
        "package.toml, if it is none of ISO), and the reason"
    )
    return Problem("key-without-code", place, problem, hint)


def _undeclared(label: str, code: str, place: Place) -> Problem:
    problem = f"'{label}' means {code}, which is no code of this package"
    return Problem("unknown-code", place, problem, f"declare {code} in package.toml as a [[code]]")
