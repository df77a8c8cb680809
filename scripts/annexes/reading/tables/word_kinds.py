"""What a printed figure looks like, before anyone knows what it means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from annexes.base.texts import toml_of
from annexes.reading.pages import RAISED

_WORDS = toml_of("reading.tables", "table_words.toml")

NIL_MARKS: tuple[str, ...] = tuple(_WORDS["nil"])
"""Signs and words that statistics print in place of a figure (DIN 55301 and habit)."""

_SIGNS = frozenset((*NIL_MARKS, *_WORDS["sign"]))

MIN_FIGURES = 3
"""Fewer figures than this that stand below each other may be chance."""

COMPARING = frozenset("<>≤≥±~+")
"""Signs that stand before a figure, close to it or set apart, and are part of what it says."""

_RAISED = rf"(?:[{RAISED}][,;/]?)*"
_DIGITS = r"(?:\ufffd*\d|\ufffd{2})[\d.,'\u2019\ufffd]*(?:E[+\-−–]\d{1,3})?"
"""Glyphs of which no character is known (U+FFFD) make a figure a doubtful one, not a word."""
_NUMBER = rf"(?:{_DIGITS}|[.,]\d+|\d{{1,3}}(?:[ \u00a0\u2009\u202f]\d{{3}})+(?:[.,]\d+)?)"
_SIGNED = rf"(?:[+\-−–<>≤≥~±] ?|[$€£¥]|US\$)*{_NUMBER}(?: ?[%‰€$£¥])?(?:\*{{1,3}}|\d?\))*{_RAISED}"
FIGURE = re.compile(_SIGNED)
"""A sign; digits with separators, or groups of three set apart; a unit; marks of footnotes."""
SEVERAL = re.compile(
    rf"(?:[$€£¥] ?)?\(?[$€£¥]? ?{_SIGNED}\)?(?: ?[%‰])?(?:(?: ?[/–-] ?| ?\(| )[$€£¥]?{_SIGNED}\)?)?"
    rf"(?:\*{{1,3}})?{_RAISED}"
)
"""One figure, in brackets or not, or two in one cell: '63 (18.5%)', '1.234 / 56', '12–15'."""
YEAR = re.compile(
    r"\(?(?:19|20)\d\d\)?(?:\*{1,3}| ?\(?\*\)?|\d?\))*(?: ?[/–-] ?(?:(?:19|20)?\d\d))?" + _RAISED
)


THOUSANDS = re.compile(r"[+\-−–]?\d{1,3}(?:[.,'’]\d{3})+")
GROUPED = re.compile(rf"{THOUSANDS.pattern}(?:[.,]\d+)?|[+\-−–]?\d+[.,]\d+")
"""A number with thousands set apart by signs, or with decimals."""
_OPEN = re.compile(r"[+\-−–]?(?:\d{1,3}[.,'’])*\d{1,3}[.,'’]\d{0,2}|[+\-−–]?\d+[.,]")
"""The beginning of such a number: its last group is not full, or it ends with the sign."""
RANGE = re.compile(rf"(?:\d{{1,3}} ?[-–] ?\d{{1,3}}|(?:[<>≤≥] ?)\d{{1,3}}|\d{{1,3}} ?\+){_RAISED}")
"""Ages and sizes, as they head columns: '15-24', '65+'."""


def _any_of(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, words))


LIST_WORD = re.compile(rf"(?:{_any_of(_WORDS['list'])})(?: [^\W\d]+)?:?", re.IGNORECASE)
OF_WHICH = re.compile(rf"(?:{_any_of(_WORDS['of_which'])})(?!\w)", re.IGNORECASE)
HEAD_WORD = re.compile(rf"[^\W\d]*(?:{_any_of(_WORDS['head'])})", re.IGNORECASE)
NOTE_WORD = re.compile(rf"(?:{_any_of(_WORDS['note'])}):?", re.IGNORECASE)
TITLE = re.compile(
    rf"(?i:{_any_of(_WORDS['title'])}) ?(?:[A-Z]{{0,2}}[-.]?\d|[A-Z]{{1,2}}[-.:]|[IVXL]+\b)"
)
MARK = re.compile(r"\d{1,2}\)|[a-z]\)|\*{1,3}|[†‡§]")
"""A mark that points to a footnote."""
_DASHED = re.compile(r"(?:^|\s)(?:-(?:\w[^-]*-)?|–(?:\w[^–]*–)?)$")
"""A dash by itself, and words between two of them."""
NOTE_MARK = re.compile(
    r"(?:[*†‡]|\(?(?:\d{1,2}|[*†‡]+ ?|[a-z])[)/]|\([:–-]\))+ *\w{2,}|\S{1,8} = \w"
)
BEFORE_HYPHEN, BEHIND_HYPHEN = (
    frozenset(_WORDS["before_hyphen"]),
    frozenset(_WORDS["behind_hyphen"]),
)
JOINING = frozenset(_WORDS["joining"])
WHOLE = frozenset(_WORDS["whole"])
OPEN_WORDS = frozenset(_WORDS["open"])
UNIT = re.compile(r"10{0,2}(?:[ ., '’\u00a0\u2009\u202f]?000)+|[%‰$€£]")
"""Thousands and millions, per cent, currencies: in what the figures of a column are counted."""


@lru_cache(maxsize=10_000)
def is_figure(text: str) -> bool:
    """True for a number in any national style, with or without sign, unit and footnote marks."""
    return FIGURE.fullmatch(text) is not None


def may_be_one_figure(parts: Sequence[str]) -> bool:
    """True if these texts below each other may be one figure that was too wide for its cell: each
    but the last leaves a group of digits open.
    """
    begun = ("".join(parts[:end]) for end in range(1, len(parts)))
    whole = GROUPED.fullmatch("".join(parts)) is not None
    return len(parts) > 1 and whole and parts[-1].isdecimal() and all(map(_OPEN.fullmatch, begun))


def is_parted(text: str) -> bool:
    """True if a hyphen or a dash parts its last word, but not the second of two, as in
    'PMK -links-'.
    """
    return text[-1:] in tuple("-–") and not _DASHED.search(text)


def across_lines(upper: str, lower: str) -> str:
    """A text that ends with a hyphen, and the next line: the hyphen parts a word that goes on with
    a small letter, but not one such as 'Bosnien-Herzegowina', 'part-time' and 'rights-of-way', nor
    before 'und'.
    """
    behind = re.split(rf"[\W{RAISED}]", lower, maxsplit=1)[0]
    if behind.lower() in JOINING:
        return f"{upper} {lower}"
    before = re.split(r"[\s-]", upper[:-1])[-1].lower()
    kept = upper[-1] != "-" or not lower[:1].islower()
    kept |= before in BEFORE_HYPHEN or behind in BEHIND_HYPHEN
    kept |= behind in OPEN_WORDS and lower.startswith(f"{behind}-")
    return (upper if kept else upper[:-1]) + lower


def is_ordinal(text: str) -> bool:
    """True for a number such as '1.', which a heading may begin with."""
    return text[:-1].isdecimal() and text.endswith(".") and len(text) < 4


@lru_cache(maxsize=10_000)
def is_value(text: str) -> bool:
    """True for one figure or two, and for a sign that stands in place of one."""
    return text.rstrip(RAISED).lstrip("$€£¥ ") in _SIGNS or SEVERAL.fullmatch(text) is not None


@lru_cache(maxsize=10_000)
def is_wordy(text: str) -> bool:
    """True for text with letters that is not a value; arrows and other signs are not wordy."""
    return not is_value(text) and any(char.isalpha() for char in text)


def is_list_word(text: str) -> bool:
    """True for the words that open a list of parts, such as 'davon' and 'darunter:'."""
    return LIST_WORD.fullmatch(text) is not None


def begins_list(text: str) -> bool:
    """True for text that says of which it is a part: 'dar. Frauen', 'of which: goods'."""
    return OF_WHICH.match(text) is not None


def is_whole_name(text: str) -> bool:
    """True for a small word that may be all of the name of a row, such as 'unknown'."""
    return text.lower() in WHOLE


def is_head_word(text: str) -> bool:
    """True for a word that heads a column of names or periods, such as 'Herkunftsland'."""
    return HEAD_WORD.fullmatch(text) is not None


def opens_note(text: str) -> bool:
    """True for text that begins as notes below a table do: 'Quelle:', '* …', '1) …', 'CI = …'; also
    for the mark of a note alone.
    """
    first = text.split(" ", 1)[0]
    if MARK.fullmatch(text):
        return True
    return NOTE_WORD.fullmatch(first) is not None or NOTE_MARK.match(text) is not None


def opens_title(text: str) -> bool:
    """True for text that begins as the titles of tables do: 'Tabelle 3: …'."""
    return TITLE.match(text) is not None


def goes_on(text: str) -> bool:
    """True for text that cannot end here: with a hyphen, a comma, a word like 'and', or before a
    bracket is closed. 'Other' alone, with a capital, may be a whole name.
    """
    if text.count("(") > text.count(")"):
        return True
    if text.endswith((",", "/", "(")) or is_parted(text):
        return True
    whole = " " not in text and text[:1].isupper()
    last = (text.lower() if text.isupper() else text).rsplit(" ", 1)[-1]  # 'LA' is no article
    return not whole and last in OPEN_WORDS


def are_years(values: Sequence[str]) -> bool:
    """True for two or more years in a row: they head a table, they are not counted in it."""
    if len(values) < 2 or not all_like_years(values):
        return False
    years = [int(value.lstrip("(")[:4]) for value in values]
    steps = {later - earlier for earlier, later in pairwise(years)}
    regular = len(steps) == 1 and 0 < abs(min(steps)) <= 10
    rising = len(steps) > 1 and len(values) > 3 and min(steps) > 0 and max(steps) <= 10
    return regular or rising or len(set(values)) < len(values)


def are_column_numbers(label: str, values: Sequence[str]) -> bool:
    """True for 1, 2, 3 … below the headings of the columns; '1' alone numbers nothing."""
    if len(values) < 2 and label.strip("()") != "1":
        return False
    numbers = [str(n) for n in range(1, len(values) + 2)]
    plain = [value.strip("()") for value in values]
    named = any(map(str.isalpha, label)) and not all(value[0] == "(" for value in values)
    return not named and plain in (numbers[:-1], numbers[1:])


def are_units(values: Sequence[str]) -> bool:
    """True for what several columns are counted in: '1,000' and '(%)', or the same for all."""
    counted = all(UNIT.fullmatch(value.strip("()")) for value in values)
    return len(values) > 1 and (counted or (len(set(values)) == 1 and values[0] not in NIL_MARKS))


def all_like_years(values: Sequence[str]) -> bool:
    """True if each of these, and there is one, has the form of a year."""
    return bool(values) and all(map(YEAR.fullmatch, values))


def are_head_numbers(values: Sequence[str]) -> bool:
    """True for years and ordinals, as they stand among the words of a heading."""
    return all(is_ordinal(value) or YEAR.fullmatch(value) for value in values)


def may_be_year(values: Sequence[str]) -> bool:
    """True for one number that may be a year above a column, or a figure in it."""
    return len(values) == 1 and all_like_years(values)


def opens_list(text: str) -> bool:
    """True for 'davon' and 'darunter Frauen'; 'including homicide' may be the rest of a name."""
    first, _, rest = text.partition(" ")
    small = rest[:1].islower() and not text.endswith(":")
    return not small and (is_list_word(text) or is_list_word(first))


def begins_none(text: str) -> bool:
    """True for words with a small letter or a bracket first, as no name begins; but 'davon'."""
    small = text[:1].islower() or text[:1] in tuple("(&)/")
    return small and not opens_list(text) and not begins_list(text)
