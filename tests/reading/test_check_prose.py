"""The prose of a whole document names the question, the period and the code list of its recipe."""

from __future__ import annotations

import datetime as dt

import pytest

from annexes.base.errors import Place, Problem
from annexes.reading.check_prose import Said, check_prose
from annexes.recipe.columns import ColumnRecipe
from annexes.recipe.edition import (
    AnnexRecipe,
    DocumentRecipe,
    EditionRecipe,
    Expect,
    Layout,
)

PROSE = """
Antwort auf die Kleine Anfrage 7, Drucksache 18/97
Unterkünfte im ersten Halbjahr 2022
Beginnend mit dem zweiten Halbjahr 2017 wurden Unterkünfte gezählt (siehe Drucksache 18/42).
Die Länder sind nach der ISO-3166-ALPHA3-Ländercodeliste genannt, für das erste Halbjahr
2022 in Anlage 1 (gem. ISO-3166-ALPHA3-
Ländercodeliste).
"""


def edition(**document: object) -> EditionRecipe:
    columns = [
        ColumnRecipe(name="country", header="Land", reads="text"),
        ColumnRecipe(name="places", header="Plätze", reads="count"),
    ]
    half = {"period": "2022-H1", "start": dt.date(2022, 1, 1), "end": dt.date(2022, 6, 30)}
    return EditionRecipe(
        edition="2030",
        document=DocumentRecipe(
            id="answer",
            title="Answer",
            publisher="Landtag",
            file="a.txt",
            question="18/97",
            **document,  # type: ignore[arg-type]
        ),
        annexes=[AnnexRecipe(label="Anlage 1")],
        expect=Expect(sha256="0" * 64, annexes=[]),
        table=Layout(columns=columns, code_list="ISO-3166-ALPHA3-Ländercodeliste"),
        rows={"periods": [half]},
    )


def problems(prose: str, **document: object) -> list[Problem]:
    lines = enumerate(prose.splitlines(), start=1)
    said = [Said(word, Place("a.txt", line=n)) for n, line in lines for word in line.split()]
    return list(check_prose(said, edition(**document)))


def test_prose_that_agrees_with_the_recipe() -> None:
    assert not problems(PROSE)
    assert not problems("")


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("18/97", "18/977", 2, "18/977"),
        ("ersten Halbjahr 2022", "zweiten Halbjahr 2022", 3, "zweiten Halbjahr 2022"),
        ("erste Halbjahr\n2022", "zweite Halbjahr\n2022", 5, "zweite Halbjahr 2022"),
        ("ersten Halbjahr 2022", "2. Halbjahr des Jahres 2022", 3, "2 Halbjahr des Jahres 2022"),
        ("der ISO-3166-ALPHA3-L", "der FIFA-L", 5, "FIFA-Ländercodeliste"),
        ("gem. ISO-3166-ALPHA3-", "gem. FIFA-", 6, "FIFA-Ländercodeliste"),
    ],
)
def test_what_contradicts_the_recipe_is_named_with_its_place(
    old: str, new: str, line: int, said: str
) -> None:
    assert old in PROSE
    (problem,) = problems(PROSE.replace(old, new))
    assert problem.check == "prose"
    assert problem.place.line == line
    assert said in problem.problem


def test_the_period_must_be_named_where_one_of_its_kind_is() -> None:
    other = PROSE.replace("Halbjahr 2022", "Halbjahr 2021").replace("2022 in", "2021 in")
    (problem,) = problems(other)
    assert "ersten Halbjahr 2021" in problem.problem


def test_what_the_recipe_says_is_rightly_named_is_no_problem() -> None:
    prose = PROSE + "Im zweiten Halbjahr 2022 gilt die FIFA-Ländercodeliste."
    assert len(problems(prose)) == 2
    assert not problems(prose, names_also=["zweiten Halbjahr 2022", "FIFA-Ländercodeliste"])
