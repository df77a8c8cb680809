"""The whole story of a figure, and of one that is not there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from annexes.base.errors import UsageError
from annexes.building.build import build
from annexes.history.explain import explain
from annexes.package.disk import open_package
from history.small_series import commit

Run = Callable[..., Result]


def test_a_figure_is_told_with_line_name_checks_and_findings(series: Path) -> None:
    story = explain(open_package(series), "XKX", {"area": "south"})
    (figure,) = story.figures
    assert (story.name, figure.figures) == ("Kosovo", {"visits": "11", "repeated": "1"})
    assert figure.trace.text == "XKX Kosovo 11 1"
    lines = (series / "data/raw/2031-h1/answer.txt").read_text().splitlines()
    assert lines[(figure.trace.place.line or 0) - 1] == figure.trace.text
    assert figure.alias == "not ISO"
    assert {finding["kind"] for finding in figure.findings} == {
        "name-differs",
        "outside-iso",
        "overlap",
        "small-cells",
    }
    assert "a person has reviewed Anlage 2: 3 rows, visits 22, repeated 2" in figure.checks
    assert not story.absences


def test_nobody_has_reviewed_a_draft(series: Path) -> None:
    recipe = series / "scripts/recipes/package.toml"
    text = recipe.read_text("utf-8")
    recipe.write_text(
        text.replace("[title]", '[confirm]\nfigures = ["read"]\n\n[title]', 1), "utf-8"
    )
    build(series)
    (figure,) = explain(open_package(series), "XKX", {"area": "south"}).figures
    assert "Anlage 2: 3 rows, visits 22, repeated 2; nobody has confirmed it" in figure.checks


def test_a_finding_of_another_area_or_code_does_not_touch_it(series: Path) -> None:
    (figure,) = explain(open_package(series), "DNK", {"area": "north"}).figures
    assert {finding["kind"] for finding in figure.findings} == {"small-cells"}
    assert figure.alias == ""


def test_not_listed_is_told_with_the_place_where_it_would_stand(series: Path) -> None:
    story = explain(open_package(series), "BEL", {})
    assert [figure.key["area"] for figure in story.figures] == ["north"]
    (absence,) = story.absences
    assert absence.annex == "Anlage 2"
    assert absence.before
    assert absence.after
    assert (absence.before["nationality"], absence.after["nationality"]) == ("AUT", "DNK")
    assert absence.elsewhere == ["Anlage 1"]
    nowhere = explain(open_package(series), "Frankreich", {"area": "north"})
    assert (nowhere.subject, len(nowhere.absences), nowhere.figures) == ("FRA", 1, [])


@pytest.mark.parametrize(
    ("subject", "where", "said"),
    [
        ("DKN", {}, "DNK"),
        ("Belgum", {}, "BEL"),
        ("AUT", {"area": "west"}, "choose from north, south"),
        ("AUT", {"aera": "north"}, "no column 'aera'.*choose from period, area, nationality"),
        ("AUT", {"area": "north", "page": "9"}, "no row of 'AUT' has area north, page 9"),
        ("recordet", {}, "recorded"),
        ("%%", {}, "annexes info"),
    ],
)
def test_what_does_not_exist_is_told_from_what_is_not_listed(
    subject: str, where: dict[str, str], said: str, series: Path
) -> None:
    with pytest.raises(UsageError, match=f"(?s){said}"):
        explain(open_package(series), subject, where)


@pytest.mark.parametrize("subject", ["recorded", "milestones"])
def test_a_figure_from_the_text_has_its_place(subject: str, series: Path) -> None:
    (stated,) = explain(open_package(series), subject, {}).stated
    assert (stated.row["value"], stated.place) == ("230", "first sentence: '230 Besuche erfasst'")


def test_the_versions_in_which_it_changed(released: Path) -> None:
    commit(released, "the same", "v1.0.1")
    data = released / "data/raw/2031-h1/answer.txt"
    recipe = released / "scripts/recipes/2031-h1.toml"
    from hashlib import sha256

    was = sha256(data.read_bytes()).hexdigest()
    data.write_text(data.read_text().replace("BEL Belgien 5 0", "BEL Belgien 6 0"))
    now = sha256(data.read_bytes()).hexdigest()
    recipe.write_text(recipe.read_text().replace(was, now).replace("[64, 14]", "[65, 14]"))
    build(released)
    commit(released, "another", "v1.0.2")
    (figure,) = explain(open_package(released), "BEL", {"area": "north"}).figures
    versions = [(v.tag, v.row["visits"] if v.row else None) for v in figure.versions]
    assert versions == [("v1.0.0", "5"), ("v1.0.2", "6")]


def test_the_command_tells_it_on_one_screen_and_to_programs(series: Path, annexes: Run) -> None:
    told = annexes("explain", "BEL", "-C", series).stdout
    assert "north, BEL: visits 5, repeated 0" in told
    assert "south: not listed, which is not 0" in told
    assert "between 'Österreich' (page 2, line 17) and 'Dänemark' (page 2, line 18)" in told
    assert len(told.splitlines()) < 40
    record = json.loads(annexes("explain", "BEL", "-C", series, "--json").stdout)
    assert record["figures"][0]["trace"]["place"]["line"] == 8
    result = annexes("explain", "BEL", "-C", series, "--picture", series / "x.png")
    assert result.exit_code == 2
    assert not (series / "x.png").exists()
