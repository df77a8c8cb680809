"""Whole documents as they come: what they and their tables are called, tables that go on over the
page, several columns of words, years, dates and cells of several lines.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from drawing import document_pdf, draw_table, new_canvas, table_pdf

Run = Callable[..., Result]

HEAD = [
    (9, "Landtag Musterland – 18. Wahlperiode     Drucksache 18/4711"),
    (9, "14.03.2023"),
    (14, "Antwort"),
    (11, "der Landesregierung"),
    (11, "auf die Kleine Anfrage der Abgeordneten Erika Muster"),
    (11, "– Drucksache 18/4502 –"),
    (13, "Abgeschlossene Verfahren in den Kreisen"),
]
PROSE = [(9, f"In Zeile {n} steht, was dazu noch zu sagen ist.") for n in range(12)]
BY_YEAR = [
    ["Bezirk", "Jahr", "Fälle"],
    ["Nord", "2019", "1.530"],
    ["Nord", "2020", "204"],
    ["Süd", "2019", "1.977"],
    ["Süd", "2020", "93"],
]


@pytest.fixture
def draft(tmp_path: Path, annexes: Run) -> Callable[..., tuple[dict, dict[str, Any], Path]]:
    """What `annexes new --json` says, its recipe, and the new package, which is valid."""

    def new(data: bytes, *options: str) -> tuple[dict, dict[str, Any], Path]:
        path, folder = tmp_path / "document.pdf", tmp_path / "package"
        path.write_bytes(data)
        created = json.loads(annexes("new", path, folder, "--json", *options).stdout)
        assert created["ok"], created["errors"]
        assert annexes("validate", folder).exit_code == 0
        recipe = tomllib.loads((folder / "scripts/recipes/package.toml").read_text("utf-8"))
        return created, recipe, folder

    return new


def resources(recipe: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {r["name"]: r for r in recipe["resource"] if r["rows_from"] == "annexes"}


# ── what things are called ──────────────────────────────────────────────────────────────────


def test_an_answer_has_its_title_below_the_number_of_the_question(draft) -> None:
    _, recipe, _ = draft(document_pdf([*HEAD, *PROSE, BY_YEAR]))
    assert recipe["title"]["de"] == "Abgeschlossene Verfahren in den Kreisen"
    assert recipe["contributor"][0]["title"] == "Landtag Musterland"
    document_said = recipe["edition"][0]["document"]
    assert (document_said["question"], str(document_said["answered"])) == ("18/4502", "2023-03-14")


def test_the_day_up_to_which_figures_count_is_not_that_of_the_document(draft) -> None:
    head = [(9, "Landesamt Musterland · Stand: 31.12.2022"), (9, "Neustadt, 14. März 2023")]
    _, recipe, _ = draft(document_pdf([*head, *PROSE, BY_YEAR]))
    assert recipe["contributor"][0]["title"] == "Landesamt Musterland"
    assert str(recipe["edition"][0]["document"]["answered"]) == "2023-03-14"


def test_a_sentence_above_the_only_table_is_not_its_title(draft) -> None:
    _, recipe, _ = draft(document_pdf([*HEAD, *PROSE, (9, "Das zeigt folgende Tabelle:"), BY_YEAR]))
    (figures,) = resources(recipe).values()
    assert figures["title"]["de"] == "Abgeschlossene Verfahren in den Kreisen"


def test_tables_are_named_after_their_captions(draft) -> None:
    land = [["Land", "Fälle"], ["Polen", "17"], ["Malta", "28"], ["Irak", "9"]]
    pages = [
        [*HEAD, *PROSE, (9, "Tabelle 1: Verfahren nach Bezirk"), BY_YEAR],
        [*PROSE, (13, "Verfahren nach Staat"), *PROSE[:3], land],
    ]
    _, recipe, _ = draft(document_pdf(*pages))
    titles = {name: own["title"]["de"] for name, own in resources(recipe).items()}
    assert titles == {
        "verfahren-nach-bezirk": "Verfahren nach Bezirk",
        "verfahren-nach-staat": "Verfahren nach Staat",
    }


def test_the_head_of_every_page_is_no_title(draft) -> None:
    tables = [
        [[first, "Fälle"], ["a", "17"], ["b", "28"], ["c", "9"]] for first in ("Ort", "Amt", "Weg")
    ]
    pages = [[(9, "AMT FÜR ALLES"), table, *PROSE] for table in tables]
    _, recipe, _ = draft(document_pdf(*pages))
    titles = [own["title"]["en"] for own in resources(recipe).values()]
    assert titles == ["Figures by Ort", "Figures by Amt", "Figures by Weg"]


def test_tables_with_one_title_are_told_apart(draft) -> None:
    sent = [["Ort", "gesandt"], ["a", "17"], ["b", "28"], ["c", "9"]]
    received = [["Ort", "erhalten"], ["a", "18"], ["b", "21"], ["c", "6"]]
    _, recipe, _ = draft(document_pdf([*HEAD, *PROSE, sent, *PROSE, received]))
    titles = [own["title"]["de"] for own in resources(recipe).values()]
    assert titles == ["Zahlen nach Ort – gesandt", "Zahlen nach Ort – erhalten"]


def test_columns_are_named_after_their_lowest_heading_where_that_is_enough(draft) -> None:
    canvas, buffer = new_canvas()
    canvas.drawString(240, 905, "Anträge")
    for x in (57, 200, 275, 350, 425):
        canvas.line(x, 918 if x in (57, 200, 425) else 900, x, 836)
    for y in (918, 900, 884, 868, 852, 836):
        canvas.line(57 if y != 900 else 200, y, 425, y)
    rows = [
        ["Ort", "gestellt", "bewilligt", "offen"],
        ["a", "17", "9", "8"],
        ["b", "28", "9", "19"],
        ["c", "9", "9", "0"],
    ]
    draw_table(canvas, rows, 900, [57, 200, 275, 350, 425], ruled=False)
    canvas.showPage()
    canvas.save()
    _, recipe, _ = draft(buffer.getvalue())
    (figures,) = resources(recipe).values()
    assert [c["name"] for c in figures["column"]] == ["ort", "gestellt", "bewilligt", "offen"]
    assert figures["column"][1]["header"] == "Anträge / gestellt"


def test_what_is_not_translated_is_said_once_for_each_resource(draft) -> None:
    created, _, _ = draft(document_pdf([*HEAD, *PROSE, BY_YEAR]))
    said = [text for text in created["confirm"] if "to be translated" in text]
    assert said == ["figures: to be translated: the titles of bezirk, jahr, faelle"]


@pytest.mark.parametrize("heading", ["Document", "Page", "Period", "Row"])
def test_a_heading_may_be_the_name_of_a_column_that_the_engine_adds(draft, heading: str) -> None:
    rows = [[heading, "Zahl"], ["a", "17"], ["b", "28"], ["c", "9"]]
    _, recipe, _ = draft(document_pdf([*HEAD, *PROSE, (9, "Zahlen im Jahr 2022"), rows]))
    (figures,) = resources(recipe).values()
    assert f"printed_{heading.lower()}" in [column["name"] for column in figures["column"]]


# ── columns of words ────────────────────────────────────────────────────────────────────────


def test_two_columns_of_words_are_two_columns(draft, annexes: Run) -> None:
    rows = [
        ["Bezirk", "Art", "Plätze"],
        ["Nord", "Zelt", "30"],
        ["Nord", "Haus", "204"],
        ["Süd", "Zelt", "77"],
        ["Süd", "Haus", "93"],
    ]
    _, recipe, folder = draft(document_pdf([*HEAD, *PROSE, rows]))
    (figures,) = resources(recipe).values()
    assert figures["key"] == ["bezirk", "art"]
    data = (folder / "data/figures.csv").read_text("utf-8").split()
    assert data == [
        "bezirk,art,plaetze",
        "Nord,Haus,204",
        "Nord,Zelt,30",
        "Süd,Haus,93",
        "Süd,Zelt,77",
    ]
    assert "Nothing changed" in annexes("build", "-C", folder).stdout


def test_a_line_of_words_between_rows_shifts_no_misprint(draft) -> None:
    rows = [
        ["Bezirk", "Art", "Plätze"],
        ["Nord", "Zelt", "1.300"],
        ["", "darunter:", ""],
        ["Nord", "Haus", "17.9128"],
        ["Süd", "Zelt", "1.770"],
        ["Süd", "Haus", "1.930"],
    ]
    created, _, folder = draft(document_pdf([*HEAD, *PROSE, rows]))
    assert "'17.9128' in 'Nord' is no figure" in "\n".join(created["confirm"])
    assert "Nord,Haus,,17.9128" in (folder / "data/figures.csv").read_text("utf-8")


def test_years_are_no_figures(draft) -> None:
    _, recipe, folder = draft(document_pdf([*HEAD, *PROSE, BY_YEAR]))
    (figures,) = resources(recipe).values()
    assert figures["key"] == ["bezirk", "jahr"]
    schema = json.loads((folder / "schema/figures.json").read_text("utf-8"))
    assert [field["type"] for field in schema["fields"]] == ["string", "year", "integer"]
    assert "Süd,2019,1977" in (folder / "data/figures.csv").read_text("utf-8")


def test_names_that_repeat_do_not_make_a_list_of_names(draft) -> None:
    """Few names of no list, in many rows, are not taken for names of states."""
    _, _, folder = draft(document_pdf([*HEAD, *PROSE, BY_YEAR]))
    assert not (folder / "data/countries.csv").exists()


@pytest.mark.parametrize("first", [True, False], ids=["first", "later"])
def test_dates_are_dates_and_a_date_may_be_the_label(draft, first: bool) -> None:
    days = ["12.01.2021", "28.01.2021", "03.04.2021"]
    places = ["Kabul,\nAfghanistan", "Lagos,\nNigeria", "Belgrad,\nSerbien"]
    pairs = zip(days, places, strict=True) if first else zip(places, days, strict=True)
    heads = ["Tag", "Ziel"] if first else ["Ziel", "Tag"]
    rows = [[*heads, "Personen"], *([*pair, str(17 + n)] for n, pair in enumerate(pairs))]
    _, _, folder = draft(document_pdf([*HEAD, *PROSE, rows]))
    schema = json.loads((folder / "schema/figures.json").read_text("utf-8"))
    data = (folder / "data/figures.csv").read_text("utf-8")
    if first:
        assert '03.04.2021,"Belgrad, Serbien",19' in data
    else:
        assert [field["type"] for field in schema["fields"]] == ["string", "date", "integer"]
        assert '"Belgrad, Serbien",2021-04-03,19' in data


# ── cells and pages ─────────────────────────────────────────────────────────────────────────


def test_a_cell_of_several_lines_comes_round(draft) -> None:
    rows = [
        ["Stoff", "Luft", "Wasser"],
        ["Benzol", "1000", "200\n(als BTEX)"],
        ["Toluol", "–", "201\n(als BTEX)"],
        ["Phenol", "17", "20"],
        ["Xylol", "18", "22"],
    ]
    created, _, folder = draft(document_pdf([*HEAD, *PROSE, rows]))
    assert "'200 (als BTEX)' in 'Benzol' and 1 more is no figure" in "\n".join(created["confirm"])
    assert "Benzol,1000,,,200 (als BTEX)" in (folder / "data/figures.csv").read_text("utf-8")


def test_a_table_that_goes_on_without_headings_is_one(draft) -> None:
    rows = [["Ort", "Fälle"], *([f"Ort {n}", str(17 + 13 * n)] for n in range(9))]
    head = (9, "Landtag Musterland – 2 – Drucksache 18/4711")
    pages = [[*HEAD, *PROSE, (9, "Fälle nach Orten"), rows[:6]], [head, rows[6:], *PROSE]]
    created, recipe, folder = draft(document_pdf(*pages))
    (annex,) = recipe["edition"][0]["annex"]
    assert (annex["pages"], annex["header_once"]) == (2, True)
    assert "is one table, which goes on over the page" in "\n".join(created["confirm"])
    assert (folder / "data/figures.csv").read_text("utf-8").count("\n") == 10


def test_a_caption_that_the_next_page_does_not_repeat_stops_no_draft(draft) -> None:
    """A page of nothing but a table may go on without its caption: then only places are claimed."""
    rows = [["Ort", "Fälle"], *([f"Ort {n}", str(17 + 13 * n)] for n in range(9))]
    _, recipe, folder = draft(document_pdf([(9, "Fälle nach Orten"), rows[:6]], [rows[6:]]))
    (annex,) = recipe["edition"][0]["annex"]
    assert (annex["page"], annex["table"], annex["pages"]) == (1, 1, 2)
    assert (folder / "data/figures.csv").read_text("utf-8").count("\n") == 10


def test_dots_that_lead_to_the_figures_are_no_part_of_a_name(draft) -> None:
    rows = [
        ["Ort", "Fälle"],
        ["Nord .............", "17"],
        ["Süd .............", "28"],
        ["Ost", "9"],
    ]
    _, _, folder = draft(table_pdf(rows, ruled=False))
    assert "Nord,17" in (folder / "data/figures.csv").read_text("utf-8")


def test_a_table_of_few_words_is_german_by_its_umlauts(draft) -> None:
    rows = [["Gemeinde in %", "Plätze"], ["Köln", "1.530"], ["Münster", "2.004"], ["Bonn", "977"]]
    _, _, folder = draft(table_pdf(rows, title="in"))
    assert "Köln,1530" in (folder / "data/figures.csv").read_text("utf-8")


def test_a_table_with_a_caption_of_its_own_on_the_next_page_is_another(draft) -> None:
    rows = [["Ort", "Fälle"], *([f"Ort {n}", str(17 + 13 * n)] for n in range(9))]
    second = (9, "Fälle nach anderen Orten")
    pages = [[*HEAD, *PROSE, (9, "Fälle nach Orten"), rows[:6]], [second, rows[6:], *PROSE]]
    _, recipe, _ = draft(document_pdf(*pages))
    assert len(recipe["edition"][0]["annex"]) == 2


def test_what_one_table_proves_holds_where_another_proves_nothing(draft) -> None:
    """A dot separates thousands in the first table, so in an English text it does in both."""
    proven = [["Topic", "Letters"], ["Work", "1.001.200"], ["Law", "977"], ["Tax", "14"]]
    open_one = [["Office", "Letters"], ["North", "1.530"], ["South", "2.004"], ["East", "977"]]
    pages = [(9, "The number of the letters in the offices of the agency for the report"), proven]
    _, recipe, folder = draft(document_pdf([*pages, *PROSE, open_one]))
    _, name = resources(recipe)
    assert "North,1530" in (folder / f"data/{name}.csv").read_text("utf-8")


def test_a_total_of_some_rows_is_no_error_of_the_source(draft) -> None:
    rows = [
        ["Schutz", "Fälle"],
        ["Asyl", "17"],
        ["national a", "30"],
        ["europäisch", "50"],
        ["national b", "9"],
        ["Summe national", "39"],
        ["Gesamt", "106"],
    ]
    created, _, _ = draft(table_pdf(rows))
    said = "\n".join(created["confirm"])
    assert "'Summe national' is the sum of some of the rows" in said
    assert "'Gesamt' is the sum of the rows" in said
    assert "does not equal" not in said


def test_a_table_that_goes_on_below_its_headings_again_is_one(draft) -> None:
    """No caption joins the pages, but nothing stands between the two parts."""
    rows = [["Ort", "Fälle"], *([f"Ort {n}", str(17 + 13 * n)] for n in range(9))]
    head = (9, "Landtag Musterland – 2 – Drucksache 18/4711")
    pages = [[*HEAD, *PROSE, (9, "Fälle nach Orten"), rows[:6]], [head, [rows[0], *rows[6:]]]]
    created, recipe, folder = draft(document_pdf(*pages, [*PROSE]))
    (annex,) = recipe["edition"][0]["annex"]
    assert annex["pages"] == 2
    assert "header_once" not in annex
    assert "is one table, which goes on over the page" in "\n".join(created["confirm"])
    assert (folder / "data/figures.csv").read_text("utf-8").count("\n") == 10


def test_the_title_stands_on_the_first_page_that_is_not_blank(draft) -> None:
    _, recipe, _ = draft(document_pdf([], [*HEAD, *PROSE, BY_YEAR]))
    assert recipe["title"]["de"] == "Abgeschlossene Verfahren in den Kreisen"


def test_a_page_of_prose_around_a_table_is_no_annex_as_a_whole(draft) -> None:
    """What stands there belongs to this document, and not to the next one with such a table."""
    lines = [(9, "Landtag Musterland · Drucksache 7/1234"), (13, "Fälle nach Orten")]
    lines += [(9, "Die Zahlen sind der folgenden Tabelle zu entnehmen.")]
    rows = [["Ort", "Fälle"], *([f"Ort {n}", str(17 + 13 * n)] for n in range(9))]
    _, recipe, _ = draft(document_pdf([*lines, (9, "Fälle im 1. Halbjahr 2023"), rows]))
    (annex,) = recipe["edition"][0]["annex"]
    assert (annex["page"], annex["above"]) == (1, ["Fälle im 1. Halbjahr 2023"])


def test_no_column_has_a_name_that_begins_with_a_digit(draft) -> None:
    """R and SQL take such names only in quotes."""
    rows = [["Ort", "2021 Fälle", "2022 Fälle", "3. Quartal"], ["a", "17", "9", "8"]]
    rows += [["b", "28", "9", "19"], ["c", "9", "7", "1"]]
    _, recipe, _ = draft(document_pdf([*HEAD, *PROSE, rows]))
    (figures,) = resources(recipe).values()
    assert [c["name"] for c in figures["column"]] == [
        "ort",
        "faelle_2021",
        "faelle_2022",
        "in_3_quartal",
    ]


@pytest.mark.parametrize("first", ["\nEuropa\n", ""], ids=["also-above-the-first-row", "between"])
def test_a_text_with_lines_between_its_rows_is_one_table(
    first: str, tmp_path: Path, annexes: Run
) -> None:
    """A name that goes on in the next line is no such line."""
    rows = "Polen 211 18\nMalta 98 10\nAsien\nChina 37 3\nIrak 12 1\nAfrika\nKenia 5 0\nGhana 7 2\n"
    path = tmp_path / "answer.txt"
    path.write_text(f"Anlage zu Frage 1\n\nStaat\nBesuche\nGruppen\n{first or chr(10)}{rows}")
    told = json.loads(annexes("new", path, tmp_path / "package", "--json").stdout)
    assert told["ok"], told["errors"]
    assert told["rows"]["figures"] == 6
    recipe = tomllib.loads((tmp_path / "package/scripts/recipes/package.toml").read_text("utf-8"))
    (annex,) = recipe["edition"][0]["annex"]
    assert annex["inside"] == [*(["Europa"] if first else []), "Asien", "Afrika"]
    assert [own["name"] for own in recipe["resource"][0]["column"]][1:] == ["besuche", "gruppen"]


def test_a_name_that_goes_on_in_the_next_line_of_a_text_is_no_line_between_rows(
    tmp_path: Path, annexes: Run
) -> None:
    rows = "Polen 211 18\nMalta 98 10\nBosnien und\nHerzegowina 37 3\nIrak 12 1\nSan\nMarino 5 0\n"
    path = tmp_path / "answer.txt"
    path.write_text(f"Anlage zu Frage 1\n\nStaat\nBesuche\nGruppen\n\n{rows}")
    told = annexes("tables", path, "--json").stdout
    tables = [json.loads(line) for line in told.splitlines()]
    assert all(["Bosnien und", "", ""] not in own.get("rows", []) for own in tables)


def test_a_text_says_its_title_below_the_number_of_the_question(
    tmp_path: Path, annexes: Run
) -> None:
    rows = "Staat\nBesuche\n\nPolen 211\nMalta 98\nChina 37\n"
    head = "Antwort\n\nder Landesregierung\n\nauf die Kleine Anfrage 42\nder Abgeordneten Muster\n"
    title = "Besuche in den Museen des Landes im ersten\nHalbjahr 2030\n\nVorbemerkung\n\nText.\n"
    path = tmp_path / "answer.txt"
    path.write_text(f"{head}Drucksache 18/97\n\n\n{title} Anlage zu Frage 1\n\n{rows}")
    assert annexes("new", path, tmp_path / "package").exit_code == 0
    recipe = tomllib.loads((tmp_path / "package/scripts/recipes/package.toml").read_text("utf-8"))
    assert recipe["title"]["de"] == "Besuche in den Museen des Landes im ersten Halbjahr 2030"
    assert recipe["edition"][0]["document"]["question"] == "18/97"


def test_the_only_table_names_the_package_where_the_document_does_not(draft) -> None:
    """A unit below the caption is none of it, and its number says nothing outside."""
    lines = [(9, "Tabelle 3.4: Verfahren in den Kreisen (Gerichte)"), (9, "in 1000"), BY_YEAR]
    created, recipe, _ = draft(document_pdf([*PROSE, *lines]))
    assert recipe["title"]["de"] == "Verfahren in den Kreisen (Gerichte)"
    assert "the package: the title: Verfahren in den Kreisen (Gerichte)" in created["confirm"]
    assert recipe["edition"][0]["document"]["title"] == "Verfahren in den Kreisen (Gerichte)"


def test_a_row_that_stands_alone_on_the_next_page_is_not_lost_without_a_word(
    tmp_path: Path, annexes: Run
) -> None:
    rows = [["Bezirk", "Klagen", "Urteile"], ["Nord", "1.530", "204"], ["Süd", "977", "93"]]
    canvas, buffer = new_canvas()
    edges = [57.0, 200.0, 275.0, 350.0]
    draw_table(canvas, [*rows, ["West", "12", "3"]], 900, edges, ruled=False)
    canvas.showPage()
    draw_table(canvas, [["Insgesamt", "2.519", "300"]], 940, edges, ruled=False)
    canvas.showPage()
    canvas.save()
    path = tmp_path / "document.pdf"
    path.write_bytes(buffer.getvalue())
    told = annexes("tables", path)
    assert told.exit_code == 1
    assert "'Insgesamt 2.519 300' may be a row of the table on the page before" in told.stderr
    told = json.loads(annexes("new", path, tmp_path / "package", "--json").stdout)
    assert "1 tables or lines on pages 2 were not read" in " ".join(told["confirm"])
