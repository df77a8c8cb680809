"""Several periods: development as small multiples, gaps as gaps, nothing added up."""

from __future__ import annotations

import copy
import csv
import json
import sqlite3
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import sync_playwright

from annexes.exports.charts.drawing import svg
from annexes.exports.charts.questions import charts
from annexes.exports.export import export
from annexes.exports.finding_texts import findings, said_periods
from annexes.package.disk import open_package
from annexes.package.opened import OpenedPackage, open_whole
from annexes.package.printed_figures import printed_figures
from exports.made_up import write_package
from exports.many_editions import write_many_editions
from programs import need


@pytest.fixture
def source(tmp_path: Path) -> OpenedPackage:
    """Two periods; in the second one code is gone from the first annex, and one counts 0."""
    package = write_package(tmp_path, ["Peru", "Mali", "Fiji"])
    path = package / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    with (package / "counts.csv").open(newline="") as file:
        header, *rows = csv.reader(file)
    second = [[area, code, str(int(n) * 2), part] for area, code, n, part in rows]
    second = [row for row in second if row[:2] != ["one", "C02"]]
    second[0][2] = "0"
    with (package / "counts.csv").open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(
            [
                ["period", *header],
                *(["p1", *row] for row in rows),
                *(["p2", *row] for row in second),
            ]
        )
    counts = descriptor["resources"][0]["schema"]
    counts["fields"].insert(0, {"name": "period", "type": "string"})
    counts["primaryKey"].insert(0, "period")
    descriptor["annexes"]["made"].pop("provenance")
    edition = descriptor["annexes"]["editions"][0]
    editions = [copy.deepcopy(edition) for _ in range(2)]
    for number, one in enumerate(editions, start=1):
        one["edition"] = f"e{number}"
        for annex in one["annexes"]:
            annex["values"]["period"] = f"p{number}"
    descriptor["annexes"]["editions"] = editions
    path.write_text(json.dumps(descriptor), "utf-8")
    return open_whole(open_package(package))


def test_each_row_has_a_panel_with_a_column_for_each_period(source: OpenedPackage) -> None:
    one, two = [chart for chart in charts(source, "en") if chart.name.startswith("series")]
    assert one.title == "text (Annex 1): the highest counts over time"
    assert [(panel.title, panel.reading) for panel in one.panels] == [
        ("Mali", "Mali: 2 periods; lowest 11 (p1), highest 22 (p2); not listed in 0."),
    ]
    assert list(two.rows) == [
        ["Fiji (C02)", 12, 24], ["Mali (C01)", 11, 22], ["Peru (C00)", 10, 20],
    ]  # fmt: skip
    assert (one.limit, two.limit) == (22, 24)


def test_a_chart_of_one_period_names_it(source: OpenedPackage) -> None:
    (sums,) = [chart for chart in charts(source, "de") if chart.name == "sums"]
    assert sums.title == "Die Summen je Anlage (p2)"


def test_a_gap_is_drawn_as_a_gap(source: OpenedPackage) -> None:
    from annexes.exports.charts.chart import Bar, Panel, Segment

    bars = [Bar("p1", "5", [Segment(0, 5, "a")]), Bar("p2", "not listed", [], is_gap=True),
            Bar("p3", "0", [])]  # fmt: skip
    drawn = svg(Panel("Peru", bars, over_time=True), 10)
    assert drawn.count('class="style-a"') == drawn.count('class="style-c"') == 1
    assert "v45" in drawn
    assert drawn.count('class="style-line"') == 1
    assert ">p1: 5<" in drawn
    assert ">p3: 0<" in drawn


def test_one_period_has_no_development(tmp_path: Path) -> None:
    source = open_whole(open_package(write_package(tmp_path, ["Peru"])))
    assert [chart.name for chart in charts(source, "en")] == ["sums", "listed", "highest"]


# ── a long table ────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of 3,500 codes in two areas."""
    folder = tmp_path_factory.mktemp("long")
    package = write_package(folder / "package", [*map("Land {}".format, range(3499)), "<b>"])
    export(open_package(package), folder / "out", ["page"])
    return folder / "out"


def test_a_page_of_7000_rows_is_small(long: Path) -> None:
    assert (long / "index.html").stat().st_size < 400_000


