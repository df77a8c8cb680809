"""A monthly report grows into a series: its tables stand in prose, and elsewhere each month."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from annexes.package.disk import open_package
from annexes.validation.validate import validate
from drawing import document_pdf

Run = Callable[..., Result]
Rows = Sequence[Sequence[str]]

PROSE = [(9, f"In Zeile {n} steht, was zu den Zahlen noch zu sagen ist.") for n in range(9)]
ORIGINS = [["Syrien", "1.530", "204"], ["Irak", "977", "93"], ["Polen", "12", "3"]]
STATES = [["Bayern", "1.200", "150"], ["Berlin", "619", "48"], ["Hessen", "700", "102"]]
LATER = [["Syrien", "1.411", "199"], ["Irak", "–", "80"], ["Türkei", "25", "1"]]


def report(
    month: str, origins: Rows, states: Rows = (), *, before: int = 0, turned: bool = False
) -> bytes:
    """A report of this month; so many pages of prose stand before its tables, the second of which
    is left out if it has no rows; the first has its columns the other way round if it is `turned`.
    """
    heads = [f"im {month}", "Folgeanträge"]
    title = (14, f"Statistik der Anträge für den Monat {month}")
    head = [(9, "Landesamt Musterland"), title, (9, "Neustadt, 14. März 2031"), *PROSE]
    tables = [
        (9, f"Tabelle 1: Anträge nach Herkunftsländern im {month}"),
        [["Herkunftsland", *(heads[::-1] if turned else heads)], *origins],
        *PROSE[:3],
    ]
    if states:
        tables.append((9, f"Tabelle 2: Anträge nach Bundesländern im {month}"))
        tables += [[["Bundesland", *heads], *states], *PROSE[:2]]
    if before:
        return document_pdf(head, *[PROSE] * (before - 1), tables)
    return document_pdf([*head, *tables])


@pytest.fixture
def monthly(tmp_path: Path, annexes: Run) -> Path:
    """The package of the first month, as it is drafted."""
    path, root = tmp_path / "januar.pdf", tmp_path / "antraege"
    path.write_bytes(report("Januar 2031", ORIGINS, STATES))
    told = annexes("new", path, root)
    assert told.exit_code == 0, told.stdout
    return root


def added(root: Path, annexes: Run, data: bytes, *options: str) -> tuple[Result, dict[str, Any]]:
    """What `annexes add` says of the report, and the recipe of its edition."""
    path = root.parent / "februar.pdf"
    path.write_bytes(data)
    told = annexes("add", path, root, *options)
    recipe = root / "scripts/recipes/2031-02.toml"
    return told, tomllib.loads(recipe.read_text("utf-8")) if recipe.exists() else {}


def test_tables_are_found_by_their_headings_wherever_they_stand(
    monthly: Path, annexes: Run
) -> None:
    told, recipe = added(monthly, annexes, report("Februar 2031", LATER, STATES, before=2))
    assert told.exit_code == 0, told.stderr
    assert "Edition 2031-02: page 3 table 1 3 rows, page 3 table 2 3 rows" in told.stdout
    assert "page 3 table 1: 'im_januar_2031' is headed 'im Februar 2031'" in told.stdout
    assert "page 3 table 1: '–' stands in place of a figure" in told.stdout
    first = recipe["annex"][0]
    assert (first["page"], first["table"], first["values"]) == (3, 1, {"period": "2031-02"})
    assert first["above"] == ["Tabelle 1: Anträge nach Herkunftsländern im Februar 2031"]
    assert first["headings"] == {"im_januar_2031": "im Februar 2031"}
    assert recipe["document"]["title"] == "Statistik der Anträge für den Monat Februar 2031"
    assert "opening" not in recipe["document"]


def test_columns_in_another_order_and_a_new_total_are_said(monthly: Path, annexes: Run) -> None:
    turned = [["Syrien", "199", "1.411"], ["Irak", "80", "25"], ["Summe", "279", "1.436"]]
    told, recipe = added(monthly, annexes, report("Februar 2031", turned, STATES, turned=True))
    assert told.exit_code == 0, told.stderr
    said = "page 1 table 1 has its columns in another order: origin, folgeantraege, im_januar_2031"
    assert said in told.stdout
    assert "page 1 table 1 has a row of totals: 'Summe'" in told.stdout
    assert recipe["expect"]["annex"][0]["sums"] == [279, 1436]


def test_after_a_review_the_second_month_is_built(monthly: Path, annexes: Run) -> None:
    added(monthly, annexes, report("Februar 2031", LATER, STATES, before=2))
    labels = ["page 3 table 1", "page 3 table 2"]
    looked = annexes("review", monthly, *[part for own in labels for part in ("--yes", own)])
    assert "new, against januar: TUR" in looked.stdout
    assert "gone, against januar: POL" in looked.stdout
    assert annexes("build", monthly).exit_code == 0, annexes("build", monthly).stderr
    assert validate(monthly).ok
    package = open_package(monthly)
    titles = [package.descriptor["title@de"]]
    titles += [own["title@de"] for own in package.descriptor["resources"][:2]]
    assert titles == [
        "Statistik der Anträge für den Monat Januar 2031 – Februar 2031",
        "Anträge nach Herkunftsländern",
        "Anträge nach Bundesländern",
    ]
    (name, *_) = (own["name"] for own in package.descriptor["resources"])
    rows = {(row["period"], row["origin"]): row for row in package.records(name)}
    assert rows["2031-01", "SYR"]["im_januar_2031"] == "1530"
    assert rows["2031-02", "SYR"]["im_januar_2031"] == "1411"
    assert rows["2031-02", "IRQ"]["im_januar_2031"] == ""


def test_a_table_that_is_not_there_is_named(monthly: Path, annexes: Run) -> None:
    told, recipe = added(monthly, annexes, report("Februar 2031", LATER))
    assert (told.exit_code, recipe) == (1, {})
    assert "page 1 table 2 is not in it: no table is headed like 'Bundesland" in told.stderr
    told, _ = added(monthly, annexes, report("Februar 2031", LATER), "--without", "page 1 table 2")
    assert told.exit_code == 0, told.stderr
    assert "page 1 table 2 is not in this document" in told.stdout


def test_why_a_table_is_not_read_is_said_beside_what_is_missing(
    monthly: Path, annexes: Run
) -> None:
    states = [["Ein Land mit einem Namen, der weit in die Zahlen reicht", "1", "2"], *STATES]
    told, recipe = added(monthly, annexes, report("Februar 2031", LATER, states))
    assert (told.exit_code, recipe) == (1, {})
    assert "page 1 table 2 is not in it" in told.stderr
    assert "februar.pdf, page 1: '" in told.stderr


def test_the_same_month_is_refused(monthly: Path, annexes: Run) -> None:
    told, _ = added(monthly, annexes, report("Januar 2031", LATER, STATES))
    assert "its period 2031-01 is there: edition 'januar'" in told.stderr


def test_new_names_get_their_codes_as_in_a_draft(monthly: Path, annexes: Run) -> None:
    """A name with another reference name, one outside ISO, one that no list has."""
    rows = [["Weißrussland", "5", "1"], ["Kosovo", "7", "2"], ["Atlantis", "3", "1"]]
    told, recipe = added(monthly, annexes, report("Februar 2031", [*LATER, *rows], STATES))
    assert told.exit_code == 0, told.stderr
    assert "'Weißrussland' means BLR: former name" in told.stdout
    assert "'Kosovo' means XKX (Kosovo): not ISO" in told.stdout
    assert "'Atlantis' is no name of iso-3166-1; its code is now X-ATLANTIS" in told.stdout
    assert {own["code"] for own in recipe["alias"]} == {"BLR", "XKX", "X-ATLANTIS"}
    package = tomllib.loads((monthly / "scripts/recipes/package.toml").read_text("utf-8"))
    assert [own["code"] for own in package["code"]] == ["XKX", "X-ATLANTIS"]
    for label in ("page 1 table 1", "page 1 table 2"):
        annexes("review", "2031-02", monthly, "--yes", label)
    assert annexes("build", monthly).exit_code == 0


def test_a_name_of_several_codes_is_decided_by_who_adds_it(monthly: Path, annexes: Run) -> None:
    data = report("Februar 2031", [*LATER, ["Kongo", "5", "1"]], STATES)
    told, recipe = added(monthly, annexes, data)
    assert (told.exit_code, recipe) == (1, {})
    assert "'Kongo' may mean COD, COG" in told.stderr
    assert "say which: --alias 'NAME=CODE'" in told.stderr
    for wrong, said in (
        ("Kongo", "is not NAME=CODE"),
        ("Kongo=QQQ", "'QQQ' is no code of the lists"),
        ("Congo=COD", "'Kongo' may mean COD, COG"),
    ):
        assert said in added(monthly, annexes, data, "--alias", wrong)[0].stderr
    both = ("--alias", "Kongo=COD", "--alias", "Congo=COD")
    told, _ = added(monthly, annexes, data, *both)
    assert (told.exit_code, "no row is called 'Congo'" in told.stderr) == (2, True)
    told, recipe = added(monthly, annexes, data, "--alias", "Kongo=COD")
    assert told.exit_code == 0, told.stderr
    (alias,) = recipe["alias"]
    assert (alias["printed"], alias["code"], alias["note"]) == ("Kongo", "COD", "to be confirmed")
