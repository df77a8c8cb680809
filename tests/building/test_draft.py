"""Tables that no recipe describes: found exactly or refused, and drafted into a package."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from drawing import draw_table, new_canvas, table_pdf

Run = Callable[..., Result]

STATES = [
    ["Bundesland", "insgesamt", "Erst-\nanträge", "Folge-\nanträge"],
    ["Bayern", "6.820", "6.677", "143"],
    ["Berlin", "5.872", "5.777", "95"],
    ["Bremen", "533", "529", "4"],
    ["Unbekannt", "14", "12", "2"],
    ["Gesamt", "13.239", "12.995", "244"],
]


@pytest.fixture
def found(tmp_path: Path, annexes: Run) -> Callable[[bytes], list[dict]]:
    """What `annexes tables --json` says of a PDF."""

    def tables(data: bytes) -> list[dict]:
        path = tmp_path / "document.pdf"
        path.write_bytes(data)
        lines = annexes("tables", path, "--json").stdout.splitlines()
        return [record for record in map(json.loads, lines) if "words" not in record]

    return tables


@pytest.fixture
def draft(tmp_path: Path, annexes: Run) -> Callable[[bytes], tuple[dict, Path]]:
    """What `annexes new --json` says, and the new package."""

    def new(data: bytes) -> tuple[dict, Path]:
        path = tmp_path / "document.pdf"
        path.write_bytes(data)
        folder = tmp_path / "package"
        return json.loads(annexes("new", path, folder, "--json").stdout), folder

    return new


def plain(table: list[list[str]]) -> list[list[str]]:
    """The cells as they are read: lines joined, hyphens at the end of a line gone."""
    return [[cell.replace("-\n", "").replace("\n", " ") for cell in row] for row in table]


# ── finding ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "unruled"])
def test_cells_are_found_as_they_are_printed(found, ruled: bool) -> None:
    (table,) = found(table_pdf(STATES, ruled=ruled))
    assert [table["header"], *table["rows"]] == plain(STATES)


def test_names_wrapped_and_cells_left_blank_stay_in_their_rows_and_columns(found) -> None:
    rows = [
        ["Land", "Zugang", "Abgang", "Saldo"],
        ["Russische\nFöderation", "1 231", "", "12"],
        ["Bosnien-\nHerzegowina", "", "4", "–"],
        ["Syrien", "7", "", ""],
    ]
    (table,) = found(table_pdf(rows))
    assert table["rows"] == [
        ["Russische Föderation", "1 231", "", "12"],
        ["Bosnien-Herzegowina", "", "4", "–"],
        ["Syrien", "7", "", ""],
    ]


def test_tables_side_by_side_are_told_apart(found) -> None:
    canvas, buffer = new_canvas()
    left = [
        ["Land", "2021", "2022"],
        ["Polen", "1", "2"],
        ["Malta", "3", "4"],
        ["Zypern", "5", "6"],
    ]
    right = [
        ["Staat", "2021", "2022"],
        ["Irak", "9", "8"],
        ["Iran", "7", "6"],
        ["Syrien", "5", "4"],
    ]
    draw_table(canvas, left, 700, [40, 130, 190, 250], ruled=False)
    draw_table(canvas, right, 700, [300, 390, 450, 510], ruled=False)
    canvas.showPage()
    canvas.save()
    tables = found(buffer.getvalue())
    assert [table["rows"] for table in tables] == [left[1:], right[1:]]
    assert [table["header"][0] for table in tables] == ["Land", "Staat"]


def test_prose_beside_and_below_a_table_is_no_part_of_it(found) -> None:
    canvas, buffer = new_canvas()
    draw_table(canvas, plain(STATES), 700, [57, 200, 260, 330, 400], ruled=False)
    for number in range(6):
        canvas.drawString(430, 689 - 16 * number, "Text neben der Tabelle von 2016")
    canvas.drawString(
        57, 560, "Im Jahr 2016 wurden 13.239 Anträge gestellt, davon 244 Folgeanträge."
    )
    canvas.showPage()
    canvas.save()
    (table,) = found(buffer.getvalue())
    assert table["rows"] == STATES[1:]


def test_years_above_the_columns_are_headings(found) -> None:
    rows = [["Land", "2021", "2022"], ["Polen", "1", "2"], ["Malta", "3", "4"]]
    for ruled in (True, False):
        (table,) = found(table_pdf(rows, ruled=ruled))
        assert table["header"] == rows[0]


def test_one_number_that_may_be_a_year_is_a_refusal(found) -> None:
    rows = [["Syrien", "2016"], ["Irak", "994"], ["Iran", "37"], ["Jemen", "5"]]
    for ruled in (True, False):
        (table,) = found(table_pdf(rows, ruled=ruled))
        assert {error["check"] for error in table["errors"]} == {"heading"}


def test_a_first_row_that_counts_up_is_a_row(found) -> None:
    rows = [["Land", "a", "b"], ["Polen", "1", "2"], ["Malta", "2016", "1994"]]
    for ruled in (True, False):
        (table,) = found(table_pdf(rows, ruled=ruled))
        assert table["rows"] == rows[1:]


def test_a_row_that_fits_no_column_is_a_refusal_not_a_loss(found) -> None:
    canvas, buffer = new_canvas()
    edges = [57, 200, 260, 330, 400]
    end = draw_table(canvas, plain(STATES[:4]), 700, edges, ruled=False)
    canvas.drawString(60, end - 11, "Hessen")
    canvas.drawRightString(300, end - 11, "1.672")
    canvas.drawRightString(385, end - 11, "56")
    draw_table(canvas, plain(STATES[4:]), end - 16, edges, ruled=False)
    canvas.showPage()
    canvas.save()
    assert not any(record["ok"] for record in found(buffer.getvalue()))


def test_real_tables_are_read_exactly(annexes: Run, shared: Path) -> None:
    for name, page, number, truth in [
        ("bundestag-18-705.pdf", 27, 1, "bundestag-18-705-page27.csv"),
        ("bundestag-18-705.pdf", 28, 1, "bundestag-18-705-page28.csv"),
        ("bamf-2016-01.pdf", 5, 1, "bamf-2016-01-page5.csv"),
    ]:
        document = shared / "documents" / name
        output = annexes("tables", document, "--pages", page, "--json").stdout
        records = [json.loads(line) for line in output.splitlines()]
        (table,) = [r for r in records if r.get("table") == number]
        with (shared / "documents" / truth).open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert table["rows"] == rows
        if name.startswith("bundestag"):  # the other header was shortened by hand
            assert table["header"] == header


def test_hidden_text_of_a_real_document_is_not_read(annexes: Run, shared: Path) -> None:
    """Page 9 holds an older table that a person does not see."""
    document = shared / "documents" / "bamf-2016-01.pdf"
    output = annexes("tables", document, "--pages", "9", "--json").stdout
    records = map(json.loads, output.splitlines())
    tables = [record for record in records if "words" not in record]
    assert [[row[0] for row in table["rows"]] for table in tables if table["ok"]] == [
        ["Januar 2016", "Januar 2015", "Jan-Dez 2015"]
    ] * 2


# ── drafting ────────────────────────────────────────────────────────────────────────────────


def recipe_of(folder: Path) -> Path:
    return folder / "scripts/recipes/package.toml"


def test_a_draft_is_a_valid_package(draft, annexes: Run) -> None:
    created, folder = draft(table_pdf(STATES))
    assert created["ok"]
    assert created["rows"]["figures"] == 4
    said = "\n".join(created["confirm"])
    assert "'Gesamt' is the sum of the rows" in said
    assert "'Unbekannt' is no name of iso-3166-2:DE" in said
    assert "'.' separates thousands" in said
    assert "'insgesamt' is the sum of erstantraege, folgeantraege" in said
    data = (folder / "data/figures.csv").read_text("utf-8")
    assert "DE-BY,6820,6677,143" in data
    assert annexes("validate", folder).exit_code == 0
    assert "Nothing changed" in annexes("build", "-C", folder).stdout
    assert "page 1 table 1" in annexes("explain", "DE-BE", "-C", folder).stdout


def test_printed_totals_travel_as_data_beside_the_sum_of_the_rows(draft, annexes: Run) -> None:
    _, folder = draft(table_pdf(STATES))
    totals = (folder / "data/totals.csv").read_text("utf-8").splitlines()
    assert "document,page 1 table 1,Gesamt,figures,insgesamt,13239,equal,13239,1,8" in totals


@pytest.mark.parametrize("printed", ["245", "243"], ids=["larger", "smaller"])
def test_a_total_that_does_not_add_up_is_a_total_with_a_finding(
    draft, annexes: Run, printed: str
) -> None:
    created, folder = draft(table_pdf([*STATES[:-1], ["Gesamt", "13.239", "12.995", printed]]))
    assert created["ok"], created["errors"]
    said = f"Gesamt, Folgeanträge: {printed} printed, the rows sum to 244"
    assert any(said in text for text in created["confirm"])
    assert said in (folder / "data/findings.csv").read_text("utf-8")
    assert "Gesamt" not in (folder / "data/provenance.csv").read_text("utf-8")
    assert f",{printed},equal,244," in (folder / "data/totals.csv").read_text("utf-8")


def test_a_total_below_all_its_rows_is_no_row_of_the_data(draft) -> None:
    rows = [["Land", "Zahl"], ["Syrien", "600"], ["Irak", "302"], ["Iran", "100"], ["Summe", "939"]]
    created, folder = draft(table_pdf(rows))
    assert created["rows"]["figures"] == 3
    assert "939 printed, the rows sum to 1002" in (folder / "data/findings.csv").read_text("utf-8")


def test_a_total_of_more_than_the_rows_listed_is_a_decision_to_confirm(draft) -> None:
    rows = [["Land", "Zahl"], ["Syrien", "60"], ["Irak", "30"], ["Iran", "10"], ["Gesamt", "140"]]
    created, folder = draft(table_pdf(rows))
    assert any("'Gesamt' is more than the rows listed" in text for text in created["confirm"])
    assert ",140,at most,100," in (folder / "data/totals.csv").read_text("utf-8")


def test_a_total_without_a_label_is_a_total(draft) -> None:
    rows = [["Land", "Zahl"], ["Syrien", "60"], ["Irak", "30"], ["Iran", "10"], ["", "100"]]
    created, folder = draft(table_pdf(rows))
    assert created["ok"], created["errors"]
    assert created["rows"]["figures"] == 3
    assert ",100,equal,100," in (folder / "data/totals.csv").read_text("utf-8")


def test_a_misprinted_figure_is_never_mended(draft) -> None:
    rows = [
        ["Land", "Zahl", "Anteil"],
        ["Syrien", "17.9128", "5,1"],
        ["Irak", "1.128", "6,1"],
        ["Iran", "912", "7,1"],
        ["Jemen", "1.912", "7,1"],
    ]
    created, folder = draft(table_pdf(rows))
    assert any("'17.9128' in 'Syrien' is no figure" in text for text in created["confirm"])
    data = (folder / "data/figures.csv").read_text("utf-8")
    assert data.splitlines()[0] == "country,zahl,zahl_mark,anteil"
    assert "SYR,,17.9128,5.1" in data
    assert "Syrien, Zahl: 17.9128" in (folder / "data/findings.csv").read_text("utf-8")


def test_a_misprint_beside_a_code_is_named_by_its_row(draft) -> None:
    rows = [
        ["Land", "Zahl", "Anteil"],
        ["IRN Iran", "912", "7,1"],
        ["IRQ Irak", "1.128", "6,1"],
        ["SYR Syrien", "17.9128", "5,1"],
        ["YEM Jemen", "1.912", "7,1"],
    ]
    created, folder = draft(table_pdf(rows))
    assert created["ok"], created["errors"]
    assert "SYR,,17.9128" in (folder / "data/figures.csv").read_text("utf-8")


def test_rows_of_a_table_are_no_title(draft) -> None:
    rows = [["Land", "Zahl"], ["Syrien", "17"], ["Irak", "28"], ["Iran", "9"]]
    created, _ = draft(table_pdf(rows, title="Personen am Stichtag"))
    assert "the package: the title: Personen am Stichtag" in created["confirm"]


def test_a_page_of_nothing_but_tables_has_no_title(draft) -> None:
    canvas, buffer = new_canvas()
    draw_table(canvas, STATES, 760, [57, 200, 270, 340, 410])
    draw_table(canvas, KEYED, 500, [57, 250, 330])
    canvas.showPage()
    canvas.save()
    created, _ = draft(buffer.getvalue())
    assert created["ok"], created["errors"]
    said = "the package: the title, which the document does not say"
    assert said in created["confirm"]


def test_names_are_reconciled_and_ambiguous_ones_are_not_guessed(draft) -> None:
    rows = [
        ["Herkunftsland", "Zahl", "Quote"],
        ["Kongo, Dem. Republik", "4", "1,0"],
        ["Bosnien u. Herzegowina", "5", "1,1"],
        ["Weißrussland", "6", "1,2"],
        ["Russische Föderation", "7", "–"],
        ["Kongo", "8", "1,4"],
    ]
    created, folder = draft(table_pdf(rows))
    assert [error["check"] for error in created["errors"]] == ["ambiguous-name"]
    assert 'code = "BLR"\nprinted = "Weißrussland"' in recipe_of(folder).read_text("utf-8")
    assert any("'Kongo' may mean COD or COG" in text for text in created["confirm"])


def test_stateless_and_unclear_nationality_have_their_usual_codes(draft) -> None:
    rows = [
        ["Staatsangehörigkeit", "Zahl"],
        ["Syrien", "4"],
        ["Irak", "5"],
        ["Kosovo", "6"],
        ["staatenlos", "7"],
        ["ungeklärt", "8"],
    ]
    created, folder = draft(table_pdf(rows))
    assert created["ok"], created["errors"]
    data = (folder / "data/figures.csv").read_text("utf-8").split()
    assert data == ["nationality,zahl", "IRQ,5", "SYR,4", "XKX,6", "XXA,7", "XXX,8"]


KEYED = [
    ["Staatsangehörigkeit", "Zahl"],
    ["423 Afghanistan", "17"],
    ["475 Syrien", "222"],
    ["163 Türkei", "93"],
    ["160 Russische Föderation", "81"],
    ["134 Griechenland", "4"],
    ["997 Staatenlos", "3"],
]


def test_keys_of_official_statistics_are_read_as_codes(draft) -> None:
    created, folder = draft(table_pdf([*KEYED, ["Gesamt", "420"]]))
    assert created["ok"], created["errors"]
    data = (folder / "data/figures.csv").read_text("utf-8").split()
    assert data[0] == "nationality,zahl"
    assert data[1:] == ["AFG,17", "GRC,4", "RUS,81", "SYR,222", "TUR,93", "XXA,3"]
    assert "423" in (folder / "data/countries.csv").read_text("utf-8")


def test_keys_may_stand_alone_but_other_numbers_are_none(draft) -> None:
    alone = [[label.split()[0], figure] for label, figure in KEYED[1:]]
    created, folder = draft(table_pdf([["Schlüssel", "Zahl"], *alone]))
    assert created["ok"], created["errors"]
    assert "SYR,222" in (folder / "data/figures.csv").read_text("utf-8")


def test_numbers_of_three_digits_are_not_always_keys(draft) -> None:
    rooms = [["Raum", "Zahl"], *([str(number), "17"] for number in range(101, 120, 3))]
    created, folder = draft(table_pdf(rooms))
    assert created["ok"], created["errors"]
    assert "101,17" in (folder / "data/figures.csv").read_text("utf-8")


def test_a_key_beside_the_name_of_another_is_a_doubt(draft) -> None:
    created, _ = draft(table_pdf([*KEYED, ["129 Griechenland", "5"]]))
    assert [error["check"] for error in created["errors"]] == ["name-mismatch"]
    assert any("'129 Griechenland' does not agree" in text for text in created["confirm"])


def test_codes_may_begin_with_a_later_table(draft) -> None:
    offices = [["Amt", "Zahl"], ["Amt Eins", "17"], ["Amt Zwei", "128"], ["Unbekannt", "9"]]
    states = [["Land", "Zahl"], ["Syrien", "17"], ["Irak", "128"], ["Iran", "1"]]
    created, _ = draft(table_pdf(offices, states))
    assert created["ok"], created["errors"]


def test_nil_signs_marks_and_blanks_are_kept_apart(draft) -> None:
    rows = [
        ["Land", "a", "b", "c"],
        ["Syrien", "1", "–", "2*"],
        ["Irak", "-", "0", "3"],
        ["Iran", "4", "5", ""],
    ]
    created, folder = draft(table_pdf(rows))
    assert created["ok"], created["errors"]
    assert (folder / "data/figures.csv").read_text("utf-8").splitlines() == [
        "country,a,a_mark,b,b_mark,c,c_mark",
        "IRN,4,,5,,,",
        "IRQ,,-,0,,3,",
        "SYR,1,,,–,2,*",
    ]


def test_small_cells_are_counted_in_each_resource(draft) -> None:
    states = [["Land", "Zahl"], ["Syrien", "1"], ["Irak", "128"], ["Iran", "2"]]
    places = [["Ort", "Plätze"], ["a", "2"], ["b", "128"], ["c", "77"]]
    _, folder = draft(table_pdf(states, places))
    findings = (folder / "data/findings.csv").read_text("utf-8")
    assert "small-cells-1,zahl,,small-cells,2 of the 3 non-zero cells" in findings
    assert "small-cells-2,plaetze,,small-cells,1 of the 3 non-zero cells" in findings


def test_names_of_rows_without_a_key_of_their_own_have_a_finding(draft) -> None:
    """Where labels repeat, rows are told apart by their order, and no name is a key."""
    rows = [["Land", "Zahl"], ["Syrien", "17"], ["Elfenbeinküste", "28"], ["Irak", "9"]]
    created, folder = draft(table_pdf([*rows, ["Irak", "10"]]))
    assert created["ok"], created["errors"]
    assert "CIV Elfenbeinküste" in (folder / "data/findings.csv").read_text("utf-8")


def test_a_cell_of_two_figures_fills_two_columns(draft) -> None:
    rows = [
        ["Land", "Fälle (Anteil)"],
        ["Syrien", "63 (18,5%)"],
        ["Irak", "7 (2,1%)"],
        ["Iran", "270 (79,4%)"],
    ]
    created, folder = draft(table_pdf(rows))
    assert created["ok"], created["errors"]
    data = (folder / "data/figures.csv").read_text("utf-8").split()
    assert data[1:] == ["IRN,270,79.4", "IRQ,7,2.1", "SYR,63,18.5"]


def test_a_currency_in_front_of_the_first_figure_and_the_total_is_its_unit(draft) -> None:
    rows = [["Agency", "2011", "2012"], ["Health", "$ 2,581", "$1,274"], ["Justice", "644", "4"]]
    created, folder = draft(table_pdf([*rows, ["Total", "$ 3,225", "$1,278"]]))
    assert created["ok"], created["errors"]
    data = (folder / "data/figures.csv").read_text("utf-8").split()
    assert data[1:] == ["Health,2581,1274", "Justice,644,4"]


def test_a_report_in_english_is_drafted_in_english(draft) -> None:
    rows = [
        ["Country of origin", "Persons", "Share"],
        ["Germany", "1,530", "12.5"],
        ["Syria", "12,004", "7.25"],
        ["Ivory Coast", "7", "3.1"],
        ["Total", "13,541", "22.85"],
    ]
    title = "The number of persons by country of origin in the first quarter of 2020"
    created, folder = draft(table_pdf(rows, title=title))
    assert created["ok"], created["errors"]
    assert "'Ivory Coast' means CIV: former name" in "\n".join(created["confirm"])
    data = (folder / "data/figures.csv").read_text("utf-8").split()
    assert data == [
        "period,origin,persons,share",
        "2020-Q1,CIV,7,3.1",
        "2020-Q1,DEU,1530,12.5",
        "2020-Q1,SYR,12004,7.25",
    ]
    assert 'language = "en"' in recipe_of(folder).read_text("utf-8")
    assert "differ from the English name" in (folder / "data/findings.csv").read_text("utf-8")


def test_what_may_be_thousands_or_decimals_stops_the_build(draft) -> None:
    rows = [["Land", "Zahl"], ["Syrien", "1,530"], ["Irak", "2,004"], ["Iran", "7"]]
    created, folder = draft(table_pdf(rows))
    assert not created["ok"]
    said = "'1,530' may have thousands or decimals: say thousands = ',' or decimal = ','"
    assert any(said in text for text in created["confirm"])
    assert not (folder / "datapackage.json").exists()


def test_tables_are_chosen_and_the_package_is_named(tmp_path: Path, annexes: Run) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(table_pdf(STATES, [["Land", "x"], ["Syrien", "1"], ["Irak", "2"]]))
    options = ("--tables", "1.1", "--name", "states", "--title", "Anträge nach Land")
    result = annexes("new", path, tmp_path / "package", *options)
    assert result.exit_code == 0, result.output
    text = recipe_of(tmp_path / "package").read_text("utf-8")
    assert 'name = "states"' in text
    assert 'title = { en = "Anträge nach Land", de = "Anträge nach Land" }' in text
    assert text.count("[[edition.annex]]") == 1


def test_a_draft_is_refused_by_publish_until_all_is_confirmed(draft, annexes: Run) -> None:
    _, folder = draft(table_pdf([*STATES[:-1], ["Gesamt", "13.239", "12.995", "245"]]))
    assert "Draft:" in annexes("export", "files", "-C", folder, "--out", folder / "out").stderr
    assert "[unconfirmed]" in annexes("publish", "zenodo", folder).output
    recipe = recipe_of(folder)
    text = recipe.read_text("utf-8")
    start, end = text.index("\n[confirm]"), text.index("\n[[resource]]")
    recipe.write_text(text[:start] + text[end:], "utf-8")
    assert annexes("build", "-C", folder).exit_code == 0
    assert "document.acknowledge[0].reason" in annexes("info", "-C", folder).stdout
    text = recipe.read_text("utf-8").replace("to be confirmed", "looked at")
    recipe.write_text(text, "utf-8")
    assert annexes("build", "-C", folder).exit_code == 0
    assert "unconfirmed" not in (folder / "datapackage.json").read_text("utf-8")
    assert "[unconfirmed]" not in annexes("publish", "zenodo", folder).output


@pytest.mark.parametrize("tables", ["1", "1.0", "a.b", "1.1;2.1"])
def test_tables_that_are_none(tmp_path: Path, annexes: Run, tables: str) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(table_pdf(STATES))
    result = annexes("new", path, tmp_path / "package", "--tables", tables)
    assert result.exit_code == 2
    assert not (tmp_path / "package").exists()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, annexes: Run) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(table_pdf(STATES))
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    result = annexes("new", path, tmp_path / "full")
    assert result.exit_code == 2
    assert [p.name for p in (tmp_path / "full").iterdir()] == ["mine.txt"]


def test_a_repository_keeps_the_files_that_it_has(tmp_path: Path, annexes: Run) -> None:
    folder = tmp_path / "package"
    (folder / ".git").mkdir(parents=True)
    path = folder / "document.pdf"
    path.write_bytes(table_pdf(STATES))
    (folder / "LICENSE").write_text("CC0")
    assert annexes("new", path, folder).exit_code == 0
    assert (folder / "LICENSE").read_text() == "CC0"
    written = {p.name for p in folder.iterdir()} - {"data", "schema", "scripts"}
    files = {"README.md", "LICENSE", ".gitignore", ".github", ".gitlab-ci.yml", "datapackage.json"}
    assert written == {".git", "document.pdf", *files}


def test_the_readme_of_a_package_names_nothing_that_its_recipe_may_change(draft) -> None:
    """Its lines of Python load every table, whatever it is called."""
    _, folder = draft(table_pdf(STATES))
    _, code, _ = re.split("```(?:python)?\n", (folder / "README.md").read_text("utf-8"), maxsplit=2)
    told = f"{code}\nprint(len(tables['figures']))"
    result = subprocess.run(
        [sys.executable, "-c", told], cwd=folder, capture_output=True, check=True
    )
    assert result.stdout.split() == [b"4"]


@pytest.mark.parametrize("pages", ["0", "a", "1-", "-3", "9"])
def test_pages_that_are_none(tmp_path: Path, annexes: Run, pages: str) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(table_pdf(STATES))
    result = annexes("tables", path, "--pages", pages)
    assert result.exit_code in (1, 2)
    assert "Traceback" not in result.output
    assert result.stderr
