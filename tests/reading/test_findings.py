"""What the engine sees for itself must be what a careful reader finds by hand."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from annexes.base.errors import Problem
from annexes.reading.understood_rows import Extraction, Finding

NAMES_THAT_DIFFER = "GBR,RUS,XZZ"


@pytest.fixture
def found(read: Callable[[str], Extraction], source: str) -> dict[str, Finding]:
    return {finding.finding.removeprefix("2021-q1-"): finding for finding in read(source).findings}


def test_all_findings_are_there(found: dict[str, Finding]) -> None:
    typed = {"no-ports", "overlap", "other-total"}
    seen = {"missing-codes", "not-listed", "order", "outside-iso", "name-differs", "small-cells"}
    assert set(found) == typed | seen


def test_codes_missing_at_the_page_break(found: dict[str, Finding]) -> None:
    finding = found["missing-codes"]
    assert finding.key == "period=2021-Q1;area=sea-ports;flag=MHL"
    assert "page break (LBR | MLT)" in finding.note_en
    assert "Seitenwechsel (LBR | MLT)" in finding.note_de


def test_names_that_differ_from_the_references(found: dict[str, Finding]) -> None:
    assert found["name-differs"].key == f"period=2021-Q1;flag={NAMES_THAT_DIFFER}"


def test_what_is_counted(found: dict[str, Finding]) -> None:
    assert found["small-cells"].note_en.startswith("18 of the 41 non-zero cells are 1 or 2.")
    assert found["not-listed"].note_en.startswith("8 codes of Anlage 1 are in no other annex.")
    assert "GRC before GBR" in found["order"].note_en
    assert found["outside-iso"].key == "code=XZZ"


def test_every_finding_is_told_in_both_languages(found: dict[str, Finding]) -> None:
    for finding in found.values():
        texts = dataclasses.astuple(finding)
        assert all(texts), finding
        assert not any("{" in text for text in texts), "a placeholder was left"


def test_a_lost_line_at_the_page_break_is_not_taken_for_the_known_gap(
    refusal: Callable[[str], list[Problem]], source: str
) -> None:
    problem = refusal(source.replace("MLT Malta 22 1\n", ""))[0]
    assert problem.check == "missing-codes"
    assert "MHL; MLT" in problem.problem


def test_an_oddity_that_is_gone_is_an_error_too(
    refusal: Callable[[str], list[Problem]], source: str
) -> None:
    pair = "GRC Griechenland 8 0\nGBR Großbritannien 3 1"
    mended = source.replace(pair, "\n".join(reversed(pair.split("\n"))))
    assert [problem.check for problem in refusal(mended)] == ["order"]
