"""Figures as several countries print them: read as the recipe declares, or refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from annexes.reading.numbers import Printed, fault_of, understand_cell, understand_figure
from annexes.recipe.columns import ColumnRecipe, Reads
from annexes.recipe.edition import Layout

LABEL = ColumnRecipe(name="label", header="", reads="text")


def layout(*columns: ColumnRecipe, **keys: object) -> Layout:
    return Layout(columns=[LABEL, *columns], **keys)  # type: ignore[arg-type]


def value(text: str, reads: Reads, **keys: object) -> object:
    column = ColumnRecipe(name="n", header="", reads=reads)
    printed = understand_figure(text, column, layout(column, **keys))
    return printed.value if printed else None


@pytest.mark.parametrize(
    ("text", "thousands", "decimal", "expected"),
    [
        ("1,530", ",", "", 1530),
        ("12,004,551", ",", "", 12_004_551),
        ("1'530", "'", "", 1530),
        ("1’530", "’", "", 1530),
        ("1 530", " ", "", 1530),
        ("1\u2009530", " ", "", 1530),
        ("1\u202f530", " ", "", 1530),
        ("1.530", ".", "", 1530),
        ("1,53", ",", "", None),
        ("1'53", "'", "", None),
        ("1’530", "'", "", None),
        ("1.530", ",", "", None),
        ("1530", ",", "", None),
    ],
)
def test_counts(text: str, thousands: str, decimal: str, expected: int | None) -> None:
    assert value(text, "count", thousands=thousands, decimal=decimal) == expected


@pytest.mark.parametrize(
    ("text", "thousands", "decimal", "expected"),
    [
        ("1,530.25", ",", ".", "1530.25"),
        ("1,530.25", ",", "", "1530.25"),
        ("1'530.25", "'", ".", "1530.25"),
        ("1'530,25", "'", "", "1530.25"),
        ("1.530,25", ".", "", "1530.25"),
        ("-18.5", "", ".", "-18.5"),
        ("−18,5", "", "", "-18.5"),
        ("0,530", "", "", "0.530"),
        ("1,530", "", ",", "1.530"),
        ("1.530", "", ".", "1.530"),
        ("1,530", ".", "", "1.530"),
    ],
)
def test_decimals(text: str, thousands: str, decimal: str, expected: str) -> None:
    assert value(text, "decimal", thousands=thousands, decimal=decimal) == Decimal(expected)


@pytest.mark.parametrize("text", ["$ 2,581", "$2,581", "2,581 $", "2,581"])
def test_a_unit_before_or_behind_a_figure_is_not_kept(text: str) -> None:
    column = ColumnRecipe(name="n", header="", reads="count", unit="$")
    assert understand_figure(text, column, layout(column, thousands=",")) == Printed(2581)
    assert understand_figure(f"€{text}", column, layout(column, thousands=",")) is None


@pytest.mark.parametrize("reads", ["count", "decimal", "percent"])
@pytest.mark.parametrize("text", ["1,530", "1.530"])
def test_a_figure_that_may_be_1530_or_1_53_is_refused(text: str, reads: Reads) -> None:
    """Where the recipe says neither sign, nothing is published in silence."""
    assert value(text, reads) is None
    assert "the recipe" in fault_of(text, layout(LABEL))


@pytest.mark.parametrize("text", ["135.10", "135,10", "1.5", "12,0"])
@pytest.mark.parametrize("thousands", ["", ".", ",", "'"])
def test_a_count_never_holds_a_fraction(text: str, thousands: str) -> None:
    for decimal in {",", "."} - {thousands}:
        assert value(text, "count", thousands=thousands, decimal=decimal) is None


# ── cells of several figures ────────────────────────────────────────────────────────────────

CASES = ColumnRecipe(name="cases", header="n (%)", reads="count", cell="{cases} ({share})")
SHARE = ColumnRecipe(name="share", header="n (%)", reads="percent")


def test_a_cell_of_two_figures_is_two_typed_figures() -> None:
    english = layout(
        CASES, SHARE, thousands=",", decimal=".", nil=["–"], marks={"*": "provisional"}
    )
    assert english.cells == [[CASES, SHARE]]
    (cell,) = english.cells
    assert understand_cell("1,263 (18.5%)", cell, english) == (
        Printed(1263),
        Printed(Decimal("18.5")),
    )
    assert understand_cell("63(7%)", cell, english) == (Printed(63), Printed(Decimal(7)))
    assert understand_cell("63 (7%*)", cell, english) == (Printed(63), Printed(Decimal(7), "*"))
    assert understand_cell("–", cell, english) == (Printed(None, "–"), Printed(None, "–"))
    for text in ("63", "63 (7%", "(7%)", "63.5 (7%)", "63 (7%) (8%)", "63 () ", ""):
        assert understand_cell(text, cell, english) is None


def test_cells_of_one_figure_stay_as_they_are() -> None:
    number = ColumnRecipe(name="n", header="", reads="count")
    pair = ColumnRecipe(name="of", header="", reads="count", cell="{of} / {all}")
    whole = ColumnRecipe(name="all", header="", reads="count")
    german = layout(number, pair, whole, thousands=".")
    assert german.cells == [[number], [pair, whole]]
    assert understand_cell("1.234", german.cells[0], german) == (Printed(1234),)
    assert understand_cell("1.234 / 56", german.cells[1], german) == (Printed(1234), Printed(56))


def test_a_percent_sign_is_part_of_the_figure() -> None:
    assert value("12 %", "percent") == Decimal(12)
    assert value("12,5%", "percent") == Decimal("12.5")