@pytest.mark.slow
def test_a_long_table_is_searched_like_any_other(long: Path) -> None:
    path = need("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text))
        page.goto((long / "index.html").as_uri())
        assert page.inner_text("#all-figures output") == "7000 of 7000 rows"
        assert page.locator(".last-rows").is_hidden()
        page.fill("#figures-search", "Land 3141")
        row = page.locator("#figures tbody tr:not([hidden])").first
        assert row.inner_text().split() == [
            *("Land", "3141", "C3141", "text", "3,151", "3,141"),
            *("Annex", "1,", "p.", "1,", "line", "3142"),
        ]
        assert page.locator("#figures tbody tr:not([hidden])").count() == 2
        page.fill("#figures-search", "<b>")
        assert page.locator("#figures tbody tr:not([hidden])").count() == 2
        assert page.locator("#figures b").count() == 0
        browser.close()
    assert wrong == []


def test_a_changed_packed_figure_is_found(long: Path, tmp_path: Path) -> None:
    from annexes.base.errors import CheckError
    from annexes.exports.page.render import read_back

    page = (long / "index.html").read_text("utf-8")
    (tmp_path / "index.html").write_text(page.replace('["3151","3,151"]', '["3150","3,151"]'))
    source = open_whole(open_package(long.parent / "package"))
    with pytest.raises(CheckError, match="the table has"):
        read_back(source, tmp_path)


# ── many editions ───────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def many(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of the small package with forty editions."""
    folder = tmp_path_factory.mktemp("many")
    package = write_many_editions(root, folder / "package", 40)
    assert export(open_package(package), folder / "out").failed == {}
    return folder / "out"


def test_a_page_of_forty_editions_is_small(many: Path) -> None:
    for page in ("index.html", "index.de.html"):
        assert (many / page).stat().st_size < 400_000


def test_a_finding_of_many_periods_is_said_once_with_its_periods(many: Path) -> None:
    source = open_whole(open_package(many.parent / "package"))
    known = findings(source)
    assert len(known) == len({(one.kind, one.key, *one.notes.values()) for one in known}) < 20
    (missing,) = [one for one in known if one.kind == "missing-codes"]
    assert missing.key == "area=sea-ports;flag=MHL"
    assert 30 < len(missing.periods) <= 40
    said = said_periods(source, ["2003-H1", "2003-H2", "2004-H1", "2006-H1", "2022-H2"], "en")
    assert said == "half 1 of 2003 to half 1 of 2004, half 1 of 2006, half 2 of 2022"
    page = (many / "index.html").read_text("utf-8")
    assert page.count("They belong exactly at its page break") == 1
    assert page.count("The source does not say whether tankers") == 3  # figures, chart, findings


def test_breaks_are_marked_where_the_headings_change(many: Path) -> None:
    page = (many / "index.html").read_text("utf-8")
    panels = page.count('class="style-line"')
    assert panels == page.count('class="style-break"') > 10
    assert "a break: from here on the figures are headed otherwise" in page


def test_what_a_finding_names_is_marked_in_its_period(source: OpenedPackage) -> None:
    path = source.package.root / "oddities.csv"
    rows = [
        ["finding", "resource", "key", "kind", "note_en", "note_de"],
        ["f1", "counts", "period=p2;area=one;code=C01", "conflict", "odd", "merkwürdig"],
        ["f2", "counts", "period=p2;area=one", "conflict", "of the annex", "der Anlage"],
    ]
    with path.open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    again = open_whole(open_package(source.package.root))
    one, two = [chart for chart in charts(again, "en") if chart.name.startswith("series")]
    (panel,) = one.panels
    assert [bar.marked for bar in panel.bars] == [False, True]
    assert one.header[-1] == "Findings"
    assert [row[-1] for row in one.rows] == ["conflict: p2"]
    assert not any(bar.marked for panel in two.panels for bar in panel.bars)


def test_the_history_names_editions_the_newest_first(many: Path) -> None:
    page = (many / "index.html").read_text("utf-8")
    history = page[page.index('<section id="history">') :]
    assert history.index("2022-12-31") < history.index("2022-08-01") < history.index("2003-08-01")


def test_the_lines_of_the_last_documents_are_on_the_page(many: Path) -> None:
    page = (many / "index.html").read_text("utf-8")
    assert 'id="source-40-1"' in page
    assert 'id="source-1-1"' not in page


def test_workbook_and_database_show_each_count_period_by_period(many: Path) -> None:
    with sqlite3.connect(many / "ship-inspections.sqlite") as db:
        rows = db.execute("SELECT * FROM inspections_inspected_by_period").fetchall()
        figures = db.execute("SELECT area, flag, period, inspected FROM inspections").fetchall()
    source = open_whole(open_package(many.parent / "package"))
    (facts,) = printed_figures(source)
    known = {tuple(row[:3]): row[3] for row in figures}
    wanted = [
        (area, flag, *(known.get((area, flag, period)) for period in facts.periods))
        for area, flag in sorted({row[:2] for row in figures})
    ]
    assert rows == wanted
    assert any(None in row for row in rows)
    book = openpyxl.load_workbook(many / "ship-inspections.xlsx")
    _, _, _, _, header, *lines = book["inspected by period"].values
    assert header == ("area", "flag", "development", *facts.periods)
    assert sorted((*line[:2], *line[3:]) for line in lines) == rows
