"""Codes and printed names: a valid code with another country's name is worse than none."""

from __future__ import annotations

import pytest

from annexes.reading.codes.code_list import CodeList
from annexes.recipe.recipe import Recipe


def test_all_of_iso_3166_1_and_the_declared_codes(codes: CodeList) -> None:
    assert sum(entry.is_iso for entry in codes.entries) == 249
    assert [entry.code for entry in codes.entries if not entry.is_iso] == ["XZZ"]


def test_names_in_both_languages(codes: CodeList) -> None:
    assert (codes["DEU"].name_en, codes["DEU"].name_de) == ("Germany", "Deutschland")
    assert (codes["NAM"].alpha_2, codes["AFG"].numeric) == ("NA", "004")
    assert not [entry.code for entry in codes.entries if not entry.name_de]


@pytest.mark.parametrize(
    ("code", "name"),
    [("SYR", "Syrien"), ("COG", "Republik Kongo"), ("COD", "Kongo-Kinshasa"), ("RUS", "Russland")],
)
def test_reference_names_need_no_alias(codes: CodeList, code: str, name: str) -> None:
    assert codes.agrees(code, name, aliases=[])


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("NER", "Nigeria"),
        ("SRB", "Kosovo"),
        ("COD", "Kongo"),
        ("MAR", "marokko"),
        ("XZZ", "ohne Flagge"),
    ],
)
def test_other_names_are_not_guessed(codes: CodeList, code: str, name: str) -> None:
    assert not codes.agrees(code, name, aliases=[])


def test_a_withdrawn_code_is_known_by_its_name_and_listed_only_where_it_is_used(
    codes: CodeList,
) -> None:
    assert codes.agrees("SCG", "Serbien und Montenegro", aliases=[])
    assert not codes.agrees("SCG", "Serbien", aliases=[])
    assert (codes["SCG"].valid_from, codes["SCG"].valid_until) == (2003, 2006)
    assert (codes["SRB"].valid_from, codes["SRB"].valid_until) == (2006, None)
    assert not codes["SCG"].is_iso
    assert codes.resolve("Serbien und Montenegro", aliases=[]) == []
    listed = [entry.code for entry in codes.with_withdrawn(["SCG", "SRB", "QQQ"])]
    assert listed == [*(entry.code for entry in codes.entries), "SCG"]


def test_a_code_that_was_given_again_is_that_of_today(codes: CodeList) -> None:
    assert codes["ATF"].valid_until is None
    assert codes["ATF"].numeric == "260"


def test_an_alias_counts_for_its_code_only(codes: CodeList, recipe: Recipe) -> None:
    aliases = recipe.editions[0].aliases
    assert codes.bearers("Großbritannien", aliases) == ["GBR"]
    assert codes.bearers("Großbritannien", []) == []
    assert codes.bearers("Nirgendwo", aliases) == []


def test_every_alias_of_the_recipe_is_needed(codes: CodeList, recipe: Recipe) -> None:
    aliases = recipe.editions[0].aliases
    assert len(aliases) == 2
    assert not [alias.code for alias in aliases if codes.agrees(alias.code, alias.printed, [])]
