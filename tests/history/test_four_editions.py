"""A series as it comes over the years: texts and PDFs, a withdrawn code, totals, a correction."""

from __future__ import annotations

import datetime as dt
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from annexes.building.build import build
from annexes.building.series.next_edition import Added, add_edition
from annexes.building.series.review import accept
from annexes.history.as_of import known_on
from annexes.history.diff import diff
from annexes.history.sides import side
from annexes.history.version_step import VersionStep
from annexes.package.disk import Package, open_package
from annexes.recipe.edition import Replaced
from annexes.validation.validate import validate
from history.small_series import SPAN, document, drawn, write_series

FIRST = {
    "north": ["AUT Österreich 12 3", "SCG Serbien und Montenegro 40 4", "XKX Kosovo 9 0"],
    "south": ["AUT Österreich 2 1", "XKX Kosovo 11 1"],
}
SECOND = {
    "north": ["AUT Österreich 14 3", "MNE Montenegro 6 0", "SRB Serbien 30 1", "XKX Kosovo 9 4"],
    "south": ["AUT Österreich 3 1", "DNK Dänemark 9 0", "XKX Kosovo 12 1"],
}
THIRD = {
    "north": ["AUT Österreich 4 15", "SRB Serbien 2 28", "XKX Kosovo 0 8", "Summe 6 51"],
    "south": ["AUT Österreich 0 4", "XKX Kosovo 1 10", "Summe 1 14"],
}
MISPRINT = Replaced("2031-h2", "a misprint")
CORRECTED = {**SECOND, "south": ["AUT Österreich 3 1", "DNK Dänemark 7 0", "XKX Kosovo 12 1"]}


def add(root: Path, name: str, content: str | bytes, **options: object) -> Added:
    path = root.parent / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    added = add_edition(root, path, **options)  # type: ignore[arg-type]
    for label in added.rows:
        accept(root, added.edition, label)
    build(root)
    return added


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The package after each of its four documents."""
    root = write_series(tmp_path_factory.mktemp("grown") / "series", FIRST)
    turned = document(THIRD, "01.01.2032 - 30.06.2032", "Staat\nWiederholt\nBesuche", number=31)
    steps: list[tuple[str, str | bytes, dt.date, Replaced | None]] = [
        ("second.pdf", drawn(SECOND, SPAN, number=19), dt.date(2032, 2, 1), None),
        ("third.txt", turned, dt.date(2032, 8, 1), None),
        ("corrected.pdf", drawn(CORRECTED, SPAN, number=44), dt.date(2032, 9, 1), MISPRINT),
    ]
    found = [Path(shutil.copytree(root, root.with_name("1")))]
    for number, (name, content, answered, replaces) in enumerate(steps, start=2):
        add(root, name, content, known={"answered": answered}, replaces=replaces)
        found.append(Path(shutil.copytree(root, root.with_name(f"{number}"))))
    return found


@pytest.fixture(scope="module")
def grown(stages: list[Path]) -> Package:
    return open_package(stages[-1])


def visits(package: Package, period: str, area: str) -> dict[str, tuple[str, str]]:
    return {
        row["nationality"]: (row["visits"], row["repeated"])
        for row in package.records("visits")
        if (row["period"], row["area"]) == (period, area)
    }


def test_every_stage_is_valid_and_keeps_the_rows_of_the_one_before(stages: list[Path]) -> None:
    before: set[str] = set()
    for number, root in enumerate(stages, start=1):
        assert validate(root).ok
        rows = set((root / "data/visits.csv").read_text().splitlines())
        corrected = {"2031-H2,south,DNK,9,0"} if number == 4 else set()
        assert before - rows == corrected
        before = rows


def test_no_stage_breaks_a_reader_of_the_one_before(stages: list[Path]) -> None:
    """Not even the first PDF, whose rows have a place on a page, nor the first correction."""
    for old, new in pairwise(stages):
        with side(str(old)) as before, side(str(new)) as after:
            found = diff(before, after)
        assert found.step is VersionStep.minor, [
            (change.path, change.why) for own in found.changed for change in own.described
        ]


def test_a_withdrawn_code_and_its_successors_stand_beside_each_other(grown: Package) -> None:
    validity = {
        row["code"]: (row["valid_from"], row["valid_until"], row["status"])
        for row in grown.records("countries")
    }
    assert validity["SCG"] == ("2003", "2006", "iso-3166-3")
    assert validity["SRB"] == validity["MNE"] == ("2006", "", "iso-3166-1")
    assert "YUG" not in validity, "no document has it"
    assert visits(grown, "2031-H1", "north")["SCG"] == ("40", "4")
    assert {"SRB", "MNE"} < set(visits(grown, "2031-H2", "north"))
    findings = [row for row in grown.records("findings") if row["kind"] == "outside-iso"]
    assert [row["key"] for row in findings] == ["code=SCG,XKX", "code=XKX"]


def test_columns_in_another_order_and_totals_are_read_as_they_are_headed(grown: Package) -> None:
    assert visits(grown, "2032-H1", "north") == {
        "AUT": ("15", "4"),
        "SRB": ("28", "2"),
        "XKX": ("8", "0"),
    }
    totals = [
        (row["annex"], row["column"], row["printed"], row["listed"])
        for row in grown.records("totals")
    ]
    assert totals == [
        ("Anlage 1", "repeated", "6", "6"),
        ("Anlage 1", "visits", "51", "51"),
        ("Anlage 2", "repeated", "1", "1"),
        ("Anlage 2", "visits", "14", "14"),
    ]


def test_the_correction_stands_and_what_was_known_before_is_not_lost(grown: Package) -> None:
    assert visits(grown, "2031-H2", "south")["DNK"] == ("7", "0")
    (revised,) = grown.records("revisions")
    assert revised == {
        "resource": "visits",
        "key": "period=2031-H2;area=south;nationality=DNK",
        "measure": "visits",
        "before": "9",
        "after": "7",
        "document_before": "answer-19",
        "document": "answer-44",
        "published": "2032-09-01",
        "reason": "a misprint",
    }
    known = {
        day: {
            row.figures["visits"]
            for row in known_on(grown, dt.date.fromisoformat(day)).rows
            if row.key["nationality"] == "DNK"
        }
        for day in ("2032-01-31", "2032-08-31", "2032-09-01")
    }
    assert known == {"2032-01-31": set(), "2032-08-31": {"9"}, "2032-09-01": {"7"}}


def test_a_row_is_known_by_the_document_that_said_the_last_of_its_figures(grown: Package) -> None:
    said = {
        (row.key["period"], row.key["nationality"]): (row.document, dict(row.figures))
        for row in known_on(grown, dt.date(2032, 9, 1)).rows
        if row.key["area"] == "south"
    }
    assert said["2031-H2", "DNK"] == ("answer-44", {"visits": "7", "repeated": "0"})
    assert said["2031-H2", "AUT"] == ("answer-19", {"visits": "3", "repeated": "1"})


def test_every_row_names_the_document_that_stands_now(grown: Package) -> None:
    documents = {
        (row["period"], row["document"], bool(row["x0"])) for row in grown.records("provenance")
    }
    assert documents == {
        ("2031-H1", "answer-7", False),
        ("2031-H2", "answer-44", True),
        ("2032-H1", "answer-31", False),
    }
