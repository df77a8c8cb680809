"""Names of columns and resources from what is printed above them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

MAX_NAME = 60
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def slug_of(text: str) -> str:
    """A name of lower-case letters, digits and underscores."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(UMLAUTS))
    plain = plain.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:MAX_NAME].rstrip("_")


def unique(names: Iterable[str]) -> list[str]:
    """The names, those that repeat numbered from the second on."""
    seen: Counter[str] = Counter()
    result = []
    for name in names:
        seen[name] += 1
        result.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return result
