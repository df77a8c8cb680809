"""The Atom feed: editions, corrections and versions, as feed readers take them."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from annexes.building.build import build
from annexes.building.series.next_edition import add_edition
from annexes.building.series.review import accept
from annexes.package.about import about
from annexes.package.disk import open_package
from annexes.portals.feed import ATOM, feed
from annexes.recipe.edition import Replaced
from annexes.recipe.recipe import load_recipe
from history.small_series import FIRST, document, write_series


@pytest.fixture
def corrected(tmp_path: Path) -> Path:
    """A package with one edition and a correction of it, a day for each."""
    root = write_series(tmp_path / "series")
    text = document(FIRST, number=8).replace("BEL Belgien 5 0", "BEL Belgien 6 0")
    (tmp_path / "again.txt").write_text(text, "utf-8")
    add_edition(root, tmp_path / "again.txt", Replaced("2031-h1", "a <misprint>"))
    path = root / "scripts/recipes/2031-h1-2.toml"
    path.write_text(path.read_text().replace("publisher =", "answered = 2031-08-20\npublisher ="))
    for label in load_recipe(root).edition("2031-h1-2").not_reviewed:
        accept(root, "2031-h1-2", label)
    build(root)
    return root


def test_a_language_that_we_do_not_speak_gets_english_titles(corrected: Path) -> None:
    root = ElementTree.fromstring(feed(about(open_package(corrected)), "fr"))
    entry = root.find("atom:entry", {"atom": ATOM})
    assert entry is not None
    assert entry.findtext("atom:title", "", {"atom": ATOM}) == "Version 1.0.0 of the data"


def test_each_document_and_the_version_is_an_entry_newest_first(corrected: Path) -> None:
    data = feed(about(open_package(corrected)), "de")
    names = {"atom": ATOM}
    root = ElementTree.fromstring(data)
    entries = [
        (e.findtext("atom:title", "", names), e.findtext("atom:updated", "", names)[:10])
        for e in root.findall("atom:entry", names)
    ]
    assert entries == [
        ("Version 1.0.0 der Daten", "2031-09-01"),
        ("Berichtigt, 1 Zahlen geändert: Antwort auf die Anfrage 8", "2031-08-20"),
        ("Neu: Antwort auf die Anfrage 7", "2031-08-01"),
    ]
    assert root.findtext("atom:updated", "", names) == "2031-09-01T00:00:00Z"


def test_it_has_what_the_standard_asks_for(corrected: Path) -> None:
    """RFC 4287: id, title, updated and an author for the feed; id, title, updated for an entry."""
    root = ElementTree.fromstring(feed(about(open_package(corrected))))
    for node in (root, *root.findall(f"{{{ATOM}}}entry")):
        for name in ("id", "title", "updated"):
            assert node.findtext(f"{{{ATOM}}}{name}"), name
    assert root.findtext(f"{{{ATOM}}}author/{{{ATOM}}}name")
    ids = [str(node.text) for node in root.iter(f"{{{ATOM}}}id")]
    assert len(set(ids)) == len(ids)
    assert all(re.match(r"[a-z]+:", own) for own in ids), "absolute, also without a homepage"


def test_a_feed_reader_takes_it(corrected: Path) -> None:
    feedparser = pytest.importorskip("feedparser", reason="feedparser is not installed")
    found = feedparser.parse(feed(about(open_package(corrected))))
    assert not found.bozo
    assert found.version == "atom10"
    assert len(found.entries) == 3
    assert (
        found.entries[1].summary == "a &lt;misprint&gt;" or "misprint" in found.entries[1].summary
    )
