"""The landing page in a real Chromium: accessible, quick to search, and silent on the network."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from annexes.exports.export import export
from annexes.exports.serving import server
from annexes.package.disk import open_package
from exports.made_up import write_package
from exports.test_safety import NASTY
from programs import need

pytestmark = pytest.mark.slow

PAGES = {"en": "index.html", "de": "index.de.html"}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

Open = Callable[..., Any]
"""Gives a page of playwright that also keeps what it `asked` for, and what went `wrong`."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = need("chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def show(browser: Browser, exported: Path) -> Iterator[Open]:
    """Open a page of the export; what goes wrong in it, and whatever it asks for, is kept."""
    contexts = []

    def open_page(file: str = "index.html", folder: Path = exported, **options: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page: Any = context.new_page()
        page.asked, page.wrong = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.wrong.append(message.text))
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on("dialog", lambda dialog: (page.wrong.append("dialog"), dialog.dismiss()))
        page.goto((folder / file).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", PAGES)
def test_axe_finds_nothing(show: Open, language: str, scheme: str) -> None:
    for width in (1280, 320) if scheme == "light" else (1280,):  # colours know no width
        viewport = {"width": width, "height": 900}
        page = show(PAGES[language], color_scheme=scheme, viewport=viewport, bypass_csp=True)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        run_only = {"runOnly": {"type": "tag", "values": WCAG}}
        found = Axe().run(page, options=run_only).response
        assert found["testEngine"]["version"] >= "4.10"
        assert len(found["passes"]) > 25
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []


@pytest.mark.parametrize("language", PAGES)
def test_nothing_is_asked_of_anyone(show: Open, language: str) -> None:
    page = show(PAGES[language])
    page.wait_for_timeout(200)
    assert [url.rpartition("/")[2] for url in page.asked] == [PAGES[language]]
    assert page.wrong == []


def test_it_is_served_here_and_asks_for_one_file(browser: Browser, exported: Path) -> None:
    with server(exported, 0) as running:
        assert running.server_address[0] == "127.0.0.1"
        threading.Thread(target=running.serve_forever, daemon=True).start()
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        base = f"http://127.0.0.1:{running.server_address[1]}/"
        answer = page.goto(base)
        assert answer is not None
        assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
        page.wait_for_timeout(200)
        assert [url for url in asked if url.startswith("http")] == [base]
        page.close()
        running.shutdown()


@pytest.mark.parametrize("language", PAGES)
def test_a_small_screen_needs_no_sideways_scrolling(show: Open, language: str) -> None:
    page = show(PAGES[language], viewport={"width": 320, "height": 640})
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def visible(page: Page) -> list[str]:
    return page.eval_on_selector_all(
        "#figures tbody tr:not([hidden]) th", "all => all.map(one => one.dataset.value)"
    )


def test_search_goes_by_code_name_and_printed_name_without_accents(show: Open) -> None:
    page = show(PAGES["de"])
    assert page.inner_text("#all-figures output") == "28 von 28 Zeilen"
    for text, codes in [
        ("lbr", {"LBR"}),
        ("  LIBERIA ", {"LBR"}),
        ("turkei", {"TUR"}),
        ("großbrit", {"GBR"}),
        ("zzz", set()),
    ]:
        page.fill("#figures-search", text)
        assert set(visible(page)) == codes
    page.fill("#figures-search", "MHL")
    assert page.inner_text("#all-figures output") == "2 von 28 Zeilen"


def test_the_table_is_filtered_by_area(show: Open) -> None:
    page = show()
    page.get_by_label("Area", exact=True).select_option(label="sea ports")
    assert page.inner_text("#all-figures output") == "14 of 28 rows"
    page.fill("#figures-search", "LBR")
    assert visible(page) == ["LBR"]


def test_the_table_is_sorted_with_the_keyboard(show: Open) -> None:
    page = show()
    head = page.locator("#figures thead th", has_text="Ships inspected")
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Space")
    assert head.get_attribute("aria-sort") == "descending"
    counts = page.eval_on_selector_all(
        "#figures tbody tr", "all => all.map(row => +row.cells[2].dataset.value)"
    )
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == 40
    page.locator("#figures thead th").first.get_by_role("button").click()
    names = page.locator("#figures tbody th").all_inner_texts()
    assert [names[0], names[-1]] == ["Antigua and Barbuda ATG", "Without a flag XZZ"]
    assert head.get_attribute("aria-sort") is None


def test_the_keyboard_reaches_the_content_first(show: Open) -> None:
    page = show()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(40):
        page.keyboard.press("Tab")
        style = "getComputedStyle(document.activeElement)"
        assert page.evaluate(f"{style}.outlineStyle") == "solid"
        assert page.evaluate(f"parseFloat({style}.outlineWidth)") >= 2


def test_every_row_leads_to_its_line_in_the_source(show: Open) -> None:
    page = show()
    rows = page.eval_on_selector_all(
        "#figures tbody tr",
        """all => all.map(row => [
            row.cells[0].dataset.value, row.cells[2].dataset.value, row.cells[3].dataset.value,
            document.querySelector(row.cells[4].querySelector("a").hash).textContent])""",
    )
    assert len(rows) == 28
    for code, inspected, detained, line in rows:
        assert line.startswith(f"{code} ")
        assert line.endswith(f" {inspected} {detained}")
    page.get_by_role("link", name="Anlage 1, p. 1, line 16").click()
    target = page.locator(":target")
    assert target.inner_text() == "LBR Liberia 31 4"
    assert page.evaluate(
        """(box => box.top >= 0 && box.bottom <= innerHeight)(
            document.querySelector(":target").getBoundingClientRect())"""
    )


def test_without_script_everything_is_there_but_the_filters(show: Open) -> None:
    page = show(java_script_enabled=False)
    assert page.locator("#figures tbody tr").count() == 28
    assert page.locator(".filters").is_hidden()
    assert page.locator("#figures thead button").count() == 0
    assert page.locator("figure svg").count() == 5


def test_what_charts_show_is_said_in_words_and_in_a_table(show: Open) -> None:
    page = show()
    said = page.locator("figure [role=img]").first.get_attribute("aria-label")
    assert said is not None
    assert said.startswith("sea ports (Anlage 1): 163, of which 20;")
    figures = page.locator("figure")
    for number in range(figures.count()):
        assert figures.nth(number).locator("details table tbody tr").count() >= 3
    bars = page.eval_on_selector_all(
        "figure:first-child rect.style-a", "all => all.map(bar => bar.getBBox().width)"
    )
    shares = [1, 19 / 163, 44 / 163]
    assert [width / bars[0] for width in bars] == pytest.approx(shares, abs=0.001)
    text = page.inner_text("body")
    assert "226" not in text.replace(",", "")  # the sum of all three areas
    assert "%" not in text


def test_downloads_are_the_files_with_size_and_checksum(show: Open, exported: Path) -> None:
    from annexes.base.storage import measured

    page = show()
    offered = page.eval_on_selector_all(
        ".downloads tbody tr",
        """all => all.map(row => [row.querySelector("a").getAttribute("href"),
            row.querySelector(".sum").textContent, row.cells[1].textContent])""",
    )
    assert len(offered) == 30
    for link, checksum, size in offered:
        file = measured(exported / link)
        assert checksum == file.sha256
        number, unit = size.split(" ")
        assert float(number) * {"B": 1, "kB": 1000}[unit] == pytest.approx(file.size, rel=0.06)


def test_search_engines_are_told_of_every_file(show: Open) -> None:
    page = show(PAGES["de"])
    told = json.loads(page.locator("script[type='application/ld+json']").inner_text())
    assert told["@type"] == "Dataset"
    assert told["name"].startswith("In den Häfen von Nordland")
    names = [file["contentUrl"].rpartition("/")[2] for file in told["distribution"]]
    assert {
        "inspections.csv",
        "ship-inspections.zip",
        "ship-inspections.xlsx",
        "inspections.parquet",
    } <= set(names)
    assert len(names) == len(set(names))


def test_dark_is_dark_and_paper_is_white(show: Open) -> None:
    page = show(color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(19, 23, 27)"
    page.emulate_media(media="print")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    assert page.locator("nav").is_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF")
    assert page.locator("figure details:not([open])").count() == 0


def test_the_languages_lead_to_each_other(show: Open) -> None:
    page = show()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="Deutsch").click()
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.locator("h1").inner_text().startswith("In den")
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("index.html")


def test_a_page_is_small(exported: Path) -> None:
    for name in PAGES.values():
        assert (exported / name).stat().st_size < 300_000


def test_nasty_names_do_nothing(show: Open, tmp_path: Path) -> None:
    for text in NASTY[::6]:  # each of these is a whole export
        package = write_package(tmp_path / "package", NASTY, text=text)
        export(open_package(package), tmp_path / "out", ["zip", "page"])
        page = show(folder=tmp_path / "out")
        page.fill("#figures-search", "alert")
        assert page.wrong == []
        assert page.locator("script").count() == 2
        assert page.locator("img, iframe, object, embed, form, base").count() == 0
        attributes = "all => all.flatMap(one => one.getAttributeNames())"
        names = page.eval_on_selector_all("*", attributes)
        assert not [name for name in names if name.startswith("on")]
        titles = page.locator("#figures tbody th").all_inner_texts()
        assert any("<script>alert(1)</script>" in title for title in titles)
