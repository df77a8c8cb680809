"""The series grows: the next edition is drafted, reviewed by a person, and only then built."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from annexes.base.errors import AnnexesError, CheckError, DocumentError, RecipeError, UsageError
from annexes.building.build import build
from annexes.building.series.next_edition import Added, add_edition
from annexes.building.series.review import accept, review
from annexes.building.series.review_page import review_page
from annexes.cli import application
from annexes.history.as_of import known_on
from annexes.history.diff import diff
from annexes.history.sides import side
from annexes.package.disk import open_package
from annexes.reading.codes.code_list import codes_of
from annexes.reading.extract import extract
from annexes.reading.understood_rows import Row
from annexes.recipe.edition import Replaced
from annexes.recipe.recipe import load_recipe
from annexes.validation.validate import validate
from drawing import Style, draw_annexes
from history.small_series import FIRST, SECOND, SPAN, document, drawn, state

Run = Callable[..., Result]


def add(root: Path, text: str, name: str = "answer-2.txt", **options: object) -> Added:
    path = root.parent / name
    path.write_text(text, "utf-8")
    return add_edition(root, path, **options)  # type: ignore[arg-type]


def accept_all(root: Path) -> None:
    for edition in load_recipe(root).editions:
        for label in edition.not_reviewed:
            accept(root, edition.edition, label)


# ── the next edition ────────────────────────────────────────────────────────────────────────


def test_one_command_one_review_and_one_build(series: Path, annexes: Run) -> None:
    path = series.parent / "answer-19.txt"
    path.write_text(document(SECOND, SPAN, number=19), "utf-8")
    told = annexes("add", path, series)
    assert told.exit_code == 0, told.stderr
    assert "Edition 2031-h2: Anlage 1 4 rows, Anlage 2 3 rows" in told.stdout
    assert "does this hold again? [[finding]] overlap" in told.stdout
    refused = annexes("build", "-C", series)
    assert refused.exit_code == 1
    assert "nobody has reviewed Anlage 1, Anlage 2 of edition '2031-h2'" in refused.stderr
    asked = CliRunner().invoke(application(), ["review", "2031-h2", str(series)], input="y\ny\n")
    assert asked.exit_code == 0, asked.output
    assert "new, against 2031-h1: FRA" in asked.output
    assert "gone, against 2031-h1: DNK" in asked.output
    assert "XKX visits 40 → 90" in asked.output
    assert annexes("build", "-C", series).exit_code == 0
    assert validate(series).ok
    periods = open_package(series).records("periods")
    assert [(row["period"], row["start"], row["label_en"], row["document"]) for row in periods] == [
        ("2031-H1", "2031-01-01", "first half of 2031", "answer-7"),
        ("2031-H2", "2031-07-01", "second half of 2031", "answer-19"),
    ]


def test_nothing_of_the_last_edition_is_copied_that_was_particular_to_it(series: Path) -> None:
    added = add(series, document(SECOND, SPAN, number=19))
    _, second = load_recipe(series).editions
    assert second.findings == []
    assert list(second.rows) == ["periods"]
    assert second.document.answered is None
    assert second.document.title == "Antwort auf die Anfrage 19"
    assert any("milestones" in text for text in added.confirm)
    accept_all(series)
    build(series)
    description = open_package(series).descriptor["description"]
    assert description == "Visits by nationality, first half of 2031 – second half of 2031."
    assert "2. Halbjahr" in open_package(series).descriptor["description@de"]


def test_earlier_rows_keep_their_bytes(released: Path) -> None:
    add(released, document(SECOND, SPAN, number=19))
    accept_all(released)
    build(released)
    with side("v1.0.0:", released) as before, side(str(released)) as after:
        found = diff(before, after)
    counts = {r.name: r.rows.counts for r in found.changed if r.rows.total}
    findings = counts.pop("findings")
    assert all(own["changed"] == own["removed"] == 0 for own in counts.values()), counts
    assert findings["removed"] == 0, "one that holds again has both periods in its key"
    assert found.step.name == "minor"


def test_what_is_odd_in_several_editions_is_said_once_with_its_periods(series: Path) -> None:
    add(series, document(FIRST, SPAN, number=19))
    accept_all(series)
    build(series)
    found = {row["finding"]: row["key"] for row in open_package(series).records("findings")}
    assert found["2031-h1-outside-iso"] == "code=XKX"
    assert found["2031-h1-small-cells"] == "period=2031-H1,2031-H2"
    assert found["2031-h1-overlap"] == "period=2031-H1;area=south", "a person has not said it again"
    assert not [name for name in found if name.startswith("2031-h2")]


def test_what_differs_in_its_counts_only_is_said_once_with_the_least_and_the_most(
    series: Path,
) -> None:
    add(series, document(SECOND, SPAN, number=19).replace("BEL Belgien 6 0", "BEL Belgien 2 1"))
    accept_all(series)
    build(series)
    (found,) = (r for r in open_package(series).records("findings") if r["kind"] == "small-cells")
    assert found["finding"] == "2031-h1-small-cells"
    assert found["key"] == "period=2031-H1,2031-H2"
    assert found["note_en"].startswith("3–5 of the 12–13 non-zero cells are 1 or 2. ")
    assert found["note_de"].startswith("3–5 der 12–13 Zellen größer als null sind 1 oder 2. ")


def test_what_differs_in_its_codes_only_is_said_once_of_each_annex(series: Path) -> None:
    rows = {**SECOND, "south": [*SECOND["south"][:2], "LUX Luxemburg 1 0", SECOND["south"][2]]}
    text = document(rows, SPAN, number=19).replace("AUT Österreich", "AUT Republik Austria")
    add(series, text)
    accept_all(series)
    build(series)
    found = [r for r in open_package(series).records("findings") if r["kind"] == "not-listed"]
    (named,) = (r for r in open_package(series).records("findings") if r["kind"] == "name-differs")
    assert named["key"] == "period=2031-H1,2031-H2;nationality=XKX,AUT"
    assert ": AUT Republik Austria; XKX Kosovo. Join on" in named["note_en"]
    assert [(row["key"], row["note_en"].partition(" are")[0]) for row in found] == [
        (
            "period=2031-H1,2031-H2;area=north;nationality=BEL,FRA",
            "1–2 codes of Anlage 1",
        ),
        ("period=2031-H2;area=south;nationality=DNK,LUX", "2 codes of Anlage 2"),
    ]


def test_what_differs_in_the_layout_is_said(series: Path) -> None:
    text = document(
        {
            "south": ["AUT Österreich 1 3", "DNK Dänemark 0 9", "XKX Kosovo 1 12"],
            "north": ["AUT Republik Austria 3 14", "BEL Belgien 0 6", "XKX Kosovo 4 41"],
        },
        SPAN,
        header="Staat\nWiederholt\nBesuche",
    ).replace("Bereich north", "Gebiet north")
    added = add(series, text)
    said = "\n".join(added.differences)
    assert "another order: Anlage 2, Anlage 1" in said
    assert "Anlage 1 has its columns in another order: repeated, visits" in said
    assert "Anlage 1 ends with 'Gebiet north | 01.07.2031 - 31.12.2031'" in said
    assert "'Republik Austria' means AUT: " in said
    accept_all(series)
    build(series)
    rows = open_package(series).records("visits")
    own = [row for row in rows if (row["period"], row["area"]) == ("2031-H2", "north")]
    assert [(row["nationality"], row["visits"], row["repeated"]) for row in own] == [
        ("AUT", "14", "3"),
        ("BEL", "6", "0"),
        ("XKX", "41", "4"),
    ]


def test_what_differs_in_the_layout_of_a_pdf_is_said(series: Path) -> None:
    """Its annexes in another order, one of them beside other words."""
    path = series.parent / "second.pdf"
    turned = {"south": SECOND["south"], "east": SECOND["north"]}
    path.write_bytes(drawn(turned, SPAN, number=19))
    added = add_edition(series, path)
    said = "\n".join(added.differences)
    assert "the annexes stand in another order: Anlage 2, Anlage 1" in said
    assert "Anlage 1 stands beside 'Anlage 1 zu Frage 1 | Bereich east" in said
    assert added.rows == {"Anlage 2": 3, "Anlage 1": 4}


def test_an_annex_may_be_left_out_if_a_person_says_so(series: Path) -> None:
    text = document({"north": SECOND["north"]}, SPAN)
    added = add(series, text, without=["Anlage 2"])
    assert added.rows == {"Anlage 1": 4}
    assert "Anlage 2 is not in this document" in added.differences


def one_more(row: Row) -> Row:
    return dataclasses.replace(
        row, figures={**row.figures, "visits": int(str(row.figures["visits"])) + 1}
    )


def test_a_pdf_joins_a_series_of_texts(series: Path) -> None:
    """Two more half-years: a text, then the same annexes drawn, with other figures."""
    add(series, document(SECOND, SPAN, number=19))
    accept_all(series)
    recipe = load_recipe(series)
    codes = codes_of(recipe)
    second = recipe.editions[1]
    read = extract(series / second.document.file, second, recipe, codes)
    rows = tuple(one_more(row) for row in read.rows)
    style = Style(ruled=True)
    from msgspec.structs import replace

    from annexes.recipe.edition import EditionRecipe

    def later(edition: EditionRecipe) -> EditionRecipe:
        spans = ["01.01.2032 - 30.06.2032"]
        annexes = [replace(a, below=[a.below[0], *spans]) for a in edition.annexes]
        return replace(edition, annexes=annexes)

    data = draw_annexes(dataclasses.replace(read, rows=rows), later(second), style)
    path = series.parent / "third.pdf"
    path.write_bytes(data)
    added = add_edition(series, path)
    assert (added.edition, added.rows) == ("2032-h1", {"Anlage 1": 4, "Anlage 2": 3})
    page = review_page(review(series, "2032-h1"))
    assert page.count("data:image/png;base64,") == 2
    accept_all(series)
    build(series)
    visits = open_package(series).records("visits")
    assert {row["period"] for row in visits} == {"2031-H1", "2031-H2", "2032-H1"}
    assert [r["visits"] for r in visits if (r["period"], r["area"]) == ("2032-H1", "south")] == [
        "4",
        "10",
        "13",
    ]


def test_the_day_that_an_added_pdf_prints_is_that_of_its_answer(series: Path) -> None:
    path = series.parent / "second.pdf"
    path.write_bytes(drawn(SECOND, SPAN, number=19, day="Neustadt, 3. Februar 2032"))
    add_edition(series, path)
    assert load_recipe(series).editions[1].document.answered == dt.date(2032, 2, 3)


# ── what is refused ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        (document(FIRST, number=8), RecipeError, "2031-H1 is there: edition '2031-h1'"),
        (document(FIRST), RecipeError, "this is the document of edition '2031-h1'"),
        (document({"north": SECOND["north"]}, SPAN), DocumentError, "Anlage 2 is not in it"),
        ("A letter.\nNothing else.\n", DocumentError, "no known kind"),
        (document(SECOND, "no days"), DocumentError, "no known kind"),
        (
            document(SECOND, SPAN).replace("14 3", "3 14").replace("90 4", "4 90"),
            DocumentError,
            "repeated 14 is more than visits 3",
        ),
        (
            document(SECOND, SPAN, header="Staat\nBesuche\nNeu\nWiederholt"),
            DocumentError,
            "new in it: Neu",
        ),
        (
            document(SECOND, SPAN).replace("BEL Belgien", "BEL Dänemark"),
            DocumentError,
            "belongs to",
        ),
        (document(SECOND, SPAN).replace("BEL Belgien", "QQQ Belgien"), DocumentError, "QQQ"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(
    text: str, kind: type[AnnexesError], said: str, series: Path
) -> None:
    before = state(series)
    with pytest.raises(kind, match=said):
        add(series, text)
    assert state(series) == before


def test_an_unknown_edition_or_annex_is_wrong_use(series: Path, annexes: Run) -> None:
    text = document(SECOND, SPAN)
    with pytest.raises(UsageError, match="choose from"):
        add(series, text, replaces=Replaced("2030-h1", "x"))
    with pytest.raises(UsageError, match="choose from Anlage 1, Anlage 2"):
        add(series, text, without=["Anlage 9"])
    assert annexes("add", series / "none.txt", series).exit_code == 1
    assert annexes("add", series / "none.txt", series, "--replaces", "2031-h1").exit_code == 2
    assert annexes("review", "2031-h9", series).exit_code == 2
    assert annexes("review", "2031-h1", series, "--yes", "Anlage 9").exit_code == 2


def test_two_editions_with_the_same_dates_or_label_are_refused(series: Path) -> None:
    add(series, document(SECOND, SPAN, number=19))
    accept_all(series)
    path = series / "scripts/recipes/2031-h2.toml"
    text = path.read_text()
    same_days = text.replace("2031-07-01", "2031-01-01").replace("2031-12-31", "2031-06-30")
    same_label = text.replace("second half of 2031", "first half of 2031")
    for spoilt in (same_days, same_label):
        path.write_text(spoilt)
        with pytest.raises(CheckError, match="have the same"):
            build(series)


def test_a_description_that_tells_of_one_period_is_refused(series: Path) -> None:
    add(series, document(SECOND, SPAN, number=19))
    accept_all(series)
    package = series / "scripts/recipes/package.toml"
    package.write_text(package.read_text().replace("{periods}", "first half of 2031"))
    with pytest.raises(CheckError, match="names one of 2 periods"):
        build(series)


def test_a_description_that_tells_of_one_document_is_refused(series: Path) -> None:
    package, first = (series / f"scripts/recipes/{name}.toml" for name in ("package", "2031-h1"))
    package.write_text(package.read_text().replace("by nationality, ", "by nationality (3/7), "))
    first.write_text(first.read_text().replace("publisher =", 'number = "3/7"\npublisher ='))
    build(series)
    text = document(SECOND, SPAN, number=19, prose="Zu Drucksache 3/19: 230 Besuche.")
    added = add(series, text, known={"question": "3/19"})
    assert "title and description in package.toml, which name one document: 3/7" in added.confirm
    accept_all(series)
    with pytest.raises(CheckError, match="name one of 2 documents: 3/7"):
        build(series)
    package.write_text(package.read_text().replace("(3/7)", "(3/7 and 3/19)"))
    build(series)


def test_what_a_person_adds_to_a_draft_has_its_place(series: Path) -> None:
    """The list of what to look at speaks of [document] and of [[acknowledge]]."""
    rows = {**SECOND, "south": ["DNK Dänemark 9 0", "AUT Österreich 3 1", "XKX Kosovo 12 1"]}
    added = add(series, document(rows, SPAN, number=19))
    assert "Anlage 2: order (DNK, AUT): the reason in [[acknowledge]]" in added.confirm
    drafted = added.recipe.read_text().splitlines()
    assert {"[document]", "[[acknowledge]]", "[[rows.periods]]"} < set(drafted)


def test_an_edition_does_not_go_with_its_recipe_by_mistake(series: Path) -> None:
    add(series, document(SECOND, SPAN, number=19))
    accept_all(series)
    build(series)
    (series / "scripts/recipes/2031-h2.toml").unlink()
    before = state(series)
    with pytest.raises(CheckError, match="has an edition '2031-h2', of which"):
        build(series)
    assert state(series) == before
    (series / "datapackage.json").unlink()
    assert "data/visits.csv" in build(series).changed


def test_a_document_that_begins_otherwise_is_added_and_its_title_left_open(series: Path) -> None:
    text = document(SECOND, SPAN).replace("Antwort auf die Anfrage 7", "Drucksache 3/99")
    add(series, text)
    drafted = load_recipe(series).edition("2031-h2").document
    assert (drafted.opening, drafted.title) == ("Drucksache 3/99", "to be confirmed")
    assert drafted.id == "2031-h2"


def test_a_title_follows_an_opening_of_several_lines(series: Path) -> None:
    """The next but one is told from the words that the opening has on all its lines."""
    spans = ["01.01.2032 - 30.06.2032", "01.07.2032 - 31.12.2032"]
    for number, span in enumerate(spans, start=19):
        add(series, document(SECOND, span, number=number).replace("Anfrage 1", "\nAnfrage\n1", 1))
    drafted = [edition.document for edition in load_recipe(series).editions]
    assert [own.title for own in drafted] == [f"Antwort auf die Anfrage {n}" for n in (7, 19, 20)]
    assert [own.opening for own in drafted] == [own.title for own in drafted]


# ── review ──────────────────────────────────────────────────────────────────────────────────


def test_a_yes_is_written_and_all_else_stays(series: Path, annexes: Run) -> None:
    add(series, document(SECOND, SPAN, number=19))
    path = series / "scripts/recipes/2031-h2.toml"
    text = path.read_text() + "\n# a comment of a person\n"
    path.write_text(text)
    result = annexes("review", "2031-h2", series, "--yes", "Anlage 2")
    assert (result.exit_code, "Not reviewed yet: Anlage 1" in result.stdout) == (1, True)
    assert "Not reviewed yet: Anlage 1" in annexes("review", series, "--yes", "Anlage 2").stdout
    assert path.read_text() == text[::-1].replace("reviewed = false\n"[::-1], "", 1)[::-1]
    assert json.loads(annexes("review", "2031-h2", series, "--json").stdout)["ok"] is False


def test_the_page_shows_each_row_beside_its_line(series: Path, annexes: Run) -> None:
    add(series, document(SECOND, SPAN, number=19).replace("Am Ende", "<script>alert(1)</script>"))
    page = series.parent / "review.html"
    assert annexes("review", "", series, "--page", page).exit_code == 0
    text = page.read_text()
    assert "<script>alert" not in text
    assert "http" not in text.replace("http-equiv", "")
    rows = len(SECOND["north"]) + len(SECOND["south"])
    assert [text.count(f'data-row="{number}"') for number in range(rows)] == [2] * rows
    assert "FRA Frankreich 30 1" in text


# ── a corrected document ────────────────────────────────────────────────────────────────────


def test_a_correction_leaves_the_old_figures_in_revisions(series: Path, annexes: Run) -> None:
    text = document(FIRST, number=8).replace("BEL Belgien 5 0", "BEL Belgien 6 0")
    text = text.replace("DNK Dänemark 9 0\n", "")
    before = (series / "data/visits.csv").read_text()
    added = add(series, text, replaces=Replaced("2031-h1", "a misprint"))
    path = series / "scripts/recipes/2031-h1-2.toml"
    path.write_text(path.read_text().replace("publisher =", "answered = 2031-10-01\npublisher ="))
    accept_all(series)
    build(series)
    assert validate(series).ok
    package = open_package(series)
    revised = [
        tuple(row[c] for c in ("key", "measure", "before", "after", "document_before", "document"))
        for row in package.records("revisions")
    ]
    key = "period=2031-H1;area={};nationality={}"
    assert revised == [
        (key.format("north", "BEL"), "visits", "5", "6", "answer-7", "answer-8"),
        (key.format("south", "DNK"), "repeated", "0", "", "answer-7", "answer-8"),
        (key.format("south", "DNK"), "visits", "9", "", "answer-7", "answer-8"),
    ]
    after = (series / "data/visits.csv").read_text()
    changed = set(before.splitlines()) ^ set(after.splitlines())
    assert changed == {
        "2031-H1,north,BEL,5,0",
        "2031-H1,north,BEL,6,0",
        "2031-H1,south,DNK,9,0",
    }
    assert {row["document"] for row in package.records("provenance")} == {"answer-8"}
    assert {row["document"] for row in package.records("documents")} == {"answer-7", "answer-8"}
    told = annexes("explain", "DNK", "--area", "south", "-C", series).stdout
    assert "south: not listed, which is not 0" in told
    assert "visits 9 → –, published 2031-10-01, answer-8: a misprint" in told
    told = annexes("explain", "BEL", "--area", "north", "-C", series).stdout
    assert "visits 5 → 6, published 2031-10-01, answer-8: a misprint" in told
    assert added.edition == "2031-h1-2"
    known = {
        day: {
            (row.key["area"], row.key["nationality"]): row.figures["visits"]
            for row in known_on(package, dt.date.fromisoformat(day)).rows
        }
        for day in ("2031-07-31", "2031-08-01", "2031-09-30", "2031-10-01")
    }
    assert known["2031-07-31"] == {}
    assert known["2031-08-01"] == known["2031-09-30"]
    assert (known["2031-08-01"]["north", "BEL"], known["2031-08-01"]["south", "DNK"]) == ("5", "9")
    assert known["2031-10-01"]["north", "BEL"] == "6"
    assert ("south", "DNK") not in known["2031-10-01"]
    told = annexes("info", series, "--as-of", "2031-09-01").stdout
    assert "period 2031-H1, area north, rows 4, visits 64, repeated 14" in told
    assert annexes("info", series, "--as-of", "soon").exit_code == 2
