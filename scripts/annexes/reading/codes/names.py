"""Names printed without a code → codes, as officials write them, and never by a guess.

Two names are the same if they have the same words, in whatever order, without 'und' and without
punctuation; a word with a full stop is an abbreviation. A name that is the core of the names of
several codes ('X' beside 'Republik X' and 'Demokratische Republik X') decides nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from annexes.base.texts import toml_of
from annexes.reading.codes.iso import Code

WORD = re.compile(r"[^\W\d_]+\.?")
MARK = re.compile(r"[^\w\s.,'’()/&–-]|[\d_]")
"""A sign that no name has: perhaps the mark of a footnote."""
JOINING = frozenset(toml_of("reading.codes", "name_words.toml")["joining"])
FORMS_OF_STATE = frozenset(toml_of("reading.codes", "name_words.toml")["forms_of_state"])

Key = frozenset[str]


class Names:
    """All names of a code list, by their words."""

    def __init__(self, entries: Iterable[Code]) -> None:
        self._codes: dict[Key, set[str]] = defaultdict(set)
        cores: dict[Key, set[str]] = defaultdict(set)
        for entry in entries:
            for name in entry.known_as:
                key = frozenset(_words(name))
                self._codes[key].add(entry.code)
                cores[key - FORMS_OF_STATE].add(entry.code)
        self._shared = {core: codes for core, codes in cores.items() if len(codes) > 1 and core}

    def meant_by(self, name: str) -> list[str]:
        """The codes that the name may mean, in order; none if it is unknown."""
        words = list(_words(name))
        if not words or MARK.search(name):
            return []
        whole = frozenset(word for word in words if not word.endswith("."))
        if len(whole) == len(set(words)):
            return sorted(self._shared.get(whole) or self._codes.get(whole) or [])
        stems = [word[:-1] for word in words if word.endswith(".")]
        found = [codes for key, codes in self._codes.items() if _fits(key, whole, stems)]
        return sorted(set().union(*found))


def _words(name: str) -> Iterator[str]:
    """The words that count, in lower case."""
    text = unicodedata.normalize("NFC", name).casefold()
    return (word for word in WORD.findall(text) if word not in JOINING)


def _fits(key: Key, whole: Key, stems: list[str]) -> bool:
    """True if the key has all whole words, and one word for each abbreviation."""
    left = key - whole
    if not whole <= key or len(left) != len(stems):
        return False
    return all(any(word.startswith(stem) for word in left) for stem in stems)
