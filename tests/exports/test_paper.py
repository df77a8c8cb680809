"""The page on paper: every figure stands on the sheet, in both languages, on all common sheets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from annexes.exports.export import export
from annexes.package.disk import open_package
from exports.made_up import write_package
from programs import need

pytestmark = pytest.mark.slow

PAGES = {"en": "index.html", "de": "index.de.html"}
LONG = "Staatsangehörigkeitsfeststellungsverfahrensbeschleunigungsmaßnahme"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with long words, counts above 1,000, headings as broad as German makes them."""
    folder = tmp_path_factory.mktemp("paper")
    package = write_package(folder / "package", [LONG, *(f"Land {n}" for n in range(40))])
    path = package / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    for resource in descriptor["resources"]:
        for field in resource["schema"]["fields"]:
            field |= {"title": field["name"], "title@de": f"{LONG} {field['name']}"}
    path.write_text(json.dumps(descriptor), "utf-8")
    counts = package / "counts.csv"
    rows = counts.read_text("utf-8")
    counts.write_text(re.sub(r'"(\d+)","(\d+)"\n', r'"7\1\2","6\1\2"\n', rows), "utf-8")
    export(open_package(package), folder / "out", ["page"])
    return folder / "out"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = need("chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


def printed(page: Page, sheet: str) -> list[str]:
    """The texts of the sheets: only what lies on them."""
    document = pypdfium2.PdfDocument(page.pdf(format=sheet))
    texts = []
    for one in document:
        width, height = one.get_size()
        margin = 0.9 * 42  # of 15 mm; whatever reaches into it is on its way off the sheet
        text = one.get_textpage().get_text_bounded(0, 0, width - margin, height)
        assert text == one.get_textpage().get_text_bounded(0, 0, width * 9, height)
        texts.append(text)
    return texts


@pytest.mark.parametrize("sheet", ["A4", "A5", "Letter"])
@pytest.mark.parametrize("language", PAGES)
def test_every_figure_stands_on_the_sheet(
    browser: Browser, out: Path, language: str, sheet: str
) -> None:
    page = browser.new_page()
    page.goto((out / PAGES[language]).as_uri())
    shown = page.eval_on_selector_all(
        "#figures tbody tr", "all => all.map(row => [...row.querySelectorAll('.count')]"
        ".map(cell => cell.textContent))"
    )  # fmt: skip
    assert len(shown) == 82
    found = printed(page, sheet)
    assert all(("." if language == "de" else ",") in cell for row in shown for cell in row)
    text = "".join("".join(found).split())  # a reader of PDFs may see no gap between columns
    for row in shown:
        assert "".join(row) in text, row
    page.close()


@pytest.mark.parametrize("language", PAGES)
def test_tables_behind_charts_have_the_signs_of_the_language(
    browser: Browser, out: Path, language: str
) -> None:
    page = browser.new_page()
    page.goto((out / PAGES[language]).as_uri())
    cells = page.eval_on_selector_all(
        "figure details td.count", "all => all.map(cell => cell.textContent)"
    )
    sign = "." if language == "de" else ","
    large = [cell for cell in cells if len(cell) > 3]
    assert large
    assert all(sign in cell for cell in large)
    page.close()


def test_a_filtered_table_says_so_on_paper(browser: Browser, out: Path) -> None:
    page = browser.new_page()
    page.goto((out / PAGES["de"]).as_uri())
    said = "Die Tabelle ist gefiltert: Nur 2 von 82 Zeilen sind gedruckt."
    assert "gefiltert" not in " ".join(printed(page, "A4"))
    page.fill("#figures-search", "Land 7")
    assert page.locator(".filtered").is_hidden()
    assert said in " ".join(" ".join(printed(page, "A4")).split())
    page.close()
