"""The labels of the data → what they name: the list of their codes, and what it takes to read them.

A name that is on no list is never guessed: it has a code of its own, or a person decides.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple

import msgspec

from annexes.base.texts import toml_of
from annexes.building.draft.language_words import alternatives, words_for
from annexes.building.draft.naming import slug_of
from annexes.reading.codes.code_list import CodeList
from annexes.reading.codes.destatis import destatis_keys
from annexes.recipe.edition import Alias, AliasReason, CodeListName, Language
from annexes.recipe.metadata import DeclaredCode
from annexes.recipe.recipe import UNDECIDED

CODE_AND_NAME = re.compile(r"([A-Z]{3}) (.+)")
KEY_AND_NAME = re.compile(r"([0-9]{3})(?: +(.+))?")
MIN_KEYS = 5
"""So many keys without names are no chance: one number of three digits in five is a key."""
SHARE = 0.6
"""If at least so many labels are names of a list, all of them are meant to be."""
MIN_NAMES = 3
ALIKE = 0.7
"""How much of two spellings of one name is the same."""


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
    if keyed := _keyed(names, language):
        return keyed
    coded = [match for name in names if (match := CODE_AND_NAME.fullmatch(name))]
    countries = CodeList(["iso-3166-1"], [], language)
    known = sum(match[1] in countries for match in coded)
    if known >= MIN_NAMES and known >= SHARE * len(names):
        return codes_and_names([(match[1], match[2]) for match in coded], countries, language)
    lists: tuple[CodeListName, ...] = ("iso-3166-1", "iso-3166-2:DE")
    names = list(dict.fromkeys(names))
    read = [named_by(names, name, language) for name in lists]
    best = max(read, key=lambda m: -len(m.unknown))
    known = len(names) - len(best.unknown)
    elsewhere = any(  # an alias holds for the whole document
        set(best.unknown) - {alias.printed for alias in other.aliases if alias.reason == "not ISO"}
        for other in read
        if other is not best
    )
    sound = known >= MIN_NAMES and known >= SHARE * len(names) and not elsewhere
    return best if sound else Meaning()


def named_by(names: Sequence[str], codes: CodeListName, language: Language) -> Meaning:
    """What these names mean if they are taken from this list."""
    listed = CodeList([codes], [], language)
    meaning = Meaning("name", codes)
    shared = {own.printed: own for own in reversed(_shared_names(language)) if own.code in listed}
    for name in names:
        meant = listed.resolve(name, [])
        if len(meant) == 1:
            continue
        today = re.sub(words_for("formerly"), "", name).strip()
        if alias := shared.get(name) or shared.get(today):
            meaning.aliases.append(msgspec.structs.replace(alias, printed=name))
        elif meant:
            meaning.ambiguous[name] = meant
        else:
            _declare(meaning, name, printed=name)
    return meaning


def _keyed(names: Sequence[str], language: Language) -> Meaning | None:
    """Keys of the Federal Statistical Office, with their names or alone; None if most are none."""
    listed = CodeList(["iso-3166-1"], [], language)
    meaning, known, plain = Meaning("name", "destatis"), 0, 0
    for name in dict.fromkeys(names):
        match = KEY_AND_NAME.fullmatch(name)
        entry = destatis_keys().get(match[1]) if match else None
        if not match or not entry or not entry.code:
            _declare(meaning, name, printed=match[1] if match else name)
            continue
        called = match[2] or ""
        agrees = called in entry.names or listed.resolve(called, []) == [entry.code]
        known += agrees or not called
        plain += not called
        if entry.code not in listed and entry.code not in [c.code for c in meaning.declared]:
            meaning.declared.append(_declared(entry.code, entry.names[0]))
        if called and not agrees:
            if owners := listed.resolve(called, []):
                meaning.mismatched[name] = ", ".join(owners)
            else:
                reason = alias_reason(called, entry.names)
                meaning.aliases.append(Alias(entry.code, name, reason, UNDECIDED))
    count = len(set(names))
    least = MIN_KEYS if plain else MIN_NAMES
    return meaning if known >= max(least, SHARE * count) else None


def codes_and_names(
    pairs: Sequence[tuple[str, str]], listed: CodeList, language: Language
) -> Meaning:
    """Each code must go with its name: what another code is called is no alias but a doubt."""
    meaning = Meaning("code-name", "iso-3166-1")
    shared = {(own.code, own.printed): own for own in _shared_names(language)}
    for code, name in dict.fromkeys(pairs):
        if code in listed and listed.agrees(code, name, []):
            continue
        owners = [owner for owner in listed.resolve(name, _shared_names(language)) if owner != code]
        if owners:
            meaning.mismatched[f"{code} {name}"] = ", ".join(owners)
        elif code in listed:
            own = Alias(code, name, alias_reason(name, sorted(listed[code].known_as)), UNDECIDED)
            meaning.aliases.append(shared.get((code, name), own))
        else:
            _declare(meaning, name, printed=name, code=code)
    return meaning


def _declare(meaning: Meaning, name: str, *, printed: str, code: str = "") -> None:
    """A code outside ISO for a name: that printed beside it, a usual one, or one of its own.

    The alias is for what is `printed`: the name, or the key before it, which alone decides.
    """
    usual = None if code else _usual_code(name, meaning.codes)
    declared = usual or _declared(code or f"X-{slug_of(name).upper()}", name)
    meaning.declared.append(declared)
    note = declared.name_de if declared.name_de != name else ""
    meaning.aliases.append(Alias(declared.code, printed, "not ISO", note))


def alias_reason(name: str, references: Sequence[str]) -> AliasReason:
    """Why a name may be printed for a code that has these reference names."""
    if any(difflib.SequenceMatcher(None, name, own).ratio() >= ALIKE for own in references):
        return "spelling"
    words = set(name.split())
    return "short form" if any(words & set(own.split()) for own in references) else "former name"


def are_codes(texts: Sequence[str], names: Sequence[str], language: Language) -> bool:
    """True if most of these names stand beside a code of their own, of any list."""
    listed = CodeList(["iso-3166-1"], [], language)
    meant = (listed.resolve(name, _shared_names(language)) for name in names)
    pairs = zip(texts, meant, strict=True)
    own = sum(len(codes) == 1 and listed.is_same(codes[0], text) for text, codes in pairs)
    return own >= max(MIN_NAMES, SHARE * len(names))


def compare_codes(
    meaning: Meaning, names: Sequence[str], texts: Sequence[str], language: Language
) -> None:
    """Note the names that stand beside a code of another."""
    if meaning.reads != "name":
        return
    listed = CodeList(["iso-3166-1"], meaning.declared, language)
    for name, text in zip(names, texts, strict=True):
        meant = listed.resolve(name, meaning.aliases)
        if text and len(meant) == 1 and not listed.is_same(meant[0], text):
            meaning.mismatched[f"{text} {name}"] = meant[0]


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


# ── lists that drafts share ─────────────────────────────────────────────────────────────────


@cache
def _shared_names(language: Language) -> list[Alias]:
    """Printed names of states in this language that are none of their reference names; in German
    those of the list of the Federal Statistical Office are among them.
    """
    listed = CodeList(["iso-3166-1"], [], language)
    names = toml_of("building.draft", f"names_{language}.toml")["name"]
    shared = {(own["code"], own["printed"]): msgspec.convert(own, Alias) for own in names}
    for entry in destatis_keys().values() if language == "de" else ():
        for name in entry.names if entry.code in listed else ():
            if not listed.resolve(name, []):
                reason: AliasReason = "short form" if listed[entry.code].is_iso else "former name"
                shared.setdefault((entry.code, name), Alias(entry.code, name, reason))
    return list(shared.values())


class _Usual(NamedTuple):
    """A code outside ISO 3166-1 that tables by nationality use, and what it is called in print."""

    code: DeclaredCode
    names: re.Pattern[str]


@cache
def _usual_codes() -> dict[str, _Usual]:
    """All of them, by code."""
    listed = toml_of("building.draft", "outside_iso.toml")
    usual = {}
    for entry in listed["code"]:
        names = alternatives(entry.get("printed", ()))
        like = entry.get("like", "").replace("{others}", listed["others"])
        told = {key: own for key, own in entry.items() if key not in ("printed", "like")}
        pattern = re.compile("|".join(filter(None, [names, like])), re.IGNORECASE)
        usual[entry["code"]] = _Usual(msgspec.convert(told, DeclaredCode), pattern)
    return usual


def _usual_code(name: str, codes: CodeListName) -> DeclaredCode | None:
    """The usual code for this name, if there is one; of a list of Länder only for all others."""
    found = next((own.code for own in _usual_codes().values() if own.names.fullmatch(name)), None)
    return found if found and (codes != "iso-3166-2:DE" or found.status == "residual") else None


def _declared(code: str, name: str) -> DeclaredCode:
    """The code as it is usually declared, else with this name."""
    usual = _usual_codes().get(code)
    return usual.code if usual else DeclaredCode(code, name, name, "declared", UNDECIDED)
