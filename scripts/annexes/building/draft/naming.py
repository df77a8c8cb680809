"""Names of columns and resources from what is printed above them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from annexes.reading.pages import RAISED

MAX_NAME = 50
YEAR_FIRST = re.compile("^((?:19|20)[0-9]{2})_([a-z].*)$")
IN_BRACKETS = re.compile(r"\(.*\)")
LEVELS = " / "
"""Stands between a heading and the one above it."""
RAISED_MARK = rf"(?<!\b[kdcm]m)(?<!\bm)[{RAISED}]+"
"""A raised mark of a footnote; behind a unit of length it is a power."""
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def slug_of(text: str) -> str:
    """A name of lower-case letters, digits and underscores, that ends with a whole word."""
    plain = unicodedata.normalize("NFKD", without_marks(text).lower().translate(UMLAUTS))
    plain = plain.encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if len(slug) <= MAX_NAME:
        return slug
    return slug[: MAX_NAME + 1].rpartition("_")[0] or slug[:MAX_NAME]


def without_marks(text: str) -> str:
    """The text without raised marks of footnotes."""
    return re.sub(RAISED_MARK, "", text)


def column_names(headings: Sequence[str]) -> list[str]:
    """A name for each column, after its lowest heading, or after more of them where it takes more
    to tell the columns apart; one without heading has its number. What stands in brackets alone,
    such as a unit, names nothing.
    """
    paths = [
        [level for level in heading.split(LEVELS) if not IN_BRACKETS.fullmatch(level)] or [heading]
        for heading in headings
    ]
    levels = [1] * len(paths)
    while True:
        names = [
            slug_of(" ".join(path[-level:])) or f"column_{number}"
            for number, (path, level) in enumerate(zip(paths, levels, strict=True), 1)
        ]
        counts = Counter(names)
        deeper = [
            level + (counts[name] > 1 and level < len(path))
            for name, path, level in zip(names, paths, levels, strict=True)
        ]
        if deeper == levels:
            return unique(map(_not_a_number, names))
        levels = deeper


def _not_a_number(name: str) -> str:
    """The name so that it begins with a letter, as R and SQL want it: a year stands behind."""
    if not name[0].isdigit():
        return name
    return YEAR_FIRST.sub(r"\2_\1", name) if YEAR_FIRST.match(name) else f"in_{name}"


def unique(names: Iterable[str]) -> list[str]:
    """The names, those that repeat numbered from the second on."""
    seen: Counter[str] = Counter()
    result = []
    for name in names:
        seen[name] += 1
        result.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return result
