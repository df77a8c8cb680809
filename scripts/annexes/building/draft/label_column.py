"""The labels of a table → which rows are data, which are totals, and what the data are about."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from annexes.building.draft.found_annexes import is_perhaps_total, is_total
from annexes.building.draft.naming import slug_of
from annexes.building.draft.shared_names import codes_outside_iso, shared_names
from annexes.reading.codes.code_list import CodeList
from annexes.reading.rows import without_rank
from annexes.reading.tables.word_kinds import is_list_word
from annexes.recipe.edition import Adds, Alias, AliasReason, CodeListName, Language, Total
from annexes.recipe.metadata import DeclaredCode
from annexes.recipe.recipe import UNDECIDED

RANK = re.compile(r"([0-9]+)\.? ")
CODE_AND_NAME = re.compile(r"([A-Z]{3}) (.+)")
SHARE = 0.6
"""If at least so many labels are names of a list, all of them are meant to be."""
MIN_NAMES = 3
ALIKE = 0.7
"""How much of two spellings of one name is the same."""

Figures = Sequence[Sequence[int | None]]
"""Whole numbers by row and column; None where there is none."""


@dataclass
class LabelColumn:
    """What stands before the figures. `data` are the rows that are data, `inside` the lines
    between them that are none; `names` are the labels without numbers of order.
    """

    names: list[str]
    ranked: bool = False
    inside: list[int] = field(default_factory=list)
    totals: dict[int, Total] = field(default_factory=dict)
    data: list[int] = field(default_factory=list)


def labels_of(labels: Sequence[str], figures: Figures, filled: Sequence[bool]) -> LabelColumn:
    """Tell the rows apart; `filled` says which of them have anything but a label.

    A row that is called a total is one, whatever it adds up to; another one is only if it does.
    """
    ranked = are_ranks(labels)
    names = [without_rank(label) if ranked else label for label in labels]
    rows = [n for n, is_filled in enumerate(filled) if is_filled]
    blank = [n for n in rows if not names[n]]
    unnamed = blank if len(blank) == 1 and blank[0] in (rows[0], rows[-1]) else []
    named = [n for n in rows if is_total(names[n]) or n in unnamed]
    named = named if len(named) < len(rows) else []
    listing = [
        n
        for n in rows
        if n not in named and (_list_word_after(n, names, filled) or is_perhaps_total(names[n]))
    ]
    while True:  # who is no total is data, which the other candidates must add up to as well
        data = [n for n in rows if n not in named and n not in listing]
        adds = {n: _adds(n, names, filled, figures, data) for n in (*named, *listing)}
        if all(adds[n] for n in listing):
            break
        listing = [n for n in listing if adds[n]]
    totals = {
        n: Total(
            label=names[n], adds=adds[n] or _disagreeing(n, figures, data, alone=len(adds) == 1)
        )
        for n in sorted(adds)
    }
    return LabelColumn(names, ranked, [n for n, own in enumerate(filled) if not own], totals, data)


def are_ranks(labels: Iterable[str]) -> bool:
    """True if the numbers before these labels count them."""
    ranks = [int(match[1]) for label in labels if (match := RANK.match(label))]
    return len(ranks) > 1 and ranks == list(range(1, len(ranks) + 1))


def _list_word_after(index: int, names: Sequence[str], filled: Sequence[bool]) -> str:
    """'davon' or 'darunter' if the row opens such a list, else ''."""
    following = index + 1
    if following < len(names) and not filled[following] and is_list_word(names[following]):
        return names[following].split()[0].rstrip(":")
    return ""


def _adds(
    index: int, names: Sequence[str], filled: Sequence[bool], figures: Figures, data: Sequence[int]
) -> Adds | None:
    """Whether the rows add up to this one or are some of it; None if it is no total of them."""
    columns = [n for n, figure in enumerate(figures[index]) if figure is not None]
    sums = {n: sum(figures[row][n] or 0 for row in data) for n in columns}
    equal = sum(sums[n] == figures[index][n] for n in columns)
    below = all(sums[n] <= (figures[index][n] or 0) for n in columns)
    word = _list_word_after(index, names, filled)
    if word == "darunter" and below:
        return "at most"
    if not columns or not data:
        return None
    if equal * 2 >= len(columns) or (word == "davon" and not below):
        return "equal"
    return "at most" if below else None


def _disagreeing(index: int, figures: Figures, data: Sequence[int], *, alone: bool) -> Adds:
    """'some' if rows right beside this one add up to it, or if it is too little to be the sum of
    all and not the only total; else 'equal': what it should be.
    """
    columns = [n for n, figure in enumerate(figures[index]) if figure is not None]
    if not columns:
        return "some"
    wanted = [figures[index][n] or 0 for n in columns]
    before, after = [n for n in data if n < index], [n for n in data if n > index]
    for beside in (before[::-1], after):
        sums = [0] * len(columns)
        for row in beside:
            sums = [s + (figures[row][n] or 0) for s, n in zip(sums, columns, strict=True)]
            if sums == wanted:
                return "some"
    every = [sum(figures[row][n] or 0 for row in data) for n in columns]
    less = all(own < whole for own, whole in zip(wanted, every, strict=True))
    return "some" if less and not (alone and (before == [] or after == [])) else "equal"


# ── names ───────────────────────────────────────────────────────────────────────────────────


Reads = Literal["code-name", "name", "text"]


@dataclass
class Meaning:
    """What the labels name: how they are read, the code list, the aliases and codes needed for it,
    and what is not decided: names of several codes, and codes that stand beside another's name.
    """

    reads: Reads = "text"
    codes: CodeListName = "none"
    aliases: list[Alias] = field(default_factory=list)
    declared: list[DeclaredCode] = field(default_factory=list)
    ambiguous: dict[str, list[str]] = field(default_factory=dict)
    mismatched: dict[str, str] = field(default_factory=dict)

    @property
    def unknown(self) -> list[str]:
        """The labels that are on no list, for which a code is declared."""
        return [code.name_de for code in self.declared if code.status == "declared"]


def meaning_of(names: Sequence[str], language: Language) -> Meaning:
    """What most of these names are taken from: a list of codes, with the codes or without."""
    if not all(names):  # a blank label goes on with the one above, or says nothing
        return Meaning()
    coded = [match for name in names if (match := CODE_AND_NAME.fullmatch(name))]
    countries = CodeList(["iso-3166-1"], [], language)
    known = sum(match[1] in countries for match in coded)
    if known >= MIN_NAMES and known >= SHARE * len(names):
        return _codes_and_names([(match[1], match[2]) for match in coded], countries, language)
    lists: tuple[CodeListName, ...] = ("iso-3166-1", "iso-3166-2:DE")
    names = list(dict.fromkeys(names))
    read = [_meaning(names, name, language) for name in lists]
    best = max(read, key=lambda m: -len(m.unknown))
    known = len(names) - len(best.unknown)
    elsewhere = any(  # an alias holds for the whole document
        set(best.unknown) - {alias.printed for alias in other.aliases if alias.reason == "not ISO"}
        for other in read
        if other is not best
    )
    sound = known >= MIN_NAMES and known >= SHARE * len(names) and not elsewhere
    return best if sound else Meaning()


def code_for(label: str) -> str:
    """A code for a label that is on no list, to be replaced by a better one."""
    return f"X-{slug_of(label).upper()}"


def _meaning(names: Sequence[str], codes: CodeListName, language: Language) -> Meaning:
    listed = CodeList([codes], [], language)
    meaning = Meaning("name", codes)
    for name in dict.fromkeys(names):
        meant = listed.resolve(name, [])
        alias = [
            own for own in shared_names(language) if own.printed == name and own.code in listed
        ]
        if len(meant) == 1:
            continue
        if alias:
            meaning.aliases.append(alias[0])
        elif meant:
            meaning.ambiguous[name] = meant
        else:
            _declare(meaning, name)
    return meaning


def _declare(meaning: Meaning, name: str) -> None:
    """A code of its own for a name that is on no list: a usual one, if there is."""
    usual = codes_outside_iso().get(name) if meaning.codes == "iso-3166-1" else None
    own = DeclaredCode(code_for(name), name, name, status="declared", note=UNDECIDED)
    declared = usual or own
    meaning.declared.append(declared)
    note = declared.name_de if usual and declared.name_de != name else ""
    alias = Alias(code=declared.code, printed=name, reason="not ISO", note=note)
    meaning.aliases.append(alias)


def _codes_and_names(
    pairs: Sequence[tuple[str, str]], listed: CodeList, language: Language
) -> Meaning:
    """Each code must go with its name: what another code is called is no alias but a doubt."""
    meaning = Meaning("code-name", "iso-3166-1")
    for code, name in dict.fromkeys(pairs):
        if code in listed and listed.agrees(code, name, []):
            continue
        owners = [owner for owner in listed.resolve(name, shared_names(language)) if owner != code]
        if owners:
            meaning.mismatched[f"{code} {name}"] = ", ".join(owners)
        elif code in listed:
            meaning.aliases.append(_alias(code, name, listed, language))
        else:
            usual = {own.code: own for own in codes_outside_iso().values()}.get(code)
            own = usual or DeclaredCode(code, name, name, status="declared", note=UNDECIDED)
            meaning.declared.append(own)
            note = own.name_en.lower() if usual and own.name_de != name else ""
            meaning.aliases.append(Alias(code, name, "not ISO", note))
    return meaning


def _alias(code: str, name: str, listed: CodeList, language: Language) -> Alias:
    """The alias of the shared list, or one whose reason follows from how alike the names are."""
    for own in shared_names(language):
        if (own.code, own.printed) == (code, name):
            return own
    return Alias(code, name, _reason(name, sorted(listed[code].known_as)), UNDECIDED)


def _reason(name: str, references: Sequence[str]) -> AliasReason:
    ratios = (difflib.SequenceMatcher(None, name, own).ratio() for own in references)
    if max(ratios, default=0.0) >= ALIKE:
        return "spelling"
    words = set(name.split())
    return "short form" if any(words & set(own.split()) for own in references) else "former name"


def rows_to_confirm(told: LabelColumn) -> Iterator[str]:
    """The decisions about rows."""
    relations = {
        "equal": "is the sum of the rows",
        "at most": "is more than the rows listed",
        "some": "is the sum of some of the rows",
    }
    for total in told.totals.values():
        label = f"'{total.label}'" if total.label else "a row without a label"
        yield f"{label} {relations[total.adds]}, and no row of the data"
    for index in told.inside:
        yield f"the line '{told.names[index]}' has no figures, and is no row of the data"


def names_to_confirm(meaning: Meaning) -> Iterator[str]:
    """The decisions about names and codes."""
    names = {code.code: code.name_en for code in meaning.declared}
    unknown = set(meaning.unknown)
    for alias in meaning.aliases:
        if alias.printed in unknown and meaning.reads == "name":
            yield f"'{alias.printed}' is no name of {meaning.codes}; its code is now {alias.code}"
        else:
            said = f" ({names[alias.code]})" if alias.code in names else ""
            yield f"'{alias.printed}' means {alias.code}{said}: {alias.reason}"
    for name, codes in meaning.ambiguous.items():
        yield f"'{name}' may mean {' or '.join(codes)}: say which, in an alias"
    for pair, owners in meaning.mismatched.items():
        yield f"'{pair}' does not agree: that is the name of {owners}; look at the source"
