"""A drafted package: several tables of figures, other columns and codes, no areas, no periods."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from typer.testing import Result

from annexes.base.errors import PackageError
from annexes.exports.charts.questions import charts
from annexes.exports.export import export
from annexes.exports.page.figure_tables import figure_tables
from annexes.package.disk import open_package
from annexes.package.opened import open_whole
from drawing import draw_table, new_canvas

STATES = [
    ["Bundesland", "insgesamt", "Erstanträge"],
    ["Bayern", "6.820", "6.677"],
    ["Berlin", "5.872", "5.777"],
    ["Bremen", "533", "529"],
    ["Unbekannt", "14", "12"],
    ["Gesamt", "13.239", "12.995"],
]
ORIGINS = [
    ["Herkunftsland", "Personen", "Quote"],
    ["Syrien", "1.204", "12,5"],
    ["Irak", "–", "0,4"],
    ["Namibia", "3", "0,0"],
]
OFFICES = [
    ["Dienststelle", "Fälle"],
    ["Bezirk Mitte", "4"],
    ["Bezirk West", "0"],
    ["Bezirk Ost", "7"],
]


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Drafted from a PDF with a table of states, which has a total, countries, offices."""
    from typer.testing import CliRunner

    from annexes.cli import application

    canvas, buffer = new_canvas()
    draw_table(canvas, STATES, 760, [57, 200, 270, 340], ruled=True)
    draw_table(canvas, ORIGINS, 500, [57, 250, 330, 420], ruled=True)
    draw_table(canvas, OFFICES, 300, [57, 250, 330], ruled=True)
    canvas.showPage()
    canvas.save()
    folder = tmp_path_factory.mktemp("drafted")
    (folder / "paper.pdf").write_bytes(buffer.getvalue())
    arguments = ["new", str(folder / "paper.pdf"), str(folder / "package")]
    assert CliRunner().invoke(application(), arguments).exit_code == 0
    return folder / "package"


@pytest.fixture(scope="module")
def out(drafted: Path) -> Path:
    export(open_package(drafted), drafted.parent / "out")
    return drafted.parent / "out"


def test_every_form_is_made_and_the_flat_one_is_valid(
    out: Path, annexes: Callable[..., Result]
) -> None:
    assert {path.name for path in out.iterdir()} >= {
        *("paper.xlsx", "paper.sqlite", "paper.zip", "index.html", "index.de.html", "parquet"),
    }
    assert annexes("validate", out / "flat").exit_code == 0


def test_what_readers_change_is_declared(drafted: Path, annexes: Callable[..., Result]) -> None:
    result = annexes("readers", drafted)
    assert result.exit_code == 0
    assert "page-1-table-2.quote: number [declared]" in result.stdout  # 12.5 in Germany


def test_explain_and_info_know_every_table(drafted: Path, annexes: Callable[..., Result]) -> None:
    for asked, line in [
        ("DE-BE", "Berlin 5.872 5.777"),
        ("SYR", "Syrien 1.204 12,5"),
        ("Bezirk Ost", "Bezirk Ost 7"),
    ]:
        assert f"  printed     {line}\n" in annexes("explain", asked, "-C", drafted).stdout
    told = annexes("info", "-C", drafted).stdout
    assert "annex page 1 table 2, rows 3, personen 1207, without a figure 1" in told
    assert "annex page 1 table 3, rows 3, faelle 11" in told


def test_an_annex_as_printed_says_what_is_not_in_the_data(out: Path) -> None:
    book = openpyxl.load_workbook(out / "paper.xlsx")
    sheets = ([*book[name].values][5:] for name in ("page 1 table 1", "page 1 table 2"))
    states, origins = ([row[1:] for row in sheet] for sheet in sheets)
    assert states[0][:4] == ("heading", "Bundesland", "insgesamt", "Erstanträge")
    assert states[1][:4] == ("row", "Bayern", 6820, 6677)
    assert ("not-in-data", "Gesamt") in {row[:2] for row in states}
    assert origins[:3] == [
        ("heading", "Herkunftsland", "Personen", "Quote", "Personen: sign"),
        ("row", "Syrien", 1204, 12.5, None),
        ("row", "Irak", None, 0.4, "–"),
    ]
    assert "not-in-data" not in {row[0] for row in origins}


def test_the_page_has_each_table_and_leads_into_the_document(drafted: Path) -> None:
    source = open_whole(open_package(drafted))
    states, origins, offices = figure_tables(source, "de")
    shown = [[cell.text for cell in row.cells] for row in origins.rows]
    assert shown == [
        ["Irak", "", "0,4", "–"],  # no figure is not 0
        ["Namibia", "3", "0,0", ""],
        ["Syrien, Arabische Republik", "1.204", "12,5", ""],
    ]
    assert [row.cells[0].value for row in states.rows] == [
        *("DE-BE", "DE-BY", "DE-HB", "X-UNBEKANNT"),
    ]
    assert offices.rows[0].cells[0].text == offices.rows[0].cells[0].value == "Bezirk Mitte"
    assert states.rows[0].place is not None
    assert (states.rows[0].place.document, states.rows[0].place.page) == ("paper", 1)


def test_links_lead_to_the_page_of_the_pdf(out: Path) -> None:
    page = (out / "index.html").read_text("utf-8")
    assert 'href="data/raw/paper/paper.pdf#page=1">page 1 table 1, p. 1, line 3</a>' in page


def test_search_engines_are_told_of_the_columns_of_all_tables(out: Path) -> None:
    page = (out / "index.html").read_text("utf-8")
    told = json.loads(page.split('ld+json">')[1].split("</script>")[0])
    named = [one["name"] for one in told["variableMeasured"]]
    assert named == ["insgesamt", "erstantraege", "personen", "faelle"]


def test_charts_compare_nothing_that_is_not_alike(drafted: Path) -> None:
    """One annex has nothing to be compared with, and a sum without a figure would be wrong."""
    told = charts(open_whole(open_package(drafted)), "en")
    assert [chart.name for chart in told] == ["highest-1", "highest-2", "highest-3"]
    assert [bar.label for bar in told[1].panels[0].bars] == ["Syrian Arab Republic", "Namibia"]
    assert told[1].rows[0] == ["page 1 table 2", "Syrian Arab Republic (SYR)", 1204]


def test_a_page_without_neighbours_or_oddities_claims_none(out: Path) -> None:
    for name in ("index.html", "index.de.html"):
        page = (out / name).read_text("utf-8")
        assert "Never add" not in page
        assert "Each bar is the sum" not in page
        assert "line by line" not in page  # the source is a PDF


def test_columns_that_are_not_there_are_named(drafted: Path) -> None:
    path = drafted / "datapackage.json"
    before = path.read_text("utf-8")
    descriptor = json.loads(before)
    descriptor["annexes"]["editions"][0]["annexes"][1]["columns"][1]["name"] = "gone"
    path.write_text(json.dumps(descriptor), "utf-8")
    try:
        with pytest.raises(PackageError, match="'page-1-table-2' has not: gone"):
            charts(open_whole(open_package(drafted)), "en")
    finally:
        path.write_text(before, "utf-8")
