"""What a table proves about its separators, and what it leaves open."""

from __future__ import annotations

import pytest

from annexes.reading.separators import Separators, readings_of


@pytest.mark.parametrize(
    ("rows", "thousands", "decimal"),
    [
        ([["1,530"], ["12,004,551"]], ",", ""),
        ([["1.530"], ["12.004.551"]], ".", ""),
        ([["1'530"], ["12"]], "'", ""),
        ([["1’530"], ["12"]], "’", ""),
        ([["1 530"], ["12"]], " ", ""),
        ([["1\u202f530"], ["12,5"]], " ", ","),
        ([["1,530.5"], ["2,000"]], ",", "."),
        ([["1.530,5 %"], ["2.000 %"]], ".", ","),
        ([["12,5"], ["7,25"], ["130"]], "", ","),
        ([["1,530"], ["0,250"], ["3,5"]], "", ","),
        ([["1,530"], ["12345"]], "", ","),
        ([["63 (18.5%)"], ["1,204 (7.5%)"], ["12,004,551 (74%)"]], ",", "."),
        ([["12"], ["130"]], "", ""),
        ([["12345"], ["1234"]], "", ""),
    ],
)
def test_a_table_proves_its_separators(rows: list[list[str]], thousands: str, decimal: str) -> None:
    assert readings_of(rows).proven == Separators(thousands, decimal)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "rows",
    [
        [["1,530"], ["27"]],
        [["1.530"], ["27"]],
        [["1,530"], ["1530"]],  # four digits are printed with a separator, or without
        [["1,530"], ["2,470"], ["4,000"]],  # adds up in both readings
        [["1,530"], ["2,470"], ["7,125"], ["12,5"]],  # one figure may be a misprint
    ],
)
def test_what_may_be_either_stays_open(rows: list[list[str]]) -> None:
    found = readings_of(rows)
    sign = rows[0][0][1]
    assert {(reading.thousands, reading.decimal) for reading in found.readings} >= {(sign, "")}
    assert ("", sign) in found.readings
    assert found.proven is None
    assert "1,530" in found.open or "1.530" in found.open


def test_a_total_that_adds_up_in_one_reading_proves_it() -> None:
    below = [["1,530"], ["530"], ["2,060"]]
    above = [["2,060"], ["1,530"], ["530"]]
    of_columns = [["2,060", "1,530", "530"], ["1,001", "1", "1,000"]]
    for rows in (below, above, of_columns):
        assert readings_of(rows).proven == (",", "")
    assert readings_of([["1,530"], ["12"], ["13,530"]]).proven == ("", ",")


def test_figures_that_contradict_each_other_have_no_reading() -> None:
    assert readings_of([["1,530,000"], ["12,5"]]).readings == ()
